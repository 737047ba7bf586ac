package io.hnswitch.testing;

import io.hnswitch.ip.IpAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Frames of IGMP and MLD as hosts and routers send them, made byte by byte. */
public final class GroupFrames {

  private GroupFrames() {}

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  public static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] six(long mac) {
    return Arrays.copyOf(ByteBuffer.allocate(8).putLong(mac << 16).array(), 6);
  }

  /** The bytes of an address: 4 or 16. */
  public static byte[] address(String text) {
    var address = IpAddress.parse(text);
    return address.isV4()
        ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
        : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
  }

  static int sum(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
      sum += (bytes[i] & 0xff) << 8 | low;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return ~sum & 0xffff;
  }

  /** The Ethernet address of a group. */
  public static long macOf(String group) {
    var bytes = address(group);
    int n = bytes.length;
    long low =
        (bytes[n - 4] & 0xffL) << 24
            | (bytes[n - 3] & 0xffL) << 16
            | (bytes[n - 2] & 0xffL) << 8
            | bytes[n - 1] & 0xffL;
    return n == 4 ? 0x01005e000000L | low & 0x7fffff : 0x333300000000L | low;
  }

  /** An IPv4 packet in a frame, its options padded by the caller. */
  public static byte[] ipv4(
      long source, String from, String to, int ttl, int protocol, byte[] options, byte[] payload) {
    int header = 20 + options.length;
    int total = header + payload.length;
    var ip =
        join(
            bytes(0x40 | header / 4, 0, total >> 8, total, 0, 0, 0, 0, ttl, protocol, 0, 0),
            address(from),
            address(to),
            options);
    int sum = sum(ip);
    ip[10] = (byte) (sum >> 8);
    ip[11] = (byte) sum;
    return join(six(macOf(to)), six(source), bytes(8, 0), ip, payload);
  }

  public static final byte[] ALERT = bytes(148, 4, 0, 0);

  /** An IGMP message with its checksum, hop limit 1 and a router alert. */
  public static byte[] igmp(long source, String from, String to, byte[] message) {
    return ipv4(source, from, to, 1, 2, ALERT, summed(message));
  }

  /** A message with its checksum in bytes 2 and 3. */
  public static byte[] summed(byte[] message) {
    var copy = message.clone();
    int sum = sum(copy);
    copy[2] = (byte) (sum >> 8);
    copy[3] = (byte) sum;
    return copy;
  }

  /** The eight bytes of IGMPv1 and v2. */
  public static byte[] message(int type, int code, String group) {
    return join(bytes(type, code, 0, 0), address(group));
  }

  public static byte[] v2Report(long source, String group) {
    return igmp(source, "10.0.0.1", group, message(0x16, 0, group));
  }

  public static byte[] v1Report(long source, String group) {
    return ipv4(source, "10.0.0.1", group, 1, 2, new byte[0], summed(message(0x12, 0, group)));
  }

  public static byte[] leave(long source, String group) {
    return igmp(source, "10.0.0.1", "224.0.0.2", message(0x17, 0, group));
  }

  /** A group record of IGMPv3 or MLDv2. */
  public static byte[] record(int type, String group, String... sources) {
    var all = join(bytes(type, 0, sources.length >> 8, sources.length), address(group));
    for (var source : sources) {
      all = join(all, address(source));
    }
    return all;
  }

  public static byte[] v3Report(long source, byte[]... records) {
    var message = join(bytes(0x22, 0, 0, 0, 0, 0, records.length >> 8, records.length));
    return igmp(source, "10.0.0.1", "224.0.0.22", join(message, join(records)));
  }

  /** A query of IGMPv2; the group may be 0.0.0.0. */
  public static byte[] v2Query(long source, String from, String group, int tenths) {
    var to = group.equals("0.0.0.0") ? "224.0.0.1" : group;
    return igmp(source, from, to, message(0x11, tenths, group));
  }

  /** A query of IGMPv3. */
  public static byte[] v3Query(
      long source, String from, String group, int code, int qrv, int qqic, String... sources) {
    var to = group.equals("0.0.0.0") ? "224.0.0.1" : group;
    var message = join(message(0x11, code, group), bytes(qrv, qqic, 0, sources.length));
    for (var one : sources) {
      message = join(message, address(one));
    }
    return igmp(source, from, to, message);
  }

  public static final byte[] HOP_BY_HOP = bytes(58, 0, 5, 2, 0, 0, 1, 0);

  /** ICMPv6 behind a hop-by-hop header, or without one. */
  public static byte[] icmpv6(
      long source, String from, String to, int hops, byte[] extension, byte[] message) {
    int size = extension.length + message.length;
    var copy = message.clone();
    var pseudo =
        join(address(from), address(to), bytes(0, 0, 0, message.length, 0, 0, 0, 58), message);
    int sum = sum(pseudo);
    copy[2] = (byte) (sum >> 8);
    copy[3] = (byte) sum;
    int next = extension.length > 0 ? 0 : 58;
    var ip = join(bytes(0x60, 0, 0, 0, size >> 8, size, next, hops), address(from), address(to));
    return join(six(macOf(to)), six(source), bytes(0x86, 0xdd), ip, extension, copy);
  }

  public static final String HOST = "fe80::15:5dff:fe00:a";

  /** The 24 bytes of MLDv1. */
  public static byte[] mldMessage(int type, int millis, String group) {
    return join(bytes(type, 0, 0, 0, millis >> 8, millis, 0, 0), address(group));
  }

  public static byte[] mldReport(long source, String group) {
    return icmpv6(source, HOST, group, 1, HOP_BY_HOP, mldMessage(131, 0, group));
  }

  public static byte[] mldDone(long source, String group) {
    return icmpv6(source, HOST, "ff02::2", 1, HOP_BY_HOP, mldMessage(132, 0, group));
  }

  public static byte[] mldV2Report(long source, String from, byte[]... records) {
    var message = join(bytes(143, 0, 0, 0, 0, 0, records.length >> 8, records.length));
    return icmpv6(source, from, "ff02::16", 1, HOP_BY_HOP, join(message, join(records)));
  }

  /** A query of MLDv2; the group may be ::. */
  public static byte[] mldQuery(long source, String from, String group, int millis, int qqic) {
    return mldQuery(source, from, group, millis, 2, qqic);
  }

  /** As above, with a robustness. */
  public static byte[] mldQuery(
      long source, String from, String group, int millis, int qrv, int qqic) {
    var to = group.equals("::") ? "ff02::1" : group;
    var message = join(mldMessage(130, millis, group), bytes(qrv, qqic, 0, 0));
    return icmpv6(source, from, to, 1, HOP_BY_HOP, message);
  }

  /** A UDP datagram to a group. */
  public static byte[] data(long source, String group) {
    if (address(group).length == 4) {
      return ipv4(source, "10.0.0.9", group, 8, 17, new byte[0], new byte[26]);
    }
    var ip =
        join(bytes(0x60, 0, 0, 0, 0, 26, 17, 8), address("fd99::9"), address(group), new byte[26]);
    return join(six(macOf(group)), six(source), bytes(0x86, 0xdd), ip);
  }
}
