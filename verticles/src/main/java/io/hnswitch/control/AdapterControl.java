package io.hnswitch.control;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.lab.QueueSpec;

/**
 * What an SR-IOV adapter (the host's side of its VFs) understands, on {@link
 * io.hnswitch.bus.Addresses#adapter}. Answered with an {@link Outcome} unless it says otherwise.
 */
public sealed interface AdapterControl {

  /** Answered with an {@link AdapterView}. */
  record Describe() implements AdapterControl {}

  /**
   * Gives the NIC a VF: association message, then the vPCI offer. Answered with {@link Assigned},
   * or an {@link Outcome.Refused}, at once; pairing takes its own time.
   */
  record AttachVf(NicId nic, MacAddress mac) implements AdapterControl {}

  /** Takes the NIC's VF away. Answered when the host is done with it. */
  record DetachVf(NicId nic, How how) implements AdapterControl {}

  /** From netvsp: the guest asked for the data path early; do not wait with the vPCI offer. */
  record OfferNow(VfId vf) implements AdapterControl {}

  /** From netvsp, no fence possible any more: forget the filter of this VF at once. */
  record Unsteer(VfId vf, MacAddress mac) implements AdapterControl {}

  /** From vPCI: the function has been given back and its channel rescinded. No answer. */
  record FunctionGone(VfId vf) implements AdapterControl {}

  /** From a VF: take frames from it and send it frames, or stop. */
  record VfUp(VfId vf, boolean up) implements AdapterControl {}

  /**
   * Plugs the wire in: what is for the far end goes to a frame address, what comes from it arrives
   * at {@link io.hnswitch.bus.Addresses#adapterFromWire}. Refused while another link has the wire.
   *
   * @param link name of the link
   * @param peer the adapter at the far end
   * @param egress frame address of whoever takes frames for it
   */
  record ConnectWire(String link, String peer, String egress) implements AdapterControl {}

  /** Pulls the wire out, if it is that link's; what still comes by it is dropped. */
  record DisconnectWire(String link) implements AdapterControl {}

  /**
   * What would become of a frame that comes from a VF. Answered with {@link Explained}, as the two
   * below.
   */
  record ExplainFromVf(VfId vf, FrameSample frame) implements AdapterControl {}

  /** As {@link ExplainFromVf}, for one that comes from the virtual switch. */
  record ExplainFromUplink(FrameSample frame) implements AdapterControl {}

  /** As {@link ExplainFromVf}, for one that comes by the wire. */
  record ExplainFromWire(FrameSample frame) implements AdapterControl {}

  /** What the link of the wire does to frames; refused when the wire is not in that link. */
  record SetLink(LinkEnd end) implements AdapterControl {}

  /** What frames wait in that go out by the wire, also one that is plugged in later. */
  record SetQueue(QueueSpec queue) implements AdapterControl {}

  /** Answer to {@link AttachVf}. */
  record Assigned(VfId vf, int serial) {}

  /** How a VF leaves. */
  enum How {
    /** Eject: the guest lets go first, nothing is lost. */
    GRACEFUL,
    /** Rescind without warning: what was inside is lost. */
    SURPRISE
  }
}
