package io.hnswitch.bus;

import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.FrameBurst;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.lang.foreign.MemorySegment;

/**
 * Hands a burst to local consumers as the object it is, and writes it as bytes for another node,
 * where it becomes a burst of that node's memory. The bytes are {@link BurstWire}'s.
 */
final class FrameBurstCodec implements MessageCodec<FrameBurst, FrameBurst> {

  static final String NAME = "hnswitch.frames";

  private static final int LENGTH_BYTES = 4;
  private static final byte[] NOTHING = {};

  private final BurstWire wire;

  FrameBurstCodec(BurstWire wire) {
    this.wire = wire;
  }

  @Override
  public void encodeToWire(Buffer buffer, FrameBurst burst) {
    var bytes = new byte[wire.encodedBytes(burst)];
    wire.encode(burst, MemorySegment.ofArray(bytes));
    buffer.appendInt(bytes.length).appendBytes(bytes);
    burst.release();
  }

  @Override
  public FrameBurst decodeFromWire(int position, Buffer buffer) {
    int left = buffer.length() - position - LENGTH_BYTES;
    int length = left < 0 ? -1 : buffer.getInt(position);
    if (length < 0 || length > left) {
      return wire.decode(MemorySegment.ofArray(NOTHING));
    }
    int start = position + LENGTH_BYTES;
    return wire.decode(MemorySegment.ofArray(buffer.getBytes(start, start + length)));
  }

  @Override
  public FrameBurst transform(FrameBurst burst) {
    return burst;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
