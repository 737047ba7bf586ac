package io.hnswitch.impair;

/** Whether frames may overtake each other. */
public sealed interface Reordering {

  Reordering NONE = new None();
  Reordering BY_JITTER = new ByJitter();

  /** All stay in order; one that would be early waits for those before it. */
  record None() implements Reordering {}

  /** Each has its own delay, whatever comes of the order. */
  record ByJitter() implements Reordering {}

  /**
   * Some do not wait and so overtake those that do.
   *
   * @param chance of one whose turn it is
   * @param gap it is the turn of each frame with this number, counted from the last that went early
   */
  record Early(Chance chance, int gap) implements Reordering {
    public Early {
      if (gap < 1 || gap > MAX_GAP) {
        throw new IllegalArgumentException("gap out of range: " + gap);
      }
    }
  }

  int MAX_GAP = 1_000_000;
}
