package io.hnswitch.hn;

import io.hnswitch.hn.SwitchOver.Effect.Answer;
import io.hnswitch.hn.SwitchOver.Effect.ArmHold;
import io.hnswitch.hn.SwitchOver.Effect.AskHost;
import io.hnswitch.hn.SwitchOver.Effect.AwaitIdle;
import io.hnswitch.hn.SwitchOver.Effect.CloseGate;
import io.hnswitch.hn.SwitchOver.Effect.DisarmHold;
import io.hnswitch.hn.SwitchOver.Effect.HoldSynthetic;
import io.hnswitch.hn.SwitchOver.Effect.HoldVf;
import io.hnswitch.hn.SwitchOver.Effect.OpenGate;
import io.hnswitch.hn.SwitchOver.Effect.Refuse;
import io.hnswitch.hn.SwitchOver.Effect.SendDrain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * hn's change of transmit path, with the gate and the two holds that keep every stream in order.
 *
 * <p>To the VF: the gate closes; the request to the host travels behind the last synthetic frame,
 * so its completion says that all of them have passed the switch, and stands behind the last one to
 * us; frames from the VF are held until then. A host that takes long does not hold the guest up:
 * frames go on by the channel, and when it has answered the gate closes once more until the last of
 * them has been completed, which says that it has passed. Back: a fence drains the VF; then the
 * gate opens to the channel and the host is asked. Its completion stands in front of the first new
 * frame from the channel; from there on those are held until the host's fence has come by the VF.
 *
 * <p>Stages: SYNTHETIC, TO_VF, LEAVING_CHANNEL, VF, DRAINING, TO_SYNTHETIC. A hold is bounded in
 * time: when it ends without what it waited for, that is counted and traffic goes on.
 */
class SwitchOver {

  /** How long traffic is held at most. */
  static final Duration HOLD = Duration.ofMillis(500);

  enum Stage {
    SYNTHETIC,
    TO_VF,
    /** A slow host has answered; the last frames by the channel are on their way. */
    LEAVING_CHANNEL,
    VF,
    DRAINING,
    TO_SYNTHETIC
  }

  /** What is to be done, in order. */
  sealed interface Effect {
    /** Frames to transmit wait. */
    record CloseGate() implements Effect {}

    /** Frames that waited, and those that come, go this way. */
    record OpenGate(boolean vf) implements Effect {}

    /** Frames from the VF wait, or are let go. */
    record HoldVf(boolean hold) implements Effect {}

    /** Frames from the channel wait, or are let go. */
    record HoldSynthetic(boolean hold) implements Effect {}

    /** NVS 129, behind every frame that was written; the answer comes with the same number. */
    record AskHost(boolean vf, int asked) implements Effect {}

    /** Tell when the host has completed every frame that was given to the channel. */
    record AwaitIdle() implements Effect {}

    /** A fence down the VF, behind every frame that was sent. */
    record SendDrain() implements Effect {}

    /** Say so when the hold has lasted too long. */
    record ArmHold(Duration time, int attempt) implements Effect {}

    record DisarmHold() implements Effect {}

    /**
     * Whoever asked for a path is answered: it has been reached when it is the one of {@link
     * #isOnVf}.
     */
    record Answer(String detail) implements Effect {}

    /** Whoever asked just now is refused; those who asked before still wait. */
    record Refuse(String detail) implements Effect {}
  }

  private final List<Effect> effects = new ArrayList<>();
  private Stage stage = Stage.SYNTHETIC;
  private int attempt;
  private int asked;
  private boolean late;
  private boolean thenBack;
  private boolean hostAnswered;
  private boolean fenceArrived;
  private long fencesMissed;

  Stage stage() {
    return stage;
  }

  boolean isOnVf() {
    return stage == Stage.VF;
  }

  /** Whether the host's answer to this request for the VF's path is waited for. */
  boolean isAwaited(int of) {
    return stage == Stage.TO_VF && of == asked;
  }

  /** Whether no change is under way. */
  boolean isAtRest() {
    return switch (stage) {
      case SYNTHETIC, VF -> true;
      case TO_VF, LEAVING_CHANNEL, DRAINING, TO_SYNTHETIC -> false;
    };
  }

  /** Fences that did not come in time. */
  long fencesMissed() {
    return fencesMissed;
  }

  /** Counts on from here. */
  void fencesMissed(long before) {
    fencesMissed = before;
  }

  /** Pairing wants the VF. */
  List<Effect> useVf() {
    effects.clear();
    if (stage == Stage.VF) {
      effects.add(new Answer(""));
    } else if (isOnItsWay() && !thenBack) {
      return List.of(); // Answered with the one who asked first.
    } else if (stage != Stage.SYNTHETIC) {
      effects.add(new Refuse("the path is changing back"));
    } else {
      stage = Stage.TO_VF;
      late = false;
      thenBack = false;
      effects.add(new HoldVf(true));
      effects.add(new CloseGate());
      effects.add(new AskHost(true, ++asked));
      arm();
    }
    return List.copyOf(effects);
  }

  private boolean isOnItsWay() {
    return stage == Stage.TO_VF || stage == Stage.LEAVING_CHANNEL;
  }

  private void arm() {
    effects.add(new ArmHold(HOLD, ++attempt));
  }

  private void disarm() {
    attempt++;
    effects.add(new DisarmHold());
  }

  /** Pairing wants the channel. */
  List<Effect> useSynthetic(boolean orderly) {
    effects.clear();
    if (!orderly) {
      boolean wasAway = stage != Stage.SYNTHETIC;
      stage = Stage.SYNTHETIC;
      thenBack = false;
      disarm();
      effects.add(new HoldVf(false));
      effects.add(new HoldSynthetic(false));
      effects.add(new OpenGate(false));
      if (wasAway) {
        effects.add(new AskHost(false, ++asked));
      }
      effects.add(new Answer("the VF was given up"));
      return List.copyOf(effects);
    }
    switch (stage) {
      case SYNTHETIC -> effects.add(new Answer(""));
      case TO_VF, LEAVING_CHANNEL -> thenBack = true;
      case VF -> drain();
      case DRAINING, TO_SYNTHETIC -> {}
    }
    return List.copyOf(effects);
  }

  private void drain() {
    stage = Stage.DRAINING;
    effects.add(new CloseGate());
    effects.add(new SendDrain());
    arm();
  }

  /** The host has handled the request, or refused or missed it. */
  List<Effect> hostAnswered(int of, boolean success, String detail) {
    effects.clear();
    if (of != asked) {
      return List.of();
    }
    switch (stage) {
      case TO_VF -> answeredVf(success, detail);
      case TO_SYNTHETIC -> answeredSynthetic(success);
      case SYNTHETIC, LEAVING_CHANNEL, VF, DRAINING -> {}
    }
    return List.copyOf(effects);
  }

  private void answeredVf(boolean success, String detail) {
    if (success && late && !thenBack) {
      stage = Stage.LEAVING_CHANNEL;
      effects.add(new CloseGate());
      effects.add(new AwaitIdle());
      arm();
      return;
    }
    disarm();
    if (success) {
      arrive();
      return;
    }
    stage = Stage.SYNTHETIC;
    thenBack = false;
    effects.add(new HoldVf(false));
    effects.add(new OpenGate(false));
    // It may have moved the path and not said so.
    effects.add(new AskHost(false, ++asked));
    effects.add(new Answer(detail));
  }

  /** Every frame that was given to the channel has passed the switch. */
  List<Effect> channelIdle() {
    effects.clear();
    if (stage == Stage.LEAVING_CHANNEL) {
      disarm();
      arrive();
    }
    return List.copyOf(effects);
  }

  private void arrive() {
    stage = Stage.VF;
    effects.add(new HoldVf(false));
    if (thenBack) {
      thenBack = false;
      drain();
      return;
    }
    effects.add(new OpenGate(true));
    effects.add(new Answer(""));
  }

  private void answeredSynthetic(boolean success) {
    hostAnswered = true;
    if (!success) {
      fenceArrived = true; // Nobody knows what the host did: nothing is worth waiting for.
    }
    if (fenceArrived) {
      finishSynthetic();
    } else {
      effects.add(new HoldSynthetic(true));
      arm();
    }
  }

  /** The drain fence has passed the switch. */
  List<Effect> drained() {
    effects.clear();
    if (stage == Stage.DRAINING) {
      goSynthetic();
    }
    return List.copyOf(effects);
  }

  private void goSynthetic() {
    stage = Stage.TO_SYNTHETIC;
    hostAnswered = false;
    fenceArrived = false;
    disarm();
    effects.add(new AskHost(false, ++asked));
    effects.add(new OpenGate(false));
  }

  /** The fence behind the last frame by the VF is here. */
  List<Effect> fenceArrived() {
    effects.clear();
    if (stage == Stage.TO_SYNTHETIC) {
      fenceArrived = true;
      if (hostAnswered) {
        finishSynthetic();
      }
    }
    return List.copyOf(effects);
  }

  private void finishSynthetic() {
    stage = Stage.SYNTHETIC;
    disarm();
    effects.add(new HoldSynthetic(false));
    effects.add(new Answer("the path has changed back"));
  }

  /** A hold has lasted too long. */
  List<Effect> holdExpired(int of) {
    effects.clear();
    if (of != attempt) {
      return List.of();
    }
    switch (stage) {
      case TO_VF -> {
        // A slow host: go on by the channel until it answers.
        late = true;
        effects.add(new OpenGate(false));
      }
      case LEAVING_CHANNEL -> {
        fencesMissed++;
        arrive();
      }
      case DRAINING -> {
        fencesMissed++;
        goSynthetic();
      }
      case TO_SYNTHETIC -> {
        fencesMissed++;
        finishSynthetic();
      }
      case SYNTHETIC, VF -> {}
    }
    return List.copyOf(effects);
  }
}
