package io.hnswitch.vf;

import io.hnswitch.bus.Lab;
import io.hnswitch.control.LinkEnd;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.impair.ImpairedEnd;
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
 * then what the link does to frames; the latter also stands in the way in.
 */
final class WireEgress implements Egress {

  private final Lab lab;
  private final DeviceLedger ledger;
  private final Timers timers;
  private final Executor executor;
  private final Egress out;
  private final Consumer<FrameBurst> in;
  private final TransmitQueue queue;

  /** Null until the link is impaired for the first time. */
  private ImpairedEnd end;

  /**
   * @param out the wire
   * @param in takes what has come by it
   */
  WireEgress(
      Lab lab,
      DeviceLedger ledger,
      Timers timers,
      Executor executor,
      Egress out,
      Consumer<FrameBurst> in) {
    this.lab = lab;
    this.ledger = ledger;
    this.timers = timers;
    this.executor = executor;
    this.out = out;
    this.in = in;
    this.queue =
        TransmitQueue.ofSenders(
            lab.memory(), executor, timers, ledger, lab.policies().senders(), this::leave);
  }

  /** What frames wait in; what waits already stays. */
  void queue(QueueSpec spec) {
    queue.configure(spec);
  }

  /** What the link does to frames from the next one on. */
  void link(LinkEnd wanted) {
    if (end == null) {
      end =
          new ImpairedEnd(
              lab.memory(),
              executor,
              timers,
              ledger,
              lab.seeds(),
              wanted,
              (burst, tag) -> out.send(burst),
              (burst, tag) -> in.accept(burst));
    }
    end.configure(wanted);
  }

  @Override
  public FrameBurst take() {
    return out.take();
  }

  @Override
  public void send(FrameBurst burst) {
    queue.accept(burst);
  }

  private void leave(FrameBurst burst) {
    if (end == null) {
      out.send(burst);
    } else {
      end.send(burst);
    }
  }

  /** Takes what comes by the wire. */
  void receive(FrameBurst burst) {
    if (end == null) {
      in.accept(burst);
    } else {
      end.receive(burst, 0);
    }
  }

  @Override
  public int outstanding() {
    return out.outstanding();
  }

  /** Frames held. */
  long held() {
    return queue.held() + (end == null ? 0 : end.held());
  }

  /** Gives up what is held, for good. */
  void close(DropReason reason) {
    queue.drop(reason);
    if (end != null) {
      end.close(reason);
    }
  }

  void measure(Consumer<Reading> into) {
    if (end != null) {
      end.measure(into);
    }
  }

  /** What each NIC has had of the queue. */
  List<Share> shares() {
    return queue.shares();
  }

  /** Adds what was done by name, as far as there is something that does it. */
  void countInto(Map<String, Long> view) {
    queue.countInto(view);
    if (end != null) {
      end.countInto(view);
    }
  }
}
