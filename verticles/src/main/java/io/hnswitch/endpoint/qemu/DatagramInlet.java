package io.hnswitch.endpoint.qemu;

import io.hnswitch.endpoint.tap.Libc;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;

/** Takes each datagram as one frame, where it is received. */
public final class DatagramInlet implements FrameInlet {

  private static final int ROOM = Frames.MAX_FRAME + 1;

  private final Taker taker;
  private Wire wire;
  private String reason = "";

  public DatagramInlet(Taker taker) {
    this.taker = taker;
  }

  @Override
  public void begin(Wire next) {
    wire = next;
    reason = "";
  }

  @Override
  public Outcome fill(FrameSlab slab) {
    long at = slab.region() + ALIGN;
    long last = slab.region() + BURST_BYTES;
    for (int i = 0; i < FrameSlab.CAPACITY && at <= last; i++) {
      int length = wire.receive(at, ROOM);
      if (length == Wire.AGAIN) {
        return Outcome.DRAINED;
      }
      if (length < 0) {
        reason = Libc.describe(-length);
        return Outcome.ENDED;
      }
      if (taker.take(slab, at, Math.min(length, ROOM))) {
        at = at + length + Frames.HEADROOM + ALIGN - 1 & -ALIGN;
      }
    }
    return Outcome.MORE;
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public void close() {
    // It has nothing of its own.
  }
}
