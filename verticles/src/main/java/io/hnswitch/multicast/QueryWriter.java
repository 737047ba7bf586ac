package io.hnswitch.multicast;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import java.lang.foreign.MemorySegment;

/** Writes the queries of a switch: IGMPv2 and v3, MLDv1 and v2. */
public final class QueryWriter {

  /** Room for the longest one. */
  public static final int BYTES = 96;

  private static final int IGMP_QUERY = 0x11;
  private static final int MLD_QUERY = 130;
  private static final IpAddress ALL_SYSTEMS = IpAddress.ofV4(0xe000_0001);
  private static final IpAddress ALL_NODES = new IpAddress(0xff02L << 48, 1);
  private static final long TENTH = 100_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final MemorySegment m;
  private final GroupMessage message;

  /**
   * @param mac of the switch
   */
  public QueryWriter(Memory memory, MacAddress mac) {
    this.m = memory.segment();
    this.message = new GroupMessage(memory, mac);
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
    var querier = policy.querier().orElse(MulticastPolicy.Querier.DEFAULT);
    boolean general = group.isUnspecified();
    var to = !general ? group : v6 ? ALL_NODES : ALL_SYSTEMS;
    int robustness = Math.min(policy.robustness(), 7);
    long interval = policy.interval().toNanos() / SECOND;
    if (v6) {
      mld(message.begin(at, to, 0, querier.mld() == 2 ? 28 : 24), querier, group, responseNanos);
      if (querier.mld() == 2) {
        times(message.at() + 24, robustness, interval);
      }
    } else {
      int from = (int) querier.address().low();
      igmp(
          message.begin(at, to, from, querier.igmp() == 3 ? 12 : 8), querier, group, responseNanos);
      if (querier.igmp() == 3) {
        times(message.at() + 8, robustness, interval);
      }
    }
    return message.end();
  }

  private void igmp(long at, MulticastPolicy.Querier querier, IpAddress group, long response) {
    long code = Math.max(1, response / TENTH);
    m.set(Memory.BYTE, at, (byte) IGMP_QUERY);
    m.set(Memory.BYTE, at + 1, (byte) (querier.igmp() == 3 ? code(code, 8) : Math.min(code, 255)));
    m.set(Memory.BE32, at + 4, group.isUnspecified() ? 0 : (int) group.low());
  }

  private void mld(long at, MulticastPolicy.Querier querier, IpAddress group, long response) {
    long code = Math.max(1, response / MILLI);
    int field = (int) (querier.mld() == 2 ? code(code, 16) : Math.min(code, 65_535));
    m.set(Memory.BYTE, at, (byte) MLD_QUERY);
    m.set(Memory.BE16, at + 4, (short) field);
    m.set(Memory.BE64, at + 8, group.isUnspecified() ? 0 : group.high());
    m.set(Memory.BE64, at + 16, group.isUnspecified() ? 0 : group.low());
  }

  /** What the later versions say of the querier. */
  private void times(long at, int robustness, long interval) {
    m.set(Memory.BYTE, at, (byte) robustness);
    m.set(Memory.BYTE, at + 1, (byte) code(interval, 8));
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
