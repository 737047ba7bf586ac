package io.hnswitch.impair;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.time.Alarm;
import io.hnswitch.time.Timers;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A way that frames take, which may be impaired. While it is not, a burst goes through untouched.
 * It has an {@link Impairer} from when it is impaired for the first time, and a timer for the next
 * frame that is due: times are kept to a millisecond.
 */
public final class ImpairedWay {

  private final Memory memory;
  private final Executor owner;
  private final Timers timers;
  private final Alarm alarm;
  private final DeviceLedger ledger;
  private final Function<Optional<Dice>, RandomGenerator> random;
  private final boolean sending;
  private final DropWitness witness;
  private final Impairer.Out out;

  /** What comes while frames are passed on: a burst given back may set its maker going. */
  private final ArrayDeque<Late> meanwhile = new ArrayDeque<>();

  private Impairer impairer;
  private long round;
  private boolean idle = true;
  private boolean busy;
  private boolean again;

  private record Late(FrameBurst burst, int tag) {}

  /**
   * @param owner runs actions on the caller's event loop
   * @param random makes the generator that it has for itself, from the lab's seed or by dice
   * @param sending whether the frames are those that the device sends
   * @param witness told of what is dropped
   * @param out where bursts go
   */
  public ImpairedWay(
      Memory memory,
      Executor owner,
      Timers timers,
      DeviceLedger ledger,
      Function<Optional<Dice>, RandomGenerator> random,
      boolean sending,
      DropWitness witness,
      Impairer.Out out) {
    this.memory = memory;
    this.owner = owner;
    this.timers = timers;
    this.alarm = new Alarm(timers, this::roomAgain);
    this.ledger = ledger;
    this.random = random;
    this.sending = sending;
    this.witness = witness;
    this.out = out;
  }

  /**
   * From now on with this effect. What waits stays in its order before what comes; without delay it
   * goes at once.
   *
   * @param dice what chance goes by; unless they are of a later round than those before, and so
   *     when there are none, it goes on where it is
   * @param up whether the link is; one that is down loses all that is on it
   */
  public void configure(Effect effect, Optional<Dice> dice, boolean up) {
    if (impairer == null) {
      if (effect.isNone() && up) {
        return;
      }
      impairer =
          new Impairer(
              memory, owner, random.apply(dice), ledger, sending, witness, out, this::roomAgain);
    } else if (dice.filter(one -> one.round() > round).isPresent()) {
      impairer.begin(random.apply(dice));
    }
    round = Math.max(round, dice.map(Dice::round).orElse(0L));
    busy = true;
    impairer.configure(effect, timers.nanos());
    impairer.down(!up);
    alarm.off();
    run();
  }

  /** Passes a burst on, now or later; see {@link Impairer#accept}. */
  public void accept(FrameBurst burst, int tag) {
    if (idle) {
      out.accept(burst, tag);
      return;
    }
    if (busy) {
      meanwhile.add(new Late(burst, tag));
      return;
    }
    busy = true;
    impairer.accept(burst, tag, timers.nanos());
    run();
  }

  private void roomAgain() {
    if (busy) {
      again = true;
    } else {
      busy = true;
      run();
    }
  }

  private void run() {
    // What comes while the last frames leave is behind them.
    idle = false;
    long wait;
    do {
      again = false;
      for (var late = meanwhile.poll(); late != null; late = meanwhile.poll()) {
        impairer.accept(late.burst, late.tag, timers.nanos());
      }
      wait = impairer.pump(timers.nanos());
    } while (again || !meanwhile.isEmpty());
    busy = false;
    idle = impairer.isIdle();
    if (wait == Impairer.NEVER) {
      alarm.off();
    } else {
      alarm.in(wait);
    }
  }

  /** Frames held. */
  public long held() {
    long frames = impairer == null ? 0 : impairer.waiting();
    for (var late : meanwhile) {
      frames += late.burst.size();
    }
    return frames;
  }

  /** Gives up what is held, and what its makers send on because of that. */
  public void drop(DropReason reason) {
    if (impairer == null) {
      return;
    }
    busy = true;
    impairer.drop(reason);
    for (var late = meanwhile.poll(); late != null; late = meanwhile.poll()) {
      witness.dropped(sending, late.tag, reason, late.burst);
      ledger.dropped(reason, late.burst.size());
      late.burst.release();
    }
    run();
  }

  /** Gives up what is held, for good; nothing comes any more. */
  public void close(DropReason reason) {
    drop(reason);
    alarm.off();
    if (impairer != null) {
      impairer.close();
    }
  }

  /** Whether it has been impaired, and so has memory that frames leave from. */
  public boolean isMade() {
    return impairer != null;
  }

  /** First address of that memory; 0 when there is none. */
  public long region() {
    return impairer == null ? 0 : impairer.region();
  }

  /** Bytes of that memory. */
  public long regionBytes() {
    return impairer == null ? 0 : impairer.regionBytes();
  }

  /** Adds what was done, when it has been impaired. */
  public void countInto(Map<String, Long> view, String prefix) {
    if (impairer != null) {
      impairer.countInto(view, prefix);
    }
  }
}
