package io.hnswitch.hn;

import java.util.random.RandomGenerator;

/**
 * What goes wrong at the host's end of a channel because somebody wants it to: the host does not
 * read, or control messages are lost, in either direction. Frames are not lost here.
 */
final class ChannelTrouble {

  private final RandomGenerator random;
  private boolean stalled;
  private double chance;
  private int next;
  private long lost;

  ChannelTrouble(RandomGenerator random) {
    this.random = random;
  }

  /** Whether the host reads nothing. */
  boolean isStalled() {
    return stalled;
  }

  void stall(boolean on) {
    stalled = on;
  }

  /**
   * From now on control messages are lost.
   *
   * @param each the chance of each, 0 to 1
   * @param first how many are lost whatever the chance
   */
  void lose(double each, int first) {
    chance = each;
    next = first;
  }

  /** Whether the control message that is at hand is lost. */
  boolean loses() {
    boolean loses = next > 0 || chance > 0 && random.nextDouble() < chance;
    next = Math.max(0, next - 1);
    lost += loses ? 1 : 0;
    return loses;
  }

  /** Messages that will be lost whatever the chance. */
  int next() {
    return next;
  }

  /** Messages lost so far. */
  long lost() {
    return lost;
  }
}
