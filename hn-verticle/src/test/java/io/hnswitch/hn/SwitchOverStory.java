package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A change of path with everything around it that effects move: gates, timer, host, wishes. */
final class SwitchOverStory {

  final SwitchOver machine = new SwitchOver();
  final List<String> log = new ArrayList<>();

  /** What the host was asked and has not answered. */
  final ArrayDeque<SwitchOver.Effect.AskHost> asked = new ArrayDeque<>();

  /** Who waits for a path; true for the VF. */
  final ArrayDeque<Boolean> wishes = new ArrayDeque<>();

  final List<String> answers = new ArrayList<>();
  boolean gateOpen = true;
  boolean gateToVf;
  boolean holdsVf;
  boolean holdsSynthetic;
  int timer = -1;
  boolean drainSent;

  private void perform(List<SwitchOver.Effect> effects) {
    for (var effect : effects) {
      log.add(text(effect));
      switch (effect) {
        case SwitchOver.Effect.CloseGate _ -> gateOpen = false;
        case SwitchOver.Effect.OpenGate(var vf) -> {
          gateOpen = true;
          gateToVf = vf;
        }
        case SwitchOver.Effect.HoldVf(var hold) -> holdsVf = hold;
        case SwitchOver.Effect.HoldSynthetic(var hold) -> holdsSynthetic = hold;
        case SwitchOver.Effect.AskHost ask -> asked.add(ask);
        case SwitchOver.Effect.AwaitIdle _ -> {}
        case SwitchOver.Effect.SendDrain _ -> drainSent = true;
        case SwitchOver.Effect.ArmHold(var _, var attempt) -> timer = attempt;
        case SwitchOver.Effect.DisarmHold _ -> timer = -1;
        case SwitchOver.Effect.Answer _ -> {
          while (!wishes.isEmpty()) {
            answers.add(wishes.poll() == machine.isOnVf() ? "done" : "refused");
          }
        }
        case SwitchOver.Effect.Refuse _ -> {
          wishes.removeLast();
          answers.add("refused");
        }
      }
    }
  }

  private static String text(SwitchOver.Effect effect) {
    return switch (effect) {
      case SwitchOver.Effect.OpenGate(var vf) -> vf ? "open vf" : "open synthetic";
      case SwitchOver.Effect.HoldVf(var hold) -> hold ? "hold vf" : "release vf";
      case SwitchOver.Effect.HoldSynthetic(var h) -> h ? "hold synthetic" : "release synthetic";
      case SwitchOver.Effect.AskHost(var vf, var _) -> vf ? "ask vf" : "ask synthetic";
      case SwitchOver.Effect.CloseGate _ -> "close";
      case SwitchOver.Effect.AwaitIdle _ -> "await idle";
      case SwitchOver.Effect.SendDrain _ -> "drain";
      case SwitchOver.Effect.ArmHold _ -> "arm";
      case SwitchOver.Effect.DisarmHold _ -> "disarm";
      case SwitchOver.Effect.Answer _ -> "answer";
      case SwitchOver.Effect.Refuse _ -> "refuse";
    };
  }

  SwitchOverStory useVf() {
    wishes.add(true);
    perform(machine.useVf());
    return this;
  }

  SwitchOverStory useSynthetic(boolean orderly) {
    wishes.add(false);
    perform(machine.useSynthetic(orderly));
    return this;
  }

  /** The host answers what it was asked first. */
  SwitchOverStory hostAnswers(boolean success) {
    var ask = asked.poll();
    if (ask != null) {
      perform(machine.hostAnswered(ask.asked(), success, success ? "" : "no answer"));
    }
    return this;
  }

  SwitchOverStory drained() {
    drainSent = false;
    perform(machine.drained());
    return this;
  }

  SwitchOverStory fenceArrives() {
    perform(machine.fenceArrived());
    return this;
  }

  SwitchOverStory channelIdle() {
    perform(machine.channelIdle());
    return this;
  }

  SwitchOverStory holdExpires() {
    int of = timer;
    timer = -1;
    perform(machine.holdExpired(of));
    return this;
  }

  SwitchOverStory inStage(SwitchOver.Stage stage) {
    switch (stage) {
      case SYNTHETIC -> {}
      case TO_VF -> useVf();
      case LEAVING_CHANNEL -> useVf().holdExpires().hostAnswers(true);
      case VF -> useVf().hostAnswers(true);
      case DRAINING -> useVf().hostAnswers(true).useSynthetic(true);
      case TO_SYNTHETIC -> useVf().hostAnswers(true).useSynthetic(true).drained();
    }
    assertEquals(stage, machine.stage());
    log.clear();
    return this;
  }

  /** Whatever the host still owes comes, time passes, and then nothing may wait any more. */
  void settle(String text) {
    for (int i = 0; i < 20 && (timer >= 0 || !asked.isEmpty()); i++) {
      if (asked.isEmpty()) {
        holdExpires();
      } else {
        hostAnswers(true);
      }
    }
    boolean onVf = machine.isOnVf();
    assertEquals(onVf ? SwitchOver.Stage.VF : SwitchOver.Stage.SYNTHETIC, machine.stage(), text);
    assertEquals(true, gateOpen, text + ": the gate is open");
    assertEquals(onVf, gateToVf, text + ": the gate is open to the path");
    assertFalse(holdsVf, text + ": frames of the VF pass");
    assertFalse(holdsSynthetic, text + ": frames of the channel pass");
    assertEquals(List.of(), List.copyOf(wishes), text + ": nobody waits");
  }
}
