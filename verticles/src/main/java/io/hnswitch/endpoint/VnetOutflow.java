package io.hnswitch.endpoint;

import io.hnswitch.endpoint.tap.VnetHeader;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.ledger.DeviceLedger;
import java.lang.foreign.MemorySegment;

/**
 * What happens to each frame that leaves by a device of the kernel: its tag goes into it and a
 * virtio-net header in front of it, and it is delivered or dropped. There has to be room in front
 * of frames, as in all slabs.
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
  private final Arrivals arrivals;
  private final long mac;
  private long malformed;
  private long refused;

  /**
   * @param mac whose frames count as arrived, besides those of groups
   */
  VnetOutflow(MemorySegment bytes, DeviceLedger ledger, Arrivals arrivals, long mac) {
    this.bytes = bytes;
    this.ledger = ledger;
    this.arrivals = arrivals;
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
    if (slab.vlan(slot) != Frames.NO_VLAN) {
      frame = VlanTags.insert(bytes, frame, slab.vlan(slot));
      length += VlanTags.BYTES;
      offload = VlanTags.moved(offload, VlanTags.BYTES);
    }
    long header = frame - VnetHeader.BYTES;
    if (!VnetHeader.write(bytes, header, frame, length, offload)) {
      malformed++;
      ledger.dropped(DropReason.BAD_FCS, 1);
      return false;
    }
    int written = device.write(header, length + VnetHeader.BYTES);
    if (written < 0) {
      refused++;
      ledger.dropped(device.refused(written), 1);
      return false;
    }
    if (to == mac || MacAddress.isGroup(to)) {
      arrivals.arrived(slab.stream(slot), slab.sequence(slot));
    }
    return true;
  }

  /** Drops the frames of a burst; it is owned from here on. */
  void drop(FrameBurst burst, DropReason reason) {
    ledger.dropped(reason, burst.size());
    burst.release();
  }

  /** Goes on from the counts of another place. */
  void restore(long malformedFrames, long refusedFrames) {
    malformed = malformedFrames;
    refused = refusedFrames;
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
