package io.hnswitch.testing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/** Ethernet frames with IP for tests, built in pieces: header, tags, IP, transport, filling. */
public final class IpFrames {

  public static final int TCP = 6;
  public static final int UDP = 17;

  private static final String ETHERNET = "00155d010203 00155d040506";
  private static final String SOURCE_6 = "3ffe2501020000030000000000000001";
  private static final String DESTINATION_6 = "3ffe250102001fff0000000000000007";

  private IpFrames() {}

  /** TCP or UDP over IPv4 with the addresses of the first verification vector. */
  public static byte[] ipv4(int protocol, int length) {
    return ipv4("", 0, 0, protocol, length);
  }

  /** The same with tags in the frame, IPv4 options (bytes) and the fragment field. */
  public static byte[] ipv4(String tags, int options, int fragment, int protocol, int length) {
    int ip = 14 + hex(tags).length;
    var header =
        String.format(
            "%s %s 0800 %02x00%04x 0001%04x 40%02x0000 420995bb a18e6450 %s",
            ETHERNET,
            tags,
            0x45 + options / 4,
            length - ip & 0xffff,
            fragment,
            protocol,
            "01".repeat(options));
    return finish(header, protocol, length);
  }

  /** TCP or UDP over IPv6; extensions are whole headers, the first of which is {@code next}. */
  public static byte[] ipv6(int next, String extensions, int protocol, int length) {
    var header =
        String.format(
            "%s 86dd 60000000 %04x%02x40 %s %s %s",
            ETHERNET, length - 54, next, SOURCE_6, DESTINATION_6, extensions);
    return finish(header, protocol, length);
  }

  public static byte[] ipv6(int protocol, int length) {
    return ipv6(protocol, "", protocol, length);
  }

  /**
   * Ports 2794 to 1766, then the rest of a TCP header of 20 bytes or a UDP header, then filling.
   */
  private static byte[] finish(String header, int protocol, int length) {
    var transport =
        protocol == TCP
            ? "0aea06e6 00000001 00000002 50100100 00000000"
            : String.format("0aea06e6 %04x0000", length & 0xffff);
    var head = hex(header + transport);
    var frame = new byte[length];
    for (int i = 0; i < length; i++) {
      frame[i] = i < head.length ? head[i] : (byte) (i * 7);
    }
    return frame;
  }

  /** Off-heap memory that ends with the last byte: reading further throws. */
  public static MemorySegment memory(byte[] bytes) {
    var m = Arena.ofAuto().allocate(Math.max(1, bytes.length));
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, m, 0, bytes.length);
    return m;
  }

  /** Hexadecimal digits, spaces allowed. */
  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }
}
