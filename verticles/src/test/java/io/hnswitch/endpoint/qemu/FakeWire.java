package io.hnswitch.endpoint.qemu;

import io.hnswitch.frame.Memory;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A stream that gives what a test lays in, and takes as much as a test lets it. */
final class FakeWire implements Wire {

  private final MemorySegment bytes;
  private final ArrayDeque<byte[]> incoming = new ArrayDeque<>();
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private final List<byte[]> datagrams = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private int error;
  private int end = AGAIN;

  FakeWire(Memory memory) {
    this.bytes = memory.segment();
  }

  void comes(byte[] part) {
    incoming.add(part);
  }

  /** What is answered when everything was given. */
  void ends(int result) {
    end = result;
  }

  /** Bytes that are taken from now on. */
  void room(int next) {
    room = next;
  }

  /** From now on sending fails with it; 0 for no more. */
  void fails(int next) {
    error = next;
  }

  byte[] taken() {
    return taken.toByteArray();
  }

  List<byte[]> datagrams() {
    return datagrams;
  }

  @Override
  public int receive(long address, int length) {
    var part = incoming.poll();
    if (part == null) {
      return end;
    }
    int count = Math.min(part.length, length);
    MemorySegment.copy(part, 0, bytes, ValueLayout.JAVA_BYTE, address, count);
    if (count < part.length) {
      incoming.addFirst(Arrays.copyOfRange(part, count, part.length));
    }
    return count;
  }

  @Override
  public int send(long address, int length) {
    if (error != 0) {
      return error;
    }
    if (room == 0) {
      return AGAIN;
    }
    int count = Math.min(room, length);
    var part = bytes.asSlice(address, count).toArray(ValueLayout.JAVA_BYTE);
    taken.writeBytes(part);
    datagrams.add(part);
    room = room == Integer.MAX_VALUE ? room : room - count;
    return count;
  }
}
