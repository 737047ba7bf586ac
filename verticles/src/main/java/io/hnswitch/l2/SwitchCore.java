package io.hnswitch.l2;

import io.hnswitch.control.Datapath;
import io.hnswitch.control.Explained;
import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.multicast.Snooper;
import io.hnswitch.policy.PortGate;
import io.hnswitch.policy.PortTaps;
import io.hnswitch.policy.Vlans;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Decides where the frames of a burst go. Each frame is given to ports, filtered or dropped, and
 * the account of the device says which.
 *
 * <ul>
 *   <li>What a port's {@linkplain io.hnswitch.policy.PortGate gate} says comes first and last. A
 *       port that has none takes and gives frames without a tag. A frame stays in its VLAN.
 *   <li>The source address is learned in its VLAN, unless it is a group address or somebody owns
 *       it. One that its owner has given up is learned when it is heard on an uplink.
 *   <li>A known unicast address: its port. When that is the way the frame came it is dropped as
 *       hairpin; only when the address is steered to the uplink it came from, its adapter has
 *       nowhere to put it any more, and it goes to the owner's own port.
 *   <li>Group addresses: all ports that accept them, and with a {@linkplain Snooper snooper} only
 *       those that it names. Unknown unicast addresses: uplinks and promiscuous ports. Never the
 *       way the frame came, and never to the port that owns the source address: its frames may come
 *       in by the uplink.
 * </ul>
 */
final class SwitchCore {

  private static final SwitchCounters UNSEEN = new SwitchCounters();

  /** Destinations remembered within a burst, so that few frames need the database. */
  private static final int FOUND = 32;

  private final MemorySegment memory;
  private final DeviceLedger ledger;
  private final Fdb fdb;
  private final SwitchPorts ports;
  private final BurstDealer dealer;
  private final SwitchCounters counters = new SwitchCounters();
  private final Inquiry inquiry = new Inquiry();
  private final long[] foundMacs = new long[FOUND];
  private final Outlet[] foundOutlets = new Outlet[FOUND];

  /** Null while multicast goes everywhere. */
  private Snooper snooper;

  /** The tag of the frame that is looked at, and its VLAN's {@linkplain Vlans#domain domain}. */
  private int tag = Frames.NO_VLAN;

  private long domain;

  SwitchCore(Memory memory, DeviceLedger ledger, Fdb fdb, SwitchPorts ports) {
    this.memory = memory.segment();
    this.ledger = ledger;
    this.fdb = fdb;
    this.ports = ports;
    this.dealer = new BurstDealer(ledger, Datapath.SYNTHETIC);
  }

  /** From now on multicast goes where this one says; null for everywhere. */
  void snoop(Snooper next) {
    snooper = next;
  }

  SwitchCounters counters() {
    return counters;
  }

  /**
   * What {@link #forward} would do with the one frame of a burst, and why: the same code decides,
   * nothing is sent, learned, counted or used up. The burst is owned from here on.
   */
  Explained explain(SwitchPort from, FrameBurst burst, String name, long now) {
    return inquiry.about("switch " + name, () -> forward(from, burst, now));
  }

  /** Forwards the frames of a burst that came in by a port; the burst is owned from here on. */
  void forward(SwitchPort from, FrameBurst burst, long now) {
    int frames = burst.size();
    var slab = burst.slab();
    var segment = memory; // in a local, or the loop would load it for each frame
    var gate = inquiry.of(from.gate());
    boolean tags = from.kind() == PortKind.UPLINK;
    var taps = from.taps();
    dealer.begin(burst);
    long bytes = 0;
    long lastSource = SwitchPort.NOBODY;
    long lastDestination = SwitchPort.NOBODY;
    Outlet outlet = null;
    boolean open = false;
    in(Frames.NO_VLAN);
    forgetFound();
    for (int i = 0; i < frames; i++) {
      int slot = burst.slot(i);
      long word = slab.lengthAndVlan(slot);
      int length = (int) word;
      int seen = (int) (word >>> 32);
      bytes += length;
      if (SwitchPort.isRunt(length)) {
        drop(from, slab, slot, DropReason.RUNT);
        tally().runts++;
        continue;
      }
      long at = slab.address(slot);
      if (gate != null) {
        int verdict = gate.fromGuest(slab, slot, at, length, now);
        if (verdict != PortGate.PASS) {
          drop(from, slab, slot, DropReason.of(verdict));
          continue;
        }
        seen = slab.vlan(slot);
      } else if (seen != Frames.NO_VLAN && !tags) {
        if (Vlans.id(seen) != 0) {
          drop(from, slab, slot, DropReason.VLAN_NOT_ALLOWED);
          continue;
        }
        seen = Frames.NO_VLAN; // a priority tag
        slab.vlan(slot, seen);
      }
      if (seen != tag) {
        in(seen);
        forgetFound();
        lastSource = SwitchPort.NOBODY;
        lastDestination = SwitchPort.NOBODY;
      }
      // Both addresses with two reads: six bytes of destination, two and four of source.
      long head = segment.get(Memory.BE64, at);
      long source = (head & 0xffff) << 32 | segment.get(Memory.BE32, at + 8) & 0xffff_ffffL;
      long destination = head >>> 16;
      if (taps != null && !passes(taps, from, slab, slot, source)) {
        continue;
      }
      if (source != lastSource) {
        lastSource = source;
        if (learn(from, source, now)) {
          forgetFound();
          lastDestination = SwitchPort.NOBODY;
        }
      }
      if (destination != lastDestination) {
        lastDestination = destination;
        outlet = outletOf(from, destination, now);
        open = isOpen(outlet);
      }
      if (open) {
        dealer.give(slot, length, outlet);
      } else if (outlet != null) {
        give(slab, slot, length, outlet, now);
      } else {
        forwardApart(from, slab, slot, source, destination, now);
      }
    }
    if (!inquiry.isOn()) {
      from.received(frames, bytes);
    }
    dealer.end();
  }

  /** Shows a frame to the mirrors of its port, or drops what a monitor sends on. */
  private boolean passes(PortTaps taps, SwitchPort from, FrameSlab slab, int slot, long source) {
    if (taps.isMonitor() && source != from.owner()) {
      drop(from, slab, slot, DropReason.MIRROR_LOOP);
      return false;
    }
    if (!inquiry.isOn()) {
      taps.sent(slab, slot, Datapath.SYNTHETIC);
    }
    return true;
  }

  /** The frames that follow have this tag. */
  private void in(int now) {
    tag = now;
    domain = Vlans.domain(now);
  }

  /** Whether frames may be given to an outlet without another look. */
  private boolean isOpen(Outlet to) {
    if (to == null || inquiry.isOn()) {
      return false;
    }
    var gate = to.gate();
    return (gate == null || !gate.looksToGuest()) && to.taps() == null;
  }

  /** Gives a frame to a neighbour, if its port lets it pass. */
  private void give(FrameSlab slab, int slot, int length, Outlet to, long now) {
    var gate = to.gate();
    if (gate != null && gate.looksToGuest()) {
      int verdict = inquiry.of(gate).toGuest(slab, slot, slab.address(slot), length, now);
      if (verdict != PortGate.PASS) {
        dropped(DropReason.of(verdict));
        if (!inquiry.isOn()) {
          to.point()
              .dropped(
                  slab, slot, false, Datapath.SYNTHETIC, DropReason.of(verdict), ledger.device());
        }
        return;
      }
    }
    if (inquiry.isOn()) {
      inquiry.goesTo(ports.nameOf(to), slab.vlan(slot));
    } else {
      var taps = to.taps();
      if (taps != null) {
        taps.got(slab, slot, Datapath.SYNTHETIC);
      }
      dealer.give(slot, length, to);
    }
  }

  private boolean learn(SwitchPort from, long source, long now) {
    if (MacAddress.isGroup(source) || source == 0 || !from.isConnected() || inquiry.isOn()) {
      return false;
    }
    boolean uplink = from.kind() == PortKind.UPLINK;
    if (domain != 0 && fdb.fixedEntry(source) != Fdb.NONE) {
      // Whose an address is does not depend on the VLAN; where it was heard does.
      return uplink && fdb.hasYielded() && moveTo(from, source, now);
    }
    // Only what is behind an uplink can take an address over: another guest here may not.
    return fdb.learn(domain | source, from.index(), now)
        || fdb.hasYielded() && uplink && fdb.takeOver(source, from.index(), now);
  }

  private boolean moveTo(SwitchPort from, long source, long now) {
    if (!fdb.takeOver(source, from.index(), now)) {
      return false;
    }
    fdb.forget(source);
    fdb.learn(domain | source, from.index(), now);
    return true;
  }

  private void forgetFound() {
    Arrays.fill(foundMacs, SwitchPort.NOBODY);
  }

  /** The one outlet that a unicast frame goes to, or null when it is not that simple. */
  private Outlet outletOf(SwitchPort from, long destination, long now) {
    int at = (int) (destination ^ destination >>> 5) & FOUND - 1;
    if (foundMacs[at] != destination) {
      foundMacs[at] = destination;
      foundOutlets[at] = findOutlet(from, destination, now);
    }
    return foundOutlets[at];
  }

  private Outlet findOutlet(SwitchPort from, long destination, long now) {
    int index = MacAddress.isGroup(destination) ? Fdb.NONE : port(destination, now);
    if (inquiry.isOn()) {
      tellPlace(destination, index);
    }
    return index == Fdb.NONE || index == from.index() ? null : ports.at(index).outlet();
  }

  private void tellPlace(long destination, int index) {
    var mac = new MacAddress(destination);
    inquiry.tell(
        "fdb",
        mac.isGroup()
            ? mac + " is a group address"
            : index == Fdb.NONE
                ? mac + " is not known" + (domain == 0 ? "" : " in VLAN " + Vlans.id(tag))
                : mac + " is at port " + ports.at(index).name());
  }

  /** The port where an address is in the VLAN of the frame, or {@link Fdb#NONE}. */
  private int port(long mac, long now) {
    int entry = fdb.entry(domain | mac, now);
    if (entry == Fdb.NONE && domain != 0) {
      entry = fdb.fixedEntry(mac);
    }
    if (entry == Fdb.NONE) {
      return Fdb.NONE;
    }
    int index = fdb.portOf(entry);
    int home = fdb.homeOf(entry);
    // One that is steered away is a member where it is at home.
    return ports.at(home == Fdb.NONE ? index : home).isMember(tag) ? index : Fdb.NONE;
  }

  /**
   * Sends the frames of a burst that the switch made itself, all of them about groups; the burst is
   * owned from here on.
   *
   * @param only the one port that it is for, or null for all
   */
  void originate(FrameBurst burst, SwitchPort only, long now) {
    var slab = burst.slab();
    dealer.begin(burst);
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      in(slab.vlan(slot));
      long head = memory.get(Memory.BE64, slab.address(slot));
      if (only == null) {
        long source = MacAddress.readRaw(memory, slab.address(slot) + 6);
        int vlan = tag == Frames.NO_VLAN ? 0 : Vlans.id(tag);
        boolean asked =
            snooper != null && !snooper.look(slab, slot, Snooper.NO_PORT, vlan, true, now);
        flood(null, slab, slot, source, head >>> 16, asked, now);
      } else if (only.isConnected() && only.isMember(tag)) {
        give(slab, slot, slab.length(slot), only.outlet(), now);
      } else {
        ledger.filtered(1);
      }
    }
    dealer.end();
  }

  private void forwardApart(
      SwitchPort from, FrameSlab slab, int slot, long source, long destination, long now) {
    boolean asked = false;
    if (MacAddress.isGroup(destination)) {
      tally().flooded++;
      asked = snooper != null && isAskedFor(from, slab, slot, source, destination, now);
    } else if (port(destination, now) != Fdb.NONE) {
      forwardBack(from, slab, slot, destination, now);
      return;
    } else {
      tally().unknown++;
      if (isStorm(from, slab, slot, source, now)) {
        dropStorm(from, slab, slot, source);
        return;
      }
    }
    flood(from, slab, slot, source, destination, asked, now);
  }

  /** Whether a group frame goes only where the snooper says. */
  private boolean isAskedFor(
      SwitchPort from, FrameSlab slab, int slot, long source, long destination, long now) {
    if (destination == MacAddress.BROADCAST.value()) {
      return false;
    }
    int home = from.kind() == PortKind.UPLINK ? fdb.home(source) : from.index();
    int port = home == Fdb.NONE ? from.index() : home;
    boolean only = inquiry.isOn() || !ports.at(port).isConnected();
    int vlan = tag == Frames.NO_VLAN ? 0 : Vlans.id(tag);
    boolean all = snooper.look(slab, slot, port, vlan, only, now);
    if (inquiry.isOn()) {
      inquiry.tell("multicast", snooper.verdict());
    }
    return !all;
  }

  /** What a VF sends comes in by the uplink; its NIC's port has the limits. */
  private boolean isStorm(SwitchPort from, FrameSlab slab, int slot, long source, long now) {
    int home = from.kind() == PortKind.UPLINK ? fdb.home(source) : from.index();
    var gate = home == Fdb.NONE ? null : ports.at(home).gate();
    return gate != null
        && inquiry.of(gate).isUnknownStorm(slab.address(slot), slab.length(slot), now);
  }

  private void forwardBack(SwitchPort from, FrameSlab slab, int slot, long destination, long now) {
    int home = fdb.home(destination);
    if (home == Fdb.NONE || home == from.index()) {
      drop(from, slab, slot, DropReason.HAIRPIN);
      tally().hairpins++;
    } else {
      tally().returned++;
      give(slab, slot, slab.length(slot), ports.at(home).outlet(), now);
    }
  }

  private void flood(
      SwitchPort from,
      FrameSlab slab,
      int slot,
      long source,
      long destination,
      boolean asked,
      long now) {
    int home = fdb.home(source);
    int length = slab.length(slot);
    int copies = 0;
    for (int i = 0; i < ports.limit(); i++) {
      var port = ports.at(i);
      if (port != null
          && port != from
          && i != home
          && port.isConnected()
          && port.accepts(destination)
          && port.isMember(tag)
          && (!asked || snooper.wants(i, port.kind() == PortKind.UPLINK))) {
        copies++;
        give(slab, slot, length, port.outlet(), now);
      }
    }
    if (inquiry.isOn()) {
      if (copies == 0) {
        inquiry.tell("flood", "nobody accepts it");
      }
    } else if (copies == 0) {
      ledger.filtered(1);
      counters.filtered++;
    } else if (copies > 1) {
      ledger.created(copies - 1);
    }
  }

  private void drop(SwitchPort from, FrameSlab slab, int slot, DropReason reason) {
    drop(from, from, Datapath.SYNTHETIC, slab, slot, reason);
  }

  private void dropStorm(SwitchPort from, FrameSlab slab, int slot, long source) {
    boolean byVf = from.kind() == PortKind.UPLINK;
    var home = byVf ? ports.at(fdb.home(source)) : from;
    drop(from, home, byVf ? Datapath.VF : Datapath.SYNTHETIC, slab, slot, DropReason.STORM);
  }

  /**
   * @param whose the port of the NIC that sent it
   */
  private void drop(
      SwitchPort from,
      SwitchPort whose,
      Datapath path,
      FrameSlab slab,
      int slot,
      DropReason reason) {
    dropped(reason);
    if (!inquiry.isOn()) {
      from.receivedDropped++;
      whose.point().dropped(slab, slot, true, path, reason, ledger.device());
    }
  }

  private void dropped(DropReason reason) {
    if (inquiry.isOn()) {
      inquiry.tell("dropped", reason.slug());
    } else {
      ledger.dropped(reason, 1);
    }
  }

  /** What is counted into: nothing that is seen while somebody only asks. */
  private SwitchCounters tally() {
    return inquiry.isOn() ? UNSEEN : counters;
  }
}
