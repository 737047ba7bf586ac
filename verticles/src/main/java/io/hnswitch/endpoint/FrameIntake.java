package io.hnswitch.endpoint;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.ledger.StreamMarks;
import java.lang.foreign.MemorySegment;

/**
 * What happens to each frame that comes from outside: it has entered, is looked at, gets its number
 * and a slot in a slab, or is dropped.
 */
final class FrameIntake {

  private final MemorySegment bytes;
  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final boolean sending;
  private final StreamMarks marks;
  private final long[] dropped = new long[DropReason.count()];
  private long frames;
  private long octets;
  private long truncated;
  private long malformed;

  /**
   * @param witness told of what is dropped
   * @param sending whether who is looked on at sends these frames, as a NIC's guest does; an
   *     adapter gets them by its wire
   */
  FrameIntake(
      MemorySegment bytes,
      DeviceLedger ledger,
      DropWitness witness,
      boolean sending,
      StreamMarks marks) {
    this.bytes = bytes;
    this.ledger = ledger;
    this.witness = witness;
    this.sending = sending;
    this.marks = marks;
  }

  /**
   * Adds a frame that may have its tag inside.
   *
   * @param length as it was on its way; more than {@link Frames#MAX_FRAME} when it did not fit
   * @param offload as for the frame with its tag
   * @return false when it was dropped
   */
  boolean add(FrameSlab slab, long at, int length, long offload) {
    if (!enters(at, length)) {
      return false;
    }
    int slot = VlanTags.add(bytes, slab, at, length, offload);
    if (slot == VlanTags.MALFORMED) {
      malformed++;
      drop(DropReason.VLAN_MALFORMED, at, length);
      return false;
    }
    mark(slab, slot);
    return true;
  }

  /**
   * Adds a frame whose tag was told beside it; another one that is in it stays there.
   *
   * @param tag or {@link Frames#NO_VLAN}
   * @return false when it was dropped
   */
  boolean addTagged(FrameSlab slab, long at, int length, long offload, int tag) {
    if (tag == Frames.NO_VLAN) {
      return add(slab, at, length, offload);
    }
    if (!enters(at, length)) {
      return false;
    }
    int slot = slab.add(at, length, offload);
    slab.vlan(slot, tag);
    mark(slab, slot);
    return true;
  }

  /** One that entered, but says of itself what cannot be. */
  void malformed(long at, int length) {
    ledger.entered(1);
    malformed++;
    drop(DropReason.BAD_FCS, at, length);
  }

  /** The same, when it is not here. */
  void malformed() {
    ledger.entered(1);
    malformed++;
    drop(DropReason.BAD_FCS);
  }

  /** Whether something can be a frame by its length. */
  static boolean isFrame(int length) {
    return length >= Frames.ETHERNET_HEADER && length <= Frames.MAX_FRAME;
  }

  private boolean enters(long at, int length) {
    ledger.entered(1);
    if (isFrame(length)) {
      return true;
    }
    truncated++;
    var reason = length < Frames.ETHERNET_HEADER ? DropReason.RUNT : DropReason.OVERSIZE;
    // Of one that is too long as much is here as there was room for.
    drop(reason, at, Math.clamp(length, 0, Frames.MAX_FRAME + 1));
    return false;
  }

  private void drop(DropReason reason, long at, int length) {
    if (witness.isWatching()) {
      witness.dropped(sending, 0, reason, at, length, Frames.NO_VLAN);
    }
    drop(reason);
  }

  private void drop(DropReason reason) {
    dropped[reason.ordinal()]++;
    ledger.dropped(reason, 1);
  }

  private void mark(FrameSlab slab, int slot) {
    frames++;
    octets += slab.length(slot);
    int stream = marks.next(MacAddress.destination(bytes, slab.address(slot)));
    if (stream != 0) {
      slab.mark(slot, stream, marks.sequence());
    }
  }

  /** Goes on from the counts of another place. */
  void restore(long malformedFrames, long truncatedFrames) {
    malformed = malformedFrames;
    truncated = truncatedFrames;
  }

  /** Frames that were taken. */
  long frames() {
    return frames;
  }

  /** Their bytes, without tags. */
  long octets() {
    return octets;
  }

  /** Frames that ended here for a reason. */
  long dropped(DropReason reason) {
    return dropped[reason.ordinal()];
  }

  /** Frames that were too short or too long. */
  long truncatedFrames() {
    return truncated;
  }

  /** Frames that contradicted themselves. */
  long malformedFrames() {
    return malformed;
  }
}
