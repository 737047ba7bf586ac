package io.hnswitch.offload;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import java.lang.foreign.MemorySegment;

/**
 * Makes of frames what is understood outside, where nobody has a word for what is left to do on
 * one: super-frames are cut, checksums finished, tags written. A frame with nothing left to do goes
 * on from where it is; any other is made in a place of its own, as others may have the same frame.
 * Nothing is allocated.
 */
public final class PlainFrames implements AutoCloseable {

  private static final int TAG = 4;
  private static final int ADDRESSES = 12;
  private static final int VLAN = 0x8100;

  /** A frame stands behind room for a header, and a tag may go in front of its type. */
  private static final int ROOM = Frames.HEADROOM + TAG;

  private static final int BYTES =
      (ROOM + Frames.MAX_FRAME + Memory.PAGE - 1) / Memory.PAGE * Memory.PAGE;

  /** Gets the frames, one after the other. */
  public interface Sink {

    /**
     * A frame on which nothing is left to do. It stays as it is until this returns; the {@link
     * Frames#HEADROOM} bytes in front of it may be written.
     */
    void plain(long address, int length);

    /** A frame of a slab, of which none can be made. */
    void damaged(FrameSlab slab, int slot);
  }

  private final Memory memory;
  private final MemorySegment bytes;
  private final DeviceLedger ledger;
  private final Sink sink;
  private final Segmenter segmenter;
  private final long place;
  private long cut;
  private long checksums;

  /**
   * @param ledger where segments count as created
   */
  public PlainFrames(Memory memory, DeviceLedger ledger, Sink sink) {
    this.memory = memory;
    this.bytes = memory.segment();
    this.ledger = ledger;
    this.sink = sink;
    this.segmenter = new Segmenter(memory);
    this.place = memory.allocate(BYTES);
  }

  /** Passes a frame of a slab on as one plain frame, as several, or as a damaged one. */
  public void pass(FrameSlab slab, int slot) {
    long frame = slab.address(slot);
    int length = slab.length(slot);
    int tag = slab.vlan(slot);
    int flags = Frames.flags(slab.offload(slot));
    if ((flags & Frames.TSO) != 0) {
      segments(slab, slot, tag);
    } else if ((flags & Frames.CSUM_PARTIAL) != 0) {
      complete(slab, slot, tag);
    } else if (tag != Frames.NO_VLAN) {
      MemorySegment.copy(bytes, frame, bytes, place + ROOM, length);
      made(length, tag);
    } else {
      sink.plain(frame, length);
    }
  }

  private void segments(FrameSlab slab, int slot, int tag) {
    if (segmenter.beginPlain(slab.address(slot), slab.length(slot), slab.offload(slot))
        != Segmenter.Outcome.READY) {
      sink.damaged(slab, slot);
      return;
    }
    ledger.created(segmenter.pieces() - 1);
    while (segmenter.next(place + ROOM)) {
      cut++;
      made(segmenter.length(), tag);
    }
  }

  private void complete(FrameSlab slab, int slot, int tag) {
    int length = slab.length(slot);
    MemorySegment.copy(bytes, slab.address(slot), bytes, place + ROOM, length);
    if (!Checksum.complete(bytes, place + ROOM, length, slab.offload(slot))) {
      sink.damaged(slab, slot);
      return;
    }
    checksums++;
    made(length, tag);
  }

  /** A frame is in the place here. */
  private void made(int length, int tag) {
    if (tag == Frames.NO_VLAN) {
      sink.plain(place + ROOM, length);
      return;
    }
    long tagged = place + ROOM - TAG;
    MemorySegment.copy(bytes, place + ROOM, bytes, tagged, ADDRESSES);
    bytes.set(Memory.BE16, tagged + ADDRESSES, (short) VLAN);
    bytes.set(Memory.BE16, tagged + ADDRESSES + 2, (short) tag);
    sink.plain(tagged, length + TAG);
  }

  /** Segments made here. */
  public long cut() {
    return cut;
  }

  /** Checksums finished here, those of segments apart. */
  public long checksums() {
    return checksums;
  }

  @Override
  public void close() {
    memory.release(place, BYTES);
  }
}
