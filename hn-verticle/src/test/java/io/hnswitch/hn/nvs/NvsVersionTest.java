package io.hnswitch.hn.nvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from the version. */
class NvsVersionTest {

  @Test
  void areTriedFromTheHighest() {
    assertEquals(
        List.of("6.1", "6", "5", "4", "2", "1"),
        NvsVersion.highestFirst().stream().map(NvsVersion::toString).toList());
  }

  @Test
  void haveTheWordsOfTheWire() {
    for (var version : NvsVersion.values()) {
      assertEquals(version, NvsVersion.ofWire(version.wire()).orElseThrow());
    }
    assertEquals(0x00030002, NvsVersion.V2.wire());
    assertTrue(NvsVersion.ofWire(0x00030000).isEmpty());
  }

  @Test
  void version5BringsRssAndSriov() {
    assertEquals(0x0006001e, NvsVersion.V5.ndisVersion());
    assertTrue(NvsVersion.V5.hasRss());
    assertEquals(0xc, NvsVersion.V5.ndisConfigCapabilities());
    assertEquals(0x8c, NvsVersion.V6_1.ndisConfigCapabilities());
  }

  @Test
  void version4HasNeither() {
    assertEquals(0x00060001, NvsVersion.V4.ndisVersion());
    assertFalse(NvsVersion.V4.hasRss());
    assertFalse(NvsVersion.V4.hasSriov());
    assertEquals(0x8, NvsVersion.V4.ndisConfigCapabilities());
    assertEquals(31 << 20, NvsVersion.V4.receiveBufferBytes());
  }

  @Test
  void version1HasNoNdisConfigAndASmallBuffer() {
    assertFalse(NvsVersion.V1.hasNdisConfig());
    assertTrue(NvsVersion.V2.hasNdisConfig());
    assertEquals(15 << 20, NvsVersion.V2.receiveBufferBytes());
    assertEquals(28, NvsVersion.V6.hostMessageBytes());
    assertEquals(40, NvsVersion.V6_1.hostMessageBytes());
  }
}
