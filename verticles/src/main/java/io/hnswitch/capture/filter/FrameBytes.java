package io.hnswitch.capture.filter;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The bytes of the frame that is looked at, with its tag out of band where it would stand in the
 * frame. One object serves all frames.
 */
final class FrameBytes {

  /** What lies outside the frame. */
  static final long OUTSIDE = -1;

  private static final int TAG_AT = 12;
  private static final int TAG_BYTES = 4;
  private static final int TAG_TYPE = 0x8100;
  private static final int BYTE_MASK = 0xff;
  private static final int BYTE_BITS = 8;

  private MemorySegment memory;
  private long frame;
  private int length;
  private int tag;

  void of(MemorySegment in, long at, int bytes, int vlan) {
    memory = in;
    frame = at;
    tag = vlan;
    length = vlan == Frames.NO_VLAN ? bytes : bytes + TAG_BYTES;
  }

  int length() {
    return length;
  }

  /** An unsigned number in network order, or {@link #OUTSIDE}. */
  long number(int offset, int width) {
    if (offset < 0 || offset > length - width) {
      return OUTSIDE;
    }
    if (tag == Frames.NO_VLAN || offset + width <= TAG_AT) {
      return whole(frame + offset, width);
    }
    if (offset >= TAG_AT + TAG_BYTES) {
      return whole(frame + offset - TAG_BYTES, width);
    }
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << BYTE_BITS | one(offset + i);
    }
    return value;
  }

  private long whole(long at, int width) {
    return switch (width) {
      case 1 -> memory.get(Memory.BYTE, at) & BYTE_MASK;
      case 2 -> memory.get(Memory.BE16, at) & 0xffff;
      case 4 -> memory.get(Memory.BE32, at) & 0xffff_ffffL;
      default -> throw new IllegalStateException("no such width: " + width);
    };
  }

  private int one(int offset) {
    if (offset < TAG_AT) {
      return memory.get(Memory.BYTE, frame + offset) & BYTE_MASK;
    }
    return switch (offset - TAG_AT) {
      case 0 -> TAG_TYPE >> BYTE_BITS;
      case 1 -> TAG_TYPE & BYTE_MASK;
      case 2 -> tag >> BYTE_BITS & BYTE_MASK;
      case 3 -> tag & BYTE_MASK;
      default -> memory.get(Memory.BYTE, frame + offset - TAG_BYTES) & BYTE_MASK;
    };
  }
}
