package io.hnswitch.wire.vxlan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VxlanFlyweightTest {

  private static VxlanFlyweight of(String hex) {
    var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return new VxlanFlyweight(MemorySegment.ofArray(bytes)).wrap(0, bytes.length);
  }

  @Test
  void writesZeroWhereNothingIsDefined() {
    var bytes = HexFormat.of().parseHex("ff".repeat(10));
    var header = new VxlanFlyweight(MemorySegment.ofArray(bytes));
    header.wrap(1, 9).vni(0x123456);
    assertEquals("ff080000001234560" + "0ff", HexFormat.of().formatHex(bytes));
    assertTrue(header.isValid());
    assertEquals(0x123456, header.vni());
  }

  @Test
  void readsTheWholeRangeOfNumbers() {
    assertEquals(0, of("08000000 00000000").vni());
    assertEquals(42, of("08000000 00002a00").vni());
    assertEquals(0xffffff, of("08000000 ffffff00").vni());
  }

  @Test
  void ignoresWhatIsReserved() {
    var header = of("ffffffff 00002aff");
    assertTrue(header.isValid());
    assertEquals(42, header.vni());
  }

  @Test
  void seesThatTheFlagIsMissing() {
    assertFalse(of("f7ffffff 00002a00").isValid());
  }

  @Test
  void standsOnNoHeaderThatIsCutOff() {
    var header = new VxlanFlyweight(MemorySegment.ofArray(new byte[16]));
    assertThrows(IndexOutOfBoundsException.class, () -> header.wrap(0, 7));
  }
}
