package io.hnswitch.hn;

import io.hnswitch.capture.CapturePoint;
import io.hnswitch.capture.Captures;
import io.hnswitch.capture.FrameRing;
import io.hnswitch.control.Datapath;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.time.Timers;
import java.util.List;

/**
 * What the BPF listeners of one hn, its {@linkplain io.hnswitch.capture.Captures captures}, see:
 * every frame of both paths once. Received frames are tapped when hn accepts them, transmitted ones
 * when hn hands them to a path, whatever becomes of them there. With accurate BPF a frame for the
 * VF waits as a copy for the VF's word, and one that the VF refused is not shown (section 12.1 of
 * the reference).
 *
 * <p>Copies wait in one bounded ring, in the order of their bursts. When it has no room for a
 * burst, its frames are shown at once. A burst without a word, because it was lost before the VF
 * had it, is given up with the word about a later one.
 */
final class BpfTaps {

  private static final int PENDING_BYTES = 4 << 20;
  private static final int PLACE_BITS = 8;
  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
  private static final long MICROS_PER_MILLI = 1000;
  private static final long NANOS_PER_MICRO = 1000;

  private final Memory memory;
  private final Timers timers;
  private final CapturePoint point;
  private final String device;
  private final long beginMicros;
  private boolean accurate;
  private boolean noRoom;
  private long pendingAddress;
  private FrameRing pending;
  private long receipts;

  BpfTaps(NicId nic, Memory memory, Captures captures, Timers timers) {
    this.memory = memory;
    this.timers = timers;
    this.point = captures.point(nic);
    point.path(Datapath.SYNTHETIC);
    this.device = "hn " + nic;
    this.beginMicros = timers.epochMillis() * MICROS_PER_MILLI - timers.nanos() / NANOS_PER_MICRO;
  }

  // Frames.

  /** hn has accepted a burst. */
  void received(FrameBurst burst, boolean byVf) {
    if (point.isWatched()) {
      point.passed(burst, false, byVf ? Datapath.VF : Datapath.SYNTHETIC, device);
    }
  }

  /** hn is about to hand a burst to the channel. */
  void toChannel(FrameBurst burst) {
    if (point.isWatched()) {
      point.passed(burst, true, Datapath.SYNTHETIC, device);
    }
  }

  /** hn is about to hand a burst to the VF. */
  void toVf(FrameBurst burst) {
    if (!point.isWatched()) {
      closePending();
      return;
    }
    openPending();
    if (pending != null && pending.hasRoom(burst.size(), bytes(burst))) {
      long receipt = ++receipts;
      burst.receipt(receipt);
      wait(burst, receipt << PLACE_BITS);
    } else {
      point.passed(burst, true, Datapath.VF, device);
    }
  }

  /** hn drops a burst. */
  void dropped(FrameBurst burst, boolean transmitted, Datapath path, DropReason reason) {
    point.dropped(burst, transmitted, path, reason, device);
  }

  /** The NIC's frames take another path now. */
  void pathChanged(Datapath now) {
    point.path(now);
    point.pathChanged();
  }

  private void wait(FrameBurst burst, long tag) {
    var slab = burst.slab();
    long micros = beginMicros + timers.nanos() / NANOS_PER_MICRO;
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      pending.add(
          micros,
          tag | i,
          true,
          Datapath.VF,
          slab.address(slot),
          slab.length(slot),
          slab.vlan(slot));
    }
  }

  private static long bytes(FrameBurst burst) {
    var slab = burst.slab();
    long sum = 0;
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      sum += slab.length(burst.slot(i));
    }
    return sum;
  }

  // Accurate BPF.

  /** The sysctl {@code vf_xpnt_accbpf}. */
  void accurate(boolean on) {
    accurate = on;
    noRoom = false;
    if (!on) {
      // Whatever the VF will say: without accurate BPF all that was handed to it is shown.
      while (pending != null && !pending.isEmpty()) {
        showOldest();
      }
      closePending();
    }
  }

  /** The VF's word. */
  void vfTook(long receipt, List<Integer> refused) {
    while (pending != null && !pending.isEmpty()) {
      long tag = pending.oldestTag();
      long of = tag >>> PLACE_BITS;
      if (of > receipt) {
        return;
      }
      if (of == receipt && !refused.contains((int) tag & PLACE_MASK)) {
        showOldest();
      } else {
        pending.removeOldest();
      }
    }
  }

  private void showOldest() {
    point.passed(pending, device);
    pending.removeOldest();
  }

  /** Only while somebody looks on; and after one refusal no more, as each would cost a burst. */
  private void openPending() {
    if (accurate && pending == null && !noRoom) {
      try {
        pendingAddress = memory.allocate(PENDING_BYTES);
      } catch (OutOfMemoryError none) {
        noRoom = true; // No copy is possible: frames are shown before the VF has them.
        return;
      }
      pending = new FrameRing(memory, pendingAddress, PENDING_BYTES, FrameRing.SNAP_MAX);
    }
  }

  private void closePending() {
    if (pending != null) {
      pending = null;
      memory.release(pendingAddress, PENDING_BYTES);
    }
  }

  /** hn goes; its captures stay. */
  void close() {
    closePending();
  }
}
