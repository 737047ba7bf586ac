package io.hnswitch.l2;

import io.hnswitch.frame.FrameBurst;

/**
 * An {@link Egress} with what a {@link BurstDealer} knows about it: counters, and a burst it fills.
 */
public final class Outlet {

  private final Egress egress;
  long frames;
  long bytes;
  long dropped;
  FrameBurst filling;
  boolean exhausted;

  public Outlet(Egress egress) {
    this.egress = egress;
  }

  public Egress egress() {
    return egress;
  }

  /** Frames sent. */
  public long frames() {
    return frames;
  }

  /** Bytes of the frames sent. */
  public long bytes() {
    return bytes;
  }

  /** Frames dropped because no credit was left. */
  public long dropped() {
    return dropped;
  }
}
