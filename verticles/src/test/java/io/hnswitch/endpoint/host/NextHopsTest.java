package io.hnswitch.endpoint.host;

import static io.hnswitch.endpoint.host.WireFrames.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.ip.IpPrefix;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NextHopsTest {

  private static final long PEER = 0x0200_0000_0002L;

  private final HostFixture host =
      new HostFixture(
          new HostConfig(
              MacAddress.parse("02:00:00:00:00:01"),
              List.of(IpPrefix.parse("10.0.0.1/24"), IpPrefix.parse("fe80::1/64")),
              List.of(IpAddress.parse("10.0.0.2")),
              EnumSet.allOf(HostAnswer.class),
              false));

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void asksOnceAndKnowsTheAnswer() {
    assertEquals(HostStack.PENDING, host.resolve("10.0.0.2"));
    assertEquals(HostStack.PENDING, host.resolve("10.0.0.2"));
    assertEquals(List.of(ARP_ASK_B), host.sent());
    host.expect(HostOutcome.ARP_LEARNED, ARP_B_SAYS);
    assertEquals(PEER, host.resolve("10.0.0.2"));
  }

  @Test
  void asksOverIpv6() {
    assertEquals(HostStack.PENDING, host.resolve("fe80::2"));
    assertEquals(List.of(NS_ASK_B), host.sent());
    host.expect(HostOutcome.NDP_LEARNED, NA_B_SAYS);
    assertEquals(PEER, host.resolve("fe80::2"));
  }

  @Test
  void learnsNothingNobodyAskedFor() {
    host.expect(HostOutcome.NOT_ANSWERED, ARP_B_SAYS);
    host.expect(HostOutcome.NOT_ANSWERED, NA_B_SAYS);
    assertEquals(0, host.host().neighbors());
  }

  @Test
  void followsAGratuitousArpOfAKnownNeighbour() {
    host.receive(ARP_REQUEST);
    var moved =
        ARP_GRATUITOUS.replace("020000000001", "020000000077").replace("0a000001", "0a000002");
    assertEquals(HostOutcome.ARP_LEARNED, host.receive(moved));
    assertEquals(0x0200_0000_0077L, host.resolve("10.0.0.2"));
  }

  @Test
  void usesTheGatewayOfTheSameKind() {
    host.receive(ARP_REQUEST);
    assertEquals(PEER, host.resolve("192.0.2.1"));
    assertEquals(HostStack.NO_ROUTE, host.resolve("2001:db8::1"));
  }

  @Test
  void mapsGroupsAndBroadcastsWithoutAsking() {
    assertEquals(0x0100_5e01_0203L, host.resolve("224.129.2.3"));
    assertEquals(0x3333_0001_0002L, host.resolve("ff02::1:2"));
    assertEquals(0xffff_ffff_ffffL, host.resolve("255.255.255.255"));
    assertEquals(0xffff_ffff_ffffL, host.resolve("10.0.0.255"));
    host.sent();
  }

  @Test
  void asksThreeTimesThenPausesThenAsksAgain() {
    host.resolve("10.0.0.2");
    for (int i = 0; i < 10; i++) {
      host.elapse(NextHops.RETRY_NANOS / 4);
    }
    assertEquals(List.of(ARP_ASK_B, ARP_ASK_B, ARP_ASK_B), host.sent());
    host.elapse(NextHops.RETRY_NANOS);
    assertEquals(HostStack.UNREACHABLE, host.resolve("10.0.0.2"));
    assertEquals(List.of(), host.sent());
    host.elapse(NextHops.PENALTY_NANOS);
    assertEquals(HostStack.PENDING, host.resolve("10.0.0.2"));
    assertEquals(List.of(ARP_ASK_B), host.sent());
  }

  @Test
  void refreshesAnAgingNeighbourInUseAndForgetsItInTheEnd() {
    host.receive(ARP_REQUEST);
    host.sent();
    host.elapse(NextHops.REFRESH_NANOS);
    assertEquals(PEER, host.resolve("10.0.0.2"));
    assertEquals(PEER, host.resolve("10.0.0.2"));
    assertEquals(List.of(ARP_ASK_B), host.sent());
    host.receive(ARP_B_SAYS);
    host.elapse(NextHops.REFRESH_NANOS);
    assertEquals(PEER, host.resolve("10.0.0.2"));
    host.elapse(NextHops.EXPIRE_NANOS);
    assertEquals(0, host.host().neighbors());
  }

  @Test
  void remembersABoundedNumberOfNeighbours() {
    for (int i = 0; i < 5000; i++) {
      var ip = String.format("%08x", 0x0b00_0000 + i);
      host.receive(ARP_REQUEST.replace("0a000002", ip));
    }
    assertTrue(host.host().neighbors() <= HostStack.NEIGHBORS_MAX);
    assertTrue(host.host().neighbors() > HostStack.NEIGHBORS_MAX / 2);
    host.receive(ARP_REQUEST);
    assertEquals(PEER, host.resolve("10.0.0.2"));
  }
}
