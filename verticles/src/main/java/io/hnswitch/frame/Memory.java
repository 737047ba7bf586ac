package io.hnswitch.frame;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The RAM of the node: one large off-heap segment from which every slab, ring and shared buffer is
 * cut in whole pages.
 *
 * <p>An <em>address</em> is a byte offset in {@link #segment()}; a <em>page number</em> is an
 * address divided by {@value #PAGE}. Address 0 is never handed out, so 0 can mean "none".
 * Everything that reads or writes frame memory goes through this one bounds-checked segment. Pages
 * are committed by the operating system when they are first touched, so a large reservation costs
 * nothing.
 *
 * <p>Allocation is for control paths only (a device is created or removed) and is thread-safe;
 * access is as safe as the caller's hand-over of addresses.
 */
public final class Memory implements AutoCloseable {

  /** Bytes of a page, as in the modelled guests. */
  public static final int PAGE = 4096;

  /** Default reservation in bytes; virtual, not resident. */
  public static final long DEFAULT_BYTES = 16L << 30;

  public static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  public static final ValueLayout.OfShort LE16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfInt LE32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfLong LE64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfShort BE16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  public static final ValueLayout.OfInt BE32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  public static final ValueLayout.OfLong BE64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final MemorySegment segment;
  private final Runnable free;
  private final TreeMap<Long, Long> holes = new TreeMap<>();
  private boolean closed;

  private Memory(MemorySegment segment, Runnable free) {
    this.segment = segment;
    this.free = free;
    holes.put((long) PAGE, segment.byteSize() - PAGE);
  }

  /**
   * Reserves memory.
   *
   * @param bytes a multiple of {@link #PAGE}, at least two pages
   * @return the memory; close it when no device uses it any more
   * @throws OutOfMemoryError when the system refuses the reservation
   */
  @SuppressWarnings("restricted") // malloc is the portable way to reserve without zeroing
  public static Memory reserve(long bytes) {
    if (bytes < 2L * PAGE || bytes % PAGE != 0) {
      throw new IllegalArgumentException("bytes must be whole pages, at least two: " + bytes);
    }
    var linker = Linker.nativeLinker();
    var lookup = linker.defaultLookup();
    MethodHandle malloc =
        linker.downcallHandle(
            lookup.find("malloc").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    MethodHandle release =
        linker.downcallHandle(
            lookup.find("free").orElseThrow(), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    for (long size = bytes; ; size = Math.max(2L * PAGE, size / 2 / PAGE * PAGE)) {
      try {
        var raw = (MemorySegment) malloc.invokeExact(size + PAGE);
        if (raw.address() != 0) {
          var start = (raw.address() + PAGE - 1) & -PAGE;
          var all = MemorySegment.ofAddress(start).reinterpret(size);
          return new Memory(all, () -> invokeFree(release, raw));
        }
      } catch (Throwable e) {
        throw new IllegalStateException("malloc of " + size + " bytes failed", e);
      }
      if (size < (64L << 20) || size <= 2L * PAGE) {
        throw new OutOfMemoryError("cannot reserve " + size + " bytes of frame memory");
      }
    }
  }

  private static void invokeFree(MethodHandle release, MemorySegment raw) {
    try {
      release.invokeExact(raw);
    } catch (Throwable e) {
      throw new IllegalStateException("free failed", e);
    }
  }

  /** A small memory for tests: really allocated, zeroed, freed with the arena. */
  public static Memory ofArena(Arena arena, long bytes) {
    return new Memory(arena.allocate(bytes, PAGE), () -> {});
  }

  /**
   * A memory in a segment of the caller's, who may make another one there when the first is not
   * used any more: for many short labs one after the other. Its content is what it was.
   *
   * @param segment whole pages, at least two
   */
  public static Memory over(MemorySegment segment) {
    if (segment.byteSize() < 2L * PAGE || segment.byteSize() % PAGE != 0) {
      throw new IllegalArgumentException(
          "segment must be whole pages, at least two: " + segment.byteSize());
    }
    return new Memory(segment, () -> {});
  }

  /** The whole memory; index it by address. */
  public MemorySegment segment() {
    return segment;
  }

  /** The native address behind an address, for system calls. */
  public long nativeAddress(long address) {
    return segment.address() + address;
  }

  /**
   * Cuts out whole pages. Their content is undefined.
   *
   * @param bytes at least 1; rounded up to pages
   * @return the first address, a multiple of {@link #PAGE}
   * @throws OutOfMemoryError when no hole is large enough; the text names the size
   */
  public synchronized long allocate(long bytes) {
    if (closed) {
      throw new IllegalStateException("memory is closed");
    }
    long size = roundUp(bytes);
    for (Iterator<Map.Entry<Long, Long>> it = holes.entrySet().iterator(); it.hasNext(); ) {
      var hole = it.next();
      if (hole.getValue() >= size) {
        long at = hole.getKey();
        long rest = hole.getValue() - size;
        it.remove();
        if (rest > 0) {
          holes.put(at + size, rest);
        }
        return at;
      }
    }
    throw new OutOfMemoryError("frame memory exhausted: wanted " + size + " bytes");
  }

  /** As {@link #allocate}, filled with zero. */
  public long allocateZeroed(long bytes) {
    long at = allocate(bytes);
    segment.asSlice(at, roundUp(bytes)).fill((byte) 0);
    return at;
  }

  /**
   * Gives back what {@link #allocate} returned, with the same size.
   *
   * @throws IllegalArgumentException when these are no pages of this memory
   * @throws IllegalStateException when one of the pages is free already; nothing has changed then
   */
  public synchronized void release(long address, long bytes) {
    long size = roundUp(bytes);
    long at = address;
    if (at < PAGE || at % PAGE != 0 || size > segment.byteSize() - at) {
      throw new IllegalArgumentException(
          "not pages of this memory: address=" + address + ", bytes=" + bytes);
    }
    var before = holes.floorEntry(at);
    var behind = holes.ceilingKey(at);
    if (before != null && before.getKey() + before.getValue() > at
        || behind != null && behind < at + size) {
      throw new IllegalStateException("released twice: address=" + address + ", bytes=" + bytes);
    }
    if (before != null && before.getKey() + before.getValue() == at) {
      at = before.getKey();
      size += before.getValue();
      holes.remove(before.getKey());
    }
    var after = holes.get(at + size);
    if (after != null) {
      holes.remove(at + size);
      size += after;
    }
    holes.put(at, size);
  }

  private static long roundUp(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes must be positive: " + bytes);
    }
    // More than there ever is stays so: adding must not wrap around.
    return (Math.min(bytes, Long.MAX_VALUE - PAGE) + PAGE - 1) & -PAGE;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      free.run();
    }
  }
}
