package io.hnswitch.multicast;

import io.hnswitch.ip.IpAddress;
import java.util.Arrays;

/** A group that somebody has asked for in a VLAN, and the ports where. */
final class Group extends PortTimes {

  /** Asked for from some sources only. */
  static final byte INCLUDE = 0;

  /** Asked for from all sources, or all but some. */
  static final byte EXCLUDE = 1;

  /** In place of a number of queries: all have been sent. */
  static final int ASKED = -1;

  final Zone zone;
  final long high;
  final long low;

  /** The next one in its bucket of the table. */
  Group next;

  byte[] modes = new byte[2];

  /** Until when there is a host that cannot leave: IGMPv1. */
  long[] v1Until = new long[2];

  /** Queries that are still to be sent because somebody left, and when the next one is. */
  int[] queries = new int[2];

  long[] queryAt = new long[2];

  Group(Zone zone, long high, long low) {
    this.zone = zone;
    this.high = high;
    this.low = low;
  }

  IpAddress address() {
    return new IpAddress(high, low);
  }

  /**
   * Members have to answer until then.
   *
   * @param some whether only those that want some sources: who wants all others need not
   */
  void lower(long end, boolean some) {
    for (int i = 0; i < size; i++) {
      if ((!some || modes[i] == INCLUDE) && until[i] > end) {
        until[i] = end;
        queries[i] = ASKED;
      }
    }
  }

  @Override
  int add(int port, long end) {
    int at = super.add(port, end);
    modes[at] = INCLUDE;
    v1Until[at] = Long.MIN_VALUE;
    queries[at] = 0;
    return at;
  }

  @Override
  void grow(int to) {
    super.grow(to);
    modes = Arrays.copyOf(modes, to);
    v1Until = Arrays.copyOf(v1Until, to);
    queries = Arrays.copyOf(queries, to);
    queryAt = Arrays.copyOf(queryAt, to);
  }

  @Override
  void removeAt(int at) {
    super.removeAt(at);
    modes[at] = modes[size];
    v1Until[at] = v1Until[size];
    queries[at] = queries[size];
    queryAt[at] = queryAt[size];
  }
}
