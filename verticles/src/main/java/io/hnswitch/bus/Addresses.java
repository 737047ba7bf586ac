package io.hnswitch.bus;

import io.hnswitch.api.AuditRecord;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VpciControl;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;

/**
 * Every internal address there is: {@code hnswitch.i.…} for control, {@code hnswitch.d.…} for
 * frames. The public ones, {@code hnswitch.v1.…}, come from the catalogue of operations.
 */
public final class Addresses {

  private static final String CONTROL = "hnswitch.i.";
  private static final String FRAMES = "hnswitch.d.";

  private Addresses() {}

  /** An hn's control. */
  public static Address<NicControl> nic(NicId nic) {
    return new Address<>(CONTROL + "nic." + nic, NicControl.class);
  }

  /** Control of the host's end of an hn's channel. */
  public static Address<NetvspControl> netvsp(NicId nic) {
    return new Address<>(CONTROL + "netvsp." + nic, NetvspControl.class);
  }

  /** Control of the endpoint above an hn. */
  public static Address<EndpointControl> endpoint(NicId nic) {
    return new Address<>(CONTROL + "endpoint." + nic, EndpointControl.class);
  }

  /** Control of a VF. */
  public static Address<VfControl> vf(VfId vf) {
    return new Address<>(CONTROL + "vf." + vf, VfControl.class);
  }

  /** Control of the endpoint above a VF that has an interface of its own. */
  public static Address<EndpointControl> vfEndpoint(VfId vf) {
    return new Address<>(CONTROL + "vfendpoint." + vf, EndpointControl.class);
  }

  /** Control of an SR-IOV adapter. */
  public static Address<AdapterControl> adapter(String adapter) {
    return new Address<>(CONTROL + "adapter." + adapter, AdapterControl.class);
  }

  /** Control of a link between adapters. */
  public static Address<LinkControl> link(String name) {
    return new Address<>(CONTROL + "link." + name, LinkControl.class);
  }

  /** Control of a virtual switch. */
  public static Address<SwitchControl> virtualSwitch(String name) {
    return new Address<>(CONTROL + "switch." + name, SwitchControl.class);
  }

  /** The pairing actor of the node. */
  public static Address<PairingControl> pairing() {
    return new Address<>(CONTROL + "pairing", PairingControl.class);
  }

  /** vPCI of one guest. */
  public static Address<VpciControl> vpci(String guest) {
    return new Address<>(CONTROL + "vpci." + guest, VpciControl.class);
  }

  /** Everything that happens, published. */
  public static Address<LabEvent> events() {
    return new Address<>(CONTROL + "events", LabEvent.class);
  }

  /** Where changes are recorded that were refused before they came to whoever makes them. */
  public static Address<AuditRecord> audit() {
    return new Address<>(CONTROL + "audit", AuditRecord.class);
  }

  /** Frames the guest's stack transmits through an hn. */
  public static Address<FrameBurst> nicTransmit(NicId nic) {
    return frames("nic." + nic + ".tx");
  }

  /** Frames an hn has received for the guest's stack. */
  public static Address<FrameBurst> endpointReceive(NicId nic) {
    return frames("endpoint." + nic + ".rx");
  }

  /** Frames an hn, or the endpoint above the VF itself, transmits by a VF. */
  public static Address<FrameBurst> vfTransmit(VfId vf) {
    return frames("vf." + vf + ".tx");
  }

  /** Frames the adapter hands to a VF. */
  public static Address<FrameBurst> vfReceive(VfId vf) {
    return frames("vf." + vf + ".rx");
  }

  /** Frames an hn has received for the interface of a VF beside it (non-transparent mode). */
  public static Address<FrameBurst> vfRedirected(VfId vf) {
    return frames("vf." + vf + ".rxvf");
  }

  /** Frames for the endpoint above a VF that has an interface of its own. */
  public static Address<FrameBurst> vfEndpointReceive(VfId vf) {
    return frames("vfendpoint." + vf + ".rx");
  }

  /** Frames an hn gets from its VF (input override). */
  public static Address<FrameBurst> nicVfReceive(NicId nic) {
    return frames("nic." + nic + ".vfrx");
  }

  /** Frames a VF hands to its adapter. */
  public static Address<FrameBurst> adapterFromVf(VfId vf) {
    return frames("adapter." + vf.adapter() + ".vf" + vf.index());
  }

  /** Frames the virtual switch hands to an adapter's PF (the uplink). */
  public static Address<FrameBurst> adapterFromSwitch(String adapter) {
    return frames("adapter." + adapter + ".pf");
  }

  /** Frames that come in by an adapter's wire. */
  public static Address<FrameBurst> adapterFromWire(String adapter) {
    return frames("adapter." + adapter + ".wire");
  }

  /** Frames that an adapter hands to a link which takes them to another node. */
  public static Address<FrameBurst> linkFromAdapter(String link) {
    return frames("link." + link);
  }

  /** Frames that come into a virtual switch by a port. */
  public static Address<FrameBurst> switchPort(String virtualSwitch, String port) {
    return frames("switch." + virtualSwitch + "." + port);
  }

  /** Frames the virtual switch hands to the host's end of an hn's channel. */
  public static Address<FrameBurst> netvspFromSwitch(NicId nic) {
    return frames("netvsp." + nic + ".rx");
  }

  /** Frames for a guest that has moved away: its old port hands them to the tunnel. */
  public static Address<FrameBurst> tunnel(NicId nic) {
    return frames("tunnel." + nic + ".tx");
  }

  /** Frames that the tunnel brings after a guest that has moved here. */
  public static Address<FrameBurst> netvspFromTunnel(NicId nic) {
    return frames("netvsp." + nic + ".tunnel");
  }

  /** A frame address told in a message, like a port's egress. */
  public static Address<FrameBurst> framesAt(String value) {
    return new Address<>(value, FrameBurst.class);
  }

  private static Address<FrameBurst> frames(String rest) {
    return new Address<>(FRAMES + rest, FrameBurst.class);
  }
}
