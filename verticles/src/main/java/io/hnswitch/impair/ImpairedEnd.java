package io.hnswitch.impair;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.control.LinkEnd;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.metrics.Reading;
import io.hnswitch.time.Seeds;
import io.hnswitch.time.Timers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One end of a link: what its device sends and receives, each on a way that may be impaired. */
public final class ImpairedEnd {

  /** How the counters of what is sent begin. */
  public static final String SENT = "impair-sent-";

  /** How the counters of what is received begin. */
  public static final String RECEIVED = "impair-received-";

  private final Seeds seeds;
  private final ImpairedWay sending;
  private final ImpairedWay receiving;
  private LinkEnd end;

  /**
   * @param first what the end begins with; names the random numbers
   * @param witness told of what is dropped
   * @param toLink where frames go that are sent
   * @param fromLink where frames go that are received
   */
  public ImpairedEnd(
      Memory memory,
      Executor owner,
      Timers timers,
      DeviceLedger ledger,
      Seeds seeds,
      LinkEnd first,
      DropWitness witness,
      Impairer.Out toLink,
      Impairer.Out fromLink) {
    this.seeds = seeds;
    end = first;
    sending =
        new ImpairedWay(
            memory, owner, timers, ledger, dice -> random(dice, true), true, witness, toLink);
    receiving =
        new ImpairedWay(
            memory, owner, timers, ledger, dice -> random(dice, false), false, witness, fromLink);
  }

  private RandomGenerator random(Optional<Dice> dice, boolean sent) {
    return random(dice, seeds, end.link(), end.direction(sent));
  }

  /**
   * The random numbers of a direction.
   *
   * @param lab used unless there are dice
   * @param direction {@link LinkEnd#FORWARD} or {@link LinkEnd#REVERSE}
   */
  public static RandomGenerator random(
      Optional<Dice> dice, Seeds lab, String link, String direction) {
    return dice.map(one -> new Seeds(one.seed()))
        .orElse(lab)
        .of("impair " + link + " " + direction);
  }

  /** From now on like this; what waits is reordered neither with itself nor with what comes. */
  public void configure(LinkEnd next) {
    end = next;
    configure(sending, next.sending());
    next.receiving().ifPresent(way -> configure(receiving, way));
  }

  private void configure(ImpairedWay way, LinkEnd.Way wanted) {
    way.configure(wanted.effect(), wanted.dice(), end.up());
  }

  /** Lets all that waits go, until {@link #configure} is called again. */
  public void flush() {
    sending.configure(Effect.NONE, Optional.empty(), end.up());
    receiving.configure(Effect.NONE, Optional.empty(), end.up());
  }

  /** Takes back a {@link #flush}. */
  public void unflush() {
    configure(end);
  }

  public boolean isUp() {
    return end.up();
  }

  /** Passes on what the device sends. */
  public void send(FrameBurst burst) {
    sending.accept(burst, 0);
  }

  /**
   * Passes on what the device receives.
   *
   * @param tag comes out with the frames
   */
  public void receive(FrameBurst burst, int tag) {
    receiving.accept(burst, tag);
  }

  /** First address of the memory that frames are sent from; 0 when there is none. */
  public long region() {
    return sending.region();
  }

  /** Bytes of that memory. */
  public long regionBytes() {
    return sending.regionBytes();
  }

  /** Frames held. */
  public long held() {
    return sending.held() + receiving.held();
  }

  /** Gives up what is held. */
  public void drop(DropReason reason) {
    sending.drop(reason);
    receiving.drop(reason);
  }

  /** Gives up what is held, for good. */
  public void close(DropReason reason) {
    sending.close(reason);
    receiving.close(reason);
  }

  /** Adds what was done by name; nothing of a way that was never impaired. */
  public void countInto(Map<String, Long> view) {
    sending.countInto(view, SENT);
    receiving.countInto(view, RECEIVED);
  }

  /** The same, to be measured. */
  public void measure(Consumer<Reading> into) {
    measure(sending, true, into);
    measure(receiving, false, into);
  }

  private void measure(ImpairedWay way, boolean sent, Consumer<Reading> into) {
    if (way.isMade()) {
      var actions = new LinkedHashMap<String, Long>();
      way.countInto(actions, "");
      into.accept(new Reading.Link(end.link(), end.direction(sent), actions));
    }
  }
}
