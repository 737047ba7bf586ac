package io.hnswitch.endpoint.host;

import static io.hnswitch.endpoint.host.WireFrames.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.ip.IpPrefix;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostStackTest {

  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");

  private final HostFixture host = HostFixture.of("10.0.0.1/24", "fe80::1/64");

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void answersAnArpRequestAndLearnsTheSender() {
    host.expect(HostOutcome.ARP_ANSWERED, ARP_REQUEST, ARP_REPLY);
    assertEquals(0x0200_0000_0002L, host.resolve("10.0.0.2"));
    assertEquals(List.of(), host.sent());
  }

  @Test
  void answersAnArpProbeWithoutLearning() {
    assertEquals(HostOutcome.ARP_ANSWERED, host.receive(ARP_PROBE));
    assertEquals(0, host.host().neighbors());
  }

  @Test
  void answersEchoRequests() {
    host.expect(HostOutcome.ICMP_ECHOED, PING, PONG);
    host.expect(HostOutcome.ICMPV6_ECHOED, PING6, PONG6);
    host.expect(HostOutcome.UDP_ECHOED, UDP7_6, UDP7_6_BACK);
    assertEquals(1, host.host().count(HostOutcome.ICMP_ECHOED));
    assertEquals(3, host.host().sent());
  }

  @Test
  void answersUdpEcho() {
    host.expect(HostOutcome.UDP_ECHOED, UDP7, UDP7_BACK);
  }

  @Test
  void leavesIpOptionsOutOfAnAnswer() {
    host.expect(HostOutcome.ICMP_ECHOED, PING_OPTS, PONG);
  }

  @Test
  void answersNeighborSolicitations() {
    host.expect(HostOutcome.NDP_ANSWERED, NS, NA);
    assertEquals(0x0200_0000_0002L, host.resolve("fe80::2"));
    host.expect(HostOutcome.NDP_ANSWERED, NS_PLAIN_UNICAST, NA);
  }

  @Test
  void defendsItsAddressAgainstAProbe() {
    host.expect(HostOutcome.NDP_ANSWERED, NS_DAD, NA_DAD);
    host.expect(HostOutcome.CONFLICT, NA_B_CLAIMS_OURS);
    assertTrue(host.host().isInUse(IpAddress.parse("fe80::1")));
  }

  @Test
  void announcesItsAddresses() {
    host.start();
    assertEquals(List.of(ARP_GRATUITOUS, NA_DAD), host.sent());
  }

  @Test
  void answersOnlyWhatItIsTold() {
    var quiet =
        new HostConfig(
            MAC,
            List.of(IpPrefix.parse("10.0.0.1/24"), IpPrefix.parse("fe80::1/64")),
            List.of(),
            EnumSet.noneOf(HostAnswer.class),
            false);
    try (var silent = new HostFixture(quiet)) {
      silent.expect(HostOutcome.ARP_LEARNED, ARP_REQUEST);
      for (var frame : List.of(PING, PING6, UDP7, UDP7_6, NS, NS_DAD, ARP_PROBE)) {
        silent.expect(HostOutcome.NOT_ANSWERED, frame);
      }
    }
  }

  @Test
  void verifiesChecksumsUnlessTheyAreKnown() {
    for (var frame : List.of(UDP7, UDP7_6, PING, PING6, NS)) {
      var bad = flip(frame, frame.length() / 2 - (frame.equals(NS) ? 1 : 12));
      host.expect(HostOutcome.BAD_CHECKSUM, bad);
    }
    host.expect(HostOutcome.BAD_CHECKSUM, flip(UDP7, 24));
    long valid = Frames.offload(Frames.CSUM_VALID, 0, 0, 0);
    long partial = Frames.offload(Frames.CSUM_PARTIAL, 34, 6, 0);
    assertEquals(HostOutcome.UDP_ECHOED, host.receive(flip(UDP7, 41), valid));
    assertEquals(List.of(UDP7_BACK), host.sent());
    assertEquals(HostOutcome.UDP_ECHOED, host.receive(flip(UDP7, 41), partial));
    assertEquals(UDP7_BACK.substring(52), host.sent().get(0).substring(52));
    assertEquals(HostOutcome.BAD_CHECKSUM, host.receive(flip(UDP7, 24), valid));
  }

  @Test
  void acceptsUdpOverIpv4WithoutChecksum() {
    var without = UDP7.substring(0, 80) + "0000" + UDP7.substring(84);
    host.expect(HostOutcome.UDP_ECHOED, without, UDP7_BACK);
    var v6 = UDP7_6.substring(0, 120) + "0000" + UDP7_6.substring(124);
    host.expect(HostOutcome.BAD_CHECKSUM, v6);
  }

  @Test
  void ignoresFramesForOthers() {
    host.expect(HostOutcome.NOT_FOR_US, "0200000000ff" + PING.substring(12));
    host.expect(HostOutcome.NOT_FOR_US, "ffffffffffff" + PING.substring(12));
    host.expect(HostOutcome.NOT_FOR_US, PONG.replace("020000000002", "020000000001"));
    host.expect(HostOutcome.NOT_FOR_US, PING.substring(0, 24) + "81000005" + PING.substring(24));
    try (var other = HostFixture.of("10.0.0.9/24", "fe80::9/64")) {
      for (var frame : List.of(PING, PING6, UDP7, UDP7_6, ARP_REQUEST, NS, ARP_B_SAYS)) {
        other.expect(HostOutcome.NOT_FOR_US, frame);
      }
    }
  }

  @Test
  void doesNotEchoToAnEchoPort() {
    long known = Frames.offload(Frames.CSUM_VALID, 0, 0, 0);
    assertEquals(
        HostOutcome.NOT_ANSWERED, host.receive(UDP7.replace("9c400007", "00070007"), known));
    assertEquals(
        HostOutcome.NOT_ANSWERED, host.receive(UDP7.replace("9c400007", "00000007"), known));
    assertEquals(
        HostOutcome.NOT_ANSWERED, host.receive(UDP7.replace("9c400007", "9c400008"), known));
  }

  @Test
  void refusesDamagedNeighborDiscovery() {
    for (var frame :
        List.of(
            NS_HOPS_64,
            NS_ZERO_OPTION,
            NS_LONG_OPTION,
            NS_DAD_WITH_OPTION,
            NS_DAD_UNICAST,
            NA_SOL_TO_GROUP)) {
      host.expect(HostOutcome.MALFORMED, frame);
    }
    assertEquals(6, host.host().count(HostOutcome.MALFORMED));
    assertEquals(0, host.host().neighbors());
  }

  @Test
  void refusesDamagedArp() {
    host.expect(HostOutcome.MALFORMED, ARP_REQUEST.substring(0, 82));
    host.expect(HostOutcome.MALFORMED, ARP_REQUEST.replace("08060001", "08060002"));
    host.expect(HostOutcome.MALFORMED, ARP_REQUEST.replace("06040001", "06040003"));
    host.expect(HostOutcome.MALFORMED, ARP_REQUEST.replace("0a000002", "e0000001"));
    host.expect(HostOutcome.MALFORMED, ARP_REQUEST.replace("0001020000000002", "0001030000000002"));
  }

  @Test
  void noticesAnotherStationWithItsAddress() {
    host.expect(HostOutcome.CONFLICT, ARP_REQUEST.replace("0a000002", "0a000001"));
    assertEquals(0, host.host().neighbors());
  }

  @Test
  void keepsQuietForATentativeAddressAndUsesItWhenNobodyObjects() {
    try (var careful = careful()) {
      careful.start();
      assertEquals(List.of(OUR_DAD), careful.sent());
      careful.expect(HostOutcome.TENTATIVE, NS);
      careful.expect(HostOutcome.TENTATIVE, PING6);
      careful.elapse(HostStack.DUPLICATE_WAIT_NANOS - 1);
      assertFalse(careful.host().isInUse(IpAddress.parse("fe80::1")));
      careful.elapse(1);
      assertEquals(List.of(NA_DAD), careful.sent());
      careful.expect(HostOutcome.NDP_ANSWERED, NS, NA);
    }
  }

  @Test
  void givesATentativeAddressUpWhenSomebodyHasOrWantsIt() {
    for (var objection : List.of(NS_DAD, NA_B_CLAIMS_OURS)) {
      try (var careful = careful()) {
        careful.start();
        careful.sent();
        careful.expect(HostOutcome.CONFLICT, objection);
        careful.elapse(2 * HostStack.DUPLICATE_WAIT_NANOS);
        assertEquals(List.of(), careful.sent());
        careful.expect(HostOutcome.NOT_FOR_US, PING6);
        careful.expect(HostOutcome.NOT_FOR_US, NS);
      }
    }
  }

  private static HostFixture careful() {
    return new HostFixture(
        new HostConfig(
            MAC,
            List.of(IpPrefix.parse("fe80::1/64")),
            List.of(),
            EnumSet.allOf(HostAnswer.class),
            true));
  }

  @Test
  void countsAnswersThatFindNoRoom() {
    host.fillUp();
    for (var frame : List.of(PING, PING6, UDP7, UDP7_6, ARP_REQUEST, NS, NS_DAD)) {
      host.expect(HostOutcome.NO_ROOM, frame);
    }
    assertEquals(7, host.host().noRoom());
  }

  @Test
  void countsFragmentsAndOtherProtocols() {
    host.expect(HostOutcome.FRAGMENT, fragmentOf(UDP7));
    var tcpOverV6 = "60000000" + "0014" + "0640" + PING6.substring(44, 108);
    var tcp = "0050005000000000000000005010ffff00000000";
    long known = Frames.offload(Frames.CSUM_VALID, 0, 0, 0);
    var frame = PING6.substring(0, 28) + tcpOverV6 + tcp;
    assertEquals(HostOutcome.NOT_ANSWERED, host.receive(frame, known));
    host.expect(HostOutcome.NOT_ANSWERED, PING.substring(0, 24) + "88cc0207");
  }

  /** Sets "more fragments" instead of "don't fragment" and corrects the header checksum. */
  private static String fragmentOf(String frame) {
    int sum = Integer.parseInt(frame.substring(48, 52), 16) + 0x2000;
    return frame.substring(0, 40)
        + "2000"
        + frame.substring(44, 48)
        + HexFormat.of().toHexDigits((short) sum)
        + frame.substring(52);
  }

  @Test
  void neverReadsBehindAFrameOrThrows() {
    long seed = 23;
    var random = new Random(seed);
    var frames = List.of(PING, PING6, UDP7, UDP7_6, ARP_REQUEST, NS, NA_B_SAYS, NS_DAD, PING_OPTS);
    long known = Frames.offload(Frames.CSUM_VALID, 0, 0, 0);
    for (int i = 0; i < 20_000; i++) {
      var frame = frames.get(random.nextInt(frames.size()));
      byte[] bytes = HexFormat.of().parseHex(frame);
      bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      for (int flips = random.nextInt(4); flips > 0 && bytes.length > 12; flips--) {
        bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
      }
      var hex = HexFormat.of().formatHex(bytes);
      var outcome = host.receive(hex, random.nextBoolean() ? known : 0);
      assertTrue(bytes.length >= 14 || outcome == HostOutcome.MALFORMED, "seed " + seed);
      host.sent();
    }
  }

  @Test
  void refusesImpossibleConfigurations() {
    refuse("01:00:00:00:00:01", "10.0.0.1/24");
    refuse("00:00:00:00:00:00", "10.0.0.1/24");
    refuse("02:00:00:00:00:01", "224.0.0.1/24");
    refuse("02:00:00:00:00:01", "10.0.0.1/24", "10.0.0.1/8");
  }

  private static void refuse(String mac, String... addresses) {
    assertThrows(IllegalArgumentException.class, () -> HostConfig.of(mac, addresses));
  }

  private static String flip(String frame, int index) {
    byte[] bytes = HexFormat.of().parseHex(frame);
    bytes[index] ^= 1;
    return HexFormat.of().formatHex(bytes);
  }
}
