package io.hnswitch.offload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.offload.SampleFrame.Sum;
import io.hnswitch.offload.Segmenter.Outcome;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmenterTest {

  private static final int FROM = 4096;
  private static final int TO = 128 * 1024;
  private static final int ROOM = 512 * 1024;
  private static final int FIN_PSH = 0x09;
  private static final int CWR = 0x80;

  private final MemoryFixture memory = new MemoryFixture();
  private final Segmenter segmenter = new Segmenter(memory.memory());
  private final FrameHeaders headers = new FrameHeaders();

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void cutsRandomSuperFramesLikeTheReference() {
    long seed = 20260101;
    var random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      int segmentSize = 1 + random.nextInt(3000);
      int payload = Math.min(64_000, random.nextInt(segmentSize * 12 + 1));
      var sample = SampleFrame.random(random, 6, payload);
      int extra = random.nextBoolean() ? 0 : random.nextInt(segmentSize * 5);
      int frameMax = sample.headerLength() + segmentSize + extra;
      check(sample, segmentSize, frameMax, random.nextBoolean(), "seed " + seed + " frame " + i);
    }
  }

  @Test
  void endsWithASegmentOfOneByte() {
    check(sample(false, 2 * 1448 + 1), 1448, 66 + 1448, true, "one byte left");
    assertEquals(3, segmenter.pieces());
    assertEquals(segmenter.length(), sample(false, 1).headerLength() + 1);
  }

  @Test
  void makesNoEmptyPieceOfAnExactMultiple() {
    check(sample(true, 3 * 1000), 1000, 2000, true, "exact");
    assertEquals(3, segmenter.pieces());
    check(sample(true, 4 * 1000), 1000, 2500, false, "exact, two in a piece");
    assertEquals(2, segmenter.pieces());
  }

  @Test
  void cutsInSmallerSuperFramesWhenThereIsRoom() {
    var sample = sample(false, 60_000);
    int frameMax = 17_000;
    check(sample, 1448, frameMax, true, "smaller super-frames");
    int each = (frameMax - sample.headerLength()) / 1448 * 1448;
    assertEquals((60_000 + each - 1) / each, segmenter.pieces());
    begin(sample, 1448, frameMax, true, Frames.TSO_ECN);
    assertTrue(segmenter.next());
    assertEquals(
        Frames.CSUM_PARTIAL | Frames.TSO4 | Frames.TSO_ECN, Frames.flags(segmenter.offload()));
    assertEquals(1448, Frames.segmentSize(segmenter.offload()));
    assertTrue(segmenter.next());
    assertEquals(Frames.CSUM_PARTIAL | Frames.TSO4, Frames.flags(segmenter.offload()));
  }

  @Test
  void leavesAFrameWholeThatFits() {
    var sample = sample(true, 5000);
    check(sample, 1400, 65_000, true, "whole");
    assertEquals(1, segmenter.pieces());
    assertEquals(5000 + sample.headerLength(), segmenter.pieceLengthMax());
  }

  @Test
  void sendsAFrameWithoutPayloadAsOnePlainSegment() {
    check(sample(false, 0), 1448, 1514, true, "empty");
    check(sample(false, 0), 1448, 1514, false, "empty, partial");
  }

  @Test
  void countsIdentificationAndSequenceAcrossTheirEnd() {
    var wraps =
        new SampleFrame(
            new int[] {5},
            false,
            new byte[4],
            6,
            new byte[12],
            0xfffe,
            -1000,
            0xff,
            new byte[9000]);
    check(wraps, 1000, 1200, true, "wraps");
  }

  @Test
  void acceptsLengthFieldsOfZeroAsLargeSendHardwareWritesThem() {
    for (boolean v6 : new boolean[] {false, true}) {
      var sample = sample(v6, 3000);
      byte[] bytes = sample.bytes(Sum.PARTIAL);
      int field = sample.l3Offset() + (v6 ? 4 : 2);
      bytes[field] = 0;
      bytes[field + 1] = 0;
      memory.put(FROM, bytes);
      long offload = Frames.offload(flags(v6), 0, 0, 1400);
      assertEquals(
          Outcome.READY, segmenter.begin(FROM, bytes.length, offload, 1514, true, TO, ROOM));
      assertTrue(segmenter.next());
      assertArrayEquals(
          sample.piece(0, 1400, 0, FIN_PSH).bytes(Sum.FULL),
          memory.get(segmenter.address(), segmenter.length()));
    }
  }

  @Test
  void writesPiecesWhereTheCallerSays() {
    var sample = sample(false, 3000);
    byte[] bytes = sample.bytes(Sum.PARTIAL);
    memory.put(FROM, bytes);
    long offload = Frames.offload(flags(false), 0, 0, 1400);
    assertEquals(Outcome.READY, segmenter.begin(FROM, bytes.length, offload, 1514, true));
    for (int i = 0; i < 3; i++) {
      assertTrue(segmenter.next(TO + 2048L * i));
      assertEquals(TO + 2048L * i, segmenter.address());
    }
    assertFalse(segmenter.next(TO));
  }

  @Test
  void leavesPaddingBehindThePacketOut() {
    var sample = sample(false, 1000);
    byte[] bytes = sample.bytes(Sum.PARTIAL);
    memory.put(FROM, java.util.Arrays.copyOf(bytes, bytes.length + 7));
    long offload = Frames.offload(flags(false), 0, 0, 2000);
    segmenter.begin(FROM, bytes.length + 7, offload, 3000, true, TO, ROOM);
    assertTrue(segmenter.next());
    assertEquals(bytes.length, segmenter.length());
  }

  @Test
  void refusesWhatIsNoSuperFrameOrDamaged() {
    var sample = sample(false, 3000);
    byte[] bytes = sample.bytes(Sum.PARTIAL);
    assertEquals(Outcome.NOT_A_SUPER_FRAME, outcome(bytes, Frames.CSUM_PARTIAL, 1400));
    assertEquals(Outcome.MALFORMED, outcome(bytes, Frames.TSO4, 1400));
    assertEquals(Outcome.MALFORMED, outcome(bytes, flags(false), 0));
    assertEquals(Outcome.MALFORMED, outcome(bytes, flags(true), 1400));
    assertEquals(Outcome.MALFORMED, outcome(bytes, flags(true) | flags(false), 1400));
    var udp =
        new SampleFrame(new int[0], false, new byte[0], 17, new byte[0], 1, 1, 0, new byte[9]);
    assertEquals(Outcome.MALFORMED, outcome(udp.bytes(Sum.PARTIAL), flags(false), 4));
    byte[] fragment = bytes.clone();
    fragment[20] = 0x20;
    assertEquals(Outcome.MALFORMED, outcome(fragment, flags(false), 1400));
    for (int length = 0; length < bytes.length; length += 1 + length / 60 * 100) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertEquals(Outcome.MALFORMED, outcome(cut, flags(false), 1400), "cut at " + length);
      assertFalse(segmenter.next());
    }
  }

  @Test
  void refusesASegmentThatDoesNotFit() {
    var sample = sample(false, 3000);
    int exactly = sample.headerLength() + 1400;
    assertEquals(Outcome.SEGMENT_TOO_LONG, begin(sample, 1400, exactly - 1, true, 0));
    assertFalse(segmenter.next());
    assertEquals(Outcome.READY, begin(sample, 1400, exactly, true, 0));
    assertEquals(Outcome.SEGMENT_TOO_LONG, begin(sample, 1400, 0, true, 0));
    assertEquals(Outcome.SEGMENT_TOO_LONG, begin(sample, 1400, -5, true, 0));
  }

  @Test
  void refusesADestinationThatIsTooSmall() {
    var sample = sample(false, 3000);
    byte[] bytes = sample.bytes(Sum.PARTIAL);
    memory.put(FROM, bytes);
    long offload = Frames.offload(flags(false), 0, 0, 1400);
    long needed = 3000 + 3L * sample.headerLength();
    assertEquals(
        Outcome.NO_ROOM, segmenter.begin(FROM, bytes.length, offload, 1514, true, TO, needed - 1));
    assertFalse(segmenter.next());
    assertEquals(
        Outcome.READY, segmenter.begin(FROM, bytes.length, offload, 1514, true, TO, needed));
  }

  @Test
  void survivesRandomDamage() {
    long seed = 99;
    var random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = SampleFrame.random(random, 6, random.nextInt(4000)).bytes(Sum.PARTIAL);
      for (int flips = random.nextInt(5); flips >= 0; flips--) {
        bytes[12 + random.nextInt(60)] = (byte) random.nextInt();
      }
      int frameMax = random.nextInt(3000);
      boolean v6 = random.nextBoolean();
      long at = TO - bytes.length;
      memory.put(at, bytes);
      long offload = Frames.offload(flags(v6), 0, 0, random.nextInt(2000));
      if (segmenter.begin(at, bytes.length, offload, frameMax, true, TO, ROOM) == Outcome.READY) {
        long total = 0;
        while (segmenter.next()) {
          assertTrue(segmenter.length() <= frameMax, "seed " + seed + " frame " + i);
          total += segmenter.length();
        }
        assertEquals(segmenter.bytes(), total, "seed " + seed + " frame " + i);
      }
    }
  }

  private Outcome outcome(byte[] bytes, int flags, int segmentSize) {
    memory.put(FROM, bytes);
    long offload = Frames.offload(flags, 34, 16, segmentSize);
    return segmenter.begin(FROM, bytes.length, offload, 1600, true, TO, ROOM);
  }

  private Outcome begin(SampleFrame sample, int segmentSize, int frameMax, boolean full, int more) {
    byte[] bytes = sample.bytes(Sum.PARTIAL);
    memory.put(FROM, bytes);
    long offload = Frames.offload(flags(sample.v6()) | more, sample.l4Offset(), 16, segmentSize);
    return segmenter.begin(FROM, bytes.length, offload, frameMax, full, TO, ROOM);
  }

  private void check(SampleFrame sample, int mss, int frameMax, boolean full, String text) {
    assertEquals(Outcome.READY, begin(sample, mss, frameMax, full, 0), text);
    int payload = sample.payload().length;
    int room = frameMax - sample.headerLength();
    int step = payload <= room ? Math.max(payload, 1) : room / mss * mss;
    int from = 0;
    do {
      int to = Math.min(payload, from + step);
      int off = (to < payload ? FIN_PSH : 0) | (from > 0 ? CWR : 0);
      boolean segments = to - from > mss;
      var piece = sample.piece(from, to, from / mss, off);
      byte[] expected = piece.bytes(full && !segments ? Sum.FULL : Sum.PARTIAL);
      assertTrue(segmenter.next(), text);
      assertArrayEquals(expected, memory.get(segmenter.address(), segmenter.length()), text);
      assertTrue(segmenter.length() <= frameMax, text);
      assertOffload(sample, segments, full, mss, text);
      from = to;
    } while (from < payload);
    assertFalse(segmenter.next(), text);
  }

  private void assertOffload(
      SampleFrame sample, boolean segments, boolean full, int mss, String text) {
    long word = segmenter.offload();
    if (full && !segments) {
      assertEquals(Frames.offload(Frames.CSUM_VALID, 0, 0, 0), word, text);
      headers.parse(memory.segment(), segmenter.address(), segmenter.length());
      assertEquals(
          Checksum.Verdict.VALID,
          Checksum.verify(memory.segment(), segmenter.address(), headers),
          text);
    } else {
      int flags = segments ? flags(sample.v6()) : Frames.CSUM_PARTIAL;
      assertEquals(Frames.offload(flags, sample.l4Offset(), 16, segments ? mss : 0), word, text);
    }
  }

  private static int flags(boolean v6) {
    return Frames.CSUM_PARTIAL | (v6 ? Frames.TSO6 : Frames.TSO4);
  }

  private static SampleFrame sample(boolean v6, int payload) {
    byte[] bytes = new byte[payload];
    new Random(payload).nextBytes(bytes);
    return new SampleFrame(new int[0], v6, new byte[0], 6, new byte[12], 77, 123456, 0xff, bytes);
  }
}
