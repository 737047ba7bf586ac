package io.hnswitch.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FramesTest {

  @Test
  void packsTheFourPartsOfAnOffloadWordApart() {
    long word = Frames.offload(0xffff, 0, 0xffff, 0);
    assertEquals(0xffff, Frames.flags(word));
    assertEquals(0, Frames.checksumStart(word));
    assertEquals(0xffff, Frames.checksumOffset(word));
    assertEquals(0, Frames.segmentSize(word));
    word = Frames.offload(0, 0xffff, 0, 0xffff);
    assertEquals(0, Frames.flags(word));
    assertEquals(0xffff, Frames.checksumStart(word));
    assertEquals(0, Frames.checksumOffset(word));
    assertEquals(0xffff, Frames.segmentSize(word));
  }
}
