package io.hnswitch.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireReaderTest {

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 24L << 20);
  private final BurstPool own = BurstPool.slabs(memory, 1, 2 << 20, Runnable::run, () -> {});
  private final BurstPool arrivals =
      BurstPool.slabs(memory, 2, WireBurst.SLAB_BYTES, Runnable::run, () -> {});
  private final List<String> read = new ArrayList<>();
  private final List<FrameBurst> kept = new ArrayList<>();
  private boolean keeping;
  private WireReader reader = newReader();

  private WireReader newReader() {
    return new WireReader(
        memory,
        new WireReader.Sink() {
          @Override
          public FrameBurst take() {
            return arrivals.take();
          }

          @Override
          public void burst(FrameBurst burst) {
            read.add(text(burst));
            if (keeping) {
              kept.add(burst);
            } else {
              burst.release();
            }
          }

          @Override
          public void message(MessageType type, ByteBuffer body) {
            read.add(type + (body.remaining() == Long.BYTES ? " " + body.getLong() : ""));
          }
        });
  }

  @AfterEach
  void nothingIsLeft() {
    reader.close();
    kept.forEach(FrameBurst::release);
    assertEquals(0, arrivals.outstanding() + own.outstanding());
    arena.close();
  }

  /** All that is known about the frames of a burst, with a sum of their bytes. */
  private String text(FrameBurst burst) {
    var slab = burst.slab();
    var text = new StringBuilder();
    for (int i = 0; i < burst.size(); i++) {
      int slot = burst.slot(i);
      int length = slab.length(slot);
      int sum = 1;
      for (int b = 0; b < length; b++) {
        sum = 31 * sum + memory.segment().get(Memory.BYTE, slab.address(slot) + b);
      }
      text.append(length).append(' ').append(sum).append(' ');
      text.append(slab.offload(slot)).append(' ').append(slab.vlan(slot)).append(' ');
      text.append(burst.hash(slot)).append(' ').append(burst.hashInfo(slot)).append(' ');
      text.append(slab.stream(slot)).append(' ').append(slab.sequence(slot)).append(';');
    }
    return text.toString();
  }

  private FrameBurst burst(Random random, int... lengths) {
    var burst = own.take();
    var slab = burst.slab();
    long at = slab.region() + Frames.HEADROOM;
    for (int length : lengths) {
      for (int i = 0; i < length; i++) {
        memory.segment().set(Memory.BYTE, at + i, (byte) random.nextInt());
      }
      int vlan = random.nextBoolean() ? Frames.NO_VLAN : random.nextInt(0x20000);
      long offload = random.nextBoolean() ? 0 : Frames.offload(Frames.CSUM_VALID, 0, 0, 0);
      slab.add(at, length, offload, vlan, random.nextInt(), random.nextInt(), random.nextInt(), 7);
      at += BurstWire.room(length);
    }
    return burst.seal();
  }

  private byte[] message(FrameBurst burst, int first, int end) {
    int size = BurstWire.encodedBytes(burst, first, end);
    var bytes = header(size, MessageType.BURST.wire());
    BurstWire.encode(memory, burst, first, end, MemorySegment.ofArray(bytes).asSlice(8));
    return bytes;
  }

  private static byte[] header(int size, int type) {
    var bytes = new byte[MessageType.HEADER + size];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(size).putInt(type);
    return bytes;
  }

  private static byte[] number(MessageType type, long value) {
    var bytes = header(Long.BYTES, type.wire());
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(8, value);
    return bytes;
  }

  private int read(byte[] bytes, int from, int to) {
    return reader.read(MemorySegment.ofArray(bytes), from, to);
  }

  @Test
  void readsTheSameHoweverTheBytesAreCut() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var stream = new ArrayList<Byte>();
      var wanted = new ArrayList<String>();
      for (int n = 0; n < 5; n++) {
        var burst = burst(random, 14, 60 + random.nextInt(200), 1514, 14 + random.nextInt(9000));
        wanted.add(text(burst));
        append(stream, message(burst, 0, burst.size()));
        burst.release();
        wanted.add("ACK " + n);
        append(stream, number(MessageType.ACK, n));
        wanted.add("BYE");
        append(stream, header(0, MessageType.BYE.wire()));
      }
      var bytes = new byte[stream.size()];
      Arrays.setAll(new Object[bytes.length], i -> bytes[i] = stream.get(i));
      int at = 0;
      while (at < bytes.length) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 40 : 4000));
        assertEquals(end - at, read(bytes, at, end));
        at = end;
      }
      assertEquals(wanted, read, "seed " + seed);
      read.clear();
    }
  }

  private static void append(List<Byte> to, byte[] bytes) {
    for (byte one : bytes) {
      to.add(one);
    }
  }

  @Test
  void waitsWhereItIsWhenThereIsNoBurst() {
    keeping = true;
    var burst = burst(new Random(1), 100, 200);
    var one = message(burst, 0, 2);
    burst.release();
    assertEquals(one.length, read(one, 0, one.length));
    assertEquals(one.length, read(one, 0, one.length));
    int some = read(one, 0, one.length);
    assertTrue(reader.isStalled());
    assertEquals(0, read(one, some, one.length), "nothing has changed");
    kept.forEach(FrameBurst::release);
    kept.clear();
    assertEquals(one.length - some, read(one, some, one.length));
    assertEquals(3, read.size());
  }

  @Test
  void sendsWhatHasNoRoomInOneSlabInSeveralMessages() {
    var lengths = new int[20];
    Arrays.fill(lengths, Frames.MAX_FRAME);
    var burst = burst(new Random(2), lengths);
    int messages = 0;
    for (int first = 0; first < burst.size(); messages++) {
      int end = WireBurst.end(burst, first);
      var bytes = message(burst, first, end);
      assertTrue(bytes.length <= WireBurst.BYTES_MAX + MessageType.HEADER);
      read(bytes, 0, bytes.length);
      first = end;
    }
    assertEquals(messages, read.size());
    assertEquals(text(burst), String.join("", read));
    burst.release();
    var small = new int[FrameSlab.CAPACITY];
    Arrays.fill(small, 1514);
    var full = burst(new Random(3), small);
    assertEquals(FrameSlab.CAPACITY, WireBurst.end(full, 0), "usual frames go in one");
    full.release();
  }

  private void refuses(byte[] bytes) {
    reader = newReader();
    assertThrows(WireException.class, () -> read(bytes, 0, bytes.length));
    reader.close();
    assertEquals(0, arrivals.outstanding());
  }

  /** A message of one frame of 100 bytes, with one of its words changed. */
  private byte[] changed(int at, int value) {
    var burst = burst(new Random(4), 100);
    burst.slab().offload(0, 0);
    burst.slab().vlan(0, Frames.NO_VLAN);
    var bytes = message(burst, 0, 1);
    burst.release();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return bytes;
  }

  @Test
  void refusesLengthsCountsAndWordsThatCannotBe() {
    int frame = MessageType.HEADER + BurstWire.HEADER;
    refuses(changed(0, 1 << 30));
    refuses(changed(0, -1));
    refuses(changed(0, 20));
    refuses(changed(4, 77));
    refuses(changed(8, 0));
    refuses(changed(12, 0));
    refuses(changed(12, 257));
    refuses(changed(12, -1));
    refuses(changed(24, 1));
    refuses(changed(frame, 13));
    refuses(changed(frame, 99));
    refuses(changed(frame, 101));
    refuses(changed(frame, -1));
    refuses(changed(frame, Integer.MAX_VALUE));
    refuses(changed(frame + 4, 0x20));
    refuses(changed(frame + 4, Frames.CSUM_PARTIAL | 99 << 16));
    refuses(changed(frame + 4, Frames.TSO4 | Frames.TSO6));
    refuses(changed(frame + 12, 0x20000));
    refuses(changed(frame + 12, -2));
    reader = newReader();
  }

  @Test
  void survivesAnyBytes() {
    for (int seed = 0; seed < 2000; seed++) {
      var random = new Random(seed);
      var burst = burst(random, 60, 70 + random.nextInt(100));
      var bytes = message(burst, 0, 2);
      burst.release();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      reader = newReader();
      try {
        for (int at = 0; at < bytes.length; at++) {
          read(bytes, at, at + 1);
        }
      } catch (WireException e) {
        assertTrue(e.getMessage().length() > 3);
      }
      reader.close();
      assertEquals(0, arrivals.outstanding(), "seed " + seed);
    }
  }
}
