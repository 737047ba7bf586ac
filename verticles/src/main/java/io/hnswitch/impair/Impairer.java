package io.hnswitch.impair;

import static io.hnswitch.impair.WaitingFrames.NONE;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.Segmenter;
import io.hnswitch.offload.WireBytes;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * One direction of a link, with an {@link Effect}. A burst of which frames may at most be lost is
 * passed on as it is; of any other the frames are copied, and leave in bursts of its own when their
 * time has come. The slab of a burst may be shared, so nothing is changed in it.
 *
 * <p>As on a real link, a frame is first sent, which takes as long as the rate says and begins when
 * the one before it has been sent, and is then delayed. Unless they may be reordered, frames leave
 * in the order in which they came: one with less jitter waits for those before it.
 *
 * <p>Not to be called while it passes something on: its caller puts off what comes meanwhile.
 */
public final class Impairer {

  /** Nothing is to be waited for. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int BURSTS = 64;
  private static final long SECOND = 1_000_000_000L;

  private final Memory memory;
  private final MemorySegment bytes;
  private final DeviceLedger ledger;
  private final Out out;
  private final boolean sending;
  private final DropWitness witness;
  private final Luck luck;
  private final Places places;
  private final BurstPool departures;
  private final Segmenter segmenter;
  private final WireBytes wire;
  private final WaitingFrames waiting = new WaitingFrames();
  private final long[] counts = new long[ImpairAction.count()];
  private Effect effect = Effect.NONE;
  private boolean down;
  private boolean closed;
  private long sentAll;
  private long lastDue;
  private FrameBurst leaving;
  private int leavingTag;

  /** Takes what leaves. */
  @FunctionalInterface
  public interface Out {

    /**
     * Takes a burst over.
     *
     * @param tag that its frames came with
     */
    void accept(FrameBurst burst, int tag);
  }

  /**
   * @param owner runs actions on the caller's event loop
   * @param random of its own
   * @param sending whether the frames are those that the device sends
   * @param witness told of what is dropped
   * @param out gets the bursts that go
   * @param roomAgain told when frames may go that could not although it was their time
   */
  public Impairer(
      Memory memory,
      Executor owner,
      RandomGenerator random,
      DeviceLedger ledger,
      boolean sending,
      DropWitness witness,
      Out out,
      Runnable roomAgain) {
    this.memory = memory;
    this.bytes = memory.segment();
    this.ledger = ledger;
    this.sending = sending;
    this.witness = witness;
    this.out = out;
    luck = new Luck(random);
    places = new Places(memory);
    departures = BurstPool.references(BURSTS, owner, this::recycled, roomAgain);
    segmenter = new Segmenter(memory);
    wire = new WireBytes(memory);
  }

  private void recycled(FrameBurst burst) {
    var slab = burst.slab();
    for (int i = 0; i < slab.count(); i++) {
      places.free(slab.address(i));
    }
    freeIfUnused();
  }

  /** Nothing comes any more, and nothing waits: memory is given back when nobody uses it. */
  public void close() {
    closed = true;
    departures.close();
    freeIfUnused();
  }

  private void freeIfUnused() {
    if (closed && places.taken() == 0) {
      closed = false;
      memory.release(places.region(), Places.BYTES);
    }
  }

  /** First address of the memory that frames leave from. */
  public long region() {
    return places.region();
  }

  /** Bytes of that memory. */
  public long regionBytes() {
    return Places.BYTES;
  }

  /** Whether every frame goes as it comes, and none waits. */
  public boolean isIdle() {
    return !down && effect.isNone() && waiting.size() == 0;
  }

  /**
   * From the next frame on chance begins anew, with these random numbers; what waits is as it was.
   */
  public void begin(RandomGenerator random) {
    luck.begin(random);
  }

  /**
   * From now on with this effect. What waits goes by it too, in the order in which it came; without
   * a delay it may go at once. Call {@link #pump} afterwards.
   */
  public void configure(Effect next, long now) {
    effect = next;
    luck.configure(next);
    boolean inOrder = !(next.reorder() instanceof Reordering.ByJitter);
    sentAll = now;
    lastDue = now;
    waiting.replan(
        entry -> {
          long due;
          long sent = waiting.sent(entry);
          if (sent > now) {
            sent = send(now, wireBytes(entry));
            due = sent + next.delayNanos();
          } else {
            due = Math.min(waiting.due(entry), now + next.delayNanos());
          }
          if (inOrder) {
            due = Math.max(due, lastDue);
          }
          lastDue = Math.max(lastDue, due);
          waiting.reschedule(entry, due, sent);
        });
  }

  private int wireBytes(int entry) {
    return wire.of(
        waiting.address(entry), waiting.length(entry), waiting.offload(entry), waiting.vlan(entry));
  }

  /** When a frame has been sent that comes now. */
  private long send(long now, int wireBytes) {
    if (effect.rate() == Impairment.NO_RATE) {
      return now;
    }
    sentAll = Math.max(now, sentAll) + wireBytes * 8L * SECOND / effect.rate();
    return sentAll;
  }

  /** The link is down, with all that is on it, or up again. */
  public void down(boolean isDown) {
    down = isDown;
    if (isDown) {
      int frames = waiting.size();
      count(ImpairAction.LINK_DOWN, frames);
      drop(DropReason.LINK_DOWN);
    }
  }

  /**
   * Takes a burst over. Call {@link #pump} afterwards.
   *
   * @param tag 0 to 127; frames with different ones leave in different bursts
   */
  public void accept(FrameBurst burst, int tag, long now) {
    if (down) {
      count(ImpairAction.LINK_DOWN, burst.size());
      witness.dropped(sending, tag, DropReason.LINK_DOWN, burst);
      ledger.dropped(DropReason.LINK_DOWN, burst.size());
      burst.release();
      return;
    }
    if (waiting.size() == 0 && effect.isUntouched()) {
      pass(burst, tag);
      return;
    }
    int size = burst.size();
    for (int i = 0; i < size; i++) {
      frame(burst, burst.slot(i), tag, now);
    }
    burst.release();
  }

  /** Passes a burst on, without the frames that are lost. */
  private void pass(FrameBurst burst, int tag) {
    if (!effect.loss().isNone()) {
      int size = burst.size();
      int kept = 0;
      for (int i = 0; i < size; i++) {
        int slot = burst.slot(i);
        if (luck.isLost()) {
          witness.dropped(sending, tag, DropReason.IMPAIR_LOSS, burst.slab(), slot);
        } else {
          burst.set(kept++, slot);
        }
      }
      burst.truncate(kept);
      lost(size - kept);
      if (kept == 0) {
        burst.release();
        return;
      }
    }
    out.accept(burst, tag);
  }

  private void lost(int frames) {
    count(ImpairAction.LOST, frames);
    ledger.dropped(DropReason.IMPAIR_LOSS, frames);
  }

  private void frame(FrameBurst burst, int slot, int tag, long now) {
    boolean twice = luck.is(effect.duplicate());
    if (twice) {
      count(ImpairAction.DUPLICATED, 1);
      ledger.created(1);
    }
    if (luck.isLost()) {
      witness.dropped(sending, tag, DropReason.IMPAIR_LOSS, burst.slab(), slot);
      lost(1);
    } else {
      one(burst, slot, tag, now);
    }
    if (twice) {
      one(burst, slot, tag, now);
    }
  }

  /** A frame that is not lost: corrupted or not. */
  private void one(FrameBurst burst, int slot, int tag, long now) {
    var slab = burst.slab();
    boolean corrupt = luck.is(effect.corrupt());
    if (corrupt && ((int) slab.offload(slot) & Frames.TSO) != 0) {
      segments(slab, slot, tag, now);
      return;
    }
    int length = slab.length(slot);
    long place = place(length);
    if (place == Places.NONE) {
      witness.dropped(sending, tag, DropReason.IMPAIR_QUEUE_FULL, slab, slot);
      return;
    }
    MemorySegment.copy(bytes, slab.address(slot), bytes, place, length);
    long offload = slab.offload(slot);
    long hash = pair(burst.hash(slot), burst.hashInfo(slot));
    if (corrupt) {
      // Else whoever finishes the checksum would make what was corrupted right.
      if (((int) offload & Frames.CSUM_PARTIAL) != 0) {
        Checksum.complete(bytes, place, length, offload);
      }
      offload = 0;
      hash = 0;
      flip(place, length);
    }
    wait(now, tag, place, length, slab.vlan(slot), offload, hash, number(slab, slot));
  }

  /**
   * Cuts a super-frame, and corrupts one of its segments: each has its own checksum. Segments that
   * find no room are told as the one frame that they were.
   */
  private void segments(FrameSlab slab, int slot, int tag, long now) {
    long frame = slab.address(slot);
    if (segmenter.beginPlain(frame, slab.length(slot), slab.offload(slot))
        != Segmenter.Outcome.READY) {
      witness.dropped(sending, tag, DropReason.BAD_FCS, slab, slot);
      ledger.dropped(DropReason.BAD_FCS, 1);
      return;
    }
    int pieces = segmenter.pieces();
    int corrupted = luck.oneOf(pieces);
    ledger.created(pieces - 1);
    for (int i = 0; i < pieces; i++) {
      long place = place(segmenter.pieceLengthMax());
      if (place == Places.NONE) {
        witness.dropped(sending, tag, DropReason.IMPAIR_QUEUE_FULL, slab, slot);
        full(pieces - i - 1);
        return;
      }
      segmenter.next(place);
      if (i == corrupted) {
        flip(place, segmenter.length());
      }
      long number = i == 0 ? number(slab, slot) : 0;
      wait(now, tag, place, segmenter.length(), slab.vlan(slot), 0, 0, number);
    }
  }

  private static long pair(int low, int high) {
    return low & 0xffff_ffffL | (long) high << 32;
  }

  private static long number(FrameSlab slab, int slot) {
    return pair(slab.stream(slot), slab.sequence(slot));
  }

  private void flip(long place, int length) {
    long at = place + luck.oneOf(length);
    bytes.set(Memory.BYTE, at, (byte) (bytes.get(Memory.BYTE, at) ^ 1 << luck.oneOf(8)));
    count(ImpairAction.CORRUPTED, 1);
  }

  /** Room for a frame, or none, and then it is dropped. */
  private long place(int length) {
    long place = waiting.size() < effect.limit() ? places.take(length) : Places.NONE;
    if (place == Places.NONE) {
      full(1);
    }
    return place;
  }

  private void full(int frames) {
    count(ImpairAction.QUEUE_FULL, frames);
    ledger.dropped(DropReason.IMPAIR_QUEUE_FULL, frames);
  }

  private void wait(
      long now,
      int tag,
      long place,
      int length,
      int vlan,
      long offload,
      long hashInfo,
      long streamSequence) {
    long sent = now;
    long due = now;
    if (luck.isEarly()) {
      if (waiting.size() > 0) {
        count(ImpairAction.REORDERED, 1);
      }
    } else {
      sent = send(now, wire.of(place, length, offload, vlan));
      due = sent + luck.delay();
      if (!(effect.reorder() instanceof Reordering.ByJitter)) {
        due = Math.max(due, lastDue);
      } else if (due < lastDue && waiting.size() > 0) {
        count(ImpairAction.REORDERED, 1);
      }
      lastDue = Math.max(lastDue, due);
    }
    if (due > now) {
      count(ImpairAction.DELAYED, 1);
    }
    waiting.add(due, sent, tag, place, length, vlan, offload, hashInfo, streamSequence);
  }

  /**
   * Lets go what is due.
   *
   * @return nanoseconds until more is, or {@link #NEVER} when nothing waits or it is not time that
   *     lacks
   */
  public long pump(long now) {
    long wait = NEVER;
    for (int entry = waiting.first(); entry != NONE; entry = waiting.first()) {
      long due = waiting.due(entry);
      if (due > now) {
        wait = due - now;
        break;
      }
      if (!hasRoom(waiting.tag(entry), now)) {
        break;
      }
      waiting.addTo(leaving.slab(), entry);
      waiting.poll();
    }
    leave();
    return wait;
  }

  private boolean hasRoom(int tag, long now) {
    if (leaving != null && (leaving.slab().isFull() || leavingTag != tag)) {
      leave();
    }
    if (leaving == null) {
      leaving = departures.take();
      if (leaving == null) {
        return false;
      }
      leaving.slab().receivedAt(now);
      leavingTag = tag;
    }
    return true;
  }

  private void leave() {
    if (leaving != null) {
      var burst = leaving.seal();
      leaving = null;
      out.accept(burst, leavingTag);
    }
  }

  /** Frames that wait. */
  public int waiting() {
    return waiting.size();
  }

  /** Gives up what waits. */
  public void drop(DropReason reason) {
    int frames = waiting.size();
    for (int entry = waiting.first(); entry != NONE; entry = waiting.first()) {
      if (witness.isWatching()) {
        witness.dropped(
            sending,
            waiting.tag(entry),
            reason,
            waiting.address(entry),
            waiting.length(entry),
            waiting.vlan(entry));
      }
      places.free(waiting.address(entry));
      waiting.poll();
    }
    ledger.dropped(reason, frames);
  }

  private void count(ImpairAction action, int frames) {
    counts[action.ordinal()] += frames;
  }

  /** What was done so far. */
  public long count(ImpairAction action) {
    return counts[action.ordinal()];
  }

  /** Adds what was done, and what waits, by name. */
  public void countInto(Map<String, Long> view, String prefix) {
    for (int i = 0; i < counts.length; i++) {
      view.put(prefix + ImpairAction.of(i).slug(), counts[i]);
    }
    view.put(prefix + "waiting", (long) waiting.size());
  }
}
