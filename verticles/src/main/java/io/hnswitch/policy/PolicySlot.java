package io.hnswitch.policy;

import io.hnswitch.capture.CapturePoint;

/**
 * Where the gate of a port is, which may come, change and go while frames pass; and where captures
 * see what the port drops.
 */
public final class PolicySlot {

  /** For ports that never have one: uplinks. */
  public static final PolicySlot NEVER = new PolicySlot(CapturePoint.NEVER, null);

  private final CapturePoint point;

  /** Null for what is no NIC's. */
  private final PortRefusals refusals;

  private PortGate gate;

  /** Null while nobody mirrors the port, or onto it. */
  private PortTaps taps;

  /**
   * For the wire of an adapter, which never has a gate.
   *
   * @param point who looks on at the wire
   */
  public static PolicySlot ofWire(CapturePoint point) {
    return new PolicySlot(point, null);
  }

  PolicySlot(CapturePoint point, PortRefusals refusals) {
    this.point = point;
    this.refusals = refusals;
  }

  /** What the port has refused; for a NIC's port only. */
  public PortRefusals refusals() {
    return refusals;
  }

  /** Who looks on at the NIC. */
  public CapturePoint point() {
    return point;
  }

  /** The mirrors of the port, or null while there are none. */
  public PortTaps taps() {
    return taps;
  }

  /** Whether the NIC gets copies of frames, whatever its receive filter says. */
  public boolean isMonitor() {
    return taps != null && taps.isMonitor();
  }

  PortTaps makeTaps() {
    if (taps == null) {
      taps = new PortTaps();
    }
    return taps;
  }

  void tidyTaps() {
    if (taps != null && taps.isIdle()) {
      taps = null;
    }
  }

  void set(PortGate next) {
    gate = next;
  }

  /** The gate, or null while the port does what {@link PortPolicy#NONE} says. */
  public PortGate gate() {
    return gate;
  }
}
