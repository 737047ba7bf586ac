package io.hnswitch.hn;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.Segmenter;
import io.hnswitch.state.StateTree;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Does in software what frames ask for and the path cannot do: super-frames that are longer than
 * the path takes, or of a family it does not segment, are cut; checksums nobody computes are
 * finished. The usual case is that there is nothing to do, and costs one look at each frame.
 */
final class SoftwareOffload {

  private static final int BURSTS = 16;
  private static final int SLAB_BYTES = 512 << 10;
  private static final int ROOM = Frames.MAX_FRAME + 1024;

  private final Memory memory;
  private final MemorySegment bytes;
  private final Executor owner;
  private final Consumer<FrameBurst> out;
  private final Runnable pooled;
  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final Segmenter segmenter;
  private final ArrayDeque<FrameBurst> waiting = new ArrayDeque<>();
  private BurstPool pool;
  private FrameBurst filling;
  private long fill;
  private int position;
  private boolean segmenting;
  private boolean firstPiece;
  private long waitingFrames;
  private boolean noTso4;
  private boolean noTso6;
  private boolean noSum4;
  private boolean noSum6;
  private int superFrameMax;
  private int frameMax;
  private long segments;
  private long sums;

  /**
   * @param witness told of frames that cannot be cut
   * @param out gets the bursts, in order
   * @param pooled told when {@link #region} is there, before the first frame of it goes out
   */
  SoftwareOffload(
      Memory memory,
      Executor owner,
      DeviceLedger ledger,
      DropWitness witness,
      Consumer<FrameBurst> out,
      Runnable pooled) {
    this.memory = memory;
    this.bytes = memory.segment();
    this.owner = owner;
    this.ledger = ledger;
    this.witness = witness;
    this.out = out;
    this.pooled = pooled;
    this.segmenter = new Segmenter(memory);
  }

  /** What the path can do from now on. */
  void follow(NicInterface nic) {
    noTso4 = !nic.has(Offload.TSO4);
    noTso6 = !nic.has(Offload.TSO6);
    noSum4 = !nic.has(Offload.TXCSUM);
    noSum6 = !nic.has(Offload.TXCSUM_IPV6);
    superFrameMax = nic.superFrameMax();
    frameMax = nic.frameMax();
  }

  /** Passes a burst on, with everything done that has to be. */
  void accept(FrameBurst burst) {
    if (waiting.isEmpty() && isFit(burst)) {
      out.accept(burst);
      return;
    }
    waiting.add(burst);
    waitingFrames += burst.size();
    pump();
  }

  private boolean isFit(FrameBurst burst) {
    var slab = burst.slab();
    int size = burst.size();
    for (int i = 0; i < size; i++) {
      int slot = burst.slot(i);
      int flags = (int) slab.offload(slot);
      if ((flags & (Frames.TSO | Frames.CSUM_PARTIAL)) != 0 && !isFit(slab, slot, flags)) {
        return false;
      }
    }
    return true;
  }

  private boolean isFit(FrameSlab slab, int slot, int flags) {
    if ((flags & Frames.TSO) != 0) {
      boolean lacks = (flags & Frames.TSO4) != 0 ? noTso4 : noTso6;
      return !lacks && slab.length(slot) <= superFrameMax;
    }
    return !(noSum4 || noSum6) || !lacksSum(slab.address(slot));
  }

  private boolean lacksSum(long frame) {
    return isIpv6(frame) ? noSum6 : noSum4;
  }

  private boolean isIpv6(long frame) {
    short type = bytes.get(Memory.BE16, frame + 12);
    return type == (short) 0x86dd
        || type == (short) 0x8100 && bytes.get(Memory.BE16, frame + 16) == (short) 0x86dd;
  }

  long held() {
    return waitingFrames + (filling == null ? 0 : filling.slab().count());
  }

  /** Goes on with what waited for a slab. */
  void pump() {
    while (!waiting.isEmpty()) {
      var burst = waiting.peek();
      if (position == 0 && !segmenting && filling == null && isFit(burst)) {
        waiting.poll();
        waitingFrames -= burst.size();
        out.accept(burst);
        continue;
      }
      if (!refit(burst)) {
        break;
      }
      waiting.poll();
      position = 0;
      burst.release();
    }
    send();
  }

  private boolean refit(FrameBurst burst) {
    var slab = burst.slab();
    int size = burst.size();
    while (position < size) {
      int slot = burst.slot(position);
      if (!refit(slab, slot)) {
        return false;
      }
      position++;
    }
    return true;
  }

  private boolean refit(FrameSlab slab, int slot) {
    int flags = (int) slab.offload(slot);
    if ((flags & Frames.TSO) != 0 && (segmenting || !isFit(slab, slot, flags))) {
      return segments(slab, slot, flags);
    }
    if (!room()) {
      return false;
    }
    int length = slab.length(slot);
    long offload = slab.offload(slot);
    MemorySegment.copy(bytes, slab.address(slot), bytes, fill, length);
    if ((flags & Frames.CSUM_PARTIAL) != 0 && (flags & Frames.TSO) == 0 && lacksSum(fill)) {
      Checksum.complete(bytes, fill, length, offload);
      offload = 0;
      sums++;
    }
    add(slab, slot, fill, length, offload, true);
    waitingFrames--;
    return true;
  }

  private boolean segments(FrameSlab slab, int slot, int flags) {
    if (!segmenting) {
      boolean lacks = (flags & Frames.TSO4) != 0 ? noTso4 : noTso6;
      boolean full = (flags & Frames.TSO4) != 0 ? noSum4 : noSum6;
      int most = lacks ? segmentMax(slab, slot) : superFrameMax;
      if (segmenter.begin(slab.address(slot), slab.length(slot), slab.offload(slot), most, full)
          != Segmenter.Outcome.READY) {
        witness.dropped(true, 0, DropReason.BAD_FCS, slab, slot);
        ledger.dropped(DropReason.BAD_FCS, 1);
        waitingFrames--;
        return true;
      }
      segmenting = true;
      firstPiece = true;
      ledger.created(segmenter.pieces() - 1);
      waitingFrames += segmenter.pieces() - 1;
    }
    while (room()) {
      if (!segmenter.next(fill)) {
        segmenting = false;
        return true;
      }
      add(slab, slot, fill, segmenter.length(), segmenter.offload(), firstPiece);
      firstPiece = false;
      waitingFrames--;
      segments++;
    }
    return false;
  }

  /** Bytes of one plain segment: a longer piece would be a super-frame again. */
  private int segmentMax(FrameSlab slab, int slot) {
    return Math.min(
        frameMax, PlainSegment.lengthMax(bytes, slab.address(slot), slab.offload(slot)));
  }

  private void add(FrameSlab from, int slot, long at, int length, long offload, boolean numbered) {
    var slab = filling.slab();
    int to = slab.add(at, length, offload);
    slab.vlan(to, from.vlan(slot));
    slab.hash(to, from.hash(slot), from.hashInfo(slot));
    if (numbered) {
      slab.mark(to, from.stream(slot), from.sequence(slot));
    }
    fill = at + length + Frames.HEADROOM + 63 & -64;
  }

  private boolean room() {
    if (filling != null
        && (filling.slab().isFull()
            || fill + ROOM > filling.slab().region() + filling.slab().regionBytes())) {
      send();
    }
    if (filling == null) {
      if (pool == null) {
        pool = BurstPool.slabs(memory, BURSTS, SLAB_BYTES, owner, this::pump);
        pooled.run();
      }
      filling = pool.take();
      if (filling == null) {
        return false;
      }
      fill = filling.slab().region() + 64;
    }
    return true;
  }

  private void send() {
    var burst = filling;
    if (burst != null) {
      filling = null;
      if (burst.slab().count() == 0) {
        burst.release();
      } else {
        out.accept(burst.seal());
      }
    }
  }

  /** The memory of the slabs; 0 as long as there are none. */
  long region() {
    return pool == null ? 0 : pool.region();
  }

  long regionBytes() {
    return pool == null ? 0 : pool.regionBytes();
  }

  /** Gives up what waits. */
  void drop(DropReason reason) {
    if (held() > 0) {
      ledger.dropped(reason, (int) held());
    }
    while (!waiting.isEmpty()) {
      waiting.poll().release();
    }
    waitingFrames = 0;
    position = 0;
    segmenting = false;
    if (filling != null) {
      filling.release();
      filling = null;
    }
  }

  void close() {
    if (pool != null) {
      pool.close();
    }
  }

  void save(StateTree.Writer into) {
    into.number("segments", segments).number("checksums", sums);
  }

  void restore(StateTree.Reader from) {
    segments = from.count("segments");
    sums = from.count("checksums");
  }

  long segments() {
    return segments;
  }

  long sums() {
    return sums;
  }
}
