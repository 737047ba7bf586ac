package io.hnswitch.hn.nvs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/** Bytes as text, for dissectors only: 16 to a line, in groups of four, with their offset. */
public final class HexDump {

  private static final int PER_LINE = 16;

  private HexDump() {}

  /** Lines like {@code 0010 00000100 01000000}, each ended by a newline. */
  public static String of(MemorySegment memory, long at, int length) {
    var text = new StringBuilder();
    for (int line = 0; line < length; line += PER_LINE) {
      text.append(String.format(Locale.ROOT, "%04x ", line));
      for (int i = line; i < Math.min(line + PER_LINE, length); i++) {
        text.append(i % 4 == 0 ? " " : "");
        text.append(
            String.format(Locale.ROOT, "%02x", memory.get(ValueLayout.JAVA_BYTE, at + i) & 0xff));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
