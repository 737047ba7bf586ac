package io.hnswitch.capture;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The last frames that were captured, in a fixed piece of memory. A frame that finds no room takes
 * that of the oldest ones, and those are missed by whoever has not read them.
 *
 * <p>A record is contiguous and 8-aligned; one that would reach over the end begins at the start
 * again, and the rest is skipped:
 *
 * <pre>
 * 0  bytes of the record, u32    4  captured bytes, u32; all ones: skip to the end
 * 8  original bytes, u32         12 flags, u32 (1: transmitted, 2: by the VF; from bit 8 the
 *                                   reason it was dropped for, from bit 16 the point)
 * 16 microseconds since 1970, u64   24 tag of the writer, u64   32 the bytes
 * </pre>
 */
public final class FrameRing {

  /** The shortest snap length: an Ethernet header. */
  public static final int SNAP_MIN = 14;

  /** The longest snap length. */
  public static final int SNAP_MAX = 65550;

  /** The smallest ring, in bytes. */
  public static final int BYTES_MIN = 64 << 10;

  /** The largest ring, in bytes. */
  public static final int BYTES_MAX = 64 << 20;

  private static final int HEADER = 32;
  private static final int ALIGN = 8;
  private static final int CAPTURED = 4;
  private static final int ORIGINAL = 8;
  private static final int FLAGS = 12;
  private static final int MICROS = 16;
  private static final int TAG = 24;
  private static final int SKIP = -1;
  private static final int TRANSMITTED = 1;
  private static final int BY_VF = 2;
  private static final int DROPPED_SHIFT = 8;
  private static final int DROPPED_MASK = 0xff;
  private static final int POINT_SHIFT = 16;
  private static final int ADDRESSES = 12;
  private static final int VLAN_BYTES = 4;
  private static final short VLAN_TYPE = (short) 0x8100;

  private final MemorySegment memory;
  private final long address;
  private final int bytes;
  private final int snap;

  // Positions only grow; the place of one is its remainder.
  private long head;
  private long tail;
  private long oldest;
  private long next;
  private long overwritten;
  private long octets;
  private long cursor;
  private long cursorNumber;

  /**
   * @param address of the ring's memory, 8-aligned
   * @param bytes of it, {@value #BYTES_MIN} to {@value #BYTES_MAX}
   * @param snap bytes kept of a frame, {@value #SNAP_MIN} to {@value #SNAP_MAX}; what does not fit
   *     into the whole ring is not kept either
   */
  public FrameRing(Memory memory, long address, int bytes, int snap) {
    if (bytes < BYTES_MIN || bytes > BYTES_MAX || snap < SNAP_MIN || snap > SNAP_MAX) {
      throw new IllegalArgumentException("no such ring: bytes=" + bytes + ", snap=" + snap);
    }
    this.memory = memory.segment();
    this.address = address;
    this.bytes = bytes & -ALIGN;
    this.snap = Math.min(snap, this.bytes - HEADER);
  }

  /**
   * A frame as it lies in the ring.
   *
   * @param number counts the frames, from 0
   * @param micros when, in microseconds since 1970
   * @param length bytes of the whole frame
   * @param bytes its beginning
   * @param point where, by number
   * @param dropped {@link #NOT_DROPPED}, or 1 more than the ordinal of the reason
   * @param tag a number of the writer's
   */
  public record Kept(
      long number,
      long micros,
      boolean transmitted,
      Datapath path,
      int length,
      byte[] bytes,
      int point,
      int dropped,
      long tag) {}

  /** What a frame that was not dropped has in place of a reason. */
  public static final int NOT_DROPPED = 0;

  /** The number of the oldest frame in the ring; {@link #next()} when it is empty. */
  public long oldest() {
    return oldest;
  }

  /** The number that the next frame gets. */
  public long next() {
    return next;
  }

  /** Frames whose place was taken by others. */
  public long overwritten() {
    return overwritten;
  }

  /** Bytes of all frames that were ever added, as far as they were kept. */
  public long octets() {
    return octets;
  }

  public boolean isEmpty() {
    return oldest == next;
  }

  /** Whether frames of these lengths together would find room without taking others'. */
  public boolean hasRoom(int frames, long frameBytes) {
    long most = frameBytes + (long) frames * (HEADER + VLAN_BYTES + ALIGN);
    // At the end of the ring, up to one record may have to be skipped.
    return tail - head + most + HEADER + snap + ALIGN <= bytes;
  }

  /**
   * Captures a frame.
   *
   * @param micros now, in microseconds since 1970
   * @param tag a number of the caller's
   * @param frame address of its first byte
   * @param length of it, 0 or more
   * @param vlan its tag out of band, or {@link Frames#NO_VLAN}; captured as part of the frame
   */
  public void add(
      long micros, long tag, boolean transmitted, Datapath path, long frame, int length, int vlan) {
    add(micros, tag, 0, NOT_DROPPED, transmitted, path, frame, length, vlan);
  }

  /**
   * As the other one, with where it was and why it was dropped.
   *
   * @param point number of the point, 0 to 65535
   * @param dropped {@link #NOT_DROPPED}, or 1 more than the ordinal of the reason
   */
  public void add(
      long micros,
      long tag,
      int point,
      int dropped,
      boolean transmitted,
      Datapath path,
      long frame,
      int length,
      int vlan) {
    // What ends within its addresses has no place for a tag.
    boolean tagged = vlan != Frames.NO_VLAN && length >= ADDRESSES;
    int original = tagged ? length + VLAN_BYTES : length;
    int captured = Math.min(original, snap);
    long at = reserve(captured);
    octets += captured;
    memory.set(Memory.LE32, at + ORIGINAL, original);
    int flags = (transmitted ? TRANSMITTED : 0) | (path == Datapath.VF ? BY_VF : 0);
    int origin = point << POINT_SHIFT | dropped << DROPPED_SHIFT;
    memory.set(Memory.LE32, at + FLAGS, flags | origin);
    memory.set(Memory.LE64, at + MICROS, micros);
    memory.set(Memory.LE64, at + TAG, tag);
    if (original == length) {
      MemorySegment.copy(memory, frame, memory, at + HEADER, captured);
    } else {
      tagged(frame, vlan, at + HEADER, captured);
    }
  }

  private void tagged(long frame, int vlan, long to, int captured) {
    MemorySegment.copy(memory, frame, memory, to, ADDRESSES);
    // The record is padded, but two bytes of the tag may be all that was asked for.
    memory.set(Memory.BE16, to + ADDRESSES, VLAN_TYPE);
    int left = captured - ADDRESSES - VLAN_BYTES;
    if (left >= 0) {
      memory.set(Memory.BE16, to + ADDRESSES + 2, (short) vlan);
      MemorySegment.copy(memory, frame + ADDRESSES, memory, to + ADDRESSES + VLAN_BYTES, left);
    } else if (left > -2) {
      memory.set(Memory.BYTE, to + ADDRESSES + 2, (byte) (vlan >> 8));
    }
  }

  /** Makes room for a record and writes what says how long it is. */
  private long reserve(int captured) {
    int size = HEADER + (captured + ALIGN - 1 & -ALIGN);
    int place = (int) (tail % bytes);
    int toEnd = bytes - place;
    if (toEnd < size) {
      makeRoom(toEnd);
      memory.set(Memory.LE32, address + place, toEnd);
      memory.set(Memory.LE32, address + place + CAPTURED, SKIP);
      tail += toEnd;
      if (isEmpty()) {
        head = tail;
      }
    }
    makeRoom(size);
    long at = at(tail);
    memory.set(Memory.LE32, at, size);
    memory.set(Memory.LE32, at + CAPTURED, captured);
    tail += size;
    next++;
    return at;
  }

  private void makeRoom(int size) {
    while (tail - head + size > bytes) {
      dropOldest();
      overwritten++;
    }
  }

  private void dropOldest() {
    head = after(head);
    oldest++;
    if (isEmpty()) {
      head = tail;
    }
  }

  /** The record behind one; past the tail there is none, and its place means nothing. */
  private long after(long position) {
    return overSkip(position + memory.get(Memory.LE32, at(position)));
  }

  private long overSkip(long position) {
    return position < tail && memory.get(Memory.LE32, at(position) + CAPTURED) == SKIP
        ? position + memory.get(Memory.LE32, at(position))
        : position;
  }

  private long at(long position) {
    return address + position % bytes;
  }

  /**
   * Reads frames in order; they stay.
   *
   * @param from number of the first one; when it is overwritten, the oldest comes first
   * @param framesMax at most so many
   * @param bytesMax stop when their captured bytes are more, but not before the first one
   */
  public List<Kept> read(long from, int framesMax, long bytesMax) {
    var frames = new ArrayList<Kept>();
    long number = Math.max(from, oldest);
    if (number >= next) {
      return List.of();
    }
    long position = seek(number);
    long left = bytesMax;
    while (number < next && frames.size() < framesMax) {
      long at = at(position);
      int captured = memory.get(Memory.LE32, at + CAPTURED);
      left -= captured;
      if (left < 0 && !frames.isEmpty()) {
        break;
      }
      frames.add(frame(number, at, captured));
      position = after(position);
      number++;
    }
    cursor = position;
    cursorNumber = number;
    return List.copyOf(frames);
  }

  private Kept frame(long number, long at, int captured) {
    int flags = memory.get(Memory.LE32, at + FLAGS);
    return new Kept(
        number,
        memory.get(Memory.LE64, at + MICROS),
        (flags & TRANSMITTED) != 0,
        (flags & BY_VF) != 0 ? Datapath.VF : Datapath.SYNTHETIC,
        memory.get(Memory.LE32, at + ORIGINAL),
        memory.asSlice(at + HEADER, captured).toArray(ValueLayout.JAVA_BYTE),
        flags >>> POINT_SHIFT,
        flags >>> DROPPED_SHIFT & DROPPED_MASK,
        memory.get(Memory.LE64, at + TAG));
  }

  /** A reader goes on where it stopped; only another one has to look for its place. */
  private long seek(long number) {
    boolean goesOn = cursorNumber >= oldest && cursorNumber <= number;
    // The end that was read to may be where a later record found no room.
    long position = goesOn ? overSkip(Math.max(cursor, head)) : head;
    for (long at = goesOn ? cursorNumber : oldest; at < number; at++) {
      position = after(position);
    }
    return position;
  }

  /** The tag of the oldest frame; there must be one. */
  public long oldestTag() {
    return memory.get(Memory.LE64, at(head) + TAG);
  }

  /** Takes the oldest frame out; there must be one. It does not count as overwritten. */
  public void removeOldest() {
    dropOldest();
  }

  /** Where the bytes of the oldest frame are; there must be one. */
  public long oldestAddress() {
    return at(head) + HEADER;
  }

  /** How many bytes of the oldest frame there are. */
  public int oldestLength() {
    return memory.get(Memory.LE32, at(head) + CAPTURED);
  }

  /** When the oldest frame was captured. */
  public long oldestMicros() {
    return memory.get(Memory.LE64, at(head) + MICROS);
  }
}
