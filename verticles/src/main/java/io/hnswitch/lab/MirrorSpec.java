package io.hnswitch.lab;

import io.hnswitch.capture.FrameRing;
import io.hnswitch.capture.TapDirection;
import io.hnswitch.capture.filter.FrameFilter;
import io.hnswitch.id.NicId;
import java.util.HashSet;
import java.util.List;

/**
 * A declared mirror of a switch: copies of frames of some NICs go to another one, on whichever path
 * the frames are.
 *
 * @param name its id on the switch
 * @param source the NICs whose frames are copied, at most {@value #SOURCES_MAX}
 * @param direction which of their frames
 * @param to the NIC that gets the copies; none of the sources
 * @param filter which of these frames
 * @param snaplen bytes of a frame that are copied, {@value FrameRing#SNAP_MIN} to {@value
 *     FrameRing#SNAP_MAX}
 */
public record MirrorSpec(
    String name,
    List<NicId> source,
    TapDirection direction,
    NicId to,
    FrameFilter filter,
    int snaplen) {

  public static final int SOURCES_MAX = 64;

  /** Mirrors of a switch. */
  public static final int MIRRORS_MAX = 8;

  /**
   * @throws IllegalArgumentException when it would mirror onto itself, or has no source
   */
  public MirrorSpec {
    LabName.require(name);
    source = List.copyOf(source);
    if (source.isEmpty() || source.size() > SOURCES_MAX) {
      throw new IllegalArgumentException(
          "a mirror has 1 to " + SOURCES_MAX + " sources, not " + source.size());
    }
    if (new HashSet<>(source).size() < source.size()) {
      throw new IllegalArgumentException("a NIC stands twice in " + source);
    }
    if (source.contains(to)) {
      throw new IllegalArgumentException(to + " cannot be mirrored onto itself");
    }
    if (snaplen < FrameRing.SNAP_MIN || snaplen > FrameRing.SNAP_MAX) {
      throw new IllegalArgumentException("no snap length: " + snaplen);
    }
  }
}
