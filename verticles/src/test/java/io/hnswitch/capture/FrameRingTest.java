package io.hnswitch.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.PcapngWriter.Packet;
import io.hnswitch.control.Datapath;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameRingTest {

  private static final int RING = FrameRing.BYTES_MIN;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 1 << 20);
  private final long frame = memory.allocate(70_000);
  private final long address = memory.allocate(RING);

  @AfterEach
  void close() {
    arena.close();
  }

  private FrameRing ring(int snap) {
    return new FrameRing(memory, address, RING, snap);
  }

  private void fill(int length, int with) {
    for (int i = 0; i < length; i++) {
      memory.segment().set(Memory.BYTE, frame + i, (byte) (with + i));
    }
  }

  @Test
  void putsTheTagIntoTheFrame() {
    fill(60, 0);
    var ring = ring(FrameRing.SNAP_MAX);
    ring.add(7, 0, true, Datapath.VF, frame, 60, 0x2064);
    var one = ring.read(0, 10, 1000).getFirst();
    assertEquals(64, one.length());
    assertEquals(
        "000102030405060708090a0b810020640c0d", HexFormat.of().formatHex(one.bytes(), 0, 18));
    assertEquals(64, one.bytes().length);
    var cut = ring(14);
    cut.add(7, 0, true, Datapath.VF, frame, 60, 0x2064);
    var short14 = cut.read(0, 1, 1).getFirst();
    assertEquals("000102030405060708090a0b8100", HexFormat.of().formatHex(short14.bytes()));
  }

  /** What ends before its addresses do is kept as it is; nothing behind it is touched. */
  @Test
  void hasNoPlaceForTheTagOfAFrameWithoutAddresses() {
    var ring = ring(FrameRing.SNAP_MAX);
    fill(11, 3);
    ring.add(7, 0, true, Datapath.VF, frame, 0, 0x2064);
    ring.add(8, 0, true, Datapath.VF, frame, 11, 0x2064);
    var all = ring.read(0, 10, 1000);
    assertEquals(List.of(0, 11), all.stream().map(FrameRing.Kept::length).toList());
    assertEquals("030405060708090a0b0c0d", HexFormat.of().formatHex(all.getLast().bytes()));
  }

  @Test
  void keepsTheLastFramesWholeAndSaysHowManyItLost() {
    long seed = 20170809;
    var random = new Random(seed);
    var ring = ring(FrameRing.SNAP_MAX);
    var lengths = new ArrayList<Integer>();
    long read = 0;
    for (int i = 0; i < 5000; i++) {
      int length =
          random.nextInt(50) == 0 ? 20_000 + random.nextInt(45_000) : 14 + random.nextInt(1500);
      fill(length, i);
      ring.add(i, 0, i % 2 == 0, Datapath.SYNTHETIC, frame, length, Frames.NO_VLAN);
      lengths.add(length);
      assertEquals(i + 1, ring.next());
      assertEquals(ring.oldest(), ring.overwritten());
      if (random.nextInt(3) == 0) {
        for (var one : ring.read(read, 5, 1 << 20)) {
          int number = (int) one.number();
          assertTrue(number >= read, "seed " + seed);
          read = number + 1L;
          var bytes = one.bytes();
          int whole = Math.min(lengths.get(number), RING - 32);
          assertEquals(whole, bytes.length, "seed " + seed + ", frame " + number);
          assertEquals(lengths.get(number), one.length());
          assertEquals((byte) number, bytes[0], "seed " + seed + ", frame " + number);
          assertEquals((byte) (number + whole - 1), bytes[whole - 1]);
          assertEquals(number, one.micros());
          assertEquals(number % 2 == 0, one.transmitted());
        }
      }
    }
    assertTrue(ring.overwritten() > 4000);
    var all = ring.read(0, 10_000, 1 << 20);
    assertEquals(ring.oldest(), all.getFirst().number());
    assertEquals(ring.next() - ring.oldest(), all.size());
  }

  @Test
  void isReadBackBlockByBlock() {
    var bytes = new byte[] {9, 8, 7, 6, 5};
    long micros = 1_700_000_000_000_001L;
    var begin = PcapngWriter.begin(List.of("a:hn0 synthetic", "a:hn0 vf"), 96);
    var plain = new Packet(0, micros, false, 900, bytes, 0, "hn a:hn0");
    var dropped = new Packet(1, micros, true, 900, bytes, 7, "switch sw0: dropped, storm");
    var packets = PcapngWriter.packets(List.of(plain, dropped));
    var statistics = PcapngWriter.statistics(1, micros, 8, 7, "7 frames lost by the ring");
    var file = ByteBuffer.allocate(begin.length + packets.length + statistics.length);
    file.put(begin).put(packets).put(statistics).flip().order(ByteOrder.LITTLE_ENDIAN);
    assertArrayEquals(new int[] {0x0A0D0D0A, 1, 1, 6, 6, 5}, types(file.duplicate()));
    var packet = ByteBuffer.wrap(packets).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals("06000000" + "40000000" + "00000000", HexFormat.of().formatHex(packets, 0, 12));
    packet.position(12);
    assertEquals(micros, (long) packet.getInt() << 32 | packet.getInt() & 0xffff_ffffL);
    assertEquals(5, packet.getInt());
    assertEquals(900, packet.getInt());
    assertEquals(
        "0908070605000000" // padded
            + "01000800" // a comment
            + "686e20613a686e30"
            + "02000400" // flags: inbound
            + "01000000"
            + "00000000"
            + "40000000",
        HexFormat.of().formatHex(packets, 28, 64));
    var second = HexFormat.of().formatHex(packets, 64, packets.length);
    assertTrue(second.contains("02000400" + "02000000" + "04000800" + "0700000000000000"), second);
  }

  /** Types of the blocks, whose lengths must agree. */
  private static int[] types(ByteBuffer file) {
    var in = file.order(ByteOrder.LITTLE_ENDIAN);
    var types = new ArrayList<Integer>();
    while (in.hasRemaining()) {
      int start = in.position();
      types.add(in.getInt());
      int length = in.getInt();
      assertEquals(0, length % 4);
      in.position(start + length - 4);
      assertEquals(length, in.getInt());
    }
    return types.stream().mapToInt(Integer::intValue).toArray();
  }
}
