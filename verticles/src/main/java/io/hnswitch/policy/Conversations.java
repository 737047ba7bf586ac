package io.hnswitch.policy;

import java.util.Arrays;

/**
 * The conversations that an access list has allowed: two addresses, a protocol and two ports, of
 * the guest and of the other station. A table of fixed size in rows of {@value #ROW}: one that
 * finds its row full is not remembered.
 */
final class Conversations {

  private static final int ROW = 8;
  private static final int ROWS = 512;
  private static final int KEY = 5;
  private static final long FREE = Long.MIN_VALUE;

  private final long[] keys = new long[ROWS * ROW * KEY];
  private final long[] idle = new long[ROWS * ROW];
  private final long[] seen = new long[ROWS * ROW];
  private long refused;

  Conversations() {
    Arrays.fill(idle, FREE);
  }

  /**
   * Whether a frame belongs to a conversation that has not been idle for too long; then it is alive
   * again, unless somebody only asks.
   */
  boolean knows(AclKey key, boolean outbound, long now, boolean only) {
    if (!key.ip) {
      return false;
    }
    int at = find(key, outbound, now);
    if (at < 0) {
      return false;
    }
    if (!only) {
      seen[at] = now;
    }
    return true;
  }

  /** Remembers the conversation that an IP frame begins. */
  void begin(AclKey key, boolean outbound, long now, long idleNanos) {
    if (!key.ip) {
      return;
    }
    int row = row(key, outbound);
    for (int at = row; at < row + ROW; at++) {
      if (isFree(at, now)) {
        write(at, key, outbound);
        idle[at] = idleNanos;
        seen[at] = now;
        return;
      }
    }
    refused++;
  }

  private boolean isFree(int at, long now) {
    return idle[at] == FREE || now - seen[at] >= idle[at];
  }

  private int find(AclKey key, boolean outbound, long now) {
    int row = row(key, outbound);
    for (int at = row; at < row + ROW; at++) {
      int k = at * KEY;
      if (!isFree(at, now)
          && keys[k] == localHigh(key, outbound)
          && keys[k + 1] == localLow(key, outbound)
          && keys[k + 2] == localHigh(key, !outbound)
          && keys[k + 3] == localLow(key, !outbound)
          && keys[k + 4] == rest(key, outbound)) {
        return at;
      }
    }
    return -1;
  }

  private void write(int at, AclKey key, boolean outbound) {
    int k = at * KEY;
    keys[k] = localHigh(key, outbound);
    keys[k + 1] = localLow(key, outbound);
    keys[k + 2] = localHigh(key, !outbound);
    keys[k + 3] = localLow(key, !outbound);
    keys[k + 4] = rest(key, outbound);
  }

  private static int row(AclKey key, boolean outbound) {
    long hash = localHigh(key, outbound);
    hash = mix(hash, localLow(key, outbound));
    hash = mix(hash, localHigh(key, !outbound));
    hash = mix(hash, localLow(key, !outbound));
    hash = mix(hash, rest(key, outbound));
    return (int) (hash >>> 40) % ROWS * ROW;
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * 0x9e37_79b9_7f4a_7c15L;
    return mixed ^ mixed >>> 29;
  }

  private static long localHigh(AclKey key, boolean outbound) {
    return outbound ? key.sourceHigh : key.destinationHigh;
  }

  private static long localLow(AclKey key, boolean outbound) {
    return outbound ? key.sourceLow : key.destinationLow;
  }

  private static long rest(AclKey key, boolean outbound) {
    long localPort = outbound ? key.sourcePort : key.destinationPort;
    long remotePort = outbound ? key.destinationPort : key.sourcePort;
    return (long) key.protocol << 32 | localPort << 16 | remotePort;
  }

  /** Conversations that are alive. */
  int count(long now) {
    int count = 0;
    for (int at = 0; at < idle.length; at++) {
      count += isFree(at, now) ? 0 : 1;
    }
    return count;
  }

  /** Conversations that found no room. */
  long refused() {
    return refused;
  }
}
