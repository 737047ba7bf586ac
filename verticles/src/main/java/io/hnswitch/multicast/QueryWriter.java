package io.hnswitch.multicast;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.offload.Checksum;
import java.lang.foreign.MemorySegment;

/** Writes the queries of a switch: IGMPv2 and v3, MLDv1 and v2. */
public final class QueryWriter {

  /** Room for the longest one. */
  public static final int BYTES = 96;

  private static final int SHORTEST = 60;
  private static final int IGMP_QUERY = 0x11;
  private static final int MLD_QUERY = 130;
  private static final int ROUTER_ALERT_V4 = 0x9404_0000;
  private static final long TENTH = 100_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final MemorySegment m;
  private final MacAddress mac;

  /**
   * @param mac of the switch
   */
  public QueryWriter(Memory memory, MacAddress mac) {
    this.m = memory.segment();
    this.mac = mac;
  }

  /** The link-local address that is made of an Ethernet address (RFC 4291, appendix A). */
  public static IpAddress linkLocal(MacAddress mac) {
    long value = mac.value() ^ 0x0200_0000_0000L;
    long low = (value >>> 24) << 40 | 0xff_fe00_0000L | value & 0xff_ffffL;
    return new IpAddress(0xfe80L << 48, low);
  }

  /** The Ethernet address of a group (RFC 1112, 6.4; RFC 2464, 7). */
  public static long macOf(IpAddress group) {
    return group.isV4()
        ? 0x0100_5e00_0000L | group.low() & 0x7f_ffffL
        : 0x3333_0000_0000L | group.low() & 0xffff_ffffL;
  }

  /**
   * Writes a query.
   *
   * @param group to ask about; unspecified for all
   * @param responseNanos how long hosts may take
   * @return its length
   */
  public int write(
      long at, MulticastPolicy policy, boolean v6, IpAddress group, long responseNanos) {
    m.asSlice(at, BYTES).fill((byte) 0);
    var querier = policy.querier().orElse(MulticastPolicy.Querier.DEFAULT);
    boolean general = group.isUnspecified();
    var to = !general ? group : v6 ? new IpAddress(0xff02L << 48, 1) : IpAddress.ofV4(0xe000_0001);
    MacAddress.writeRaw(m, at, macOf(to));
    MacAddress.writeRaw(m, at + 6, mac.value());
    m.set(Memory.BE16, at + 12, (short) (v6 ? 0x86dd : 0x0800));
    long ip = at + Frames.ETHERNET_HEADER;
    int robustness = Math.min(policy.robustness(), 7);
    long interval = policy.interval().toNanos() / SECOND;
    int length =
        v6
            ? mld(ip, querier.mld(), to, group, responseNanos, robustness, interval)
            : igmp(ip, querier, to, group, responseNanos, robustness, interval);
    return Math.max(SHORTEST, Frames.ETHERNET_HEADER + length);
  }

  private int igmp(
      long ip,
      MulticastPolicy.Querier querier,
      IpAddress to,
      IpAddress group,
      long response,
      int robustness,
      long interval) {
    boolean v3 = querier.igmp() == 3;
    int size = v3 ? 12 : 8;
    m.set(Memory.BYTE, ip, (byte) 0x46);
    m.set(Memory.BYTE, ip + 1, (byte) 0xc0);
    m.set(Memory.BE16, ip + 2, (short) (24 + size));
    m.set(Memory.BYTE, ip + 8, (byte) 1);
    m.set(Memory.BYTE, ip + 9, (byte) 2);
    m.set(Memory.BE32, ip + 12, (int) querier.address().low());
    m.set(Memory.BE32, ip + 16, (int) to.low());
    m.set(Memory.BE32, ip + 20, ROUTER_ALERT_V4);
    m.set(Memory.BE16, ip + 10, (short) Checksum.ipv4Header(m, ip, 24));
    long at = ip + 24;
    m.set(Memory.BYTE, at, (byte) IGMP_QUERY);
    long code = Math.max(1, response / TENTH);
    m.set(Memory.BYTE, at + 1, (byte) (v3 ? code(code, 8) : Math.min(code, 255)));
    m.set(Memory.BE32, at + 4, group.isUnspecified() ? 0 : (int) group.low());
    if (v3) {
      m.set(Memory.BYTE, at + 8, (byte) robustness);
      m.set(Memory.BYTE, at + 9, (byte) code(interval, 8));
    }
    m.set(Memory.BE16, at + 2, (short) Checksum.finish(Checksum.sum(m, at, size)));
    return 24 + size;
  }

  private int mld(
      long ip,
      int version,
      IpAddress to,
      IpAddress group,
      long response,
      int robustness,
      long interval) {
    int size = version == 2 ? 28 : 24;
    var from = linkLocal(mac);
    m.set(Memory.BE32, ip, 0x6000_0000);
    m.set(Memory.BE16, ip + 4, (short) (8 + size));
    m.set(Memory.BYTE, ip + 7, (byte) 1);
    m.set(Memory.BE64, ip + 8, from.high());
    m.set(Memory.BE64, ip + 16, from.low());
    m.set(Memory.BE64, ip + 24, to.high());
    m.set(Memory.BE64, ip + 32, to.low());
    long hop = ip + 40;
    m.set(Memory.BYTE, hop, (byte) 58);
    m.set(Memory.BE16, hop + 2, (short) 0x0502); // Router alert, with value 0: MLD.
    m.set(Memory.BE16, hop + 6, (short) 0x0100); // Padding of two bytes.
    long at = hop + 8;
    m.set(Memory.BYTE, at, (byte) MLD_QUERY);
    long code = Math.max(1, response / MILLI);
    m.set(Memory.BE16, at + 4, (short) (version == 2 ? code(code, 16) : Math.min(code, 65_535)));
    m.set(Memory.BE64, at + 8, group.isUnspecified() ? 0 : group.high());
    m.set(Memory.BE64, at + 16, group.isUnspecified() ? 0 : group.low());
    if (version == 2) {
      m.set(Memory.BYTE, at + 24, (byte) robustness);
      m.set(Memory.BYTE, at + 25, (byte) code(interval, 8));
    }
    int sum = Checksum.add(Checksum.sum(m, at, size), Checksum.pseudoIpv6(m, ip, 58, size));
    m.set(Memory.BE16, at + 2, (short) Checksum.finish(sum));
    return 48 + size;
  }

  /** The largest code that says no more than a number; see {@link MembershipReader#floating}. */
  static int code(long value, int bits) {
    int low = 0;
    int high = (1 << bits) - 1;
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (MembershipReader.floating(middle, bits) <= value) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
