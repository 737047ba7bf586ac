package io.hnswitch.vf;

import io.hnswitch.bus.Lab;
import io.hnswitch.capture.PointWitness;
import io.hnswitch.control.LinkEnd;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.impair.Cable;
import io.hnswitch.l2.Egress;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.metrics.Reading;
import io.hnswitch.qdisc.Share;
import io.hnswitch.qdisc.TransmitQueue;
import io.hnswitch.time.Timers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The way out by the wire. First there is the adapter's queue, in which the NICs take their shares,
 * then what the link does to frames; the latter also stands in the way in. Captures see what has
 * passed both, and what either drops.
 */
final class WireEgress implements Egress {

  private final Egress out;
  private final PointWitness witness;
  private final Cable link;
  private final TransmitQueue queue;

  /**
   * @param witness shows captures what goes by the wire
   * @param out the wire
   * @param in takes what has come by it
   */
  WireEgress(
      Lab lab,
      DeviceLedger ledger,
      Timers timers,
      Executor executor,
      PointWitness witness,
      Egress out,
      Consumer<FrameBurst> in) {
    this.out = out;
    this.witness = witness;
    this.link =
        new Cable(lab, executor, timers, ledger, witness, this::out, (burst, tag) -> in(burst, in));
    this.queue =
        TransmitQueue.ofSenders(
            lab.memory(), executor, timers, ledger, lab.policies().senders(), witness, link::send);
  }

  private void out(FrameBurst burst) {
    witness.passed(burst, true);
    out.send(burst);
  }

  private void in(FrameBurst burst, Consumer<FrameBurst> to) {
    witness.passed(burst, false);
    to.accept(burst);
  }

  /** What frames wait in; what waits already stays. */
  void queue(QueueSpec spec) {
    queue.configure(spec);
  }

  /** What the link does to frames from the next one on. */
  void link(LinkEnd wanted) {
    link.configure(wanted);
  }

  @Override
  public FrameBurst take() {
    return out.take();
  }

  @Override
  public void send(FrameBurst burst) {
    queue.accept(burst);
  }

  /** Takes what comes by the wire. */
  void receive(FrameBurst burst) {
    link.receive(burst, 0);
  }

  @Override
  public int outstanding() {
    return out.outstanding();
  }

  /** Frames held. */
  long held() {
    return queue.held() + link.held();
  }

  /** Gives up what is held, for good. */
  void close(DropReason reason) {
    queue.drop(reason);
    link.close(reason);
  }

  void measure(Consumer<Reading> into) {
    link.measure(into);
  }

  /** What each NIC has had of the queue. */
  List<Share> shares() {
    return queue.shares();
  }

  /** Adds what was done by name, as far as there is something that does it. */
  void countInto(Map<String, Long> view) {
    queue.countInto(view);
    link.countInto(view);
  }
}
