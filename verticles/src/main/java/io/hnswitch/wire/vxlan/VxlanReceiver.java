package io.hnswitch.wire.vxlan;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;

/** Fills bursts with the frames of the datagrams that come, and counts what is refused. */
final class VxlanReceiver {

  private static final int ALIGN = 64;

  /** One byte more than the longest that is taken. */
  static final int LONGEST = VxlanFlyweight.BYTES + VxlanGate.FRAME_MAX + 1;

  /** Slabs of bursts: room for one more datagram behind where a burst counts as full. */
  static final int SLAB_BYTES = (256 << 10) + (LONGEST / Memory.PAGE + 1) * Memory.PAGE;

  /** Where datagrams come from. */
  interface Inlet {

    /** Nothing there now. */
    int NOTHING = -1;

    /**
     * Receives a datagram, and writes its sender's address to where the gate looks for it.
     *
     * @return its length, which may be more than the capacity, or {@link #NOTHING}
     */
    int receive(long address, int capacity);
  }

  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final VxlanGate gate;
  private final Inlet inlet;
  private final long from;
  private final long[] verdicts = new long[VxlanVerdict.values().length];
  private long octets;

  /**
   * @param witness told of frames of the tunnel that are refused; what is in other datagrams is
   *     none of the wire's
   * @param from where the inlet writes the sender's address
   */
  VxlanReceiver(DeviceLedger ledger, DropWitness witness, VxlanGate gate, long from, Inlet inlet) {
    this.ledger = ledger;
    this.witness = witness;
    this.gate = gate;
    this.from = from;
    this.inlet = inlet;
  }

  /**
   * Fills a slab. Looks at as many datagrams as a slab has slots, so that refused ones do not keep
   * the loop.
   *
   * @return true when there may be more to receive
   */
  boolean fill(FrameSlab slab) {
    long at = slab.region() + ALIGN;
    long last = slab.region() + slab.regionBytes() - LONGEST;
    for (int i = 0; i < FrameSlab.CAPACITY && at <= last; i++) {
      long datagram = at - VxlanFlyweight.BYTES;
      int length = inlet.receive(datagram, LONGEST);
      if (length == Inlet.NOTHING) {
        return false;
      }
      ledger.entered(1);
      var verdict = gate.judge(from, datagram, length);
      verdicts[verdict.ordinal()]++;
      if (verdict.reason() != null) {
        refused(verdict, at, length);
        ledger.dropped(verdict.reason(), 1);
        continue;
      }
      int frame = length - VxlanFlyweight.BYTES;
      slab.add(at, frame, 0);
      octets += frame;
      at = at + frame + Frames.HEADROOM + ALIGN - 1 & -ALIGN;
    }
    return true;
  }

  private void refused(VxlanVerdict verdict, long frame, int datagram) {
    if (verdict.hasFrame() && witness.isWatching()) {
      int there = Math.min(datagram, LONGEST) - VxlanFlyweight.BYTES;
      witness.dropped(false, 0, verdict.reason(), frame, there, Frames.NO_VLAN);
    }
  }

  long count(VxlanVerdict verdict) {
    return verdicts[verdict.ordinal()];
  }

  /** Bytes of the frames that were taken. */
  long octets() {
    return octets;
  }
}
