package io.hnswitch.vf;

import io.hnswitch.control.Datapath;
import io.hnswitch.control.NicControl;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSize;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.Offload;
import io.hnswitch.policy.PolicySlot;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Takes out of a burst what a VF cannot pass on: everything when its hardware is gone or its
 * interface is not up, frames longer than its MTU, super-frames above its limits. The burst's list
 * is shortened in place.
 */
final class VfFrames {

  private final MemorySegment memory;
  private final DeviceLedger ledger;
  private final VfMachine machine;
  private final VfSettings settings;
  private final BooleanSupplier shown;
  private final PolicySlot policy;
  private final LongSupplier nanos;
  private long transmitted;
  private long transmittedBytes;
  private long transmitDrops;
  private long received;
  private long receivedBytes;
  private long receiveDrops;
  private DropReason lostReason;
  private int lostFrames;
  private int lostGroups;
  private long lostBytes;
  private final List<Integer> lostPlaces = new ArrayList<>();

  /**
   * @param policy of the NIC's port, which has what is refused
   * @param shown whether the VF has an interface of its own
   * @param nanos the time
   */
  VfFrames(
      Memory memory,
      DeviceLedger ledger,
      VfMachine machine,
      VfSettings settings,
      PolicySlot policy,
      BooleanSupplier shown,
      LongSupplier nanos) {
    this.memory = memory.segment();
    this.ledger = ledger;
    this.machine = machine;
    this.settings = settings;
    this.policy = policy;
    this.shown = shown;
    this.nanos = nanos;
  }

  /** Keeps of a burst to the adapter what the VF can send; says whether anything is left. */
  boolean keepTransmittable(FrameBurst burst) {
    lostFrames = 0;
    lostGroups = 0;
    lostBytes = 0;
    lostPlaces.clear();
    transmittedBytes += keep(burst, true);
    transmitted += burst.size();
    transmitDrops += lostFrames;
    return burst.size() > 0;
  }

  /** What of the last burst to the adapter did not leave, for the hn that sent it. */
  Optional<NicControl.VfNotSent> notSent() {
    return lostFrames == 0
        ? Optional.empty()
        : Optional.of(
            new NicControl.VfNotSent(settings.id(), lostReason, lostFrames, lostGroups, lostBytes));
  }

  /** What hn asked to hear of the last burst to the adapter. */
  NicControl.VfTook took(long receipt) {
    return new NicControl.VfTook(settings.id(), receipt, lostPlaces);
  }

  /** Keeps of a burst from the adapter what the VF takes; says whether anything is left. */
  boolean keepReceivable(FrameBurst burst) {
    lostFrames = 0;
    receivedBytes += keep(burst, false);
    received += burst.size();
    receiveDrops += lostFrames;
    return burst.size() > 0;
  }

  /**
   * Keeps of a burst that came by the channel of hn what the VF's own interface takes: all of it,
   * or nothing. What a VF that is not up misses is no drop of its own (section 26 of the
   * reference).
   */
  boolean keepRedirected(FrameBurst burst) {
    boolean takes = machine.isUp() && shown.getAsBoolean();
    if (takes) {
      received += burst.size();
      receivedBytes += bytes(burst);
    } else {
      boolean gone = machine.state() == VfMachine.State.VANISHED;
      loseAll(burst, gone ? DropReason.VF_GONE : silentReason(), false);
    }
    return takes;
  }

  private DropReason silentReason() {
    return machine.isUp() ? DropReason.NO_OWNER : DropReason.VF_NOT_READY;
  }

  private static long bytes(FrameBurst burst) {
    var slab = burst.slab();
    long bytes = 0;
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      bytes += slab.length(burst.slot(i));
    }
    return bytes;
  }

  private long keep(FrameBurst burst, boolean transmit) {
    if (!machine.isUp()) {
      boolean gone = machine.state() == VfMachine.State.VANISHED;
      return loseAll(burst, gone ? DropReason.VF_GONE : DropReason.VF_NOT_READY, transmit);
    }
    if (!transmit && machine.managedBy().isEmpty() && !shown.getAsBoolean()) {
      // The VF's own interface has nobody behind it.
      return loseAll(burst, DropReason.NO_OWNER, transmit);
    }
    var slab = burst.slab();
    int mtu = machine.mtu();
    int untagged = mtu + Frames.ETHERNET_HEADER;
    long bytes = 0;
    int kept = 0;
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      int length = slab.length(slot);
      if (length <= untagged || fitsOtherwise(slab, slot, length, mtu, transmit)) {
        bytes += length;
        burst.set(kept++, slot);
      } else {
        lose(burst, i, DropReason.OVERSIZE, length, transmit);
        refuse(slab, slot, length, transmit);
      }
    }
    burst.truncate(kept);
    return bytes;
  }

  private int loseAll(FrameBurst burst, DropReason reason, boolean transmit) {
    var slab = burst.slab();
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      lose(burst, i, reason, slab.length(burst.slot(i)), transmit);
    }
    burst.truncate(0);
    return 0;
  }

  private void lose(FrameBurst burst, int place, DropReason reason, int length, boolean transmit) {
    policy
        .point()
        .dropped(burst.slab(), burst.slot(place), transmit, Datapath.VF, reason, ledger.device());
    if (burst.receipt() != 0) {
      lostPlaces.add(place);
    }
    ledger.dropped(reason, 1);
    lostReason = reason;
    lostFrames++;
    lostBytes += length;
    long to = MacAddress.destination(memory, burst.slab().address(burst.slot(place)));
    if (MacAddress.isGroup(to) && to != MacAddress.BROADCAST.value()) {
      lostGroups++;
    }
  }

  /** What the port refuses of a frame that is too long, whichever path it takes. */
  private void refuse(FrameSlab slab, int slot, int length, boolean transmit) {
    var refusals = policy.refusals();
    if (transmit) {
      refusals.fromGuest(DropReason.OVERSIZE, slab.address(slot), length, nanos.getAsLong());
    } else {
      refusals.toGuest(DropReason.OVERSIZE);
    }
  }

  private boolean fitsOtherwise(FrameSlab slab, int slot, int length, int mtu, boolean transmit) {
    int flags = Frames.flags(slab.offload(slot));
    if ((flags & Frames.TSO) != 0) {
      return length <= Frames.MAX_FRAME && (!transmit || takesSuperFrame(flags, length));
    }
    return !FrameSize.isOversize(memory, slab.address(slot), length, mtu);
  }

  private boolean takesSuperFrame(int flags, int length) {
    var kind = (flags & Frames.TSO4) != 0 ? Offload.TSO4 : Offload.TSO6;
    return settings.capabilities().has(kind) && length <= settings.tso().frameMax();
  }

  /** By the names people see. */
  Map<String, Long> counters() {
    var counters = new TreeMap<String, Long>();
    counters.put("tx-frames", transmitted);
    counters.put("tx-bytes", transmittedBytes);
    counters.put("tx-drops", transmitDrops);
    counters.put("rx-frames", received);
    counters.put("rx-bytes", receivedBytes);
    counters.put("rx-drops", receiveDrops);
    return counters;
  }
}
