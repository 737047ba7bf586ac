package io.hnswitch.vf;

import io.hnswitch.capture.CapturePoint;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.Explained;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.l2.BurstDealer;
import io.hnswitch.l2.Egress;
import io.hnswitch.l2.Inquiry;
import io.hnswitch.l2.Outlet;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.policy.PortGate;
import io.hnswitch.policy.PortTaps;
import io.hnswitch.policy.Vlans;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The adapter's embedded switch. A unicast address goes to a VF when there is a filter for it. For
 * the rest there are the PF and, when it is connected, the wire to another adapter; which of them
 * an address is at is learned, with a wire, from the frames that come by them.
 *
 * <p>Every VF's frames pass the {@linkplain io.hnswitch.policy.PortGate gate} of its NIC's port, as
 * they would at the virtual switch. A VF that is not in a frame's VLAN has no filter for it.
 *
 * <ul>
 *   <li>From a VF: to the PF or the wire, wherever the address is known to be; group frames and
 *       unknown addresses to both. Whether a group is wanted beyond the wire the virtual switch
 *       {@linkplain io.hnswitch.multicast.Snooper knows}, for its own frames and for these.
 *   <li>From the PF: what has no filter goes to the wire; without one it ends here, a guest gets
 *       group frames on its synthetic path.
 *   <li>From the wire: what has no filter goes to the PF. The virtual switch knows better than what
 *       was learned here whether somebody has the address.
 *   <li>The filter of a VF that vanished stays until its slot is free. What the PF brings for it
 *       was on its way to the VF and is lost as {@code vf-gone}; what other VFs send for it goes up
 *       to the PF, where the synthetic path is found.
 * </ul>
 */
final class ESwitch {

  private static final long NOT_ASKED = Long.MIN_VALUE;
  private static final ESwitchCounters UNSEEN = new ESwitchCounters();

  private final MemorySegment memory;
  private final DeviceLedger ledger;
  private final Outlet uplink;
  private final LongSupplier clock;
  private final VfPort[] ports;
  private final WirePort wire;
  private final FilterTable filters = new FilterTable();
  private final BurstDealer dealer;
  private final Inquiry inquiry = new Inquiry();

  private WireGroups groups = WireGroups.EVERYWHERE;
  private final ESwitchCounters counters = new ESwitchCounters();

  /** When the burst that is looked at came, if anybody has asked. */
  private long now;

  /**
   * @param uplink from the PF to the virtual switch
   * @param onWire who looks on at the wire
   * @param clock nanoseconds, asked once for a burst when it matters
   */
  ESwitch(
      Memory memory,
      DeviceLedger ledger,
      Egress uplink,
      CapturePoint onWire,
      int vfs,
      LongSupplier clock) {
    this.memory = memory.segment();
    this.ledger = ledger;
    this.uplink = new Outlet(uplink);
    this.wire = new WirePort(onWire);
    this.clock = clock;
    this.dealer = new BurstDealer(ledger, Datapath.VF);
    this.ports = new VfPort[vfs];
    for (int i = 0; i < vfs; i++) {
      ports[i] = new VfPort(i);
    }
  }

  /** Says who knows where groups go. */
  void snoop(WireGroups next) {
    groups = next;
  }

  VfPort port(int vf) {
    return ports[vf];
  }

  Outlet uplink() {
    return uplink;
  }

  WirePort wire() {
    return wire;
  }

  /** A VF is given to a NIC; its frames go out by {@code egress}, as the NIC's port says. */
  void arrive(int vf, Grant grant, Egress egress, PolicySlot policy) {
    ports[vf].arrive(grant, egress, policy);
    filters.rebuild(ports);
  }

  /** The VF's hardware is gone; its filter stays, to nowhere. */
  void vanish(int vf) {
    ports[vf].vanish();
  }

  /** The VF's slot becomes free. */
  void leave(int vf) {
    ports[vf].leave();
    filters.rebuild(ports);
  }

  /** Sets or takes away the filter of a VF's address. */
  void steer(int vf, boolean on) {
    var port = ports[vf];
    port.steer(on);
    filters.rebuild(ports);
    if (wire.isConnected() && port.mac() != VfPort.NOBODY) {
      wire.owned(port.mac());
      if (!on) {
        // Where the guest is from now on: else what other VFs send it would go by the wire too.
        var gate = port.gate();
        long domain = gate == null ? 0 : Vlans.domain(gate.ownTag());
        wire.seen(domain | port.mac(), WirePort.PF, clock.getAsLong());
      }
    }
  }

  /**
   * What would become of the one frame of a burst, and why: the same code decides, nothing is sent,
   * learned, counted or used up.
   *
   * @param forward forwards the burst
   */
  Explained explain(String adapter, Runnable forward) {
    return inquiry.about("adapter " + adapter, forward);
  }

  /** Forwards a burst that the virtual switch handed to the PF; it is owned from here on. */
  void fromUplink(FrameBurst burst) {
    tally().fromUplink += burst.size();
    boolean wired = wire.isConnected();
    now = NOT_ASKED;
    var slab = burst.slab();
    dealer.begin(burst);
    long lastMac = VfPort.NOBODY;
    long lastSource = VfPort.NOBODY;
    int lastTag = Frames.NO_VLAN;
    VfPort to = null;
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      long mac = destination(slab, slot);
      if (mac == VfPort.NOBODY) {
        continue;
      }
      int tag = slab.vlan(slot);
      if (wired) {
        lastSource = learn(slab, slot, lastSource, WirePort.PF, tag);
      }
      if (mac != lastMac || tag != lastTag) {
        lastMac = mac;
        lastTag = tag;
        to = member(mac, tag);
      }
      if (to == null && wired) {
        send(slab, slot, wire.outlet());
      } else if (to == null) {
        filter();
      } else if (to.presence() == VfPort.Presence.GONE) {
        drop(to, slab, slot, false, DropReason.VF_GONE);
      } else {
        give(slab, slot, to);
      }
    }
    dealer.end();
  }

  /** Forwards a burst that came by the wire; it is owned from here on. */
  void fromWire(FrameBurst burst) {
    if (!wire.isConnected()) {
      for (int i = 0; i < burst.size(); i++) {
        dropOfWire(burst.slab(), burst.slot(i), DropReason.LINK_DOWN);
      }
      burst.release();
      return;
    }
    now = NOT_ASKED;
    var slab = burst.slab();
    dealer.begin(burst);
    long bytes = 0;
    long lastMac = VfPort.NOBODY;
    long lastSource = VfPort.NOBODY;
    int lastTag = Frames.NO_VLAN;
    VfPort to = null;
    int frames = burst.size();
    for (int i = 0; i < frames; i++) {
      int slot = burst.slot(i);
      bytes += slab.length(slot);
      if (slab.length(slot) < Frames.ETHERNET_HEADER) {
        dropOfWire(slab, slot, DropReason.RUNT);
        continue;
      }
      long mac = MacAddress.destination(memory, slab.address(slot));
      int tag = slab.vlan(slot);
      lastSource = learn(slab, slot, lastSource, WirePort.WIRE, tag);
      if (mac != lastMac || tag != lastTag) {
        lastMac = mac;
        lastTag = tag;
        to = member(mac, tag);
      }
      if (to == null || to.presence() == VfPort.Presence.GONE) {
        send(slab, slot, uplink);
      } else {
        give(slab, slot, to);
      }
    }
    if (!inquiry.isOn()) {
      wire.received(frames, bytes);
    }
    dealer.end();
  }

  /** Forwards a burst of a VF; it is owned from here on. */
  void fromVf(int vf, FrameBurst burst) {
    var from = ports[vf];
    tally().fromVfs += burst.size();
    if (from.presence() != VfPort.Presence.UP) {
      refuse(from, burst);
      return;
    }
    boolean wired = wire.isConnected();
    now = NOT_ASKED;
    var segment = memory; // in a local, or the loop would load it for each frame
    var gate = inquiry.of(from.gate());
    var taps = from.taps();
    var slab = burst.slab();
    dealer.begin(burst);
    long lastMac = VfPort.NOBODY;
    int lastTag = Frames.NO_VLAN;
    VfPort to = null;
    Outlet open = null;
    int at = WirePort.PF;
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      long word = slab.lengthAndVlan(slot);
      int length = (int) word;
      int tag = (int) (word >>> 32);
      if (length < Frames.ETHERNET_HEADER) {
        drop(from, slab, slot, true, DropReason.RUNT);
        continue;
      }
      if (gate != null || tag != Frames.NO_VLAN) {
        if (!passes(from, gate, slab, slot)) {
          continue;
        }
        tag = slab.vlan(slot);
      }
      if (taps != null && !mirrors(taps, from, slab, slot)) {
        continue;
      }
      long mac = segment.get(Memory.BE64, slab.address(slot)) >>> 16;
      if (mac != lastMac || tag != lastTag) {
        lastMac = mac;
        lastTag = tag;
        to = member(mac, tag);
        at = wired ? place(mac, tag) : WirePort.PF;
        open = to == from ? null : open(to);
      }
      if (open != null) {
        dealer.give(slot, length, open);
      } else if (to == null || to.presence() == VfPort.Presence.GONE) {
        giveBeyond(
            slab,
            slot,
            wired && MacAddress.isGroup(mac) ? groups.place(mac, slab, slot, now(), inquiry) : at);
      } else if (to == from) {
        drop(from, slab, slot, true, DropReason.HAIRPIN);
      } else {
        give(slab, slot, to);
      }
    }
    dealer.end();
  }

  /** The outlet of a VF that takes every frame without another look; null when there is none. */
  private Outlet open(VfPort to) {
    if (to == null || to.presence() != VfPort.Presence.UP || inquiry.isOn()) {
      return null;
    }
    var gate = to.gate();
    return gate != null && gate.looksToGuest() || to.taps() != null ? null : to.outlet();
  }

  /** Whether a VF's frame may come in: what its NIC's port says, as the virtual switch would. */
  private boolean passes(VfPort from, PortGate gate, FrameSlab slab, int slot) {
    if (gate != null) {
      int verdict = gate.fromGuest(slab, slot, slab.address(slot), slab.length(slot), now());
      if (verdict == PortGate.PASS) {
        return true;
      }
      drop(from, slab, slot, true, DropReason.of(verdict));
      return false;
    }
    int tag = slab.vlan(slot);
    if (tag == Frames.NO_VLAN) {
      return true;
    }
    if (Vlans.id(tag) != 0) {
      drop(from, slab, slot, true, DropReason.VLAN_NOT_ALLOWED);
      return false;
    }
    slab.vlan(slot, Frames.NO_VLAN); // a priority tag
    return true;
  }

  /** Shows a frame to the mirrors of the NIC's port, or drops what a monitor sends on. */
  private boolean mirrors(PortTaps taps, VfPort from, FrameSlab slab, int slot) {
    if (taps.isMonitor() && MacAddress.readRaw(memory, slab.address(slot) + 6) != from.mac()) {
      drop(from, slab, slot, true, DropReason.MIRROR_LOOP);
      return false;
    }
    if (!inquiry.isOn()) {
      taps.sent(slab, slot, Datapath.VF);
    }
    return true;
  }

  /** The VF that has an address, if its NIC is in the VLAN. */
  private VfPort member(long mac, int tag) {
    var port = MacAddress.isGroup(mac) ? null : filters.find(mac);
    boolean member = port != null && port.isMember(tag);
    if (inquiry.isOn()) {
      inquiry.tell(
          "filter",
          port == null
              ? "no VF has the address"
              : "vf" + port.index() + (member ? " has the address" : " is not in the VLAN"));
    }
    return member ? port : null;
  }

  private long now() {
    if (now == NOT_ASKED) {
      now = clock.getAsLong();
    }
    return now;
  }

  private int place(long mac, int tag) {
    return MacAddress.isGroup(mac) ? WirePort.UNKNOWN : wire.find(Vlans.domain(tag) | mac, now());
  }

  /** To the PF, to the wire, or to both. */
  private void giveBeyond(FrameSlab slab, int slot, int at) {
    if (at != WirePort.WIRE) {
      send(slab, slot, uplink);
    }
    if (at == WirePort.UNKNOWN && !inquiry.isOn()) {
      ledger.created(1);
    }
    if (at != WirePort.PF) {
      send(slab, slot, wire.outlet());
    }
  }

  /** Learns where a frame's source is, once for a run of frames; gives it. */
  private long learn(FrameSlab slab, int slot, long last, int at, int tag) {
    long address = slab.address(slot);
    long mac =
        (memory.get(Memory.BE64, address) & 0xffff) << 32
            | memory.get(Memory.BE32, address + 8) & 0xffff_ffffL;
    long source = Vlans.domain(tag) | mac;
    if (source != last
        && mac != 0
        && !inquiry.isOn()
        && !MacAddress.isGroup(mac)
        && filters.find(mac) == null) {
      wire.seen(source, at, now());
    }
    return source;
  }

  private void send(FrameSlab slab, int slot, Outlet to) {
    if (inquiry.isOn()) {
      inquiry.goesTo(nameOf(to), slab.vlan(slot));
    } else {
      dealer.give(slot, slab.length(slot), to);
    }
  }

  private String nameOf(Outlet to) {
    if (to == uplink) {
      return "uplink";
    }
    for (var port : ports) {
      if (port.outlet() == to) {
        return "vf" + port.index();
      }
    }
    return "wire";
  }

  private void filter() {
    if (inquiry.isOn()) {
      inquiry.tell("filter", "no VF has the address, and there is no wire");
    } else {
      ledger.filtered(1);
      counters.filtered++;
    }
  }

  private void refuse(VfPort from, FrameBurst burst) {
    boolean notReady = from.presence() == VfPort.Presence.DOWN;
    var reason = notReady ? DropReason.VF_NOT_READY : DropReason.VF_GONE;
    for (int i = 0; i < burst.size(); i++) {
      drop(from, burst.slab(), burst.slot(i), true, reason);
    }
    burst.release();
  }

  private void give(FrameSlab slab, int slot, VfPort to) {
    if (to.presence() != VfPort.Presence.UP) {
      drop(to, slab, slot, false, DropReason.VF_NOT_READY);
      return;
    }
    int length = slab.length(slot);
    var gate = to.gate();
    if (gate != null && gate.looksToGuest()) {
      int verdict = inquiry.of(gate).toGuest(slab, slot, slab.address(slot), length, now());
      if (verdict != PortGate.PASS) {
        drop(to, slab, slot, false, DropReason.of(verdict));
        return;
      }
    }
    var taps = to.taps();
    if (taps != null && !inquiry.isOn()) {
      taps.got(slab, slot, Datapath.VF);
    }
    send(slab, slot, to.outlet());
  }

  /** The destination of a frame, or {@link VfPort#NOBODY} when it was too short and is dropped. */
  private long destination(FrameSlab slab, int slot) {
    if (slab.length(slot) < Frames.ETHERNET_HEADER) {
      drop(DropReason.RUNT);
      return VfPort.NOBODY;
    }
    return memory.get(Memory.BE64, slab.address(slot)) >>> 16;
  }

  /**
   * @param of whose frame it is
   * @param transmitted whether that one sent it
   */
  private void drop(VfPort of, FrameSlab slab, int slot, boolean transmitted, DropReason reason) {
    drop(reason);
    if (!inquiry.isOn()) {
      of.point().dropped(slab, slot, transmitted, Datapath.VF, reason, ledger.device());
    }
  }

  private void drop(DropReason reason) {
    if (inquiry.isOn()) {
      inquiry.tell("dropped", reason.slug());
    } else {
      ledger.dropped(reason, 1);
      counters.dropped++;
    }
  }

  /** A frame that came by the wire. */
  private void dropOfWire(FrameSlab slab, int slot, DropReason reason) {
    drop(reason);
    if (!inquiry.isOn()) {
      wire.point().dropped(slab, slot, false, Datapath.VF, reason, ledger.device());
    }
  }

  /** What is counted into: nothing that is seen while somebody only asks. */
  private ESwitchCounters tally() {
    return inquiry.isOn() ? UNSEEN : counters;
  }

  /** Frames by way. */
  Map<String, Long> counters() {
    return counters.view(uplink);
  }
}
