package io.hnswitch.multicast;

import static io.hnswitch.testing.GroupFrames.ALERT;
import static io.hnswitch.testing.GroupFrames.HOP_BY_HOP;
import static io.hnswitch.testing.GroupFrames.HOST;
import static io.hnswitch.testing.GroupFrames.icmpv6;
import static io.hnswitch.testing.GroupFrames.igmp;
import static io.hnswitch.testing.GroupFrames.ipv4;
import static io.hnswitch.testing.GroupFrames.message;
import static io.hnswitch.testing.GroupFrames.mldMessage;
import static io.hnswitch.testing.GroupFrames.record;
import static io.hnswitch.testing.GroupFrames.summed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Memory;
import io.hnswitch.multicast.MembershipReader.Kind;
import io.hnswitch.testing.GroupFrames;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MembershipReaderTest {

  private static final String GROUP = "239.1.2.3";
  private static final String V6 = "ff0e::42";
  private static final byte[] NONE = new byte[0];

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 1 << 20);
  private final MembershipReader reader = new MembershipReader(memory.segment());
  private final long at = memory.allocate(4096);

  @AfterEach
  void close() {
    arena.close();
  }

  private Kind read(byte[] frame) {
    // What is behind a frame is somebody else's, and must not be looked at.
    memory.segment().asSlice(at, 4096).fill((byte) 0xff);
    MemorySegment.copy(frame, 0, memory.segment(), ValueLayout.JAVA_BYTE, at, frame.length);
    return reader.read(at, frame.length, 0);
  }

  private static byte[] changed(byte[] frame, int at, int to) {
    var copy = frame.clone();
    copy[at] = (byte) to;
    return copy;
  }

  static Stream<Arguments> frames() {
    var v2 = GroupFrames.v2Report(1, GROUP);
    var v3 = GroupFrames.v3Report(1, record(4, GROUP), record(1, "239.9.9.9", "10.0.0.1"));
    var mld = GroupFrames.mldReport(1, V6);
    var mld2 = GroupFrames.mldV2Report(1, HOST, record(4, V6));
    return Stream.of(
        Arguments.of("IGMPv1 report", Kind.REPORT, GroupFrames.v1Report(1, GROUP)),
        Arguments.of("IGMPv2 report", Kind.REPORT, v2),
        Arguments.of("IGMPv2 leave", Kind.LEAVE, GroupFrames.leave(1, GROUP)),
        Arguments.of("IGMPv3 report", Kind.RECORDS, v3),
        Arguments.of("IGMPv2 query", Kind.QUERY, GroupFrames.v2Query(1, "10.0.0.1", "0.0.0.0", 9)),
        Arguments.of("MLDv1 report", Kind.REPORT, mld),
        Arguments.of("MLDv1 done", Kind.LEAVE, GroupFrames.mldDone(1, V6)),
        Arguments.of("MLDv2 report", Kind.RECORDS, mld2),
        Arguments.of(
            "MLDv2 report while its address is tentative",
            Kind.RECORDS,
            GroupFrames.mldV2Report(1, "::", record(4, V6))),
        Arguments.of("data", Kind.DATA, GroupFrames.data(1, GROUP)),
        Arguments.of("IPv6 data", Kind.DATA, GroupFrames.data(1, V6)),
        Arguments.of("no IP", Kind.OTHER, changed(v2, 12, 0x88)),
        Arguments.of("no multicast address", Kind.OTHER, changed(v2, 30, 10)),
        Arguments.of("too short for IP", Kind.OTHER, Arrays.copyOf(v2, 30)),
        Arguments.of("wrong checksum", Kind.MALFORMED, changed(v2, 14 + 24 + 7, 9)),
        Arguments.of("wrong checksum of IP", Kind.MALFORMED, changed(v2, 14 + 11, 9)),
        Arguments.of("wrong checksum of MLD", Kind.MALFORMED, changed(mld, mld.length - 1, 9)),
        Arguments.of("truncated", Kind.MALFORMED, Arrays.copyOf(v2, v2.length - 1)),
        Arguments.of(
            "more than one hop",
            Kind.MALFORMED,
            ipv4(1, "10.0.0.1", GROUP, 2, 2, ALERT, summed(message(0x16, 0, GROUP)))),
        Arguments.of(
            "no router alert",
            Kind.MALFORMED,
            ipv4(1, "10.0.0.1", GROUP, 1, 2, NONE, summed(message(0x16, 0, GROUP)))),
        Arguments.of(
            "another option",
            Kind.MALFORMED,
            ipv4(
                1,
                "10.0.0.1",
                GROUP,
                1,
                2,
                new byte[] {7, 3, 4, 0},
                summed(message(0x16, 0, GROUP)))),
        Arguments.of(
            "report of another group than its destination",
            Kind.MALFORMED,
            igmp(1, "10.0.0.1", "239.1.2.4", message(0x16, 0, GROUP))),
        Arguments.of(
            "report of no group",
            Kind.MALFORMED,
            igmp(1, "10.0.0.1", GROUP, message(0x16, 0, "10.1.2.3"))),
        Arguments.of(
            "general query to a group",
            Kind.MALFORMED,
            igmp(1, "10.0.0.1", GROUP, message(0x11, 9, "0.0.0.0"))),
        Arguments.of(
            "query between two versions",
            Kind.MALFORMED,
            igmp(1, "10.0.0.1", "224.0.0.1", Arrays.copyOf(message(0x11, 9, "0.0.0.0"), 10))),
        Arguments.of(
            "more records than there are",
            Kind.MALFORMED,
            igmp(
                1,
                "10.0.0.1",
                "224.0.0.22",
                GroupFrames.join(new byte[] {0x22, 0, 0, 0, 0, 0, 0, 2}, record(4, GROUP)))),
        Arguments.of(
            "more sources than there are",
            Kind.MALFORMED,
            igmp(
                1,
                "10.0.0.1",
                "224.0.0.22",
                GroupFrames.join(
                    new byte[] {0x22, 0, 0, 0, 0, 0, 0, 1}, changed(record(4, GROUP), 3, 200)))),
        Arguments.of(
            "MLD without a router alert",
            Kind.MALFORMED,
            icmpv6(1, HOST, V6, 1, NONE, mldMessage(131, 0, V6))),
        Arguments.of(
            "MLD with more than one hop",
            Kind.MALFORMED,
            icmpv6(1, HOST, V6, 2, HOP_BY_HOP, mldMessage(131, 0, V6))),
        Arguments.of(
            "MLD from an address that is not link-local",
            Kind.MALFORMED,
            icmpv6(1, "fd99::1", V6, 1, HOP_BY_HOP, mldMessage(131, 0, V6))),
        Arguments.of(
            "MLD query from nowhere", Kind.MALFORMED, GroupFrames.mldQuery(1, "::", "::", 9, 9)),
        Arguments.of(
            "MLD too short",
            Kind.MALFORMED,
            icmpv6(1, HOST, V6, 1, HOP_BY_HOP, Arrays.copyOf(mldMessage(131, 0, V6), 20))),
        Arguments.of(
            "neighbour solicitation",
            Kind.DATA,
            icmpv6(1, HOST, "ff02::1:ff00:a", 255, NONE, mldMessage(135, 0, "fe80::a"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void reads(String what, Kind wanted, byte[] frame) {
    assertEquals(wanted, read(frame), what);
  }

  @Test
  void readsEachRecord() {
    assertEquals(
        Kind.RECORDS,
        read(
            GroupFrames.mldV2Report(
                1, HOST, record(3, V6, "fd99::1", "fd99::2"), record(6, "ff0e::43"))));
    assertEquals(2, reader.count);
    reader.nextRecord();
    assertEquals(MembershipReader.TO_INCLUDE, reader.recordType);
    assertEquals(2, reader.recordSources);
    assertEquals(0x42, reader.groupLow);
    reader.nextRecord();
    assertEquals(MembershipReader.BLOCK, reader.recordType);
    assertEquals(0x43, reader.groupLow);
  }

  @Test
  void knowsNumbersWithAnExponent() {
    assertEquals(127, MembershipReader.floating(127, 8));
    assertEquals(128, MembershipReader.floating(0x80, 8));
    assertEquals(31_744, MembershipReader.floating(0xff, 8));
    assertEquals(32_768, MembershipReader.floating(0x8000, 16));
    assertEquals(8_387_584, MembershipReader.floating(0xffff, 16));
    for (int bits : new int[] {8, 16}) {
      for (int code = 0; code < 1 << bits; code++) {
        assertEquals(code, QueryWriter.code(MembershipReader.floating(code, bits), bits));
      }
    }
  }

  @Test
  void readsNoFurtherThanTheFrameWhateverIsInIt() {
    var random = new Random(5);
    var whole = frames().map(one -> (byte[]) one.get()[2]).toList();
    int understood = 0;
    for (int i = 0; i < 200_000; i++) {
      var frame = whole.get(random.nextInt(whole.size())).clone();
      for (int k = random.nextInt(4); k > 0; k--) {
        frame[12 + random.nextInt(frame.length - 12)] = (byte) random.nextInt();
      }
      var cut = Arrays.copyOf(frame, 14 + random.nextInt(frame.length - 13));
      var kind = read(random.nextInt(3) == 0 ? cut : frame);
      if (kind == Kind.RECORDS) {
        understood++;
        for (int k = 0; k < reader.count; k++) {
          reader.nextRecord();
        }
      }
    }
    assertTrue(understood > 1000, understood + " reports were whole");
  }
}
