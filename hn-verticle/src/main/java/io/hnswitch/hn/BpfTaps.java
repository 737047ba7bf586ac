package io.hnswitch.hn;

import io.hnswitch.capture.FrameRing;
import io.hnswitch.control.CaptureView;
import io.hnswitch.control.CapturedFrames;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.time.Timers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The BPF listeners of one hn: each sees every frame of both paths once. Received frames are tapped
 * when hn accepts them, transmitted ones when hn hands them to a path, whatever becomes of them
 * there. With accurate BPF a frame for the VF waits as a copy for the VF's word, and one that the
 * VF refused is not shown (section 12.1 of the reference).
 *
 * <p>Copies wait in one bounded ring, in the order of their bursts. When it has no room for a
 * burst, its frames are shown at once. A burst without a word, because it was lost before the VF
 * had it, is given up with the word about a later one.
 */
final class BpfTaps {

  static final int CAPTURES_MAX = 4;
  static final int READ_FRAMES_MAX = 1000;
  private static final int READ_BYTES_MAX = 1 << 20;
  private static final int PENDING_BYTES = 4 << 20;
  private static final int PLACE_BITS = 8;
  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
  private static final long MICROS_PER_MILLI = 1000;
  private static final long NANOS_PER_MICRO = 1000;

  private final NicId nic;
  private final Memory memory;
  private final Timers timers;
  private final long beginMicros;

  /** Null when there are none, so that the frame path looks at nothing else. */
  private Listener[] listeners;

  private boolean accurate;
  private long pendingAddress;
  private FrameRing pending;
  private long receipts;

  /**
   * Who looks on.
   *
   * @param since what waited for the VF's word before is not its
   */
  private record Listener(
      String id, int snap, int bytes, long address, FrameRing ring, long since) {}

  BpfTaps(NicId nic, Memory memory, Timers timers) {
    this.nic = nic;
    this.memory = memory;
    this.timers = timers;
    this.beginMicros = timers.epochMillis() * MICROS_PER_MILLI - timers.nanos() / NANOS_PER_MICRO;
  }

  // Frames.

  /** hn has accepted a burst. */
  void received(FrameBurst burst, boolean byVf) {
    if (listeners != null) {
      show(burst, false, byVf ? Datapath.VF : Datapath.SYNTHETIC);
    }
  }

  /** hn is about to hand a burst to the channel. */
  void toChannel(FrameBurst burst) {
    if (listeners != null) {
      show(burst, true, Datapath.SYNTHETIC);
    }
  }

  /** hn is about to hand a burst to the VF. */
  void toVf(FrameBurst burst) {
    if (listeners == null) {
      return;
    }
    if (pending != null && pending.hasRoom(burst.size(), bytes(burst))) {
      long receipt = ++receipts;
      burst.receipt(receipt);
      add(pending, burst, micros(), receipt << PLACE_BITS, true, Datapath.VF);
    } else {
      show(burst, true, Datapath.VF);
    }
  }

  private void show(FrameBurst burst, boolean transmitted, Datapath path) {
    long micros = micros();
    for (var listener : listeners) {
      add(listener.ring, burst, micros, 0, transmitted, path);
    }
  }

  private static void add(
      FrameRing ring, FrameBurst burst, long micros, long tag, boolean transmitted, Datapath path) {
    var slab = burst.slab();
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      ring.add(
          micros,
          tag | i,
          transmitted,
          path,
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

  private long micros() {
    return beginMicros + timers.nanos() / NANOS_PER_MICRO;
  }

  // Accurate BPF.

  /** The sysctl {@code vf_xpnt_accbpf}. */
  void accurate(boolean on) {
    accurate = on;
    if (on) {
      openPending();
    } else {
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
    long of = pending.oldestTag() >>> PLACE_BITS;
    for (var listener : listeners) {
      if (listener.since < of) {
        listener.ring.addOldestOf(pending);
      }
    }
    pending.removeOldest();
  }

  private void openPending() {
    if (accurate && listeners != null && pending == null) {
      try {
        pendingAddress = memory.allocate(PENDING_BYTES);
      } catch (OutOfMemoryError none) {
        return; // No copy is possible: frames are shown before the VF has them.
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

  // Control.

  /** The answer to a request. */
  Object on(NicControl.Capture request) {
    return switch (request) {
      case NicControl.StartCapture(var id, int snaplen, long ring) -> start(id, snaplen, ring);
      case NicControl.StopCapture(var id) -> stop(id);
      case NicControl.DescribeCapture(var id) ->
          find(id).<Object>map(this::view).orElseGet(() -> unknown(id));
      case NicControl.ReadCapture(var id, long from, int max) ->
          max < 1 || max > READ_FRAMES_MAX || from < 0
              ? invalid("frames are read 1 to " + READ_FRAMES_MAX + " at once, from 0 on")
              : find(id)
                  .<Object>map(listener -> read(listener, from, max))
                  .orElseGet(() -> unknown(id));
    };
  }

  private Outcome start(String id, int snap, long bytes) {
    if (snap < FrameRing.SNAP_MIN || snap > FrameRing.SNAP_MAX) {
      return invalid(
          "snaplen is " + FrameRing.SNAP_MIN + " to " + FrameRing.SNAP_MAX + ", not " + snap);
    }
    if (bytes < FrameRing.BYTES_MIN || bytes > FrameRing.BYTES_MAX) {
      return invalid("a ring has 64KiB to 64MiB, not " + bytes + " bytes");
    }
    if (find(id).isPresent()) {
      return Outcome.refused(Refusal.STATE_CONFLICT, nic + " has a capture " + id + " already");
    }
    int count = listeners == null ? 0 : listeners.length;
    if (count == CAPTURES_MAX) {
      return Outcome.refused(
          Refusal.STATE_CONFLICT, nic + " has " + CAPTURES_MAX + " captures, the most it may have");
    }
    long address;
    try {
      address = memory.allocate(bytes);
    } catch (OutOfMemoryError e) {
      return Outcome.refused(Refusal.STATE_CONFLICT, nic + ": " + e.getMessage());
    }
    var ring = new FrameRing(memory, address, (int) bytes, snap);
    var all = count == 0 ? new Listener[1] : Arrays.copyOf(listeners, count + 1);
    all[count] = new Listener(id, snap, (int) bytes, address, ring, receipts);
    listeners = all;
    openPending();
    return Outcome.DONE;
  }

  private Outcome stop(String id) {
    var found = find(id);
    if (found.isEmpty()) {
      return unknown(id);
    }
    var gone = found.get();
    var left = Arrays.stream(listeners).filter(one -> one != gone).toArray(Listener[]::new);
    listeners = left.length == 0 ? null : left;
    memory.release(gone.address, gone.bytes);
    if (listeners == null) {
      closePending();
    }
    return Outcome.DONE;
  }

  /** hn goes, and all listeners with it. */
  void close() {
    while (listeners != null) {
      stop(listeners[0].id);
    }
  }

  private Optional<Listener> find(String id) {
    return listeners == null
        ? Optional.empty()
        : Arrays.stream(listeners).filter(one -> one.id.equals(id)).findFirst();
  }

  private CaptureView view(Listener of) {
    var ring = of.ring;
    return new CaptureView(
        of.id, nic, of.snap, of.bytes, ring.oldest(), ring.next(), ring.overwritten());
  }

  private CapturedFrames read(Listener of, long from, int max) {
    var frames = of.ring.read(from, max, READ_BYTES_MAX);
    long next = frames.isEmpty() ? Math.max(from, of.ring.oldest()) : frames.getLast().number() + 1;
    return new CapturedFrames(view(of), Math.max(0, of.ring.oldest() - from), next, frames);
  }

  private Outcome unknown(String id) {
    return Outcome.refused(Refusal.NOT_FOUND, nic + " has no capture " + id);
  }

  private Outcome invalid(String detail) {
    return Outcome.refused(Refusal.INVALID_VALUE, nic + ": " + detail);
  }
}
