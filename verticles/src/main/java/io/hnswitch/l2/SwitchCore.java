package io.hnswitch.l2;

import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Decides where the frames of a burst go. Each frame is given to ports, filtered or dropped, and
 * the account of the device says which.
 *
 * <ul>
 *   <li>The source address is learned, unless it is a group address or somebody owns it. One that
 *       its owner has given up is learned when it is heard on an uplink.
 *   <li>A known unicast address: its port. When that is the way the frame came it is dropped as
 *       hairpin; only when the address is steered to the uplink it came from, its adapter has
 *       nowhere to put it any more, and it goes to the owner's own port.
 *   <li>Group addresses: all ports that accept them. Unknown unicast addresses: uplinks and
 *       promiscuous ports. Never the way the frame came, and never to the port that owns the source
 *       address: its frames may come in by the uplink.
 * </ul>
 */
final class SwitchCore {

  /** Destinations remembered within a burst, so that few frames need the database. */
  private static final int FOUND = 32;

  private final MemorySegment memory;
  private final DeviceLedger ledger;
  private final Fdb fdb;
  private final SwitchPorts ports;
  private final BurstDealer dealer;
  private final SwitchCounters counters = new SwitchCounters();
  private final long[] foundMacs = new long[FOUND];
  private final Outlet[] foundOutlets = new Outlet[FOUND];

  SwitchCore(Memory memory, DeviceLedger ledger, Fdb fdb, SwitchPorts ports) {
    this.memory = memory.segment();
    this.ledger = ledger;
    this.fdb = fdb;
    this.ports = ports;
    this.dealer = new BurstDealer(ledger);
  }

  SwitchCounters counters() {
    return counters;
  }

  /** Forwards the frames of a burst that came in by a port; the burst is owned from here on. */
  void forward(SwitchPort from, FrameBurst burst, long now) {
    int frames = burst.size();
    var slab = burst.slab();
    var segment = memory; // in a local, or the loop would load it for each frame
    dealer.begin(burst);
    long bytes = 0;
    long lastSource = SwitchPort.NOBODY;
    long lastDestination = SwitchPort.NOBODY;
    Outlet outlet = null;
    forgetFound();
    for (int i = 0; i < frames; i++) {
      int slot = burst.slot(i);
      int length = slab.length(slot);
      bytes += length;
      if (SwitchPort.isRunt(length)) {
        drop(from, DropReason.RUNT);
        counters.runts++;
        continue;
      }
      // Both addresses with two reads: six bytes of destination, two and four of source.
      long at = slab.address(slot);
      long head = segment.get(Memory.BE64, at);
      long source = (head & 0xffff) << 32 | segment.get(Memory.BE32, at + 8) & 0xffff_ffffL;
      long destination = head >>> 16;
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
      }
      if (outlet != null) {
        dealer.give(slot, length, outlet);
      } else {
        forwardApart(from, slab, slot, source, destination, now);
      }
    }
    from.received(frames, bytes);
    dealer.end();
  }

  private boolean learn(SwitchPort from, long source, long now) {
    if (MacAddress.isGroup(source) || source == 0 || !from.isConnected()) {
      return false;
    }
    // Only what is behind an uplink can take an address over: another guest here may not.
    return fdb.learn(source, from.index(), now)
        || fdb.hasYielded()
            && from.kind() == PortKind.UPLINK
            && fdb.takeOver(source, from.index(), now);
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
    if (MacAddress.isGroup(destination)) {
      return null;
    }
    int index = fdb.port(destination, now);
    return index == Fdb.NONE || index == from.index() ? null : ports.at(index).outlet();
  }

  private void forwardApart(
      SwitchPort from, FrameSlab slab, int slot, long source, long destination, long now) {
    if (MacAddress.isGroup(destination)) {
      counters.flooded++;
    } else if (fdb.port(destination, now) != Fdb.NONE) {
      forwardBack(from, slab, slot, destination);
      return;
    } else {
      counters.unknown++;
    }
    flood(from, slab, slot, source, destination);
  }

  private void forwardBack(SwitchPort from, FrameSlab slab, int slot, long destination) {
    int home = fdb.home(destination);
    if (home == Fdb.NONE || home == from.index()) {
      drop(from, DropReason.HAIRPIN);
      counters.hairpins++;
    } else {
      counters.returned++;
      dealer.give(slot, slab.length(slot), ports.at(home).outlet());
    }
  }

  private void flood(SwitchPort from, FrameSlab slab, int slot, long source, long destination) {
    int home = fdb.home(source);
    int length = slab.length(slot);
    int copies = 0;
    for (int i = 0; i < ports.limit(); i++) {
      var port = ports.at(i);
      if (port != null
          && port != from
          && i != home
          && port.isConnected()
          && port.accepts(destination)) {
        copies++;
        dealer.give(slot, length, port.outlet());
      }
    }
    if (copies == 0) {
      ledger.filtered(1);
      counters.filtered++;
    } else if (copies > 1) {
      ledger.created(copies - 1);
    }
  }

  private void drop(SwitchPort from, DropReason reason) {
    ledger.dropped(reason, 1);
    from.receivedDropped++;
  }
}
