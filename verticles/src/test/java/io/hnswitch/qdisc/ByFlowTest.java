package io.hnswitch.qdisc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByFlowTest {

  private static final String MACS = "00155d04050600155d010203";
  private static final String V6 =
      "20010db800000000000000000000000120010db8000000000000000000000002";

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 1 << 20);
  private final FrameSlab slab =
      BurstPool.slabs(memory, 1, 512 << 10, Runnable::run, () -> {}).take().slab();
  private final ByFlow classifier = new ByFlow(memory, 1);
  private long at = slab.region() + 64;

  @AfterEach
  void close() {
    arena.close();
  }

  private int hex(String text) {
    var bytes = HexFormat.of().parseHex(text.replace(" ", ""));
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory.segment(), at, bytes.length);
    int slot = slab.add(at, bytes.length, 0);
    at += bytes.length + 63 & -64;
    return slot;
  }

  private int slot(Packet packet) {
    int slot = packet.add(slab, memory.segment(), at);
    at += packet.length() + 63 & -64;
    return slot;
  }

  private Band band(int slot) {
    return classifier.band(slab, slot);
  }

  private int flow(int slot) {
    return classifier.flow(slab, slot);
  }

  private int wire(Packet packet) {
    return classifier.wireBytes(slab, slot(packet));
  }

  @ParameterizedTest
  @CsvSource({
    "0, MIDDLE",
    "1, LOW",
    "8, LOW",
    "10, MIDDLE",
    "16, MIDDLE",
    "24, MIDDLE",
    "26, MIDDLE",
    "32, HIGH",
    "33, MIDDLE",
    "34, HIGH",
    "36, HIGH",
    "38, HIGH",
    "40, HIGH",
    "44, HIGH",
    "45, MIDDLE",
    "46, HIGH",
    "47, MIDDLE",
    "48, HIGH",
    "56, HIGH",
    "63, MIDDLE"
  })
  void ordersUntaggedIpByItsCodepoint(int dscp, Band wanted) {
    assertEquals(wanted, band(slot(Packet.of(1, 100).dscp(dscp))));
    var head = "6%x%x00000".formatted(dscp >> 2, (dscp & 3) << 2);
    assertEquals(wanted, band(hex(MACS + "86dd" + head + "00003b40" + V6)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, MIDDLE",
    "1, LOW",
    "2, MIDDLE",
    "3, MIDDLE",
    "4, HIGH",
    "5, HIGH",
    "6, HIGH",
    "7, HIGH"
  })
  void ordersTaggedFramesByTheirTagWhateverTheCodepoint(int priority, Band wanted) {
    for (int dscp : new int[] {0, Packet.EXPEDITED, Packet.BACKGROUND}) {
      int tci = priority << 13 | 100;
      assertEquals(wanted, band(slot(Packet.of(1, 100).dscp(dscp).tagged(tci))));
      var ip = "0800 45%02x".formatted(dscp << 2) + "00".repeat(40);
      assertEquals(wanted, band(hex(MACS + "8100 %04x".formatted(tci) + ip)));
      var outer = MACS + "88a8 %04x 8100 e001".formatted(tci) + ip;
      assertEquals(wanted, band(hex(outer)), "the outer tag counts");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MACS + "0806 0001080006040001",
        MACS + "88b5 ffff",
        MACS + "88b5",
        MACS + "0800",
        MACS + "0800 b8b8",
        MACS + "86dd 4b80",
        "00155d"
      })
  void putsEverythingElseInTheMiddle(String frame) {
    assertEquals(Band.MIDDLE, band(hex(frame)));
  }

  @Test
  void tellsFlowsApartByAddressesProtocolAndPorts() {
    var places = new HashSet<Integer>();
    for (int port = 1; port <= 100; port++) {
      int first = flow(slot(Packet.of(port, 100)));
      assertEquals(first, flow(slot(Packet.of(port, 1400))));
      places.add(first);
    }
    // 100 flows in 1024 places: about five of them meet another one.
    assertEquals(100, places.size(), 15);
    assertNotEquals(flow(slot(Packet.of(1, 1000))), flow(slot(Packet.superFrame(1, 946, 500))));
  }

  @Test
  void findsAFlowAgainWhateverItsTag() {
    int plain = flow(slot(Packet.of(5, 100)));
    assertEquals(plain, flow(slot(Packet.of(5, 200).tagged(0xe001).dscp(46))));
  }

  @Test
  void keepsFragmentsTogetherByTheirAddresses() {
    var udp = "c0000007 00080000";
    var first = hex(MACS + "0800 4500001c 00012000 40110000 0a0000010a000002" + udp);
    var other =
        hex(MACS + "0800 4500001c 00022000 40110000 0a0000010a000002" + "c1110007 00080000");
    var last = hex(MACS + "0800 4500001c 00010001 40110000 0a0000010a000002" + "ffffffff ffffffff");
    assertEquals(flow(first), flow(last));
    assertEquals(flow(first), flow(other));
    var elsewhere = hex(MACS + "0800 4500001c 00012000 40110000 0a0000010a000003" + udp);
    assertNotEquals(flow(first), flow(elsewhere));
    var first6 = hex(MACS + "86dd 60000000 00102c40" + V6 + "1100000100000001" + udp);
    var last6 = hex(MACS + "86dd 60000000 00102c40" + V6 + "1100000800000001" + "ffffffffffffffff");
    assertEquals(flow(first6), flow(last6));
  }

  @Test
  void tellsOtherFramesApartByMacAddressesAndType() {
    int arp = flow(hex(MACS + "0806 0001080006040001"));
    assertEquals(arp, flow(hex(MACS + "0806 0001080006040002")));
    assertNotEquals(arp, flow(hex(MACS + "88b5 0001080006040001")));
    assertNotEquals(arp, flow(hex("00155d04050600155d010204" + "0806 0001080006040001")));
    assertEquals(0, flow(hex("00155d")));
  }

  @Test
  void hashesOtherwiseWithAnotherSeed() {
    var other = new ByFlow(memory, 2);
    int same = 0;
    for (int port = 1; port <= 100; port++) {
      int slot = slot(Packet.of(port, 100));
      if (classifier.flow(slab, slot) == other.flow(slab, slot)) {
        same++;
      }
    }
    assertEquals(0, same, 3);
  }

  @Test
  void countsPaddingAndATagBeside() {
    assertEquals(60, wire(Packet.of(1, 42)));
    assertEquals(1514, wire(Packet.of(1, 1514)));
    assertEquals(1518, wire(Packet.of(1, 1514).tagged(5)));
    assertEquals(64, wire(Packet.of(1, 42).tagged(5)));
  }

  @ParameterizedTest
  @CsvSource({"14480, 1448", "14481, 1448", "1, 1448", "65000, 536", "1000, 1"})
  void countsTheHeadersOfEverySegment(int payload, int mss) {
    int frames = 0;
    int bytes = 0;
    for (int left = payload; left > 0; left -= mss) {
      bytes += 54 + Math.min(left, mss);
      frames++;
    }
    assertEquals(bytes, wire(Packet.superFrame(1, payload, mss)));
    assertEquals(bytes + 4 * frames, wire(Packet.superFrame(1, payload, mss).tagged(5)));
  }

  @Test
  void countsASuperFrameItCannotReadOnce() {
    int slot = slab.add(at, 5000, Frames.offload(Frames.TSO4, 34, 16, 1448));
    assertEquals(5000, classifier.wireBytes(slab, slot));
    slab.offload(slot, Frames.offload(Frames.TSO4, 34, 16, 0));
    assertEquals(5000, classifier.wireBytes(slab, slot));
  }
}
