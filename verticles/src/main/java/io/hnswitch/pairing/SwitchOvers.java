package io.hnswitch.pairing;

import io.hnswitch.control.Datapath;
import io.hnswitch.control.PairView;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.ledger.Ledger;
import io.hnswitch.time.Timers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Measures the switch-overs of one hn and remembers the last ones. */
final class SwitchOvers {

  private final Ledger ledger;
  private final LostFrames lost;
  private final Timers timers;
  private final int size;
  private final Deque<PairView.SwitchOver> history = new ArrayDeque<>();
  private long beganNanos;
  private long beganLost;
  private Arrivals.Sums beganArrivals;

  SwitchOvers(Ledger ledger, LostFrames lost, Timers timers, int size) {
    this.ledger = ledger;
    this.lost = lost;
    this.timers = timers;
    this.size = size;
    begin();
  }

  /** A switch-over begins; what another began and did not end is forgotten. */
  void begin() {
    beganNanos = timers.nanos();
    beganLost = lost.now();
    beganArrivals = ledger.arrivals();
  }

  /** The switch-over has ended. Counts are those of the whole lab in its time. */
  PairView.SwitchOver end(Datapath to, SwitchCause cause) {
    var arrivals = ledger.arrivals().minus(beganArrivals);
    boolean unforeseen =
        to == Datapath.SYNTHETIC && (cause == SwitchCause.SURPRISE || cause == SwitchCause.HOST);
    var switchOver =
        new PairView.SwitchOver(
            timers.epochMillis(),
            to == Datapath.VF ? Datapath.SYNTHETIC : Datapath.VF,
            to,
            cause.slug(),
            (timers.nanos() - beganNanos) / 1e6,
            unforeseen ? lost.unattributed() : lost.since(beganLost),
            arrivals.duplicated(),
            arrivals.reordered());
    history.addFirst(switchOver);
    if (history.size() > size) {
      history.removeLast();
    }
    return switchOver;
  }

  /** The last ones, newest first. */
  List<PairView.SwitchOver> history() {
    return List.copyOf(history);
  }
}
