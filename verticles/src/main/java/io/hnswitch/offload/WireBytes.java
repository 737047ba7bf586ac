package io.hnswitch.offload;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/** How many bytes a frame is on a wire, for whoever limits a rate. For one thread. */
public final class WireBytes {

  /** An Ethernet frame is padded to this, without its check sequence. */
  private static final int SHORTEST = 60;

  private static final int TAG = 4;

  private final MemorySegment bytes;
  private final FrameHeaders headers = new FrameHeaders();

  public WireBytes(Memory memory) {
    this.bytes = memory.segment();
  }

  /**
   * Bytes without preamble and check sequence: padded, with a tag that is still beside it, and for
   * a super-frame the headers of every segment it becomes.
   *
   * @param vlan the tag beside it, or {@link Frames#NO_VLAN}
   */
  public int of(long frame, int length, long offload, int vlan) {
    int tag = vlan == Frames.NO_VLAN ? 0 : TAG;
    if (((int) offload & Frames.TSO) == 0) {
      return Math.max(length, SHORTEST) + tag;
    }
    int most = Frames.segmentSize(offload);
    if (most == 0
        || headers.parseSuperFrame(bytes, frame, length).isMalformed()
        || headers.l4HeaderLength() == 0
        || headers.payloadLength() == 0) {
      return length + tag;
    }
    int segments = (headers.payloadLength() + most - 1) / most;
    return segments * (headers.payloadOffset() + tag) + headers.payloadLength();
  }
}
