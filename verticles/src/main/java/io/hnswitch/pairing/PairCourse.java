package io.hnswitch.pairing;

import static io.hnswitch.pairing.PairingState.Adoption.ACCEPT;
import static io.hnswitch.pairing.PairingState.Adoption.ALLOCATE;
import static io.hnswitch.pairing.PairingState.Adoption.OVERRIDE;
import static io.hnswitch.pairing.PairingState.Adoption.SETTLE;

import io.hnswitch.control.NicControl.Merged;
import io.hnswitch.pairing.PairingState.BringingUp;
import io.hnswitch.pairing.PairingState.Failed;
import io.hnswitch.pairing.PairingState.Gone;
import io.hnswitch.pairing.PairingState.HandingOver;
import io.hnswitch.pairing.PairingState.Handover;
import io.hnswitch.pairing.PairingState.Merging;
import io.hnswitch.pairing.PairingState.Paired;
import io.hnswitch.pairing.PairingState.Ready;
import io.hnswitch.pairing.PairingState.Rise;
import io.hnswitch.pairing.PairingState.Switching;
import io.hnswitch.pairing.PairingState.SwitchingBack;
import io.hnswitch.pairing.PairingState.Synthetic;
import io.hnswitch.pairing.PairingState.TakingDown;
import io.hnswitch.pairing.PairingState.Undo;
import io.hnswitch.pairing.PairingState.Undoing;
import io.hnswitch.pairing.PairingState.VfActive;
import io.hnswitch.pairing.PairingState.Waiting;
import java.time.Duration;

/**
 * The next step of a pair that stands on a rung of the ladder with nothing under way: up, down or
 * rest, as its {@link Pair#aim aim} wants. Rungs, from the ground: nothing, accepted, overridden,
 * settled (the attach wait is over), merged, VF up, path by the VF.
 */
final class PairCourse {

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(60);

  private PairCourse() {}

  /** Nothing was done to hn or VF. */
  static Step atNothing(Pair pair) {
    return switch (pair.aim()) {
      case APART -> apart(pair.nic(), pair.vf());
      case ROLLED_BACK -> failed(pair, false);
      case SETTLED, READY, VF -> {
        var p = pair.nextAttempt();
        yield rest(
            new Waiting(p, ACCEPT), new PairingEffect.AcceptFrom(p.nic().attempt(), p.vf().id()));
      }
    };
  }

  /** hn listens to the VF. */
  static Step atAccepted(Pair pair) {
    var p = pair.nextAttempt();
    long attempt = p.nic().attempt();
    return switch (pair.aim()) {
      case APART, ROLLED_BACK ->
          Step.to(
              new Undoing(p, Undo.ACCEPT), new PairingEffect.StopAccepting(attempt, p.vf().id()));
      case SETTLED, READY, VF ->
          rest(new Waiting(p, OVERRIDE), new PairingEffect.OverrideInput(attempt, p.vf().id()));
    };
  }

  /** hn gets what the VF receives; the attach wait has not run. */
  static Step atOverridden(Pair pair) {
    return switch (pair.aim()) {
      case APART, ROLLED_BACK -> restoreInput(pair);
      case SETTLED, READY, VF -> {
        var p = pair.nextAttempt();
        yield rest(new Waiting(p, SETTLE), new PairingEffect.StartWait(p.nic().attempt()));
      }
    };
  }

  /** As {@link #atOverridden}, and the attach wait is over. */
  static Step atSettled(Pair settled) {
    var pair = settled.anew();
    return switch (pair.aim()) {
      case APART -> restoreInput(pair);
      case ROLLED_BACK -> failed(pair, true);
      case SETTLED -> rest(new Waiting(pair, ALLOCATE));
      case READY, VF -> {
        var p = pair.nextAttempt();
        var vf = p.vf();
        yield Step.to(
            new Merging(p),
            new PairingEffect.Merge(
                p.nic().attempt(), vf.id(), vf.capabilities(), vf.enabled(), vf.tso()));
      }
    };
  }

  /** hn has merged, and nothing of it is at the VF yet. */
  static Step atMergeDone(Pair pair, Merged merged) {
    return switch (pair.aim()) {
      case APART, ROLLED_BACK, SETTLED -> unmerge(pair);
      case READY, VF -> {
        var p = pair.nextAttempt();
        yield Step.to(
            new HandingOver(p, merged, Handover.OFFLOADS),
            new PairingEffect.SetOffloads(p.nic().attempt(), p.vf().id(), merged.wanted()));
      }
    };
  }

  /** Merged, handed over, VF down. */
  static Step atMerged(Pair pair, Merged merged) {
    return switch (pair.aim()) {
      case APART, ROLLED_BACK, SETTLED -> unmerge(pair);
      case READY -> rest(new Ready(pair, merged));
      case VF -> {
        var p = pair.nextAttempt();
        yield Step.to(new BringingUp(p, merged, Rise.FLAGS), flags(p, true));
      }
    };
  }

  /** The VF is up, the path is synthetic. */
  static Step atUp(Pair pair, Merged merged) {
    return switch (pair.aim()) {
      // A VF that leaves takes care of itself; one that hn leaves stays as it is.
      case APART -> unmerge(pair);
      case ROLLED_BACK, SETTLED, READY -> {
        var p = pair.nextAttempt();
        yield Step.to(new TakingDown(p, merged), flags(p, false));
      }
      // The path moves only after the VF is up, or the first frames go to a dead queue.
      case VF -> {
        var p = pair.nextAttempt();
        yield Step.to(
            new Switching(p, merged),
            new PairingEffect.SwitchBegins(),
            new PairingEffect.UseVf(p.nic().attempt(), p.vf().id()));
      }
    };
  }

  /** The path is by the VF. */
  static Step atVf(Pair pair, Merged merged) {
    return switch (pair.aim()) {
      case APART, ROLLED_BACK, SETTLED, READY ->
          switchBack(pair, merged, true).after(new PairingEffect.SwitchBegins());
      case VF -> rest(new VfActive(pair, merged));
    };
  }

  /** Asks for the synthetic path, drained if the VF still carries frames. */
  static Step switchBack(Pair pair, Merged merged, boolean wasActive) {
    return switchBack(pair, merged, wasActive, pair.downCause());
  }

  /** Asks again, for the cause there was; only a VF that vanished meanwhile is another one. */
  static Step switchBackAtOnce(SwitchingBack state, Pair pair) {
    var cause = pair.vf().isGone() ? SwitchCause.SURPRISE : state.cause();
    return switchBack(pair.withPathLost(true), state.merged(), state.wasActive(), cause);
  }

  private static Step switchBack(Pair pair, Merged merged, boolean wasActive, SwitchCause cause) {
    var p = pair.nextAttempt();
    boolean orderly = p.isDrainable();
    return Step.to(
        new SwitchingBack(p, merged, orderly, wasActive, cause),
        new PairingEffect.UseSynthetic(p.nic().attempt(), p.vf().id(), orderly));
  }

  /** Takes the merge back, or what may have become of it. */
  static Step unmerge(Pair pair) {
    var p = pair.nextAttempt();
    return Step.to(
        new Undoing(p, Undo.MERGE), new PairingEffect.Unmerge(p.nic().attempt(), p.vf().id()));
  }

  /** Stays, with hn's open questions answered: what it asked for is as settled as it gets. */
  static Step rest(Paired state, PairingEffect... effects) {
    var nic = state.pair().nic();
    var step = Step.to(state.with(state.pair().with(nic.answered())), effects);
    return answering(step, nic);
  }

  static Step answering(Step step, NicFacts nic) {
    var answered = nic.upAsked() ? step.before(new PairingEffect.AnswerNicUp()) : step;
    return nic.downAsked() ? answered.before(new PairingEffect.AnswerNicDown()) : answered;
  }

  /** hn without a VF, or no hn any more. */
  static Step alone(NicFacts nic) {
    var next = nic.detaching() ? new Gone() : new Synthetic(nic.answered());
    var step = answering(Step.to(next), nic);
    return nic.detaching() ? step.before(new PairingEffect.AnswerDetaching()) : step;
  }

  /** Everything is undone. */
  static Step apart(NicFacts nic, VfFacts vf) {
    var step = alone(nic);
    return vf.isDeparting() ? step.after(new PairingEffect.AnswerDeparture(vf.id())) : step;
  }

  private static Step restoreInput(Pair pair) {
    var p = pair.nextAttempt();
    return Step.to(
        new Undoing(p, Undo.OVERRIDE),
        new PairingEffect.RestoreInput(p.nic().attempt(), p.vf().id()));
  }

  private static Step failed(Pair pair, boolean overridden) {
    var p = pair.nextAttempt();
    return rest(
        new Failed(p, overridden),
        new PairingEffect.StartRetry(p.nic().attempt(), retryDelay(p.failures())));
  }

  /** One second, doubled with each failure in a row, a minute at most. */
  static Duration retryDelay(int failures) {
    var delay = FIRST_RETRY.multipliedBy(1L << Math.clamp(failures - 1L, 0, 6));
    return delay.compareTo(LAST_RETRY) < 0 ? delay : LAST_RETRY;
  }

  /** hn's flags as they are now, not as they were when it merged. */
  private static PairingEffect flags(Pair pair, boolean up) {
    var filters = pair.nic().filters();
    return new PairingEffect.SetFlags(
        pair.nic().attempt(), pair.vf().id(), up, filters.allMulti(), filters.promiscuous());
  }
}
