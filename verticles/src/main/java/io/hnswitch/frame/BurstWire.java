package io.hnswitch.frame;

import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * A burst as bytes, for another node. Little-endian:
 *
 * <pre>
 * 0  magic u32 0x31424e48 ("HNB1")   4  frame count u32   8  received at u64
 * 16 fence length u32 (0: none)      20 fence text, UTF-8, five fields separated by newlines
 * then per frame: length u32, offload u64, vlan i32, hash u32, hash info u32, stream u32,
 *                 sequence u32, bytes
 * </pre>
 *
 * <p>What arrives is checked against its own length; a burst that does not parse, or finds no room,
 * becomes an empty one that says how many frames were {@linkplain FrameBurst#discarded()
 * discarded}.
 */
public final class BurstWire implements AutoCloseable {

  public static final int MAGIC = 0x31424e48;

  /** Bytes before the first frame, when there is no fence. */
  public static final int HEADER = 20;

  /** Bytes before those of each frame. */
  public static final int PER_FRAME = 32;

  private static final byte[] NO_FENCE = new byte[0];
  private static final int ARRIVAL_BYTES = 4 << 20;
  private static final int FENCE_MAX = 1024;
  private static final int FENCE_FIELDS = 5;

  private final Memory memory;
  private final BurstPool arrivals;
  private final ArrayDeque<Runnable> returned = new ArrayDeque<>();

  /**
   * @param bursts from other nodes that may be outstanding here
   */
  public BurstWire(Memory memory, int bursts) {
    this.memory = memory;
    this.arrivals = BurstPool.lockedSlabs(memory, bursts, ARRIVAL_BYTES, this::laterReturned);
  }

  private void laterReturned(Runnable action) {
    synchronized (returned) {
      returned.add(action);
    }
  }

  /** How many bytes {@link #encode} writes. */
  public int encodedBytes(FrameBurst burst) {
    return fenceText(burst.fence()).length + encodedBytes(burst, 0, burst.size());
  }

  /** How many bytes some frames of a burst have, without a fence. */
  public static int encodedBytes(FrameBurst burst, int first, int end) {
    int bytes = HEADER;
    for (int i = first; i < end; i++) {
      bytes += PER_FRAME + burst.slab().length(burst.slot(i));
    }
    return bytes;
  }

  /** Bytes of a slab that a frame of a length takes when it is read. */
  public static int room(int length) {
    return length + Frames.HEADROOM + 63 & ~63;
  }

  /** Writes a burst; the caller keeps it. */
  public void encode(FrameBurst burst, MemorySegment to) {
    encode(memory.segment(), burst, 0, burst.size(), fenceText(burst.fence()), to);
  }

  /**
   * Writes some frames of a burst, without a fence; the caller keeps it.
   *
   * @param memory that its frames are in
   * @param first number in its list
   * @param end number behind the last one
   */
  public static void encode(Memory memory, FrameBurst burst, int first, int end, MemorySegment to) {
    encode(memory.segment(), burst, first, end, NO_FENCE, to);
  }

  private static void encode(
      MemorySegment memory, FrameBurst burst, int first, int end, byte[] fence, MemorySegment to) {
    var slab = burst.slab();
    to.set(Memory.LE32, 0, MAGIC);
    to.set(Memory.LE32, 4, end - first);
    to.set(Memory.LE64, 8, slab == null ? 0 : slab.receivedAt());
    to.set(Memory.LE32, 16, fence.length);
    MemorySegment.copy(fence, 0, to, ValueLayout.JAVA_BYTE, HEADER, fence.length);
    long at = HEADER + fence.length;
    for (int i = first; i < end; i++) {
      int slot = burst.slot(i);
      int length = slab.length(slot);
      to.set(Memory.LE32, at, length);
      to.set(Memory.LE64, at + 4, slab.offload(slot));
      to.set(Memory.LE32, at + 12, slab.vlan(slot));
      to.set(Memory.LE32, at + 16, burst.hash(slot));
      to.set(Memory.LE32, at + 20, burst.hashInfo(slot));
      to.set(Memory.LE32, at + 24, slab.stream(slot));
      to.set(Memory.LE32, at + 28, slab.sequence(slot));
      MemorySegment.copy(memory, slab.address(slot), to, at + PER_FRAME, length);
      at += PER_FRAME + length;
    }
  }

  /** Reads a burst into this node's memory. */
  public FrameBurst decode(MemorySegment from) {
    long bytes = from.byteSize();
    if (bytes < HEADER || from.get(Memory.LE32, 0) != MAGIC) {
      return FrameBurst.ofDiscarded(0);
    }
    int frames = from.get(Memory.LE32, 4);
    if (frames < 0 || frames > FrameSlab.CAPACITY) {
      return FrameBurst.ofDiscarded(0);
    }
    long fenceBytes = from.get(Memory.LE32, 16) & 0xffff_ffffL;
    if (fenceBytes > 0) {
      boolean alone = frames == 0 && HEADER + fenceBytes == bytes && fenceBytes <= FENCE_MAX;
      return alone ? decodeFence(from, (int) fenceBytes) : FrameBurst.ofDiscarded(frames);
    }
    var burst = take();
    if (burst == null) {
      return FrameBurst.ofDiscarded(frames);
    }
    if (!decodeFrames(from, frames, burst.slab())) {
      burst.release();
      return FrameBurst.ofDiscarded(frames);
    }
    return burst.seal();
  }

  private FrameBurst take() {
    synchronized (arrivals) {
      takeReturned();
      return arrivals.take();
    }
  }

  private void takeReturned() {
    synchronized (returned) {
      while (!returned.isEmpty()) {
        returned.poll().run();
      }
    }
  }

  /** Reads no more; all that was read must have been released, or its memory is not given back. */
  @Override
  public void close() {
    synchronized (arrivals) {
      takeReturned();
      arrivals.close();
    }
  }

  private boolean decodeFrames(MemorySegment from, int frames, FrameSlab slab) {
    long at = HEADER;
    long to = slab.region() + Frames.HEADROOM;
    long end = slab.region() + slab.regionBytes();
    slab.receivedAt(from.get(Memory.LE64, 8));
    for (int i = 0; i < frames; i++) {
      if (at + PER_FRAME > from.byteSize()) {
        return false;
      }
      int length = from.get(Memory.LE32, at);
      int vlan = from.get(Memory.LE32, at + 12);
      if (length < Frames.ETHERNET_HEADER
          || vlan < Frames.NO_VLAN
          || vlan > Frames.MAX_TAG
          || length > Frames.MAX_FRAME
          || at + PER_FRAME + length > from.byteSize()
          || to + length > end) {
        return false;
      }
      MemorySegment.copy(from, at + PER_FRAME, memory.segment(), to, length);
      slab.add(
          to,
          length,
          from.get(Memory.LE64, at + 4),
          vlan,
          from.get(Memory.LE32, at + 16),
          from.get(Memory.LE32, at + 20),
          from.get(Memory.LE32, at + 24),
          from.get(Memory.LE32, at + 28));
      at += PER_FRAME + length;
      to += room(length);
    }
    return at == from.byteSize();
  }

  private static byte[] fenceText(Fence fence) {
    if (fence == null) {
      return NO_FENCE;
    }
    return String.join(
            "\n",
            Long.toString(fence.id()),
            fence.course().name(),
            fence.nic().toString(),
            fence.vf().toString(),
            fence.mac().toString())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static FrameBurst decodeFence(MemorySegment from, int bytes) {
    var text = new byte[bytes];
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, HEADER, text, 0, bytes);
    var fields = new String(text, StandardCharsets.UTF_8).split("\n", -1);
    if (fields.length != FENCE_FIELDS) {
      return FrameBurst.ofDiscarded(0);
    }
    try {
      return FrameBurst.ofFence(
          new Fence(
              Long.parseLong(fields[0]),
              Fence.Course.valueOf(fields[1]),
              NicId.parse(fields[2]),
              VfId.parse(fields[3]),
              MacAddress.parse(fields[4])));
    } catch (IllegalArgumentException e) {
      return FrameBurst.ofDiscarded(0);
    }
  }
}
