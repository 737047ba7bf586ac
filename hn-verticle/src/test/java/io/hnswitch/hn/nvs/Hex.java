package io.hnswitch.hn.nvs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/** Golden bytes as the reference prints them: hexadecimal digits with spaces. */
public final class Hex {

  private Hex() {}

  public static byte[] bytes(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }

  public static String text(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** An off-heap segment that ends with the last byte: reading further throws. */
  public static MemorySegment exact(byte[] bytes) {
    var segment = Arena.ofAuto().allocate(Math.max(1, bytes.length));
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, segment, 0, bytes.length);
    return segment;
  }
}
