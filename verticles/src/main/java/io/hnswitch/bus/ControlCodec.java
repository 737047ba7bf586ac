package io.hnswitch.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Hands control messages over as they are. They are immutable, and devices of one node never talk
 * to those of another by them: what crosses nodes is the public JSON and {@linkplain
 * FrameBurstCodec bursts}.
 */
final class ControlCodec implements MessageCodec<Object, Object> {

  static final String NAME = "hnswitch.control";

  @Override
  public void encodeToWire(Buffer buffer, Object message) {
    throw new IllegalStateException("control message cannot leave its node: " + message);
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    throw new IllegalStateException("control message cannot come from another node");
  }

  @Override
  public Object transform(Object message) {
    return message;
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
