package io.hnswitch.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
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
  void isWrittenAsPcapngByteForByte() {
    var packet = new CapturedFrame(0, 0x1_0000_0002L, true, Datapath.VF, 60, new byte[] {1, 2, 3});
    assertEquals(
        "06000000"
            + "30000000"
            + "01000000"
            + "01000000"
            + "02000000"
            + "03000000"
            + "3c000000"
            + "01020300"
            + "0200040002000000"
            + "00000000"
            + "30000000",
        HexFormat.of().formatHex(PcapngWriter.packets(List.of(packet))));
    assertEquals(
        "0a0d0d0a"
            + "2c000000"
            + "4d3c2b1a"
            + "01000000"
            + "ffffffffffffffff"
            + "04000800"
            + "686e737769746368"
            + "00000000"
            + "2c000000"
            + "01000000"
            + "2c000000"
            + "01000000"
            + "0e000100"
            + "02000f00"
            + "613a686e302073796e74686574696300"
            + "00000000"
            + "2c000000"
            + "01000000"
            + "24000000"
            + "01000000"
            + "0e000100"
            + "02000800"
            + "613a686e30207666"
            + "00000000"
            + "24000000",
        HexFormat.of().formatHex(PcapngWriter.begin(NicId.parse("a:hn0"))));
  }

  @Test
  void isReadBackBlockByBlock() {
    var bytes = new byte[] {9, 8, 7, 6, 5};
    var rx = new CapturedFrame(4, 1_700_000_000_000_001L, false, Datapath.SYNTHETIC, 900, bytes);
    var file =
        ByteBuffer.wrap(PcapngWriter.packets(List.of(rx, rx))).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2; i++) {
      int start = file.position();
      assertEquals(6, file.getInt());
      int length = file.getInt();
      assertEquals(0, file.getInt(), "synthetic");
      long micros = (long) file.getInt() << 32 | file.getInt() & 0xffff_ffffL;
      assertEquals(1_700_000_000_000_001L, micros);
      var captured = new byte[file.getInt()];
      assertEquals(900, file.getInt());
      file.get(captured);
      assertArrayEquals(bytes, captured);
      file.position(start + length - 4);
      assertEquals(length, file.getInt());
    }
    assertEquals(0, file.remaining());
  }
}
