package io.hnswitch.capture.filter;

import io.hnswitch.capture.filter.FrameTest.And;
import io.hnswitch.capture.filter.FrameTest.BehindIpv4;
import io.hnswitch.capture.filter.FrameTest.Field;
import io.hnswitch.capture.filter.FrameTest.Not;
import io.hnswitch.capture.filter.FrameTest.Or;
import io.hnswitch.capture.filter.FrameTest.Relation;
import io.hnswitch.lab.IpAddress;

/**
 * The tests that primitives stand for, in the order in which libpcap's code looks. Offsets are
 * those of Ethernet; each {@code vlan} moves what is behind the tag by four bytes for the rest of
 * the filter, as libpcap does.
 */
final class FilterCode {

  static final int IPV4 = 0x0800;
  static final int IPV6 = 0x86dd;
  static final int ARP = 0x0806;
  static final int RARP = 0x8035;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int SCTP = 132;

  /** Which of two addresses or ports. */
  enum Way {
    SOURCE,
    DESTINATION,
    EITHER,
    BOTH
  }

  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88a8;
  private static final int OLD_SERVICE_VLAN = 0x9100;
  private static final int VLAN_ID = 0xfff;
  private static final int TAG_BYTES = 4;
  private static final int FRAGMENT_HEADER = 44;
  private static final int FRAGMENT_OFFSET = 0x1fff;
  private static final int IPV6_HEADER = 40;
  private static final long WORD = 0xffff_ffffL;
  private static final int GROUP_BIT = 1;

  private int typeAt = 12;
  private int networkAt = 14;

  FrameTest etherType(int type) {
    return Field.equal(typeAt, 2, type);
  }

  /** An upper protocol over IPv4. */
  FrameTest ipv4Protocol(int protocol) {
    return new And(etherType(IPV4), Field.equal(networkAt + 9, 1, protocol));
  }

  /** An upper protocol over IPv6, at once or behind a fragment header. */
  FrameTest ipv6Protocol(int protocol) {
    return new And(
        etherType(IPV6),
        new Or(
            new And(
                Field.equal(networkAt + 6, 1, FRAGMENT_HEADER),
                Field.equal(networkAt + IPV6_HEADER, 1, protocol)),
            Field.equal(networkAt + 6, 1, protocol)));
  }

  FrameTest protocol(int protocol) {
    return new Or(ipv4Protocol(protocol), ipv6Protocol(protocol));
  }

  private interface At {
    FrameTest at(int offset);
  }

  private static FrameTest either(Way way, At test, int source, int destination) {
    return switch (way) {
      case SOURCE -> test.at(source);
      case DESTINATION -> test.at(destination);
      case EITHER -> new Or(test.at(source), test.at(destination));
      case BOTH -> new And(test.at(source), test.at(destination));
    };
  }

  FrameTest ipv4(Way way, long address, long mask) {
    return address(IPV4, way, address, mask, 12, 16);
  }

  FrameTest arp(int type, Way way, long address, long mask) {
    return address(type, way, address, mask, 14, 24);
  }

  private FrameTest address(
      int type, Way way, long address, long mask, int source, int destination) {
    At test =
        offset ->
            new And(
                etherType(type),
                new Field(networkAt + offset, 4, mask & WORD, Relation.EQUAL, address & WORD));
    return either(way, test, source, destination);
  }

  FrameTest ipv6(Way way, IpAddress address, int bits) {
    return either(way, offset -> ipv6(offset, address.inet().getAddress(), bits), 8, 24);
  }

  private FrameTest ipv6(int offset, byte[] address, int bits) {
    FrameTest all = null;
    for (int word = 0; word < 4; word++) {
      long mask = mask(Math.clamp(bits - 32L * word, 0, 32));
      long value = 0;
      for (int i = 0; i < 4; i++) {
        value = value << 8 | address[4 * word + i] & 0xff;
      }
      var test = new Field(networkAt + offset + 4 * word, 4, mask, Relation.EQUAL, value & mask);
      all = all == null ? test : new And(all, test);
    }
    return new And(etherType(IPV6), all);
  }

  /** The mask of a prefix, 0 to 32 bits. */
  static long mask(int bits) {
    return bits == 0 ? 0 : WORD << 32 - bits & WORD;
  }

  FrameTest mac(Way way, long mac) {
    return either(way, offset -> mac(offset, mac), 6, 0);
  }

  private static FrameTest mac(int offset, long mac) {
    return new And(Field.equal(offset + 2, 4, mac & WORD), Field.equal(offset, 2, mac >>> 32));
  }

  /**
   * Ports of an upper protocol.
   *
   * @param protocol one, or 0 for those of TCP, UDP and SCTP
   */
  FrameTest ports(int protocol, Way way, int first, int last) {
    return new Or(ipv4Ports(protocol, way, first, last), ipv6Ports(protocol, way, first, last));
  }

  private FrameTest ipv4Ports(int protocol, Way way, int first, int last) {
    At test =
        offset ->
            first == last
                ? new BehindIpv4(networkAt, offset, Relation.EQUAL, first)
                : new And(
                    new BehindIpv4(networkAt, offset, Relation.AT_LEAST, first),
                    new BehindIpv4(networkAt, offset, Relation.AT_MOST, last));
    var ports = either(way, test, 0, 2);
    return new And(
        etherType(IPV4), anyOf(protocol, one -> ofProtocol(one, networkAt + 9, true, ports)));
  }

  private FrameTest ipv6Ports(int protocol, Way way, int first, int last) {
    At test =
        offset ->
            first == last
                ? Field.equal(networkAt + IPV6_HEADER + offset, 2, first)
                : new And(
                    new Field(networkAt + IPV6_HEADER + offset, 2, -1, Relation.AT_LEAST, first),
                    new Field(networkAt + IPV6_HEADER + offset, 2, -1, Relation.AT_MOST, last));
    var ports = either(way, test, 0, 2);
    return new And(
        etherType(IPV6), anyOf(protocol, one -> ofProtocol(one, networkAt + 6, false, ports)));
  }

  private static FrameTest anyOf(int protocol, At of) {
    return protocol != 0 ? of.at(protocol) : new Or(new Or(of.at(TCP), of.at(UDP)), of.at(SCTP));
  }

  private FrameTest ofProtocol(int protocol, int at, boolean mayBeFragment, FrameTest ports) {
    FrameTest is = Field.equal(at, 1, protocol);
    if (mayBeFragment) {
      is = new And(is, new Field(networkAt + 6, 2, FRAGMENT_OFFSET, Relation.EQUAL, 0));
    }
    return new And(is, ports);
  }

  FrameTest broadcast() {
    return mac(0, 0xffff_ffff_ffffL);
  }

  FrameTest multicast() {
    return new Field(0, 1, GROUP_BIT, Relation.EQUAL, GROUP_BIT);
  }

  FrameTest ipv4Multicast() {
    return new And(etherType(IPV4), new Field(networkAt + 16, 1, -1, Relation.AT_LEAST, 224));
  }

  FrameTest ipv6Multicast() {
    return new And(etherType(IPV6), Field.equal(networkAt + 24, 1, 255));
  }

  /**
   * A tag; from here on the filter speaks of what is behind it.
   *
   * @param id of the VLAN, or -1 for any
   */
  FrameTest vlan(int id) {
    FrameTest tagged =
        new Or(new Or(etherType(VLAN), etherType(SERVICE_VLAN)), etherType(OLD_SERVICE_VLAN));
    if (id >= 0) {
      tagged = new And(tagged, new Field(networkAt, 2, VLAN_ID, Relation.EQUAL, id));
    }
    typeAt += TAG_BYTES;
    networkAt += TAG_BYTES;
    return tagged;
  }

  static FrameTest not(FrameTest test) {
    return new Not(test);
  }
}
