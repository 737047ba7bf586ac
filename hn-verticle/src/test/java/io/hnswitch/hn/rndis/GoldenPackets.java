package io.hnswitch.hn.rndis;

import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.testing.IpFrames;
import java.util.Arrays;

/** The packet messages of the reference, with a frame behind the header. */
final class GoldenPackets {

  /** 60-byte frame, hash 0x51ccc178, VLAN 100 prio 5, TCP/IPv4 and IP header checksum at 34. */
  static final String TX_CHECKSUM =
      """
      01000000 98000000 54000000 3c000000 00000000 00000000 00000000 24000000
      30000000 00000000 00000000 10000000 08000000 0c000000 78c1cc51 10000000
      06000000 0c000000 45060000 10000000 00000000 0c000000 15002200
      """;

  /** LSOv2 IPv4, MSS 1460, TCP at 34, 4054-byte frame, hash 0. */
  static final String TX_LSO =
      """
      01000000 22100000 44000000 d60f0000 00000000 00000000 00000000 24000000
      20000000 00000000 00000000 10000000 08000000 0c000000 00000000 10000000
      02000000 0c000000 b4052042
      """;

  /** 60-byte frame, TCP and IP good, VLAN 4094 prio 7, hash 0x51ccc178, Toeplitz TCP/IPv4. */
  static final String RX =
      """
      01000000 a8000000 64000000 3c000000 00000000 00000000 00000000 24000000
      40000000 00000000 00000000 10000000 00000000 0c000000 28000000 10000000
      06000000 0c000000 e7ff0000 10000000 08000000 0c000000 78c1cc51 10000000
      09000000 0c000000 01020000
      """;

  /** First piece of a coalesced packet: id 7, flags 3, checksum 0x28. */
  static final String RX_FRAGMENT =
      """
      01000000 88000000 44000000 3c000000 00000000 00000000 00000000 24000000
      20000000 00000000 00000000 10000000 00000000 0c000000 28000000 10000000
      01000080 0c000000 01030700
      """;

  private GoldenPackets() {}

  static byte[] message(String header, byte[] frame) {
    var head = Hex.bytes(header);
    var all = Arrays.copyOf(head, head.length + frame.length);
    System.arraycopy(frame, 0, all, head.length, frame.length);
    return all;
  }

  static byte[] rx() {
    return message(RX, IpFrames.ipv4(IpFrames.TCP, 60));
  }

  /** The RX packet with a little-endian word replaced. */
  static byte[] rx(int at, int word) {
    return changed(rx(), at, word);
  }

  static byte[] changed(byte[] message, int at, int word) {
    var changed = message.clone();
    for (int i = 0; i < 4; i++) {
      changed[at + i] = (byte) (word >>> 8 * i);
    }
    return changed;
  }
}
