package io.hnswitch.l2;

import io.hnswitch.capture.CapturePoint;
import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.policy.PortGate;
import io.hnswitch.policy.PortTaps;

/** A port of the switch: what is behind it, what it accepts of group frames, its counters. */
final class SwitchPort {

  /** No address. */
  static final long NOBODY = -1;

  private final int index;
  private final String name;
  private final PortKind kind;
  private long owner;
  private final PolicySlot policy;
  private final Outlet outlet;
  private boolean broadcast = true;
  private boolean allMulti = true;
  private boolean promiscuous;
  private boolean connected = true;
  private boolean moved;
  long receivedFrames;
  long receivedBytes;
  long receivedDropped;

  /**
   * @param index number in the switch, used again after the port is gone
   * @param owner the address that is this port's own, or {@link #NOBODY}
   * @param policy where the gate of the NIC behind it is
   */
  SwitchPort(int index, String name, PortKind kind, long owner, Egress egress, PolicySlot policy) {
    this.index = index;
    this.name = name;
    this.kind = kind;
    this.owner = owner;
    this.policy = policy;
    this.outlet = new Outlet(egress, policy);
  }

  int index() {
    return index;
  }

  String name() {
    return name;
  }

  PortKind kind() {
    return kind;
  }

  long owner() {
    return owner;
  }

  /** Another address is this port's own from now on. */
  void owner(long mac) {
    owner = mac;
  }

  /** The port's own address, which it gave up, was heard elsewhere; the port is to be told. */
  void moved() {
    moved = true;
  }

  /** Whether the port is to be told that its address has moved; once. */
  boolean takeMoved() {
    boolean was = moved;
    moved = false;
    return was;
  }

  /** The mirrors of the NIC behind it, or null. */
  PortTaps taps() {
    return policy.taps();
  }

  /** Who looks on at the NIC behind it. */
  CapturePoint point() {
    return policy.point();
  }

  /** What the port says about frames, or null when nothing. */
  PortGate gate() {
    return policy.gate();
  }

  /** Whether frames with a tag out of band, or none, may go out here. */
  boolean isMember(int tag) {
    if (kind == PortKind.UPLINK) {
      return true;
    }
    var gate = policy.gate();
    return gate == null ? tag == Frames.NO_VLAN : gate.isMember(tag);
  }

  Outlet outlet() {
    return outlet;
  }

  /** False while the last frames of a removed port still come in: nothing goes out by it. */
  boolean isConnected() {
    return connected;
  }

  void disconnect() {
    connected = false;
  }

  void filter(boolean acceptBroadcast, boolean acceptAllMulti, boolean acceptAll) {
    broadcast = acceptBroadcast;
    allMulti = acceptAllMulti;
    promiscuous = acceptAll;
  }

  /** Whether frames of nobody known go out here: group frames and unknown unicast. */
  boolean accepts(long destination) {
    if (kind == PortKind.UPLINK || promiscuous) {
      return true;
    }
    if (destination == MacAddress.BROADCAST.value()) {
      return broadcast;
    }
    return MacAddress.isGroup(destination) && allMulti;
  }

  void received(int frames, long bytes) {
    receivedFrames += frames;
    receivedBytes += bytes;
  }

  /** The shortest frame a port takes: an Ethernet header. */
  static boolean isRunt(int length) {
    return length < Frames.ETHERNET_HEADER;
  }
}
