package io.hnswitch.offload;

import io.hnswitch.frame.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A small memory with byte arrays copied in and out. */
final class MemoryFixture implements AutoCloseable {

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 1 << 20);

  Memory memory() {
    return memory;
  }

  MemorySegment segment() {
    return memory.segment();
  }

  void put(long address, byte[] bytes) {
    MemorySegment.copy(bytes, 0, segment(), Memory.BYTE, address, bytes.length);
  }

  byte[] get(long address, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(segment(), Memory.BYTE, address, bytes, 0, length);
    return bytes;
  }

  @Override
  public void close() {
    arena.close();
  }
}
