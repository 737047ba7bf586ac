package io.hnswitch.endpoint.host;

import static io.hnswitch.endpoint.host.WireFrames.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.FrameHeaders;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowTest {

  private static final long AT = 256 * 1024;
  private static final long TIME = 0x0102030405060708L;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 1 << 20);
  private final FlowFrame cursor = new FlowFrame(memory);

  @AfterEach
  void close() {
    arena.close();
  }

  static FlowSpec spec(boolean v6, int frameBytes, long count, long rate) {
    return new FlowSpec(
        5,
        MacAddress.parse("02:00:00:00:00:02"),
        MacAddress.parse("02:00:00:00:00:01"),
        IpAddress.parse(v6 ? "fe80::2" : "10.0.0.2"),
        IpAddress.parse(v6 ? "fe80::1" : "10.0.0.1"),
        5001,
        5002,
        frameBytes,
        frameBytes < 1514 ? 1500 : 65000,
        count,
        rate);
  }

  @Test
  void writesTheFramesOfTheReference() {
    assertThird(FLOW4, spec(false, 66, 0, 0));
    assertThird(FLOW4_SHORT, spec(false, 60, 0, 0));
    assertThird(FLOW6, spec(true, 100, 0, 0));
  }

  private void assertThird(String expected, FlowSpec spec) {
    try (var source = new FlowSource(spec, memory, false)) {
      source.batch(TIME);
      for (int i = 0; i < 3; i++) {
        source.write(AT);
      }
      byte[] bytes = new byte[source.length()];
      MemorySegment.copy(memory.segment(), Memory.BYTE, AT, bytes, 0, bytes.length);
      assertEquals(expected, HexFormat.of().formatHex(bytes));
      assertEquals(3, source.sent());
    }
  }

  @Test
  void writesRightChecksumsAtEverySizeAndNothingBehind() {
    long seed = 51;
    var random = new Random(seed);
    var headers = new FrameHeaders();
    for (int i = 0; i < 400; i++) {
      boolean v6 = random.nextBoolean();
      boolean partial = random.nextBoolean();
      int size = (v6 ? 80 : 60) + random.nextInt(i % 2 == 0 ? 30 : 5000);
      try (var source = new FlowSource(spec(v6, size, 0, 0), memory, partial)) {
        source.batch(random.nextLong());
        for (int n = random.nextInt(5); n >= 0; n--) {
          memory.segment().set(Memory.BYTE, AT + size, (byte) 0x5a);
          source.write(AT);
          assertEquals(0x5a, memory.segment().get(Memory.BYTE, AT + size));
          assertTrue(Checksum.complete(memory.segment(), AT, size, source.offload()));
          assertFalse(headers.parse(memory.segment(), AT, size).isMalformed());
          var verdict = Checksum.verify(memory.segment(), AT, headers);
          assertEquals(Checksum.Verdict.VALID, verdict, "seed " + seed + " size " + size);
        }
      }
    }
  }

  @Test
  void givesTheTemplateBack() {
    long first = memory.allocate(1);
    memory.release(first, 1);
    var source = new FlowSource(spec(false, 9000, 0, 0), memory, true);
    source.close();
    source.close();
    assertEquals(first, memory.allocate(1));
  }

  @Test
  void sendsNoMoreThanTheCountAndWhatIsDue() {
    try (var source = new FlowSource(spec(false, 64, 10, 1000), memory, true)) {
      source.start(0);
      assertEquals(1, source.due(0));
      assertEquals(4, source.due(3_000_000));
      assertEquals(10, source.due(1_000_000_000));
      assertEquals(10, source.send(new Looped(10), source.due(1_000_000_000), 0));
      assertTrue(source.isDone());
      assertEquals(0, source.due(2_000_000_000));
    }
  }

  @Test
  void stopsWhenTheSinkHasNoRoom() {
    try (var source = new FlowSource(spec(false, 64, 0, 0), memory, true)) {
      assertEquals(3, source.send(new Looped(3), 10, 0));
      assertEquals(3, source.sent());
    }
  }

  @Test
  void carriesEveryFrameFromSourceToSink() {
    for (int size : new int[] {60, 66, 1514, 9014}) {
      for (boolean partial : new boolean[] {false, true}) {
        var spec = spec(false, size, 1000, 0);
        var sink = new FlowSink(spec);
        try (var source = new FlowSource(spec, memory, partial)) {
          source.batch(0);
          for (int i = 0; i < 1000; i++) {
            source.write(AT);
            assertTrue(arrive(sink, size, source.offload(), 10 * i));
          }
          var report = sink.report(source.sent());
          assertTrue(report.isFlawless());
          assertEquals(1000, report.received());
          assertEquals(10, report.largestGapNanos());
          assertEquals(0, report.latencyMinNanos());
          assertEquals(9990, report.latencyMaxNanos());
          assertEquals(5000, report.latencyP50Nanos(), 20);
          assertEquals(9000, report.latencyP90Nanos(), 20);
        }
      }
    }
  }

  @Test
  void countsLossDuplicatesAndReordering() {
    var spec = spec(true, 100, 0, 0);
    var sink = new FlowSink(spec);
    byte[][] frames = frames(spec, 10, false);
    for (int index : new int[] {0, 1, 4, 3, 3, 5, 9, 8, 0}) {
      put(frames[index]);
      assertTrue(arrive(sink, 100, 0, 7));
    }
    var report = sink.report(10);
    assertEquals(7, report.received());
    assertEquals(3, report.lost());
    assertEquals(2, report.duplicated());
    assertEquals(2, report.reordered());
    assertFalse(report.isFlawless());
  }

  @Test
  void measuresTheDarkTime() {
    var spec = spec(false, 60, 0, 0);
    var sink = new FlowSink(spec);
    byte[][] frames = frames(spec, 4, false);
    long[] times = {1000, 1010, 51_010, 51_020};
    for (int i = 0; i < 4; i++) {
      put(frames[i]);
      arrive(sink, 60, 0, times[i]);
    }
    assertEquals(50_000, sink.report(4).largestGapNanos());
    assertEquals(980, sink.silentNanos(52_000));
  }

  @Test
  void countsDamageAsNothingElse() {
    var spec = spec(false, 66, 5, 0);
    var sink = new FlowSink(spec);
    byte[][] frames = frames(spec, 3, false);
    for (int at : new int[] {22, 34, 40, 41, 57, 65}) {
      byte[] bad = frames[0].clone();
      bad[at] ^= 0x40;
      put(bad);
      assertTrue(arrive(sink, 66, 0, 1), "byte " + at);
    }
    byte[] unsummed = frames[0].clone();
    unsummed[40] = 0;
    unsummed[41] = 0;
    put(unsummed);
    assertTrue(arrive(sink, 66, 0, 1));
    long valid = Frames.offload(Frames.CSUM_VALID, 0, 0, 0);
    for (long number : new long[] {5, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      put(frames[0]);
      memory.segment().set(Memory.BE64, AT + 50, number);
      assertTrue(arrive(sink, 66, valid, 1), "number " + number);
    }
    assertEquals(11, sink.damaged());
    assertEquals(0, sink.received());
    assertEquals(0, sink.report(0).largestGapNanos());
  }

  @Test
  void leavesFramesOfOthersAlone() {
    var spec = spec(false, 66, 0, 0);
    var sink = new FlowSink(spec);
    byte[] frame = frames(spec, 1, false)[0];
    int[][] changes = {
      {5, 9}, {12, 9}, {14, 0x46}, {17, 0x33}, {20, 0x20}, {23, 6}, {39, 9}, {42, 1}, {49, 6}
    };
    for (int[] change : changes) {
      byte[] other = frame.clone();
      other[change[0]] = (byte) change[1];
      put(other);
      assertFalse(arrive(sink, 66, 0, 1), "byte " + change[0]);
    }
    for (int length = 0; length < 66; length++) {
      put(frame);
      assertFalse(cursor.read(AT, length), "length " + length);
    }
    assertEquals(0, sink.damaged());
  }

  @Test
  void keepsCountingShortFramesWhereThirtyTwoBitsEnd() {
    var spec = spec(false, 60, 0, 0);
    var sink = new FlowSink(spec);
    long valid = Frames.offload(Frames.CSUM_VALID, 0, 0, 0);
    byte[] frame = frames(spec, 1, false)[0];
    long[] numbers = {0x7000_0000L, 0xe000_0000L, 0xffff_fff0L, 0xffff_ffffL, 1, 0, 2};
    for (long number : numbers) {
      put(frame);
      memory.segment().set(Memory.BE32, AT + 48, (int) number);
      arrive(sink, 60, valid, 1);
    }
    assertEquals(7, sink.received());
    assertEquals(1, sink.reordered());
    assertEquals(0, sink.damaged());
  }

  @Test
  void givesFramesFromTheFutureNoLatency() {
    var spec = spec(false, 66, 0, 0);
    var sink = new FlowSink(spec);
    put(frames(spec, 1, false)[0]);
    memory.segment().set(Memory.BE64, AT + 58, 100L);
    long valid = Frames.offload(Frames.CSUM_VALID, 0, 0, 0);
    arrive(sink, 66, valid, 99);
    assertEquals(1, sink.skewed());
    assertEquals(0, sink.report(1).latencyMaxNanos());
    assertEquals(1, sink.received());
  }

  @Test
  void refusesImpossibleSpecs() {
    refuse(() -> spec(false, 59, 0, 0));
    refuse(() -> spec(true, 79, 0, 0));
    refuse(() -> spec(false, 65001, 0, 0));
    refuse(() -> spec(false, 64, -1, 0));
    refuse(() -> spec(false, 64, 0, FlowSpec.RATE_MAX + 1));
    var mac = MacAddress.parse("02:00:00:00:00:02");
    var v4 = IpAddress.parse("10.0.0.1");
    var v6 = IpAddress.parse("fe80::1");
    refuse(() -> new FlowSpec(1, mac, mac, v4, v6, 1, 1, 100, 1500, 0, 0));
    refuse(() -> new FlowSpec(1, mac, mac, v4, v4, 1, 1, 1515, 1500, 0, 0));
    refuse(() -> new FlowSpec(1, mac, mac, v4, v4, 0, 1, 100, 1500, 0, 0));
    refuse(() -> new FlowSpec(70_000, mac, mac, v4, v4, 1, 1, 60, 1500, 0, 0));
    refuse(() -> new FlowSpec(1, MacAddress.BROADCAST, mac, v4, v4, 1, 1, 60, 1500, 0, 0));
  }

  private static void refuse(org.junit.jupiter.api.function.Executable spec) {
    assertThrows(IllegalArgumentException.class, spec);
  }

  private boolean arrive(FlowSink sink, int length, long offload, long now) {
    return cursor.read(AT, length) && sink.receive(cursor, offload, now);
  }

  private byte[][] frames(FlowSpec spec, int count, boolean partial) {
    byte[][] frames = new byte[count][spec.frameBytes()];
    try (var source = new FlowSource(spec, memory, partial)) {
      source.batch(0);
      for (byte[] frame : frames) {
        source.write(AT);
        MemorySegment.copy(memory.segment(), Memory.BYTE, AT, frame, 0, frame.length);
      }
    }
    return frames;
  }

  private void put(byte[] frame) {
    MemorySegment.copy(frame, 0, memory.segment(), Memory.BYTE, AT, frame.length);
  }

  /** A sink with room for so many frames, all at one place. */
  private static final class Looped implements FrameSink {
    private int room;

    Looped(int room) {
      this.room = room;
    }

    @Override
    public long claim(int maxLength) {
      return room-- > 0 ? AT : 0;
    }

    @Override
    public void commit(int length, long offload) {
      assertEquals(64, length);
    }
  }
}
