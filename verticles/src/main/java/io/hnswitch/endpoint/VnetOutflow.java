package io.hnswitch.endpoint;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.endpoint.tap.VnetHeader;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.ledger.DeviceLedger;
import java.lang.foreign.MemorySegment;

/**
 * What happens to each frame that leaves by a device of the kernel: its tag goes into it and a
 * virtio-net header in front of it, and it is delivered or dropped. There has to be room in front
 * of frames, as in all slabs; the frame itself is afterwards as it was, since others may have it
 * too.
 */
final class VnetOutflow {

  /** Where frames go. */
  interface Device {

    /**
     * Takes one frame.
     *
     * @param at of its virtio-net header, in the lab's memory
     * @param length bytes of both
     * @return below 0 when it was not taken, and why
     */
    int write(long at, int length);

    /** Why a frame is dropped that was not taken. */
    DropReason refused(int error);
  }

  private final MemorySegment bytes;
  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final boolean sending;
  private final Seen seen;
  private final long[] dropped = new long[DropReason.count()];
  private final long mac;
  private long frames;
  private long octets;
  private long malformed;
  private long refused;

  /** Is told of the numbers of frames that have arrived. */
  interface Seen {

    /** Nobody knows which frames are to arrive here. */
    Seen NONE = (stream, sequence) -> {};

    void arrived(int stream, int sequence);
  }

  /**
   * @param witness told of what is dropped
   * @param sending whether who is looked on at sends these frames, as an adapter does by its wire;
   *     a NIC gets them
   * @param mac whose frames count as arrived, besides those of groups
   */
  VnetOutflow(
      MemorySegment bytes,
      DeviceLedger ledger,
      DropWitness witness,
      boolean sending,
      Seen seen,
      long mac) {
    this.bytes = bytes;
    this.ledger = ledger;
    this.witness = witness;
    this.sending = sending;
    this.seen = seen;
    this.mac = mac;
  }

  /** Writes the frames of a burst; it is owned from here on. */
  void write(FrameBurst burst, Device to) {
    var slab = burst.slab();
    int size = burst.size();
    int delivered = 0;
    for (int i = 0; i < size; i++) {
      if (write(slab, burst.slot(i), to)) {
        delivered++;
      }
    }
    ledger.delivered(delivered);
    burst.release();
  }

  private boolean write(FrameSlab slab, int slot, Device device) {
    long frame = slab.address(slot);
    int length = slab.length(slot);
    long to = MacAddress.destination(bytes, frame);
    long offload = slab.offload(slot);
    boolean tagged = slab.vlan(slot) != Frames.NO_VLAN;
    if (tagged) {
      frame = VlanTags.insert(bytes, frame, slab.vlan(slot));
      length += VlanTags.BYTES;
      offload = VlanTags.moved(offload, VlanTags.BYTES);
    }
    boolean taken = write(frame, length, offload, device);
    if (tagged) {
      VlanTags.remove(bytes, frame);
    }
    if (taken && (to == mac || MacAddress.isGroup(to))) {
      seen.arrived(slab.stream(slot), slab.sequence(slot));
    }
    return taken;
  }

  private boolean write(long frame, int length, long offload, Device device) {
    long header = frame - VnetHeader.BYTES;
    if (!VnetHeader.write(bytes, header, frame, length, offload)) {
      malformed++;
      drop(DropReason.BAD_FCS, frame, length);
      return false;
    }
    int written = device.write(header, length + VnetHeader.BYTES);
    if (written < 0) {
      refused++;
      drop(device.refused(written), frame, length);
      return false;
    }
    frames++;
    octets += length;
    return true;
  }

  /** A frame with its tag in it. */
  private void drop(DropReason reason, long frame, int length) {
    if (witness.isWatching()) {
      witness.dropped(sending, 0, reason, frame, length, Frames.NO_VLAN);
    }
    drop(reason, 1);
  }

  private void drop(DropReason reason, int count) {
    dropped[reason.ordinal()] += count;
    ledger.dropped(reason, count);
  }

  /** Drops the frames of a burst; it is owned from here on. */
  void drop(FrameBurst burst, DropReason reason) {
    witness.dropped(sending, 0, reason, burst);
    drop(reason, burst.size());
    burst.release();
  }

  /** Goes on from the counts of another place. */
  void restore(long malformedFrames, long refusedFrames) {
    malformed = malformedFrames;
    refused = refusedFrames;
  }

  /** Frames that were delivered. */
  long frames() {
    return frames;
  }

  /** Their bytes, with their tags. */
  long octets() {
    return octets;
  }

  /** Frames that ended here for a reason. */
  long dropped(DropReason reason) {
    return dropped[reason.ordinal()];
  }

  /** Frames that no header can describe. */
  long malformedFrames() {
    return malformed;
  }

  /** Frames that the device did not take. */
  long refusedFrames() {
    return refused;
  }
}
