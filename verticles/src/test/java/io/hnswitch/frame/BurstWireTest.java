package io.hnswitch.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BurstWireTest {

  private static final int HEADER = 20;
  private static final int PER_FRAME = 32;

  private final Arena arena = Arena.ofShared();
  private final Memory memory = Memory.ofArena(arena, 24L << 20);
  private final BurstWire wire = new BurstWire(memory, 2);
  private final BurstPool pool = BurstPool.slabs(memory, 1, 1 << 20, Runnable::run, () -> {});

  @AfterEach
  void close() {
    arena.close();
  }

  private byte[] bytes(FrameBurst burst) {
    var bytes = new byte[wire.encodedBytes(burst)];
    wire.encode(burst, MemorySegment.ofArray(bytes));
    return bytes;
  }

  private FrameBurst decode(byte[] bytes) {
    return wire.decode(MemorySegment.ofArray(bytes));
  }

  /** A burst of frames of these lengths, every number of them different. */
  private FrameBurst burst(int... lengths) {
    var burst = pool.take();
    var slab = burst.slab();
    slab.receivedAt(0x0102_0304_0506_0708L);
    long at = slab.region() + Frames.HEADROOM;
    for (int length : lengths) {
      int n = slab.count() + 1;
      for (int i = 0; i < length; i++) {
        memory.segment().set(Memory.BYTE, at + i, (byte) (i * n + n));
      }
      int slot = slab.add(at, length, Frames.offload(n, 2 * n, 3 * n, 4 * n));
      slab.vlan(slot, n % 2 == 0 ? Frames.NO_VLAN : 0x1000 + n);
      slab.hash(slot, -n, 5 * n);
      slab.mark(slot, 6 * n, -7 * n);
      at += length + 64L;
    }
    return burst.seal();
  }

  private void assertSame(FrameBurst wanted, FrameBurst got) {
    assertEquals(wanted.size(), got.size());
    assertEquals(0, got.discarded());
    assertEquals(wanted.slab().receivedAt(), got.slab().receivedAt());
    for (int i = 0; i < wanted.size(); i++) {
      int from = wanted.slot(i);
      int to = got.slot(i);
      var a = wanted.slab();
      var b = got.slab();
      assertEquals(a.length(from), b.length(to));
      assertEquals(a.offload(from), b.offload(to));
      assertEquals(a.vlan(from), b.vlan(to));
      assertEquals(a.hash(from), b.hash(to));
      assertEquals(a.hashInfo(from), b.hashInfo(to));
      assertEquals(a.stream(from), b.stream(to));
      assertEquals(a.sequence(from), b.sequence(to));
      assertEquals(
          -1,
          memory
              .segment()
              .asSlice(a.address(from), a.length(from))
              .mismatch(memory.segment().asSlice(b.address(to), b.length(to))));
      assertTrue(b.address(to) - Frames.HEADROOM >= b.region());
      assertTrue(b.address(to) + b.length(to) <= b.region() + b.regionBytes());
    }
  }

  private static Fence fence(Fence.Course course) {
    return new Fence(
        -42,
        course,
        new NicId("guest-a", "hn0"),
        new VfId("pf0", 17),
        MacAddress.parse("00:15:5d:00:00:0a"));
  }

  private void assertDiscarded(int frames, byte[] bytes) {
    var got = decode(bytes);
    assertEquals(0, got.size());
    assertNull(got.fence());
    assertEquals(frames, got.discarded());
    got.release();
    assertNothingIsOut();
  }

  private void assertNothingIsOut() {
    var one = decode(bytes(FrameBurst.ofFence(fence(Fence.Course.DRAIN))));
    assertNotNull(one.fence());
    var empty = empty();
    var a = decode(empty);
    var b = decode(empty);
    assertNotNull(a.slab());
    assertNotNull(b.slab(), "a credit was lost");
    a.release();
    b.release();
  }

  private byte[] empty() {
    var share = BurstPool.shares(1, Runnable::run, () -> {}).take();
    return bytes(share);
  }

  @Test
  void keepsEverythingOfEveryFrame() {
    var sent = burst(60, 14, 1514, 65535 + 18, 61);
    var got = decode(bytes(sent));
    assertSame(sent, got);
    got.release();
    assertNothingIsOut();
  }

  @Test
  void sendsOnlyTheFramesThatAreListed() {
    var sent = burst(60, 70, 80);
    sent.truncate(2);
    sent.set(0, 2);
    var got = decode(bytes(sent));
    assertEquals(2, got.size());
    assertEquals(80, got.slab().length(got.slot(0)));
    assertEquals(70, got.slab().length(got.slot(1)));
  }

  @Test
  void carriesAFullBurst() {
    var lengths = new int[FrameSlab.CAPACITY];
    Arrays.fill(lengths, 1514);
    var sent = burst(lengths);
    assertSame(sent, decode(bytes(sent)));
  }

  @Test
  void leavesRoomInFrontOfEveryFrame() {
    var got = decode(bytes(burst(60, 64, 1514, 60)));
    var slab = got.slab();
    for (int i = 1; i < got.size(); i++) {
      assertTrue(slab.address(i) - Frames.HEADROOM >= slab.address(i - 1) + slab.length(i - 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void carriesAFenceOfEveryCourse(Fence.Course course) {
    var got = decode(bytes(FrameBurst.ofFence(fence(course))));
    assertEquals(fence(course), got.fence());
    assertEquals(0, got.size());
    assertEquals(0, got.discarded());
  }

  @Test
  void carriesABurstWithoutFrames() {
    var got = decode(empty());
    assertEquals(0, got.size());
    assertEquals(0, got.discarded());
    got.release();
  }

  @Test
  void saysHowManyFramesFoundNoRoom() {
    var bytes = bytes(burst(60, 70, 80));
    var a = decode(bytes);
    var b = decode(bytes);
    var c = decode(bytes);
    assertEquals(0, c.size());
    assertEquals(3, c.discarded());
    c.release();
    a.release();
    var d = decode(bytes);
    assertEquals(3, d.size());
    b.release();
    d.release();
    assertNothingIsOut();
  }

  @Test
  void takesReleasesOfAnyThread() throws InterruptedException {
    var bytes = bytes(burst(60));
    for (int i = 0; i < 10; i++) {
      var got = decode(bytes);
      assertEquals(1, got.size());
      var thread = new Thread(got::release);
      thread.start();
      thread.join();
    }
    assertNothingIsOut();
  }

  @Test
  void discardsWhatIsCutOffAnywhere() {
    var bytes = bytes(burst(60, 70));
    for (int length = 0; length < bytes.length; length++) {
      assertDiscarded(length < HEADER ? 0 : 2, Arrays.copyOf(bytes, length));
    }
  }

  @Test
  void discardsWhatIsTooLong() {
    var bytes = bytes(burst(60, 70));
    assertDiscarded(2, Arrays.copyOf(bytes, bytes.length + 1));
    assertDiscarded(2, Arrays.copyOf(bytes, bytes.length + PER_FRAME));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 13, 65554, Integer.MAX_VALUE, Integer.MIN_VALUE, 61, 59})
  void discardsAnImpossibleFrameLength(int length) {
    var bytes = bytes(burst(60));
    MemorySegment.ofArray(bytes).set(Memory.LE32, HEADER, length);
    assertDiscarded(1, bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 257, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void discardsAnImpossibleCountWithoutBelievingIt(int count) {
    var bytes = bytes(burst(60));
    MemorySegment.ofArray(bytes).set(Memory.LE32, 4, count);
    assertDiscarded(0, bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 0x20000, Integer.MAX_VALUE})
  void discardsAnImpossibleTag(int vlan) {
    var bytes = bytes(burst(60));
    MemorySegment.ofArray(bytes).set(Memory.LE32, HEADER + 12, vlan);
    assertDiscarded(1, bytes);
  }

  @Test
  void discardsAnotherMagic() {
    var bytes = bytes(burst(60));
    bytes[0]++;
    assertDiscarded(0, bytes);
  }

  @Test
  void discardsMoreBytesThanABurstMayHave() {
    int frames = 100;
    var bytes = new byte[HEADER + frames * (PER_FRAME + Frames.MAX_FRAME)];
    var to = MemorySegment.ofArray(bytes);
    to.set(Memory.LE32, 0, 0x31424e48);
    to.set(Memory.LE32, 4, frames);
    for (int i = 0; i < frames; i++) {
      to.set(Memory.LE32, HEADER + (long) i * (PER_FRAME + Frames.MAX_FRAME), Frames.MAX_FRAME);
    }
    assertDiscarded(frames, bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1\nTO_VF\na:hn0\npf0/vf1",
        "1\nTO_VF\na:hn0\npf0/vf1\n00:15:5d:00:00:01\nmore",
        "one\nTO_VF\na:hn0\npf0/vf1\n00:15:5d:00:00:01",
        "1\nTO_NOWHERE\na:hn0\npf0/vf1\n00:15:5d:00:00:01",
        "1\nTO_VF\nA\npf0/vf1\n00:15:5d:00:00:01",
        "1\nTO_VF\na:hn0\npf0\n00:15:5d:00:00:01",
        "1\nTO_VF\na:hn0\npf0/vf1\n00:15",
        "\n\n\n\n"
      })
  void discardsWhatIsNoFence(String text) {
    assertDiscarded(0, fenceBytes(0, text));
  }

  @Test
  void discardsAFenceThatClaimsToHaveFrames() {
    assertDiscarded(3, fenceBytes(3, "1\nTO_VF\na:hn0\npf0/vf1\n00:15:5d:00:00:01"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void discardsAFenceLengthThatIsNotTheRest(int more) {
    var bytes = bytes(FrameBurst.ofFence(fence(Fence.Course.DRAIN)));
    var segment = MemorySegment.ofArray(bytes);
    segment.set(Memory.LE32, 16, segment.get(Memory.LE32, 16) + more);
    assertDiscarded(0, bytes);
  }

  private static byte[] fenceBytes(int frames, String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    var bytes = new byte[HEADER + utf8.length];
    var to = MemorySegment.ofArray(bytes);
    to.set(Memory.LE32, 0, 0x31424e48);
    to.set(Memory.LE32, 4, frames);
    to.set(Memory.LE32, 16, utf8.length);
    System.arraycopy(utf8, 0, bytes, HEADER, utf8.length);
    return bytes;
  }

  @Test
  void survivesAnyMutation() {
    var whole = burst(60, 14, 1514);
    var good = bytes(whole);
    var fence = bytes(FrameBurst.ofFence(fence(Fence.Course.DRAIN)));
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var bytes = (random.nextInt(4) == 0 ? fence : good).clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        bytes[random.nextInt(random.nextBoolean() ? 60 : bytes.length)] = (byte) random.nextInt();
      }
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(2 * bytes.length));
      }
      var got = decode(bytes);
      for (int i = 0; i < got.size(); i++) {
        int slot = got.slot(i);
        assertTrue(got.slab().length(slot) >= Frames.ETHERNET_HEADER, "seed " + seed);
        assertTrue(got.slab().length(slot) <= Frames.MAX_FRAME, "seed " + seed);
      }
      assertTrue(got.discarded() <= FrameSlab.CAPACITY, "seed " + seed);
      got.release();
    }
    assertNothingIsOut();
  }
}
