package io.hnswitch.policy;

import io.hnswitch.capture.CapturePoint;

/**
 * Where the gate of a port is, which may come, change and go while frames pass; and where captures
 * see what the port drops.
 */
public final class PolicySlot {

  /** For ports that never have one: uplinks, wires. */
  public static final PolicySlot NEVER = new PolicySlot(CapturePoint.NEVER);

  private final CapturePoint point;
  private PortGate gate;

  PolicySlot(CapturePoint point) {
    this.point = point;
  }

  /** Who looks on at the NIC. */
  public CapturePoint point() {
    return point;
  }

  void set(PortGate next) {
    gate = next;
  }

  /** The gate, or null while the port does what {@link PortPolicy#NONE} says. */
  public PortGate gate() {
    return gate;
  }
}
