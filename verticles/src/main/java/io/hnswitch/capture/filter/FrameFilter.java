package io.hnswitch.capture.filter;

import java.lang.foreign.MemorySegment;

/**
 * Which frames somebody wants to see. For one event loop: it keeps a place in the frame it looks
 * at. Two filters with the same text are equal.
 */
public final class FrameFilter {

  /** The longest text, in characters. */
  public static final int TEXT_MAX = 1000;

  private final String text;
  private final FrameTest test;
  private final FrameBytes bytes = new FrameBytes();

  private FrameFilter(String text, FrameTest test) {
    this.text = text;
    this.test = test;
  }

  /** A filter that every frame fits. */
  public static FrameFilter all() {
    return new FrameFilter("", new FrameTest.All());
  }

  /**
   * Compiles a filter.
   *
   * @param text in the syntax of {@code pcap-filter(7)}; every frame fits an empty one
   * @throws FilterException when it cannot be, with the word and its column
   */
  public static FrameFilter of(String text) {
    if (text.isBlank()) {
      return all();
    }
    if (text.length() > TEXT_MAX) {
      throw new FilterException(TEXT_MAX, "a filter has at most " + TEXT_MAX + " characters");
    }
    return new FrameFilter(text, new FilterParser(text).parse());
  }

  public String text() {
    return text;
  }

  /**
   * Whether a frame fits. Allocates nothing.
   *
   * @param frame where its first byte is
   * @param length bytes of it
   * @param vlan its tag out of band, or {@link io.hnswitch.frame.Frames#NO_VLAN}; it counts as part
   *     of the frame
   */
  public boolean fits(MemorySegment memory, long frame, int length, int vlan) {
    bytes.of(memory, frame, length, vlan);
    return test.test(bytes) == FrameTest.YES;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FrameFilter that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
