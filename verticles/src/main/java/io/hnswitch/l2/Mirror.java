package io.hnswitch.l2;

import io.hnswitch.capture.filter.FrameFilter;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.SwitchView;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.lab.MirrorSpec;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.metrics.Reading;
import io.hnswitch.policy.FrameTap;
import io.hnswitch.policy.PortPolicies;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Copies frames of some ports to another one. A copy is a frame of its own, in memory of the
 * mirror's own: who sent the original is never waited for, and never waits. What the destination is
 * too slow for is dropped as {@code credit-exhausted}, what has no port to go to as {@code
 * link-down}. Copies do not pass the switch, so no mirror sees them.
 *
 * <p>The taps are at the ports' {@linkplain io.hnswitch.policy.PolicySlot slots}, where the virtual
 * switch and the embedded switch of an adapter find them. Copies leave behind the burst whose
 * frames they are of. For the lab's event loop.
 */
final class Mirror implements FrameTap {

  private static final int BURSTS = 8;
  private static final int SLAB_BYTES = 256 << 10;
  private static final int ALIGN = 8;
  private static final int TCI_MASK = 0xffff;

  private final MirrorSpec spec;
  private final MemorySegment memory;
  private final DeviceLedger ledger;
  private final Executor owner;
  private final Function<String, SwitchPort> ports;
  private final FrameFilter filter;
  private final BurstPool pool;
  private final Runnable flush = this::flush;
  private FrameBurst filling;
  private long at;
  private boolean waits;
  private long frames;
  private long bytes;
  private long dropped;
  private long skipped;

  Mirror(
      MirrorSpec spec,
      Memory memory,
      DeviceLedger ledger,
      Executor owner,
      Function<String, SwitchPort> ports) {
    this.spec = spec;
    this.memory = memory.segment();
    this.ledger = ledger;
    this.owner = owner;
    this.ports = ports;
    this.filter = FrameFilter.of(spec.filter().text());
    this.pool = BurstPool.slabs(memory, BURSTS, SLAB_BYTES, owner, () -> {});
  }

  /** From now on frames are copied. */
  void open(PortPolicies slots) {
    for (var nic : spec.source()) {
      slots.addTap(nic, this, spec.direction().sent(), spec.direction().got());
    }
    slots.monitor(spec.to(), 1);
  }

  /** No frame is copied any more; what was copied goes. */
  void close(PortPolicies slots) {
    spec.source().forEach(nic -> slots.removeTap(nic, this));
    slots.monitor(spec.to(), -1);
    flush();
    pool.close();
  }

  MirrorSpec spec() {
    return spec;
  }

  long held() {
    return filling == null ? 0 : filling.slab().count();
  }

  @Override
  public void pass(FrameSlab slab, int slot, boolean sent, Datapath path) {
    long frame = slab.address(slot);
    int length = slab.length(slot);
    int tag = slab.vlan(slot);
    if (tag != Frames.NO_VLAN) {
      tag &= TCI_MASK;
    }
    if (!filter.fits(memory, frame, length, tag)) {
      skipped++;
      return;
    }
    ledger.created(1);
    int kept = Math.min(length, spec.snaplen());
    if (!hasRoom(kept)) {
      ledger.dropped(DropReason.CREDIT_EXHAUSTED, 1);
      dropped++;
      return;
    }
    MemorySegment.copy(memory, frame, memory, at, kept);
    // One that is cut is nothing that anybody could finish.
    int copy = filling.slab().add(at, kept, kept < length ? 0 : slab.offload(slot));
    filling.slab().vlan(copy, tag);
    at = at + kept + Frames.HEADROOM + ALIGN - 1 & -ALIGN;
    bytes += kept;
    if (!waits) {
      waits = true;
      owner.execute(flush);
    }
  }

  private boolean hasRoom(int length) {
    if (filling != null) {
      var slab = filling.slab();
      if (!slab.isFull() && at + length <= slab.region() + slab.regionBytes()) {
        return true;
      }
      send();
    }
    filling = pool.take();
    if (filling == null) {
      return false;
    }
    at = filling.slab().region() + Frames.HEADROOM;
    return true;
  }

  private void flush() {
    waits = false;
    if (filling != null) {
      send();
    }
  }

  private void send() {
    var burst = filling.seal();
    filling = null;
    var port = ports.apply(spec.to().toString());
    if (port == null) {
      ledger.dropped(DropReason.LINK_DOWN, burst.size());
      dropped += burst.size();
      burst.release();
      return;
    }
    int size = burst.size();
    var outlet = port.outlet();
    outlet.frames += size;
    for (int i = 0; i < size; i++) {
      outlet.bytes += burst.slab().length(burst.slot(i));
    }
    frames += size;
    outlet.egress().send(burst);
  }

  Reading.Mirror reading(String virtualSwitch) {
    return new Reading.Mirror(
        virtualSwitch, spec.name(), new Reading.Traffic(frames, bytes), skipped, dropped);
  }

  SwitchView.Mirror view() {
    return new SwitchView.Mirror(
        spec.name(),
        spec.source(),
        spec.direction(),
        spec.to(),
        spec.filter().text(),
        spec.snaplen(),
        frames,
        bytes,
        dropped);
  }
}
