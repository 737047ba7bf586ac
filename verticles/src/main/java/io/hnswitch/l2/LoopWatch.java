package io.hnswitch.l2;

/**
 * Looks for loops: an address that moves to and fro is heard by two ways at once, so the same
 * frames come round. Remembers few addresses; one that has to make room is counted from the start
 * when it moves again.
 */
final class LoopWatch {

  /** Moves within {@link #WINDOW_NANOS} that no station makes. */
  static final int MOVES = 10;

  static final long WINDOW_NANOS = 1_000_000_000L;

  /** How long the same address is not reported again. */
  static final long QUIET_NANOS = 10_000_000_000L;

  private static final int ADDRESSES = 64;

  private final long[] macs = new long[ADDRESSES];
  private final long[] begun = new long[ADDRESSES];
  private final int[] moves = new int[ADDRESSES];
  private final long[] quietUntil = new long[ADDRESSES];

  /**
   * An address has moved to another port.
   *
   * @param mac with the domain of its VLAN
   * @param now nanoseconds
   * @return whether that looks like a loop, and has not been said of it lately
   */
  boolean moved(long mac, long now) {
    int at = (int) (mac * 0x9e37_79b9_7f4a_7c15L >>> 58);
    if (macs[at] != mac) {
      macs[at] = mac;
      moves[at] = 0;
      quietUntil[at] = now;
    }
    if (moves[at] == 0 || now - begun[at] >= WINDOW_NANOS) {
      begun[at] = now;
      moves[at] = 0;
    }
    moves[at]++;
    if (moves[at] < MOVES || now - quietUntil[at] < 0) {
      return false;
    }
    quietUntil[at] = now + QUIET_NANOS;
    return true;
  }
}
