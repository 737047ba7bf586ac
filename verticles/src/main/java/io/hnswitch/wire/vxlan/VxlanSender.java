package io.hnswitch.wire.vxlan;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.PlainFrames;

/**
 * Makes datagrams of what the adapter sends: of {@linkplain PlainFrames plain frames}, each behind
 * a header in its headroom.
 */
final class VxlanSender implements AutoCloseable, PlainFrames.Sink {

  /** Takes a datagram at once. */
  interface Outlet {

    /**
     * Sends.
     *
     * @return null when it was taken
     */
    SocketTrouble send(long address, int length);
  }

  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final Outlet outlet;
  private final VxlanFlyweight header;
  private final PlainFrames plain;
  private final int vni;
  private final long[] dropped = new long[DropReason.count()];
  private long frames;
  private long octets;

  /**
   * @param witness told of what is dropped
   */
  VxlanSender(Memory memory, DeviceLedger ledger, DropWitness witness, int vni, Outlet outlet) {
    this.ledger = ledger;
    this.witness = witness;
    this.outlet = outlet;
    this.vni = vni;
    this.header = new VxlanFlyweight(memory.segment());
    this.plain = new PlainFrames(memory, ledger, this);
  }

  /** Sends all frames of a burst; the caller releases it. */
  void send(FrameBurst burst) {
    var slab = burst.slab();
    int size = burst.size();
    for (int i = 0; i < size; i++) {
      plain.pass(slab, burst.slot(i));
    }
  }

  @Override
  public void plain(long frame, int length) {
    out(frame, length);
  }

  @Override
  public void damaged(FrameSlab slab, int slot) {
    witness.dropped(true, 0, DropReason.BAD_FCS, slab, slot);
    drop(DropReason.BAD_FCS);
  }

  private void out(long frame, int length) {
    long datagram = frame - VxlanFlyweight.BYTES;
    int size = VxlanFlyweight.BYTES + length;
    header.wrap(datagram, size).vni(vni);
    var trouble = outlet.send(datagram, size);
    if (trouble != null) {
      if (witness.isWatching()) {
        witness.dropped(true, 0, trouble.reason(), frame, length, Frames.NO_VLAN);
      }
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
    return plain.cut();
  }

  /** Checksums finished here, those of segments apart. */
  long checksums() {
    return plain.checksums();
  }

  long dropped(DropReason reason) {
    return dropped[reason.ordinal()];
  }

  @Override
  public void close() {
    plain.close();
  }
}
