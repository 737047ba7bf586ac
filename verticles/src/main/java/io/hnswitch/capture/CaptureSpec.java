package io.hnswitch.capture;

import io.hnswitch.capture.filter.FrameFilter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be captured, and within which bounds. There is always a snap length, a ring and a time
 * limit; there may be a number of frames, too.
 *
 * @param at the NICs whose frames are captured and the adapters whose wires are, 1 to {@value
 *     #POINTS_MAX}, each once
 * @param where it looks at the NICs
 * @param direction which of their frames
 * @param filter which of these
 * @param snaplen bytes kept of a frame, {@value FrameRing#SNAP_MIN} to {@value FrameRing#SNAP_MAX}
 * @param ring bytes kept of all frames, {@value FrameRing#BYTES_MIN} to {@value
 *     FrameRing#BYTES_MAX}; the oldest make room for new ones
 * @param frames how many frames it captures at most, before it ends; 0 for no end, and at most
 *     {@value #FRAMES_MAX}; with {@link Auto#ON_SWITCHOVER}, how many after the switch-over
 * @param limit how long, a millisecond to a day; with {@link Auto#ON_SWITCHOVER}, how long after
 *     the switch-over
 * @param auto what the time limit runs from
 */
public record CaptureSpec(
    List<CapturePlace> at,
    Where where,
    TapDirection direction,
    FrameFilter filter,
    int snaplen,
    int ring,
    long frames,
    Duration limit,
    Auto auto) {

  /** Points of one capture. */
  public static final int POINTS_MAX = 64;

  public static final long FRAMES_MAX = 1_000_000_000;

  public static final int DEFAULT_RING = 4 << 20;
  public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);

  /** How long a capture goes on after a switch-over. */
  public static final Duration DEFAULT_TAIL = Duration.ofSeconds(2);

  public static final Duration LIMIT_MAX = Duration.ofDays(1);

  /** Where a NIC's frames are looked at. */
  public enum Where {
    /** At the guest's interface, with what is dropped anywhere on the way. */
    NIC,
    /**
     * At the NIC's port of the switch, as a mirror does: what the port has let in, and what it lets
     * out.
     */
    PORT;

    /** The name in files and requests. */
    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one with a name. */
    public static Optional<Where> ofSlug(String slug) {
      return Stream.of(values()).filter(one -> one.slug().equals(slug)).findFirst();
    }

    /** All names. */
    public static List<String> slugs() {
      return Stream.of(values()).map(Where::slug).toList();
    }
  }

  /** What the time limit runs from. */
  public enum Auto {
    /** From the start. */
    START,
    /**
     * From the first change of path of one of the NICs. The ring is filled before, so what it keeps
     * in the end is what was around the switch-over.
     */
    ON_SWITCHOVER;

    /** The name in files and requests. */
    public String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one with a name. */
    public static Optional<Auto> ofSlug(String slug) {
      return Stream.of(values()).filter(one -> one.slug().equals(slug)).findFirst();
    }

    /** All names. */
    public static List<String> slugs() {
      return Stream.of(values()).map(Auto::slug).toList();
    }

    /** How long a capture runs that does not say it. */
    public Duration usual() {
      return this == START ? DEFAULT_LIMIT : DEFAULT_TAIL;
    }
  }

  /**
   * @throws IllegalArgumentException when a bound is not kept, with the value
   */
  public CaptureSpec {
    at = List.copyOf(at);
    if (at.isEmpty() || at.size() > POINTS_MAX) {
      throw new IllegalArgumentException(
          "a capture is at 1 to " + POINTS_MAX + " NICs and adapters, not " + at.size());
    }
    if (new LinkedHashSet<>(at).size() < at.size()) {
      throw new IllegalArgumentException("a NIC or an adapter stands twice in " + at);
    }
    whereTrouble(at, where).ifPresent(CaptureSpec::refuse);
    autoTrouble(at, auto).ifPresent(CaptureSpec::refuse);
    if (snaplen < FrameRing.SNAP_MIN || snaplen > FrameRing.SNAP_MAX) {
      throw new IllegalArgumentException(
          "snaplen is " + FrameRing.SNAP_MIN + " to " + FrameRing.SNAP_MAX + ", not " + snaplen);
    }
    if (ring < FrameRing.BYTES_MIN || ring > FrameRing.BYTES_MAX) {
      throw new IllegalArgumentException("a ring has 64KiB to 64MiB, not " + ring + " bytes");
    }
    if (frames < 0 || frames > FRAMES_MAX) {
      throw new IllegalArgumentException("frames is 0 to " + FRAMES_MAX + ", not " + frames);
    }
    if (limit.toMillis() < 1 || limit.compareTo(LIMIT_MAX) > 0) {
      throw new IllegalArgumentException("a time limit is 1 ms to 24 h, not " + limit);
    }
  }

  private static void refuse(String why) {
    throw new IllegalArgumentException(why);
  }

  /** Why there is nothing to look at; empty when there is. */
  public static Optional<String> whereTrouble(List<CapturePlace> at, Where where) {
    return where == Where.NIC
        ? Optional.empty()
        : at.stream()
            .filter(CapturePlace.Wire.class::isInstance)
            .findFirst()
            .map(
                wire ->
                    "where is port, but "
                        + wire
                        + " is an adapter: its wire is looked at, not a"
                        + " port");
  }

  /** Why the time limit would never begin to run; empty when it may. */
  public static Optional<String> autoTrouble(List<CapturePlace> at, Auto auto) {
    return auto == Auto.START || at.stream().anyMatch(CapturePlace.Nic.class::isInstance)
        ? Optional.empty()
        : Optional.of("auto is on-switchover, but none of " + at + " is a NIC that has a path");
  }
}
