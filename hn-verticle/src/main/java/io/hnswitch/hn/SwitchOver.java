package io.hnswitch.hn;

import io.hnswitch.hn.SwitchOver.Effect.Answer;
import io.hnswitch.hn.SwitchOver.Effect.ArmHold;
import io.hnswitch.hn.SwitchOver.Effect.AskHost;
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
 * us; frames from the VF are held until then. Back: a fence drains the VF; then the gate opens to
 * the channel, the host is asked, and frames from the channel are held until its fence has come by
 * the VF.
 *
 * <p>Stages: SYNTHETIC, TO_VF, VF, DRAINING, TO_SYNTHETIC. A hold is bounded in time: when it ends
 * without its fence, that is counted and traffic goes on.
 */
final class SwitchOver {

  /** How long traffic is held at most. */
  static final Duration HOLD = Duration.ofMillis(500);

  private static final int REPEATS_MAX = 3;

  enum Stage {
    SYNTHETIC,
    TO_VF,
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
  private int repeats;
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

  /** Fences that did not come in time. */
  long fencesMissed() {
    return fencesMissed;
  }

  /** Pairing wants the VF. */
  List<Effect> useVf() {
    effects.clear();
    if (stage == Stage.VF) {
      effects.add(new Answer(""));
    } else if (stage == Stage.TO_VF && !thenBack) {
      return List.of(); // Answered with the one who asked first.
    } else if (stage != Stage.SYNTHETIC) {
      effects.add(new Refuse("the path is changing back"));
    } else {
      stage = Stage.TO_VF;
      repeats = 0;
      thenBack = false;
      effects.add(new HoldVf(true));
      askForVf();
    }
    return List.copyOf(effects);
  }

  private void askForVf() {
    late = false;
    effects.add(new CloseGate());
    effects.add(new AskHost(true, ++asked));
    arm();
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
      case TO_VF -> thenBack = true;
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
      case TO_SYNTHETIC -> {
        hostAnswered = true;
        finishSynthetic();
      }
      case SYNTHETIC, VF, DRAINING -> {}
    }
    return List.copyOf(effects);
  }

  private void answeredVf(boolean success, String detail) {
    if (success && late && repeats < REPEATS_MAX) {
      // Frames have left by the channel since the request: ask again, now behind those.
      repeats++;
      askForVf();
      return;
    }
    disarm();
    stage = success ? Stage.VF : Stage.SYNTHETIC;
    effects.add(new HoldVf(false));
    if (success && thenBack) {
      thenBack = false;
      drain();
      return;
    }
    thenBack = false;
    effects.add(new OpenGate(success));
    if (!success) {
      // It may have moved the path and not said so.
      effects.add(new AskHost(false, ++asked));
    }
    effects.add(new Answer(detail));
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
    effects.add(new HoldSynthetic(true));
    effects.add(new AskHost(false, ++asked));
    effects.add(new OpenGate(false));
    arm();
  }

  /** The fence behind the last frame by the VF is here. */
  List<Effect> fenceArrived() {
    effects.clear();
    if (stage == Stage.TO_SYNTHETIC) {
      fenceArrived = true;
      effects.add(new HoldSynthetic(false));
      finishSynthetic();
    }
    return List.copyOf(effects);
  }

  private void finishSynthetic() {
    if (hostAnswered && fenceArrived) {
      stage = Stage.SYNTHETIC;
      disarm();
      effects.add(new Answer("the path has changed back"));
    }
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
      case DRAINING -> {
        fencesMissed++;
        goSynthetic();
      }
      case TO_SYNTHETIC -> {
        if (!fenceArrived) {
          fencesMissed++;
          fenceArrived = true;
          effects.add(new HoldSynthetic(false));
        }
        finishSynthetic();
      }
      case SYNTHETIC, VF -> {}
    }
    return List.copyOf(effects);
  }
}
