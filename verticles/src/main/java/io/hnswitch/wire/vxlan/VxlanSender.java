package io.hnswitch.wire.vxlan;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.Segmenter;
import java.lang.foreign.MemorySegment;

/**
 * Makes datagrams of what the adapter sends. The outside has no word for what is left to do on a
 * frame, so it is done here: super-frames are cut, checksums finished, tags written. A frame with
 * nothing left to do goes out from where it is, behind a header in its headroom; any other is made
 * in a place of the sender's own, as others may have the same frame.
 */
final class VxlanSender implements AutoCloseable {

  private static final int TAG = 4;
  private static final int ADDRESSES = 12;
  private static final int VLAN = 0x8100;

  /** A frame stands behind room for a header, and a tag may go in front of its type. */
  private static final int ROOM = Frames.HEADROOM + TAG;

  private static final int BYTES =
      (ROOM + Frames.MAX_FRAME + Memory.PAGE - 1) / Memory.PAGE * Memory.PAGE;

  /** Takes a datagram at once. */
  interface Outlet {

    /**
     * Sends.
     *
     * @return null when it was taken
     */
    SocketTrouble send(long address, int length);
  }

  private final Memory memory;
  private final MemorySegment bytes;
  private final DeviceLedger ledger;
  private final Outlet outlet;
  private final VxlanFlyweight header;
  private final Segmenter segmenter;
  private final int vni;
  private final long place;
  private final long[] dropped = new long[DropReason.count()];
  private long frames;
  private long octets;
  private long cut;
  private long checksums;

  VxlanSender(Memory memory, DeviceLedger ledger, int vni, Outlet outlet) {
    this.memory = memory;
    this.bytes = memory.segment();
    this.ledger = ledger;
    this.outlet = outlet;
    this.vni = vni;
    this.header = new VxlanFlyweight(bytes);
    this.segmenter = new Segmenter(memory);
    this.place = memory.allocate(BYTES);
  }

  /** Sends all frames of a burst; the caller releases it. */
  void send(FrameBurst burst) {
    var slab = burst.slab();
    int size = burst.size();
    for (int i = 0; i < size; i++) {
      send(slab, burst.slot(i));
    }
  }

  private void send(FrameSlab slab, int slot) {
    long frame = slab.address(slot);
    int length = slab.length(slot);
    long offload = slab.offload(slot);
    int tag = slab.vlan(slot);
    int flags = Frames.flags(offload);
    if ((flags & Frames.TSO) != 0) {
      segments(frame, length, offload, tag);
    } else if ((flags & Frames.CSUM_PARTIAL) != 0) {
      complete(frame, length, offload, tag);
    } else if (tag != Frames.NO_VLAN) {
      MemorySegment.copy(bytes, frame, bytes, place + ROOM, length);
      made(length, tag);
    } else {
      out(frame, length);
    }
  }

  private void segments(long frame, int length, long offload, int tag) {
    if (segmenter.beginPlain(frame, length, offload) != Segmenter.Outcome.READY) {
      drop(DropReason.BAD_FCS);
      return;
    }
    ledger.created(segmenter.pieces() - 1);
    while (segmenter.next(place + ROOM)) {
      cut++;
      made(segmenter.length(), tag);
    }
  }

  private void complete(long frame, int length, long offload, int tag) {
    MemorySegment.copy(bytes, frame, bytes, place + ROOM, length);
    if (!Checksum.complete(bytes, place + ROOM, length, offload)) {
      drop(DropReason.BAD_FCS);
      return;
    }
    checksums++;
    made(length, tag);
  }

  /** A frame is in the sender's own place. */
  private void made(int length, int tag) {
    if (tag == Frames.NO_VLAN) {
      out(place + ROOM, length);
      return;
    }
    long tagged = place + ROOM - TAG;
    MemorySegment.copy(bytes, place + ROOM, bytes, tagged, ADDRESSES);
    bytes.set(Memory.BE16, tagged + ADDRESSES, (short) VLAN);
    bytes.set(Memory.BE16, tagged + ADDRESSES + 2, (short) tag);
    out(tagged, length + TAG);
  }

  private void out(long frame, int length) {
    long datagram = frame - VxlanFlyweight.BYTES;
    int size = VxlanFlyweight.BYTES + length;
    header.wrap(datagram, size).vni(vni);
    var trouble = outlet.send(datagram, size);
    if (trouble != null) {
      drop(trouble.reason());
      return;
    }
    frames++;
    octets += length;
    ledger.delivered(1);
  }

  private void drop(DropReason reason) {
    dropped[reason.ordinal()]++;
    ledger.dropped(reason, 1);
  }

  /** Frames that were sent, segments of cut ones each. */
  long frames() {
    return frames;
  }

  /** Their bytes, without headers of the tunnel. */
  long octets() {
    return octets;
  }

  /** Segments made here. */
  long cut() {
    return cut;
  }

  /** Checksums finished here, those of segments apart. */
  long checksums() {
    return checksums;
  }

  long dropped(DropReason reason) {
    return dropped[reason.ordinal()];
  }

  @Override
  public void close() {
    memory.release(place, BYTES);
  }
}
