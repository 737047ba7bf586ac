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
    int length = buffer.getInt(position);
    var bytes = buffer.getBytes(position + 4, position + 4 + length);
    return wire.decode(MemorySegment.ofArray(bytes));
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
