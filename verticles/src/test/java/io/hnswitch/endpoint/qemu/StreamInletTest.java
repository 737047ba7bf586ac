package io.hnswitch.endpoint.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.endpoint.qemu.FrameInlet.Outcome;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamInletTest {

  private static final int SMALLEST = Frames.ETHERNET_HEADER;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 4L << 20);
  private final BurstPool pool =
      BurstPool.slabs(memory, 4, FrameInlet.SLAB_BYTES, Runnable::run, () -> {});
  private final FakeWire wire = new FakeWire(memory);
  private final StreamInlet inlet = new StreamInlet(memory, this::take);
  private final List<byte[]> frames = new ArrayList<>();
  private final List<Integer> refused = new ArrayList<>();
  private long lastEnd;

  StreamInletTest() {
    inlet.begin(wire);
  }

  @AfterEach
  void free() {
    arena.close();
  }

  private boolean take(FrameSlab slab, long at, int length) {
    if (length < SMALLEST || length > Frames.MAX_FRAME) {
      refused.add(length);
      return false;
    }
    assertTrue(at >= lastEnd + Frames.HEADROOM, "no room in front");
    assertTrue(at + length <= slab.region() + slab.regionBytes(), "outside of the slab");
    lastEnd = at + length;
    slab.add(at, length, 0);
    frames.add(memory.segment().asSlice(at, length).toArray(ValueLayout.JAVA_BYTE));
    return true;
  }

  private Outcome fill() {
    var burst = pool.take();
    lastEnd = burst.slab().region();
    var outcome = inlet.fill(burst.slab());
    burst.release();
    return outcome;
  }

  private static byte[] frame(int length, int seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] stream(byte[]... frames) {
    var out = new ByteArrayOutputStream();
    for (var frame : frames) {
      out.writeBytes(ByteBuffer.allocate(4).putInt(frame.length).array());
      out.writeBytes(frame);
    }
    return out.toByteArray();
  }

  private void assertFrames(byte[]... wanted) {
    assertEquals(wanted.length, frames.size());
    for (int i = 0; i < wanted.length; i++) {
      assertArrayEquals(wanted[i], frames.get(i));
    }
  }

  @Test
  void findsFramesThatComeTogether() {
    var one = frame(60, 1);
    var other = frame(1514, 2);
    wire.comes(stream(one, other));
    assertEquals(Outcome.DRAINED, fill());
    assertFrames(one, other);
  }

  @Test
  void findsAFrameThatComesByteByByte() {
    var frame = frame(70, 3);
    for (byte one : stream(frame)) {
      wire.comes(new byte[] {one});
    }
    assertEquals(Outcome.DRAINED, fill());
    assertFrames(frame);
  }

  @Test
  void goesOnWhereTheSlabWasFull() {
    var sent = new byte[600][];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = frame(60 + i, i);
    }
    wire.comes(Arrays.copyOf(stream(sent), 200_000));
    wire.comes(Arrays.copyOfRange(stream(sent), 200_000, stream(sent).length));
    while (fill() == Outcome.MORE) {
      assertTrue(frames.size() <= sent.length);
    }
    assertFrames(sent);
  }

  @Test
  void takesTheLongestAndPassesTooLongOnesOver() {
    var longest = frame(Frames.MAX_FRAME, 4);
    var next = frame(60, 5);
    wire.comes(stream(longest));
    wire.comes(stream(new byte[FrameInlet.LONGEST], new byte[13], next));
    while (fill() == Outcome.MORE) {
      assertTrue(frames.size() <= 2);
    }
    assertFrames(longest, next);
    assertEquals(List.of(Frames.MAX_FRAME + 1, 13), refused);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, FrameInlet.LONGEST + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
  void endsWithALengthThatCannotBe(int length) {
    var good = frame(60, 6);
    wire.comes(stream(good));
    wire.comes(ByteBuffer.allocate(8).putInt(length).putInt(7).array());
    assertEquals(Outcome.ENDED, fill());
    assertFrames(good);
    var said = "a frame of " + Integer.toUnsignedString(length) + " bytes, where 1 to 69632 can be";
    assertEquals(said, inlet.reason());
    wire.comes(stream(good));
    assertEquals(Outcome.ENDED, fill(), "nothing more is taken from it");
    assertFrames(good);
  }

  @Test
  void saysHowTheStreamEnded() {
    wire.ends(0);
    assertEquals(Outcome.ENDED, fill());
    assertEquals("closed by the far end", inlet.reason());
    inlet.begin(wire);
    wire.comes(new byte[] {0, 0, 0, 60, 1, 2});
    assertEquals(Outcome.ENDED, fill());
    assertEquals("closed by the far end within a frame", inlet.reason());
    inlet.begin(wire);
    wire.ends(-104);
    assertEquals(Outcome.ENDED, fill());
    assertEquals("broken: Connection reset by peer (errno 104)", inlet.reason());
  }

  @Test
  void hasNothingLeftOfThePeerBefore() {
    wire.comes(new byte[] {0, 0, 0, 60, 1, 2});
    assertEquals(Outcome.DRAINED, fill());
    var frame = frame(60, 7);
    inlet.begin(wire);
    wire.comes(stream(frame));
    assertEquals(Outcome.DRAINED, fill());
    assertFrames(frame);
  }

  @Test
  void cutsRandomStreamsAsTheyWereMade() {
    var random = new Random(8);
    for (int round = 0; round < 30; round++) {
      frames.clear();
      inlet.begin(wire);
      var sent = new byte[1 + random.nextInt(80)][];
      for (int i = 0; i < sent.length; i++) {
        sent[i] = frame(SMALLEST + random.nextInt(random.nextInt(8) == 0 ? 60_000 : 1600), i);
      }
      var stream = stream(sent);
      for (int at = 0; at < stream.length; ) {
        // No more than the inlet asks for: a stream gives what there is room for.
        int size = Math.min(stream.length - at, 1 + random.nextInt(20_000));
        wire.comes(Arrays.copyOfRange(stream, at, at + size));
        at += size;
      }
      while (fill() == Outcome.MORE) {
        assertTrue(frames.size() <= sent.length);
      }
      assertFrames(sent);
    }
  }
}
