package io.hnswitch.endpoint.host;

import io.hnswitch.state.StateTree;

/**
 * Which of the newest {@value #SIZE} sequence numbers have been seen: a ring of bits that ends with
 * the highest.
 */
final class SequenceWindow {

  /** Numbers remembered. */
  static final int SIZE = 16384;

  private final long[] bits = new long[SIZE / 64];
  private long highest = -1;

  /** What a number is to the ones before. */
  enum Place {
    /** Higher than all before. */
    NEWEST,
    /** Not seen before, and lower than the highest. */
    LATE,
    /** Seen before. */
    AGAIN,
    /** So old that nobody knows. */
    FORGOTTEN
  }

  void save(StateTree.Writer into) {
    into.numbers("bits", bits).number("highest", highest);
  }

  void restore(StateTree.Reader from) {
    from.numbers("bits", bits);
    highest = from.number("highest", -1, Long.MAX_VALUE);
  }

  /** The highest number seen, or -1. */
  long highest() {
    return highest;
  }

  /** Notes a number, 0 or higher. */
  Place note(long sequence) {
    long ahead = sequence - highest;
    if (ahead == 1) {
      highest = sequence;
      set(sequence);
      return Place.NEWEST;
    }
    if (ahead > 0) {
      forget(sequence, ahead);
      highest = sequence;
      set(sequence);
      return Place.NEWEST;
    }
    if (ahead <= -SIZE) {
      return Place.FORGOTTEN;
    }
    if ((bits[word(sequence)] >>> sequence & 1) != 0) {
      return Place.AGAIN;
    }
    set(sequence);
    return Place.LATE;
  }

  /** Clears the bits that now stand for the numbers up to {@code sequence}. */
  private void forget(long sequence, long ahead) {
    if (ahead >= SIZE) {
      java.util.Arrays.fill(bits, 0);
      return;
    }
    for (long number = highest + 1; number <= sequence; ) {
      if ((number & 63) == 0 && sequence - number >= 63) {
        bits[word(number)] = 0;
        number += 64;
      } else {
        bits[word(number)] &= ~(1L << number);
        number++;
      }
    }
  }

  private void set(long sequence) {
    bits[word(sequence)] |= 1L << sequence;
  }

  private static int word(long sequence) {
    return (int) (sequence & SIZE - 1) >>> 6;
  }
}
