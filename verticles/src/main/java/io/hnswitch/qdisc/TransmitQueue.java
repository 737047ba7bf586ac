package io.hnswitch.qdisc;

import io.hnswitch.bus.Lab;
import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.policy.Senders;
import io.hnswitch.time.Alarm;
import io.hnswitch.time.Timers;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A queueing discipline on a way of frames. It has a {@link Shaper} while one is configured, and a
 * timer for its next release; without one a burst costs one look.
 */
public final class TransmitQueue {

  private final Executor owner;
  private final Timers timers;
  private final Alarm alarm;
  private final DeviceLedger ledger;
  private final Classifier classifier;
  private final Supplier<List<Share>> shares;
  private final DropWitness witness;
  private final Consumer<FrameBurst> way;

  /** What comes while the shaper sends or drops: a burst given back may set its maker going. */
  private final ArrayDeque<FrameBurst> meanwhile = new ArrayDeque<>();

  private QueueSpec spec = QueueSpec.NONE;
  private Shaper shaper;
  private boolean leaving;
  private boolean busy;
  private boolean again;

  private TransmitQueue(
      Executor owner,
      Timers timers,
      DeviceLedger ledger,
      Classifier classifier,
      Supplier<List<Share>> shares,
      DropWitness witness,
      Consumer<FrameBurst> way) {
    this.owner = owner;
    this.timers = timers;
    this.alarm = new Alarm(timers, this::roomAgain);
    this.ledger = ledger;
    this.classifier = classifier;
    this.shares = shares;
    this.witness = witness;
    this.way = way;
  }

  /**
   * One in which conversations have equal shares: hn's, between the software offload and the gate,
   * the same for every path.
   *
   * @param use names the seed of the hash that tells conversations apart
   * @param witness told of what is dropped
   * @param way where bursts go
   */
  public static TransmitQueue ofFlows(
      Lab lab,
      Executor owner,
      Timers timers,
      DeviceLedger ledger,
      String use,
      DropWitness witness,
      Consumer<FrameBurst> way) {
    var byFlow = new ByFlow(lab.memory(), lab.seeds().of(use).nextLong());
    return new TransmitQueue(owner, timers, ledger, byFlow, List::of, witness, way);
  }

  /**
   * One in which each NIC has the share that its port's policy gives it.
   *
   * @param witness told of what is dropped
   * @param way where bursts go
   */
  public static TransmitQueue ofSenders(
      Memory memory,
      Executor owner,
      Timers timers,
      DeviceLedger ledger,
      Senders senders,
      DropWitness witness,
      Consumer<FrameBurst> way) {
    var bySender = new BySender(memory, senders);
    return new TransmitQueue(owner, timers, ledger, bySender, bySender::shares, witness, way);
  }

  /** From now on by these rules. What is held stays; without a queue it goes at once. */
  public void configure(QueueSpec next) {
    spec = next;
    follow(next);
  }

  /** What was configured last. */
  public QueueSpec spec() {
    return spec;
  }

  /** What is held goes at once, until the queue is configured again. */
  public void flush() {
    follow(QueueSpec.NONE);
  }

  private void follow(QueueSpec next) {
    switch (next) {
      case QueueSpec.Shaped shaped -> {
        leaving = false;
        if (shaper == null) {
          shaper =
              new Shaper(
                  owner, classifier, ledger, shaped, timers.nanos(), witness, way, this::roomAgain);
        } else {
          busy = true;
          shaper.configure(shaped, timers.nanos());
          // A timer that was set for another rate says nothing any more.
          alarm.off();
          run();
        }
      }
      case QueueSpec.None _ -> {
        if (shaper != null) {
          leaving = true;
          shaper.unlimited();
          roomAgain();
        }
      }
    }
  }

  public void accept(FrameBurst burst) {
    if (shaper == null) {
      way.accept(burst);
      return;
    }
    if (busy) {
      meanwhile.add(burst);
      return;
    }
    busy = true;
    shaper.accept(burst, timers.nanos());
    run();
  }

  private void roomAgain() {
    if (busy) {
      again = true;
    } else if (shaper != null) {
      busy = true;
      run();
    }
  }

  private void run() {
    long wait;
    do {
      again = false;
      for (var burst = meanwhile.poll(); burst != null; burst = meanwhile.poll()) {
        shaper.accept(burst, timers.nanos());
      }
      wait = shaper.pump(timers.nanos());
    } while (again || !meanwhile.isEmpty());
    busy = false;
    if (leaving && shaper.held() == 0) {
      shaper = null;
      alarm.off();
    } else if (wait == Shaper.NEVER) {
      alarm.off();
    } else {
      alarm.in(wait);
    }
  }

  /** Frames held. */
  public long held() {
    long frames = shaper == null ? 0 : shaper.held();
    for (var burst : meanwhile) {
      frames += burst.size();
    }
    return frames;
  }

  /** Gives up what is held, and what its makers send on because of that. */
  public void drop(DropReason reason) {
    if (shaper == null) {
      return;
    }
    busy = true;
    shaper.drop(reason);
    for (var burst = meanwhile.poll(); burst != null; burst = meanwhile.poll()) {
      witness.dropped(true, 0, reason, burst);
      ledger.dropped(reason, burst.size());
      burst.release();
    }
    run();
  }

  /** What each NIC has had; nothing when conversations have the shares. */
  public List<Share> shares() {
    return shares.get();
  }

  public void countInto(Map<String, Long> view) {
    if (shaper != null) {
      shaper.countInto(view);
    }
  }
}
