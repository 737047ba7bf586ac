package io.hnswitch.hn;

import io.hnswitch.bus.Bus;
import io.hnswitch.control.Datapath;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.id.VfId;
import io.hnswitch.impair.Cable;
import io.hnswitch.ledger.DeviceLedger;
import java.util.Optional;

/**
 * Frames between the stack above an hn and its two paths: which are its own, and who counts and
 * taps them.
 */
final class NicFrames {

  /** What frames come with that the channel has brought. */
  static final int BY_CHANNEL = 0;

  /** What frames come with that the VF has brought. */
  static final int BY_VF = 1;

  private final DeviceLedger ledger;
  private final NicInterface face;
  private final NicCounters counters;
  private final BpfTaps taps;
  private final NicPaths paths;
  private final RxVfPath rxVf;
  private final SyntheticPath synthetic;
  private final Bus.FrameSender endpoint;
  private final Cable cable;
  private Optional<VfId> accepted = Optional.empty();

  NicFrames(
      DeviceLedger ledger,
      NicInterface face,
      NicCounters counters,
      BpfTaps taps,
      NicPaths paths,
      RxVfPath rxVf,
      SyntheticPath synthetic,
      Cable cable,
      Bus.FrameSender endpoint) {
    this.ledger = ledger;
    this.face = face;
    this.counters = counters;
    this.taps = taps;
    this.paths = paths;
    this.rxVf = rxVf;
    this.synthetic = synthetic;
    this.cable = cable;
    this.endpoint = endpoint;
  }

  /** The VF whose frames are hn's (input override). */
  Optional<VfId> accepted() {
    return accepted;
  }

  void acceptFrom(VfId vf) {
    accepted = Optional.of(vf);
  }

  void stopAccepting(VfId vf) {
    accepted = accepted.filter(other -> !other.equals(vf));
  }

  /** Frames that fit what the paths take, and whose turn it is. */
  void transmit(FrameBurst burst) {
    counters.sent(burst, paths.isOnVf());
    paths.transmit(burst);
  }

  /** Frames of the stack while hn is down. */
  void down(FrameBurst burst) {
    var path = paths.isOnVf() ? Datapath.VF : Datapath.SYNTHETIC;
    taps.dropped(burst, true, path, DropReason.NIC_DOWN);
    drop(burst, DropReason.NIC_DOWN);
  }

  /** Frames that the gate lets to the channel. */
  void toChannel(FrameBurst burst) {
    if (!synthetic.isReady()) {
      taps.dropped(burst, true, Datapath.SYNTHETIC, DropReason.CHANNEL_FULL);
      drop(burst, DropReason.CHANNEL_FULL);
      return;
    }
    taps.toChannel(burst);
    synthetic.transmit(burst);
  }

  /** Frames of a path that have passed its hold, in order. */
  void received(FrameBurst burst, boolean byVf) {
    if (byVf && accepted.isEmpty()) {
      taps.dropped(burst, false, Datapath.VF, DropReason.VF_GONE);
      drop(burst, DropReason.VF_GONE); // They are of no interface: none counts them.
      return;
    }
    cable.receive(burst, byVf ? BY_VF : BY_CHANNEL);
  }

  /**
   * Frames that have come by the cable.
   *
   * @param way that they have come
   */
  void arrived(FrameBurst burst, int way) {
    boolean byVf = way == BY_VF;
    counters.arrived(burst.size(), byVf);
    if (!byVf && rxVf.isOn()) {
      // Also while hn is down: the frames are the VF's. hn counts them and shows them to its taps.
      counters.received(burst, false);
      taps.received(burst, false);
      rxVf.send(burst);
      return;
    }
    if (!face.isUp()) {
      var path = byVf ? Datapath.VF : Datapath.SYNTHETIC;
      taps.dropped(burst, false, path, DropReason.NIC_DOWN);
      drop(burst, DropReason.NIC_DOWN);
      return;
    }
    counters.received(burst, byVf);
    taps.received(burst, byVf);
    endpoint.send(burst);
  }

  private void drop(FrameBurst burst, DropReason reason) {
    ledger.dropped(reason, burst.size());
    burst.release();
  }
}
