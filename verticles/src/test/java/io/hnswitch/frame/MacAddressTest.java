package io.hnswitch.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"00:00:00:00:00:00", "00:15:5d:00:00:0a", "ff:ff:ff:ff:ff:ff"})
  void printsWhatItParsed(String text) {
    assertEquals(text, MacAddress.parse(text).toString());
  }

  @Test
  void holdsTheFirstByteHighest() {
    assertEquals(0x0102_0304_0506L, MacAddress.parse("01:02:03:04:05:06").value());
    assertEquals(MacAddress.parse("AB:cd:EF:00:11:22"), MacAddress.parse("ab:cd:ef:00:11:22"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00:15:5d:00:00",
        "00:15:5d:00:00:0a:0b",
        "00-15-5d-00-00-0a",
        "0:15:5d:00:00:0a",
        "00:15:5d:00:00:0g",
        " 00:15:5d:00:00:0a",
        "00:15:5d:00:00:0a\n"
      })
  void refusesAnythingElseAndNamesIt(String text) {
    var error = assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text));
    assertTrue(error.getMessage().contains("\"" + text + "\""), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0x1_0000_0000_0000L, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesMoreThan48Bits(long value) {
    assertThrows(IllegalArgumentException.class, () -> new MacAddress(value));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0x0102_0304_0506L, 0x8000_0000_8000L, 0xffff_ffff_ffffL})
  void readsTheBytesItWrote(long value) {
    try (var arena = Arena.ofConfined()) {
      var memory = Memory.ofArena(arena, 2L * Memory.PAGE).segment();
      memory.fill((byte) 0x77);
      MacAddress.writeRaw(memory, 101, value);
      assertEquals(value, MacAddress.readRaw(memory, 101));
      assertEquals(new MacAddress(value), MacAddress.read(memory, 101));
      assertEquals((byte) (value >>> 40), memory.get(Memory.BYTE, 101));
      assertEquals((byte) value, memory.get(Memory.BYTE, 106));
      assertEquals(0x77, memory.get(Memory.BYTE, 100));
      assertEquals(0x77, memory.get(Memory.BYTE, 107));
    }
  }

  @Test
  void tellsGroupsAndOrders() {
    assertTrue(MacAddress.BROADCAST.isGroup());
    assertTrue(MacAddress.BROADCAST.isBroadcast());
    var multicast = MacAddress.parse("01:00:5e:00:00:01");
    assertTrue(multicast.isGroup());
    assertFalse(multicast.isBroadcast());
    var station = MacAddress.parse("fe:00:00:00:00:01");
    assertFalse(station.isGroup());
    assertTrue(station.compareTo(multicast) > 0);
    assertEquals(0, station.compareTo(new MacAddress(station.value())));
  }
}
