package io.hnswitch.hn;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The length of the plain segments a super-frame is made of: its headers and one segment size of
 * payload. A segmenter that is allowed longer pieces makes smaller super-frames of a frame with a
 * small segment size, and those are for somebody who segments himself.
 */
final class PlainSegment {

  private static final int TCP_DATA_OFFSET = 12;

  private PlainSegment() {}

  /**
   * Bytes of a segment at most, headers included.
   *
   * @param frame address of a super-frame whose offload word names the transport header
   */
  static int lengthMax(MemorySegment memory, long frame, long offload) {
    int tcp = Frames.checksumStart(offload);
    int header = (memory.get(Memory.BYTE, frame + tcp + TCP_DATA_OFFSET) >>> 4 & 0xf) * 4;
    return tcp + header + Frames.segmentSize(offload);
  }
}
