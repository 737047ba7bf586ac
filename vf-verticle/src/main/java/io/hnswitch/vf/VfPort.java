package io.hnswitch.vf;

import io.hnswitch.capture.CapturePoint;
import io.hnswitch.frame.Frames;
import io.hnswitch.id.NicId;
import io.hnswitch.l2.Egress;
import io.hnswitch.l2.Outlet;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.policy.PortGate;
import io.hnswitch.policy.PortTaps;

/** A VF as the embedded switch sees it. */
final class VfPort {

  /** No address. */
  static final long NOBODY = -1;

  /** What the hardware of a VF is doing. */
  enum Presence {
    /** Given to nobody. */
    ABSENT,
    /** There, but its interface is down. */
    DOWN,
    /** There and up. */
    UP,
    /** Taken away; frames for it are on their way to nowhere. */
    GONE
  }

  private final int index;
  private Presence presence = Presence.ABSENT;
  private NicId nic;
  private long mac = NOBODY;
  private boolean steered;
  private Outlet outlet;

  VfPort(int index) {
    this.index = index;
  }

  int index() {
    return index;
  }

  Presence presence() {
    return presence;
  }

  /** The NIC that has the VF, or null. */
  NicId nic() {
    return nic;
  }

  /** The VF's address, or {@link #NOBODY}. */
  long mac() {
    return mac;
  }

  /** Whether there is a filter for the address. */
  boolean isSteered() {
    return steered;
  }

  Outlet outlet() {
    return outlet;
  }

  boolean isThere() {
    return presence == Presence.DOWN || presence == Presence.UP;
  }

  /** The mirrors of the NIC, or null. */
  PortTaps taps() {
    return outlet == null ? null : outlet.taps();
  }

  /** Who looks on at the NIC. */
  CapturePoint point() {
    return outlet == null ? CapturePoint.NEVER : outlet.point();
  }

  /** What the NIC's port says about frames, or null when nothing. */
  PortGate gate() {
    return outlet == null ? null : outlet.gate();
  }

  /** Whether the NIC is in the VLAN of frames with a tag out of band, or none. */
  boolean isMember(int tag) {
    var gate = gate();
    return gate == null ? tag == Frames.NO_VLAN : gate.isMember(tag);
  }

  void arrive(Grant grant, Egress egress, PolicySlot policy) {
    presence = Presence.DOWN;
    nic = grant.nic();
    mac = grant.mac().value();
    steered = false;
    outlet = new Outlet(egress, policy);
  }

  void up(boolean up) {
    if (isThere()) {
      presence = up ? Presence.UP : Presence.DOWN;
    }
  }

  void vanish() {
    if (isThere()) {
      presence = Presence.GONE;
    }
  }

  void leave() {
    presence = Presence.ABSENT;
    nic = null;
    mac = NOBODY;
    steered = false;
    outlet = null;
  }

  void steer(boolean on) {
    steered = on;
  }
}
