package io.hnswitch.l2;

import io.hnswitch.capture.CapturePoint;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.policy.PortGate;
import io.hnswitch.policy.PortTaps;

/**
 * An {@link Egress} with what a {@link BurstDealer} knows about it: counters, and a burst it fills.
 */
public final class Outlet {

  private final Egress egress;
  private final PolicySlot policy;
  private final boolean outward;
  long frames;
  long bytes;
  long dropped;
  FrameBurst filling;
  boolean exhausted;

  /** A way on which everything may go. */
  public Outlet(Egress egress) {
    this(egress, PolicySlot.NEVER);
  }

  /** A way to a guest, with what its port says. */
  public Outlet(Egress egress, PolicySlot policy) {
    this(egress, policy, false);
  }

  private Outlet(Egress egress, PolicySlot policy, boolean outward) {
    this.egress = egress;
    this.policy = policy;
    this.outward = outward;
  }

  /**
   * The way out by a wire.
   *
   * @param point who looks on there
   */
  public static Outlet toWire(Egress egress, CapturePoint point) {
    return new Outlet(egress, PolicySlot.ofWire(point), true);
  }

  /** Whether what goes here is sent by who is looked on at, not got. */
  boolean isOutward() {
    return outward;
  }

  /** What the port says about frames that go out here, or null when nothing. */
  public PortGate gate() {
    return policy.gate();
  }

  /** The mirrors of the NIC behind, or null. */
  public PortTaps taps() {
    return policy.taps();
  }

  /** Who looks on at the NIC behind, or at the wire. */
  public CapturePoint point() {
    return policy.point();
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
