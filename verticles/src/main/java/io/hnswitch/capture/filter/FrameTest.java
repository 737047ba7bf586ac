package io.hnswitch.capture.filter;

/**
 * A node of a compiled filter. As in BPF, a look beyond the end of the frame ends the whole filter:
 * the frame does not fit, whatever stands around it.
 */
sealed interface FrameTest {

  int NO = 0;
  int YES = 1;

  /** The frame is too short to say. */
  int SHORT = -1;

  int test(FrameBytes frame);

  private static int of(boolean fits) {
    return fits ? YES : NO;
  }

  /** How a number is compared. */
  enum Relation {
    EQUAL,
    AT_LEAST,
    AT_MOST;

    boolean holds(long left, long right) {
      return switch (this) {
        case EQUAL -> left == right;
        case AT_LEAST -> left >= right;
        case AT_MOST -> left <= right;
      };
    }
  }

  /** A masked number at a fixed place. */
  record Field(int offset, int width, long mask, Relation relation, long value)
      implements FrameTest {

    static Field equal(int offset, int width, long value) {
      return new Field(offset, width, -1, Relation.EQUAL, value);
    }

    @Override
    public int test(FrameBytes frame) {
      long number = frame.number(offset, width);
      return number == FrameBytes.OUTSIDE ? SHORT : of(relation.holds(number & mask, value));
    }
  }

  /**
   * A number behind an IPv4 header, whose length it says itself.
   *
   * @param header where the IPv4 header begins
   * @param offset from its end
   */
  record BehindIpv4(int header, int offset, Relation relation, long value) implements FrameTest {
    private static final int WORDS_MASK = 0xf;
    private static final int WORD = 4;

    @Override
    public int test(FrameBytes frame) {
      long first = frame.number(header, 1);
      if (first == FrameBytes.OUTSIDE) {
        return SHORT;
      }
      long number = frame.number(header + (int) (first & WORDS_MASK) * WORD + offset, 2);
      return number == FrameBytes.OUTSIDE ? SHORT : of(relation.holds(number, value));
    }
  }

  /** Bytes of the whole frame. */
  record Length(Relation relation, long value) implements FrameTest {
    @Override
    public int test(FrameBytes frame) {
      return of(relation.holds(frame.length(), value));
    }
  }

  /** Every frame. */
  record All() implements FrameTest {
    @Override
    public int test(FrameBytes frame) {
      return YES;
    }
  }

  record And(FrameTest left, FrameTest right) implements FrameTest {
    @Override
    public int test(FrameBytes frame) {
      int first = left.test(frame);
      return first == YES ? right.test(frame) : first;
    }
  }

  record Or(FrameTest left, FrameTest right) implements FrameTest {
    @Override
    public int test(FrameBytes frame) {
      int first = left.test(frame);
      return first == NO ? right.test(frame) : first;
    }
  }

  record Not(FrameTest of) implements FrameTest {
    @Override
    public int test(FrameBytes frame) {
      int fits = of.test(frame);
      return fits == SHORT ? SHORT : YES - fits;
    }
  }
}
