package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.hnswitch.id.VfId;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pairing and the attach wait. */
class PairingMachineAttachTest {

  // holds: S1
  @Test
  void overridesInputAndAsksHostForNothing() {
    var story = PairingStory.hnUp().attach().goOn();
    assertEquals(List.of("accept", "override", "wait"), story.told());
    assertEquals("waiting", story.name());
  }

  // holds: S8
  @Test
  void leavesFirstVfUntouchedWhenSecondAttaches() {
    var story = PairingStory.hnUp().attachAndSettle().forget();
    var before = story.state();
    story.attach(VfId.parse("pf0/vf1"));
    assertSame(before, story.state());
    assertEquals(List.of("note VF pf0/vf1 not paired: hn has VF pf0/vf0 already"), story.told());
  }

  // holds: S10
  @Test
  void undoesNothingWhenHnDoesNotTakeVf() {
    var story = PairingStory.hnUp().attach().forget().refuse();
    assertEquals(List.of("retry-in 1"), story.told());
    assertEquals("failed", story.name());
    assertEquals(List.of("cancel-retry", "answer-departure pf0/vf0"), story.depart().told());
  }

  @Test
  void stopsAcceptingWhenVfKeepsItsInput() {
    var story = PairingStory.hnUp().attach().succeed().forget().refuse().goOn();
    assertEquals(List.of("stop-accepting", "retry-in 1"), story.told());
    assertEquals("VF kept its input: no", story.reason());
  }

  @Test
  void restoresInputWhenOverrideIsNotAnswered() {
    var story = PairingStory.hnUp().attach().succeed().forget().silence().goOn();
    assertEquals(List.of("restore", "stop-accepting", "retry-in 1"), story.told());
  }

  @Test
  void waitsAgainWhenInputIsOverriddenAtTheSecondTry() {
    var story = PairingStory.hnUp().attach().succeed().refuse().goOn().forget();
    assertEquals(List.of("accept", "override", "wait"), story.elapse().goOn().told());
  }

  // holds: S11
  @Test
  void answersDepartureOfUnknownVfAtOnce() {
    assertEquals(List.of("answer-departure pf0/vf0"), PairingStory.hnUp().depart().told());
  }

  // holds: S15
  @Test
  void mergesNothingBeforeWaitIsOver() {
    var story = PairingStory.hnUp().attach().goOn().forget();
    story.link(true).association(true);
    assertEquals(List.of(), story.told());
    assertEquals("waiting", story.name());
  }

  // holds: S16
  @Test
  void mergesWithoutBringingUpWhileHnIsDown() {
    var story = PairingStory.hnDown().attach().goOn().forget().elapse().goOn();
    assertEquals(List.of("merge", "offloads [txcsum]", "follow [txcsum]"), story.told());
    assertEquals("ready", story.name());
  }

  // holds: S17
  @Test
  void switchesWhenWaitEndsAfterHnCameUp() {
    var story = PairingStory.hnDown().attach().goOn().forget().nicUp();
    assertEquals(List.of("answer-up"), story.told());
    story.elapse().goOn();
    assertEquals(
        List.of(
            "merge",
            "offloads [txcsum]",
            "follow [txcsum]",
            "vf-up",
            "survey",
            "follow [txcsum]",
            "begin",
            "use-vf",
            "path vf attach"),
        story.told());
    assertEquals("vf-active", story.name());
  }

  // holds: S18
  @Test
  void cancelsWaitWithoutAskingHostWhenVfDeparts() {
    var story = PairingStory.hnUp().attach().goOn().forget().depart().goOn();
    assertEquals(
        List.of("cancel-wait", "restore", "stop-accepting", "answer-departure pf0/vf0"),
        story.told());
    assertEquals("synthetic", story.name());
  }

  // holds: S18, S95
  @Test
  void ignoresWaitThatElapsedAfterDeparture() {
    var story = PairingStory.hnUp().attach().goOn();
    long attempt = story.last().attempt();
    story.depart().forget().on(new PairingEvent.WaitElapsed(attempt));
    assertEquals(List.of(), story.told());
    story.goOn().forget().on(new PairingEvent.WaitElapsed(attempt));
    assertEquals(List.of(), story.told());
  }

  // holds: S19
  @Test
  void waitsAnewAfterReattach() {
    var story = PairingStory.hnDown().attach().goOn();
    long old = story.last().attempt();
    story.depart().goOn().attach().goOn().on(new PairingEvent.WaitElapsed(old));
    assertEquals("waiting", story.name());
    story.elapse().goOn();
    assertEquals("ready", story.name());
    assertEquals(1, Collections.frequency(story.told(), "merge"));
  }

  // holds: S21
  @Test
  void mergesOnceWhenNicComesUpAtTheDeadline() {
    var story = PairingStory.hnDown().attach().goOn();
    long wait = story.last().attempt();
    story.elapse().nicUp().on(new PairingEvent.WaitElapsed(wait)).goOn();
    assertEquals(1, Collections.frequency(story.told(), "merge"));
  }

  @Test
  void undoesOverrideThatIsUnderWayWhenVfVanishes() {
    var story = PairingStory.hnUp().attach().succeed();
    long override = story.last().attempt();
    story.forget().vanish().goOn();
    assertEquals(List.of("restore", "stop-accepting", "answer-departure pf0/vf0"), story.told());
    assertEquals(List.of(), story.on(new PairingEvent.Succeeded(override)).told());
  }

  @Test
  void finishesOverrideBeforeUndoingItWhenVfDeparts() {
    var story = PairingStory.hnUp().attach().succeed().forget().depart();
    assertEquals(List.of(), story.told());
    assertEquals(
        List.of("restore", "stop-accepting", "answer-departure pf0/vf0"), story.goOn().told());
  }
}
