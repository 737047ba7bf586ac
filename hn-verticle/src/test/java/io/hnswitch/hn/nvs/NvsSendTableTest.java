package io.hnswitch.hn.nvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the table is, and that it never leads outside. */
class NvsSendTableTest {

  private static byte[] message(int length, int count, int offset, int tableAt) {
    var out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(134).putInt(count).putInt(offset);
    for (int i = 0; i < 16 && tableAt + 4 * i + 4 <= length; i++) {
      out.putInt(tableAt + 4 * i, i);
    }
    return out.array();
  }

  private static Parsed<NvsMessage> decode(NvsVersion version, byte[] bytes) {
    return NvsMessage.decode(Direction.HOST_TO_GUEST, version, bytes);
  }

  private static void reads(NvsVersion version, byte[] bytes) {
    var table = (NvsMessage.SendTable) decode(version, bytes).orElseThrow();
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), table.entries());
  }

  private static void refuses(Fault fault, NvsVersion version, byte[] bytes) {
    assertEquals(fault, ((Parsed.Malformed<NvsMessage>) decode(version, bytes)).fault());
  }

  @Test
  void readsTheTableWhereTheHostSays() {
    reads(NvsVersion.V5, message(76, 16, 12, 12));
    reads(NvsVersion.V6_1, message(104, 16, 40, 40));
    reads(NvsVersion.V6, message(80, 16, 16, 16));
  }

  @Test
  void readsAt40WhenAnOldHostSaysSomethingElse() {
    reads(NvsVersion.V6, message(104, 16, 0, 40));
    reads(NvsVersion.V5, message(112, 16, 0xfffffff0, 40));
  }

  @Test
  void refusesATableOutsideOfTheMessage() {
    refuses(Fault.BAD_BOUNDS, NvsVersion.V6_1, message(104, 16, 48, 40));
    refuses(Fault.BAD_BOUNDS, NvsVersion.V6_1, message(40, 16, 12, 12));
    refuses(Fault.BAD_BOUNDS, NvsVersion.V6_1, message(40, 16, 0xffffffe8, 12));
    refuses(Fault.BAD_BOUNDS, NvsVersion.V6_1, message(104, 16, 0, 40));
    refuses(Fault.BAD_VALUE, NvsVersion.V5, message(76, 15, 12, 12));
    refuses(Fault.BAD_VALUE, NvsVersion.V5, message(76, 0xffffffff, 12, 12));
    refuses(Fault.TOO_SHORT, NvsVersion.V5, java.util.Arrays.copyOf(message(76, 16, 12, 12), 11));
  }

  @Test
  void reducesEntriesBeyondTheOpenChannels() {
    var table = new NvsMessage.SendTable(Collections.nCopies(16, 9));
    assertEquals(1, table.channel(0x1234, 4));
    var wild = new NvsMessage.SendTable(Collections.nCopies(16, -1));
    assertEquals(3, wild.channel(-1, 4));
    assertThrows(IllegalArgumentException.class, () -> new NvsMessage.SendTable(List.of(1)));
  }
}
