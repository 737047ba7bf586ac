package io.hnswitch.endpoint;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Between a network stack, which has the 802.1Q tag in the frame, and the lab, which has it out of
 * band. Only the addresses in front of the tag move.
 */
final class VlanTags {

  /** Bytes of a tag in a frame. */
  static final int BYTES = 4;

  /** The frame ends within its tag. */
  static final int MALFORMED = -1;

  private static final int TYPE = 12;
  private static final short TAGGED = (short) 0x8100;

  private VlanTags() {}

  /**
   * Adds a frame to a slab, without the tag that it may have in it.
   *
   * @param offload as for the frame with its tag
   * @return its slot, or {@link #MALFORMED} and nothing was added
   */
  static int add(MemorySegment m, FrameSlab slab, long at, int length, long offload) {
    if (m.get(Memory.BE16, at + TYPE) != TAGGED) {
      return slab.add(at, length, offload);
    }
    if (length < Frames.ETHERNET_HEADER + BYTES) {
      return MALFORMED;
    }
    int tag = m.get(Memory.BE16, at + TYPE + 2) & 0xffff;
    long low = m.get(Memory.BE32, at + 8);
    long high = m.get(Memory.BE64, at);
    m.set(Memory.BE64, at + BYTES, high);
    m.set(Memory.BE32, at + BYTES + 8, (int) low);
    int slot = slab.add(at + BYTES, length - BYTES, moved(offload, -BYTES));
    slab.vlan(slot, tag);
    return slot;
  }

  /**
   * Puts a tag into a frame; its {@linkplain Frames#HEADROOM room in front} shrinks. Who else has
   * the frame must not look at it until the tag is {@linkplain #remove out} again.
   *
   * @return where the frame begins now
   */
  static long insert(MemorySegment m, long frame, int tag) {
    return insert(m, frame, tag, TAGGED);
  }

  /**
   * As {@link #insert(MemorySegment, long, int)}, for a tag of another type, like that of 802.1ad.
   */
  static long insert(MemorySegment m, long frame, int tag, short type) {
    long high = m.get(Memory.BE64, frame);
    int low = m.get(Memory.BE32, frame + 8);
    long at = frame - BYTES;
    m.set(Memory.BE64, at, high);
    m.set(Memory.BE32, at + 8, low);
    m.set(Memory.BE16, at + TYPE, type);
    m.set(Memory.BE16, at + TYPE + 2, (short) tag);
    return at;
  }

  /** Takes the tag out again. */
  static void remove(MemorySegment m, long frame) {
    long high = m.get(Memory.BE64, frame);
    int low = m.get(Memory.BE32, frame + 8);
    m.set(Memory.BE32, frame + BYTES + 8, low);
    m.set(Memory.BE64, frame + BYTES, high);
  }

  /** The offload word of a frame whose headers have moved by so many bytes. */
  static long moved(long offload, int bytes) {
    int flags = Frames.flags(offload);
    if ((flags & (Frames.CSUM_PARTIAL | Frames.TSO)) == 0) {
      return offload;
    }
    return Frames.offload(
        flags,
        Frames.checksumStart(offload) + bytes,
        Frames.checksumOffset(offload),
        Frames.segmentSize(offload));
  }
}
