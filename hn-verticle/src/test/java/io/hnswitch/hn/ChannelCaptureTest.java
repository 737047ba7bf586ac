package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.rndis.RndisDissector;
import io.hnswitch.vmbus.Ring;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A frame captured in the channel's ring decodes as RNDIS by the documented layout. */
class ChannelCaptureTest {

  /** TCP/IPv4 from 10.0.0.1 to 10.0.0.2, 60 bytes. */
  private static final String FRAME =
      """
      00155d040506 00155d010203 0800 4500002e 00004000 400626c8 0a000001 0a000002
      c0001f90 00000000 00000000 5018ffff 66a70000 0007 0e151c23
      """;

  /** In-band packet, 16 + 40 bytes, completion asked, transaction 1; NVS 107, section 0. */
  private static final String PACKET =
      """
      06000200 07000100 01000000 00000000 6b000000 00000000 00000000 98000000
      00000000 00000000 00000000 00000000 00000000 00000000
      """;

  /** RNDIS packet: hash 0x51ccc178, VLAN 100 with priority 5, TCP/IPv4 checksum at 34. */
  private static final String MESSAGE =
      """
      01000000 98000000 54000000 3c000000 00000000 00000000 00000000 24000000
      30000000 00000000 00000000 10000000 08000000 0c000000 78c1cc51 10000000
      06000000 0c000000 45060000 10000000 00000000 0c000000 05002200
      """;

  @Test
  void aFrameInTheRingHasExactlyTheDocumentedBytes() {
    try (var stand = new ChannelStand()) {
      var frame = Hex.bytes(FRAME);
      assertEquals(60, frame.length);
      var burst = stand.pool.take();
      long at = burst.slab().region() + 64;
      MemorySegment.copy(MemorySegment.ofArray(frame), 0, stand.bytes, at, 60);
      int slot = burst.slab().add(at, 60, Frames.offload(Frames.CSUM_PARTIAL, 34, 16, 0));
      burst.slab().hash(slot, 0x51ccc178, 0x201);
      burst.slab().vlan(slot, 5 << 13 | 100);
      stand.guestTransmit.transmit(burst.seal());

      long data = stand.rings + Ring.CONTROL_BYTES;
      assertEquals(64, stand.bytes.get(Memory.LE32, stand.rings), "write index");
      assertEquals(Hex.text(Hex.bytes(PACKET)), text(stand.bytes, data, 56));
      assertEquals("0000000000000000", text(stand.bytes, data + 56, 8), "where it began");
      assertEquals(
          Hex.text(Hex.bytes(MESSAGE)) + Hex.text(frame), text(stand.bytes, stand.sendBuffer, 152));
      assertEquals(
          "rndis PACKET length 152, data 92+60, hash 0x51ccc178, vlan 100 prio 5,"
              + " sum ipv4 tcp @34",
          RndisDissector.line(Direction.GUEST_TO_HOST, stand.bytes, stand.sendBuffer, 152));
    }
  }

  private static String text(MemorySegment bytes, long at, int length) {
    return HexFormat.of().formatHex(bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void everyFrameOfRealTrafficDecodesByTheDocumentedLayout() {
    try (var lab = NicLab.ofTwo()) {
      var capture = new Capture(lab);
      capture.start();
      var flow = lab.flow(1, NicLab.A, NicLab.B, 4000, 18, 200);
      lab.elapse(Duration.ofSeconds(1));
      capture.stop();
      assertEquals(200, lab.end(flow, NicLab.B).received());

      var datagrams = capture.frames.stream().filter(frame -> isOf(frame)).toList();
      assertEquals(200, datagrams.size(), "every frame was in the ring");
      for (var frame : datagrams) {
        assertEquals(60, frame.length);
        assertEquals("00155d000062" + "00155d000061" + "0800", hex(frame, 0, 14));
        assertEquals("0a0000610a000062", hex(frame, 26, 8));
        assertEquals("2328", hex(frame, 36, 2), "UDP port 9000");
      }
      assertTrue(capture.packets > 0);
      assertEquals(capture.frames.size(), capture.lines.size(), "all frames were copied");
      for (var line : capture.lines) {
        assertTrue(line.matches("rndis PACKET length \\d+, data \\d+\\+\\d+, .*"), line);
      }
    }
  }

  private static boolean isOf(byte[] frame) {
    return frame.length >= 42 && frame[12] == 8 && frame[13] == 0 && frame[23] == 17;
  }

  private static String hex(byte[] frame, int at, int length) {
    return HexFormat.of().formatHex(frame, at, at + length);
  }

  /**
   * Looks at the guest's ring between what the loop does, so it sees each packet before the host's
   * device has run. Knows nothing but the layouts of the references.
   */
  private static final class Capture {
    private final NicLab lab;
    private final MemorySegment bytes;
    private final long ring;
    private final long sendBuffer;
    private final int size = 127 * 4096;
    final List<byte[]> frames = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    int packets;
    private int seen;
    private boolean stopped;
    private AssertionError failure;

    Capture(NicLab lab) {
      this.lab = lab;
      this.bytes = lab.harness.memory().segment();
      this.ring = ringOf();
      this.sendBuffer = lab.harness.onLoop(() -> lab.hnA.path().sendBuffer());
    }

    /** The first ring whose first packet is an INIT: the guest that was made first is a. */
    private long ringOf() {
      for (long page = 4096; page + 8192 < bytes.byteSize(); page += 4096) {
        long data = page + 4096;
        if (bytes.get(Memory.LE64, data) == 0x0001_0007_0002_0006L
            && bytes.get(Memory.LE64, data + 16) == 0x0006_0001_0000_0001L
            && bytes.get(Memory.LE32, page + 64) == 1) {
          return page;
        }
      }
      throw new AssertionError("no ring begins with INIT");
    }

    void start() {
      lab.harness.onLoop(
          () -> {
            seen = bytes.get(Memory.LE32, ring);
            look();
            return null;
          });
    }

    void stop() {
      lab.harness.onLoop(() -> stopped = true);
      if (failure != null) {
        throw failure;
      }
    }

    private void look() {
      try {
        lookAt();
      } catch (AssertionError e) {
        failure = e;
        stopped = true;
      }
      if (!stopped) {
        lab.harness.context().runOnContext(ignored -> look());
      }
    }

    private void lookAt() {
      int write = bytes.get(Memory.LE32, ring);
      int read = bytes.get(Memory.LE32, ring + 4);
      while (seen != write) {
        boolean unread = (seen - read + size) % size < (write - read + size) % size;
        assertTrue(unread, "the host has not read it");
        seen = packet(seen);
      }
    }

    /** Decodes the packet at a data offset and answers where the next one begins. */
    private int packet(int at) {
      var header = ring(at, 16);
      int type = header.getShort(0);
      int offset = 8 * header.getShort(2);
      int length = 8 * (header.getShort(4) & 0xffff);
      var packet = ring(at, length);
      if (type == 6 && packet.getInt(offset) == 107 && packet.getInt(offset + 4) == 0) {
        packets++;
        long index = packet.getInt(offset + 8) & 0xffff_ffffL;
        int used = packet.getInt(offset + 12);
        section(sendBuffer + index * 6144, used);
      } else if (type == 9 && packet.getInt(offset + 4) == 0) {
        packets++;
        int count = packet.getInt(20);
        var all = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
          int part = packet.getInt(24 + 16 * i);
          long address = packet.getLong(32 + 16 * i) * 4096 + packet.getInt(28 + 16 * i);
          all.put(bytes.asSlice(address, part).toArray(ValueLayout.JAVA_BYTE));
        }
        message(all, 0);
      }
      return (at + length + 8) % size;
    }

    private ByteBuffer ring(int at, int length) {
      var copy = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < length; i++) {
        copy.put(bytes.get(ValueLayout.JAVA_BYTE, ring + 4096 + (at + i) % size));
      }
      return copy;
    }

    private void section(long at, int used) {
      var all =
          ByteBuffer.wrap(bytes.asSlice(at, used).toArray(ValueLayout.JAVA_BYTE))
              .order(ByteOrder.LITTLE_ENDIAN);
      int begin = 0;
      while (begin < used) {
        lines.add(RndisDissector.line(Direction.GUEST_TO_HOST, bytes, at + begin, used - begin));
        begin = message(all, begin);
      }
      assertEquals(used, begin, "messages fill what the NVS message says");
    }

    /** One RNDIS packet message; answers where the next one begins. */
    private int message(ByteBuffer all, int begin) {
      assertEquals(1, all.getInt(begin), "packet message");
      int length = all.getInt(begin + 4);
      int data = begin + 8 + all.getInt(begin + 8);
      int frameLength = all.getInt(begin + 12);
      assertEquals(0, all.getLong(begin + 16), "no out-of-band data");
      int information = begin + 8 + all.getInt(begin + 28);
      int end = information + all.getInt(begin + 32);
      assertEquals(begin + 44, information, "information is behind the header");
      assertEquals(end, data, "the frame is behind the information");
      assertTrue(data + frameLength <= begin + length, "the frame is in the message");
      for (int at = information; at < end; at += all.getInt(at)) {
        assertEquals(12, all.getInt(at + 8), "data of an element is behind its header");
      }
      var frame = new byte[frameLength];
      all.get(data, frame);
      frames.add(frame);
      return begin + length;
    }
  }
}
