package io.hnswitch.vf;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.l2.BurstDealer;
import io.hnswitch.l2.Egress;
import io.hnswitch.l2.Outlet;
import io.hnswitch.ledger.DeviceLedger;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

/**
 * The adapter's embedded switch. It does not learn: a unicast address goes to a VF when there is a
 * filter for it, and everything else a VF sends goes up to the PF.
 *
 * <ul>
 *   <li>From a VF: group frames and unknown addresses to the PF only.
 *   <li>From the PF: frames without a filter end here; a guest gets group frames on its synthetic
 *       path.
 *   <li>The filter of a VF that vanished stays until its slot is free. What the PF brings for it
 *       was on its way to the VF and is lost as {@code vf-gone}; what other VFs send for it goes up
 *       to the PF, where the synthetic path is found.
 * </ul>
 */
final class ESwitch {

  private final MemorySegment memory;
  private final DeviceLedger ledger;
  private final Outlet uplink;
  private final VfPort[] ports;
  private final FilterTable filters = new FilterTable();
  private final BurstDealer dealer;
  private long fromUplink;
  private long fromVfs;
  private long filtered;
  private long dropped;

  /**
   * @param uplink from the PF to the virtual switch
   */
  ESwitch(Memory memory, DeviceLedger ledger, Egress uplink, int vfs) {
    this.memory = memory.segment();
    this.ledger = ledger;
    this.uplink = new Outlet(uplink);
    this.dealer = new BurstDealer(ledger);
    this.ports = new VfPort[vfs];
    for (int i = 0; i < vfs; i++) {
      ports[i] = new VfPort(i);
    }
  }

  VfPort port(int vf) {
    return ports[vf];
  }

  Outlet uplink() {
    return uplink;
  }

  /** A VF is given to a NIC; its frames go out by {@code egress}. */
  void arrive(int vf, Grant grant, Egress egress) {
    ports[vf].arrive(grant, egress);
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
    ports[vf].steer(on);
    filters.rebuild(ports);
  }

  /** Forwards a burst that the virtual switch handed to the PF; it is owned from here on. */
  void fromUplink(FrameBurst burst) {
    fromUplink += burst.size();
    var slab = burst.slab();
    dealer.begin(burst);
    long lastMac = VfPort.NOBODY;
    VfPort to = null;
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      long mac = destination(slab, slot);
      if (mac == VfPort.NOBODY) {
        continue;
      }
      if (mac != lastMac) {
        lastMac = mac;
        to = MacAddress.isGroup(mac) ? null : filters.find(mac);
      }
      if (to == null) {
        ledger.filtered(1);
        filtered++;
      } else if (to.presence() == VfPort.Presence.GONE) {
        drop(DropReason.VF_GONE);
      } else {
        give(slab, slot, to);
      }
    }
    dealer.end();
  }

  /** Forwards a burst of a VF; it is owned from here on. */
  void fromVf(int vf, FrameBurst burst) {
    var from = ports[vf];
    fromVfs += burst.size();
    if (from.presence() != VfPort.Presence.UP) {
      refuse(from, burst);
      return;
    }
    var slab = burst.slab();
    dealer.begin(burst);
    long lastMac = VfPort.NOBODY;
    VfPort to = null;
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      long mac = destination(slab, slot);
      if (mac == VfPort.NOBODY) {
        continue;
      }
      if (mac != lastMac) {
        lastMac = mac;
        to = MacAddress.isGroup(mac) ? null : filters.find(mac);
      }
      if (to == null || to.presence() == VfPort.Presence.GONE) {
        dealer.give(slot, slab.length(slot), uplink);
      } else if (to == from) {
        drop(DropReason.HAIRPIN);
      } else {
        give(slab, slot, to);
      }
    }
    dealer.end();
  }

  private void refuse(VfPort from, FrameBurst burst) {
    boolean notReady = from.presence() == VfPort.Presence.DOWN;
    ledger.dropped(notReady ? DropReason.VF_NOT_READY : DropReason.VF_GONE, burst.size());
    dropped += burst.size();
    burst.release();
  }

  private void give(FrameSlab slab, int slot, VfPort to) {
    if (to.presence() == VfPort.Presence.UP) {
      dealer.give(slot, slab.length(slot), to.outlet());
    } else {
      drop(DropReason.VF_NOT_READY);
    }
  }

  /** The destination of a frame, or {@link VfPort#NOBODY} when it was too short and is dropped. */
  private long destination(FrameSlab slab, int slot) {
    if (slab.length(slot) < Frames.ETHERNET_HEADER) {
      drop(DropReason.RUNT);
      return VfPort.NOBODY;
    }
    return memory.get(Memory.BE64, slab.address(slot)) >>> 16;
  }

  private void drop(DropReason reason) {
    ledger.dropped(reason, 1);
    dropped++;
  }

  /** Frames by way. */
  Map<String, Long> counters() {
    var counters = new TreeMap<String, Long>();
    counters.put("from-uplink-frames", fromUplink);
    counters.put("from-vf-frames", fromVfs);
    counters.put("to-uplink-frames", uplink.frames());
    counters.put("to-uplink-bytes", uplink.bytes());
    counters.put("filtered-frames", filtered);
    counters.put("dropped-frames", dropped);
    counters.put("credit-drops", uplink.dropped());
    return counters;
  }
}
