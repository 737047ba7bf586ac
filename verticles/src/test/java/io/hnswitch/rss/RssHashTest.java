package io.hnswitch.rss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.testing.IpFrames;
import org.junit.jupiter.api.Test;

/** Which fields are hashed, and what the hash is taken for. */
class RssHashTest {

  private static final Toeplitz TOEPLITZ = new Toeplitz(RssKey.WELL_KNOWN);
  private static final int ADDRESSES_4 = 0x323e8fc2;
  private static final int PORTS_4 = 0x51ccc178;
  private static final int BOTH_4 = RssHash.IPV4 | RssHash.TCP_IPV4;

  private static void hashes(int info, int value, byte[] frame, int types, boolean udpAsTcp) {
    long found = RssHash.of(TOEPLITZ, IpFrames.memory(frame), 0, frame.length, types, udpAsTcp);
    assertEquals(info, RssHash.info(found));
    assertEquals(value, RssHash.value(found));
  }

  @Test
  void tcpUsesPortsAndTheRestAddresses() {
    hashes(0x201, PORTS_4, IpFrames.ipv4(IpFrames.TCP, 60), BOTH_4, false);
    hashes(0x201, PORTS_4, IpFrames.ipv4("81000064", 8, 0, IpFrames.TCP, 80), BOTH_4, false);
    hashes(0x101, ADDRESSES_4, IpFrames.ipv4(IpFrames.UDP, 60), BOTH_4, false);
    hashes(0x101, ADDRESSES_4, IpFrames.ipv4(IpFrames.TCP, 60), RssHash.IPV4, false);
    hashes(0, 0, IpFrames.ipv4(IpFrames.UDP, 60), RssHash.TCP_IPV4, false);
    hashes(0, 0, IpFrames.ipv6(IpFrames.TCP, 80), BOTH_4, false);
    hashes(0, 0, new byte[60], BOTH_4, false);
  }

  @Test
  void fragmentsUseAddresses() {
    var first = IpFrames.ipv4("", 0, 0x2000, IpFrames.TCP, 60);
    hashes(0x101, ADDRESSES_4, first, BOTH_4, true);
    hashes(0, 0, first, RssHash.TCP_IPV4, true);
  }

  @Test
  void ipv6TypesComePlainOrExtended() {
    var frame = IpFrames.ipv6(IpFrames.TCP, 80);
    var m = IpFrames.memory(frame);
    int addresses = TOEPLITZ.hash(m, 22, 32);
    int ports = TOEPLITZ.hash(m, 22, 36);
    hashes(0x1001, ports, frame, RssHash.IPV6 | RssHash.TCP_IPV6 | RssHash.TCP_IPV6_EX, false);
    hashes(0x2001, ports, frame, RssHash.TCP_IPV6_EX, false);
    hashes(0x401, addresses, frame, RssHash.IPV6, false);
    hashes(0x401, addresses, IpFrames.ipv6(IpFrames.UDP, 80), 0x1400, true);
  }

  @Test
  void newHostsCallUdpTcpAndGuestsFindOut() {
    var udp = IpFrames.ipv4(IpFrames.UDP, 60);
    hashes(0x201, PORTS_4, udp, BOTH_4, true);
    int mask = BOTH_4 | RssHash.UDP_IPV4;
    assertEquals(RssHash.UDP_IPV4, received(udp, 0x201, mask, true));
    assertEquals(0, received(udp, 0x201, BOTH_4, true));
    assertEquals(RssHash.TCP_IPV4, received(udp, 0x201, mask, false));
    var tcp = IpFrames.ipv4(IpFrames.TCP, 60);
    assertEquals(RssHash.TCP_IPV4, received(tcp, 0x201, mask, true));
    assertEquals(0, received(IpFrames.ipv4(1, 60), 0x201, mask, true));
  }

  @Test
  void unknownHashInfoIsOpaque() {
    var tcp = IpFrames.ipv4(IpFrames.TCP, 60);
    assertEquals(RssHash.IPV4, received(tcp, 0x101, BOTH_4, false));
    assertEquals(0, received(tcp, 0x102, BOTH_4, false));
    assertEquals(0, received(tcp, 0x301, BOTH_4, false));
    assertEquals(0, received(tcp, 0x401, BOTH_4, false));
  }

  @Test
  void adaptersHaveTypesOfTheirOwnForUdp() {
    var udp4 = IpFrames.ipv4(IpFrames.UDP, 60);
    hashes(0x4001, PORTS_4, udp4, BOTH_4 | RssHash.UDP_IPV4, false);
    hashes(0x101, ADDRESSES_4, IpFrames.ipv4("", 0, 0x2000, IpFrames.UDP, 60), 0x4100, false);
    var udp6 = IpFrames.ipv6(IpFrames.UDP, 80);
    int ports = TOEPLITZ.hash(IpFrames.memory(udp6), 22, 36);
    hashes(0x8001, ports, udp6, RssHash.IPV6 | RssHash.UDP_IPV6 | RssHash.UDP_IPV6_EX, false);
    hashes(0x10001, ports, udp6, RssHash.IPV6 | RssHash.UDP_IPV6_EX, false);
  }

  private static int received(byte[] frame, int info, int mask, boolean udpAsTcp) {
    return RssHash.received(IpFrames.memory(frame), 0, frame.length, info, mask, udpAsTcp);
  }
}
