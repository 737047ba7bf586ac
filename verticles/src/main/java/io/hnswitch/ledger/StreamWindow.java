package io.hnswitch.ledger;

import io.hnswitch.state.StateTree;
import java.util.Arrays;

/**
 * Watches one stream at its destination. The window remembers the last {@value #WIDTH} numbers: a
 * number seen before is a duplicate, one lower than the highest is reordered, one that has left the
 * window without being seen is lost.
 */
public final class StreamWindow {

  /** Numbers remembered. */
  public static final int WIDTH = 4096;

  private final long[] seen = new long[WIDTH / 64];
  private int highest;

  /** Numbers from the lowest to the highest that arrived; 0 before the first. */
  private long span;

  private long distinct;
  private long duplicated;
  private long reordered;

  /** Takes note of a number that arrived. */
  public void arrived(int sequence) {
    if (span == 0) {
      span = 1;
      highest = sequence;
      distinct = 1;
      seen[word(sequence)] |= 1L << sequence;
      return;
    }
    int ahead = sequence - highest;
    if (ahead == 1) {
      span++;
      highest = sequence;
      long bit = 1L << sequence;
      if ((sequence & 63) == 0) {
        seen[word(sequence)] = bit;
      } else {
        seen[word(sequence)] |= bit;
      }
      distinct++;
    } else {
      arrivedApart(sequence, ahead);
    }
  }

  private void arrivedApart(int sequence, int ahead) {
    if (ahead > 0) {
      clear(ahead);
      span += ahead;
      highest = sequence;
      seen[word(sequence)] |= 1L << sequence;
      distinct++;
      return;
    }
    if (ahead <= 64 - WIDTH) {
      reordered++;
      return;
    }
    long bit = 1L << sequence;
    if ((seen[word(sequence)] & bit) != 0) {
      duplicated++;
    } else {
      seen[word(sequence)] |= bit;
      distinct++;
      reordered++;
      span = Math.max(span, 1L - ahead);
    }
  }

  private void clear(int ahead) {
    if (ahead >= WIDTH) {
      Arrays.fill(seen, 0);
      return;
    }
    for (int i = 1; i <= ahead; i++) {
      if ((highest + i & 63) == 0) {
        seen[word(highest + i)] = 0;
      }
    }
  }

  private static int word(int sequence) {
    return sequence >>> 6 & WIDTH / 64 - 1;
  }

  /** What has been seen, for whoever goes on in this one's place. */
  void save(StateTree.Writer into) {
    into.numbers("seen", seen)
        .number("highest", highest)
        .number("span", span)
        .number("distinct", distinct)
        .number("duplicated", duplicated)
        .number("reordered", reordered);
  }

  /** Goes on with what another one has seen; only before the first frame. */
  void restore(StateTree.Reader from) {
    from.numbers("seen", seen);
    highest = from.integer("highest", Integer.MIN_VALUE, Integer.MAX_VALUE);
    span = from.count("span");
    distinct = from.number("distinct", 0, span);
    duplicated = from.count("duplicated");
    reordered = from.count("reordered");
  }

  /** Frames that arrived, each number once. */
  public long distinct() {
    return distinct;
  }

  public long duplicated() {
    return duplicated;
  }

  public long reordered() {
    return reordered;
  }

  /** Numbers below the highest that did not arrive; may still fall when late ones come. */
  public long missing() {
    return span - distinct;
  }
}
