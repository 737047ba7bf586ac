package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Both ends of one ring, and verbs to tell stories about it. */
final class RingHarness implements AutoCloseable {

  private final Arena arena = Arena.ofConfined();
  final Memory memory;
  final MemorySegment segment;
  final Ring ring;
  final long control;
  final RingWriter writer;
  final RingReader reader;

  RingHarness(int dataBytes) {
    this(dataBytes, 0);
  }

  /** A ring that begins empty at an index. */
  RingHarness(int dataBytes, int index) {
    memory = Memory.ofArena(arena, 16L * (dataBytes + 8192));
    segment = memory.segment();
    control = memory.allocateZeroed(dataBytes + Ring.CONTROL_BYTES);
    ring = Ring.format(memory, control, dataBytes + Ring.CONTROL_BYTES);
    writeIndex(index);
    readIndex(index);
    writer = new RingWriter(ring);
    reader = new RingReader(ring);
  }

  void writeIndex(int value) {
    segment.set(Memory.LE32, control + RingDescriptor.WRITE_INDEX, value);
  }

  void readIndex(int value) {
    segment.set(Memory.LE32, control + RingDescriptor.READ_INDEX, value);
  }

  int word(int field) {
    return segment.get(Memory.LE32, control + field);
  }

  void word(int field, int value) {
    segment.set(Memory.LE32, control + field, value);
  }

  /** Puts an in-band packet into the ring without publishing; false when it does not fit. */
  boolean put(int payloadBytes, long transaction) {
    long at = writer.claim(16 + payloadBytes);
    if (at == RingWriter.NONE) {
      return false;
    }
    long payload = PacketFlyweight.inBand(segment, at, payloadBytes, 0, transaction);
    for (int i = 0; i < payloadBytes; i++) {
      segment.set(Memory.BYTE, payload + i, content(transaction, i));
    }
    writer.commit();
    return true;
  }

  /** Writes and publishes one packet; returns whether to signal. */
  boolean write(int payloadBytes, long transaction) {
    if (!put(payloadBytes, transaction)) {
      throw new IllegalStateException("no space for payload=" + payloadBytes);
    }
    return writer.publish();
  }

  /** Puts raw header bytes where the next packet begins, and publishes an index. */
  void forge(int type, int offset8, int length8, int flags, int publish) {
    long data = control + Ring.CONTROL_BYTES;
    long word = type | (long) offset8 << 16 | (long) length8 << 32 | (long) flags << 48;
    segment.set(Memory.LE64, data + word(RingDescriptor.READ_INDEX), word);
    writeIndex(publish);
  }

  /** Reads everything; returns the number of packets. */
  int drain() {
    int packets = 0;
    while (reader.next() == RingReader.PACKET) {
      reader.consume();
      packets++;
    }
    return packets;
  }

  byte[] payload() {
    var bytes = new byte[reader.payloadBytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = segment.get(Memory.BYTE, reader.payload() + i);
    }
    return bytes;
  }

  static byte content(long transaction, int i) {
    return (byte) (transaction * 31 + i * 7L + 1);
  }

  static byte[] expected(int payloadBytes, long transaction) {
    var bytes = new byte[(payloadBytes + 7) & -8];
    for (int i = 0; i < payloadBytes; i++) {
      bytes[i] = content(transaction, i);
    }
    return bytes;
  }

  @Override
  public void close() {
    writer.close();
    reader.close();
    arena.close();
  }
}
