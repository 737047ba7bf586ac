package io.hnswitch.control;

import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A frame that somebody asks about.
 *
 * @param bytes without a tag and without check sequence
 * @param tag out of band, or {@link Frames#NO_VLAN}
 */
public record FrameSample(byte[] bytes, int tag) {

  /** Bytes at most: what explains it has no more room. */
  public static final int BYTES_MAX = 9_216 + 18;

  public FrameSample {
    if (bytes.length < Frames.ETHERNET_HEADER || bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException("no length of a frame: " + bytes.length);
    }
    if (tag < Frames.NO_VLAN || tag > Frames.MAX_TAG) {
      throw new IllegalArgumentException("no tag: " + tag);
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Lays the frame out as the only one of a burst with a slab of its own. */
  public FrameBurst into(Memory memory, FrameBurst burst) {
    var slab = burst.slab();
    long at = slab.region() + Frames.HEADROOM;
    MemorySegment.copy(bytes, 0, memory.segment(), ValueLayout.JAVA_BYTE, at, bytes.length);
    int slot = slab.add(at, bytes.length, 0);
    slab.vlan(slot, tag);
    return burst.seal();
  }
}
