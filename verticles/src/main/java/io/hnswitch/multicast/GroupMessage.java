package io.hnswitch.multicast;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.offload.Checksum;
import java.lang.foreign.MemorySegment;

/** What stands in front of a message of IGMP or MLD that a switch sends, and its checksum. */
final class GroupMessage {

  private static final int SHORTEST = 60;
  private static final int ROUTER_ALERT_V4 = 0x9404_0000;
  private static final int IPV4_HEADER = 24;
  private static final int IPV6_HEADER = 40;
  private static final int HOP_BY_HOP = 8;
  private static final int IGMP = 2;
  private static final int ICMPV6 = 58;

  /** Bytes in front of a message at most. */
  static final int FRONT = Frames.ETHERNET_HEADER + IPV6_HEADER + HOP_BY_HOP;

  private final MemorySegment m;
  private final MacAddress mac;
  private final IpAddress linkLocal;
  private long frame;
  private boolean v6;
  private int size;

  /**
   * @param mac of the switch
   */
  GroupMessage(Memory memory, MacAddress mac) {
    this.m = memory.segment();
    this.mac = mac;
    this.linkLocal = QueryWriter.linkLocal(mac);
  }

  /**
   * Writes all that is in front of a message.
   *
   * @param at where the frame begins
   * @param from its IPv4 source address; MLD has the switch's link-local one
   * @param bytes of the message
   * @return where the message begins; it is all zeros
   */
  long begin(long at, IpAddress to, int from, int bytes) {
    frame = at;
    v6 = !to.isV4();
    size = bytes;
    m.asSlice(at, Math.max(SHORTEST, FRONT + bytes)).fill((byte) 0);
    MacAddress.writeRaw(m, at, QueryWriter.macOf(to));
    MacAddress.writeRaw(m, at + 6, mac.value());
    m.set(Memory.BE16, at + 12, (short) (v6 ? 0x86dd : 0x0800));
    long ip = at + Frames.ETHERNET_HEADER;
    return v6 ? beginV6(ip, to) : beginV4(ip, to, from);
  }

  private long beginV4(long ip, IpAddress to, int from) {
    m.set(Memory.BYTE, ip, (byte) 0x46);
    m.set(Memory.BYTE, ip + 1, (byte) 0xc0);
    m.set(Memory.BE16, ip + 2, (short) (IPV4_HEADER + size));
    m.set(Memory.BYTE, ip + 8, (byte) 1);
    m.set(Memory.BYTE, ip + 9, (byte) IGMP);
    m.set(Memory.BE32, ip + 12, from);
    m.set(Memory.BE32, ip + 16, (int) to.low());
    m.set(Memory.BE32, ip + 20, ROUTER_ALERT_V4);
    m.set(Memory.BE16, ip + 10, (short) Checksum.ipv4Header(m, ip, IPV4_HEADER));
    return ip + IPV4_HEADER;
  }

  private long beginV6(long ip, IpAddress to) {
    m.set(Memory.BE32, ip, 0x6000_0000);
    m.set(Memory.BE16, ip + 4, (short) (HOP_BY_HOP + size));
    m.set(Memory.BYTE, ip + 7, (byte) 1);
    m.set(Memory.BE64, ip + 8, linkLocal.high());
    m.set(Memory.BE64, ip + 16, linkLocal.low());
    m.set(Memory.BE64, ip + 24, to.high());
    m.set(Memory.BE64, ip + 32, to.low());
    long hop = ip + IPV6_HEADER;
    m.set(Memory.BYTE, hop, (byte) ICMPV6);
    m.set(Memory.BE16, hop + 2, (short) 0x0502); // Router alert, with value 0: MLD.
    m.set(Memory.BE16, hop + 6, (short) 0x0100); // Padding of two bytes.
    return hop + HOP_BY_HOP;
  }

  /** Where the message begins. */
  long at() {
    return frame + Frames.ETHERNET_HEADER + (v6 ? IPV6_HEADER + HOP_BY_HOP : IPV4_HEADER);
  }

  /** The message is written; gives the length of the frame. */
  int end() {
    long ip = frame + Frames.ETHERNET_HEADER;
    long at = at();
    int sum = Checksum.sum(m, at, size);
    if (v6) {
      sum = Checksum.add(sum, Checksum.pseudoIpv6(m, ip, ICMPV6, size));
    }
    m.set(Memory.BE16, at + 2, (short) Checksum.finish(sum));
    return Math.max(SHORTEST, (int) (at - frame) + size);
  }
}
