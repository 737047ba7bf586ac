package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Departure. */
class PairingMachineDepartureTest {

  // holds: S46
  @Test
  void movesPathBackBeforeUndoingTheRest() {
    var story = PairingStory.hnUp().attachAndSettle().forget().depart().goOn();
    assertEquals(
        List.of(
            "begin",
            "use-synthetic",
            "path synthetic detach",
            "unmerge",
            "restore",
            "stop-accepting",
            "answer-departure pf0/vf0"),
        story.told());
    assertEquals("synthetic", story.name());
  }

  @Test
  void doesNotDrainVanishedVf() {
    var story = PairingStory.hnUp().attachAndSettle().forget().vanish().goOn();
    assertEquals(
        List.of(
            "begin",
            "use-synthetic-at-once",
            "path synthetic surprise",
            "unmerge",
            "restore",
            "stop-accepting",
            "answer-departure pf0/vf0"),
        story.told());
  }

  @Test
  void asksHostForNothingWhenVfWasReadyOnly() {
    var story = PairingStory.hnDown().attachAndSettle().forget().depart().goOn();
    assertEquals(
        List.of("unmerge", "restore", "stop-accepting", "answer-departure pf0/vf0"), story.told());
  }

  // holds: S47
  @Test
  void isAnsweredEvenIfNothingCanBeUndone() {
    var story = PairingStory.hnUp().attachAndSettle().forget().depart();
    for (int i = 0; i < 5; i++) {
      story.refuse();
    }
    assertEquals(
        List.of(
            "begin",
            "use-synthetic",
            "note hn could not drain the VF: no",
            "use-synthetic-at-once",
            "note hn did not confirm the synthetic path: no",
            "path synthetic detach",
            "unmerge",
            "note hn kept the merge: no",
            "restore",
            "note VF kept the override: no",
            "stop-accepting",
            "note hn still takes the VF's frames: no",
            "answer-departure pf0/vf0"),
        story.told());
    assertEquals("synthetic", story.name());
  }

  @Test
  void breaksDrainOffWhenVfVanishesMeanwhile() {
    var story = PairingStory.hnUp().attachAndSettle().depart();
    long drain = story.last().attempt();
    story.forget().vanish();
    assertEquals(List.of("use-synthetic-at-once"), story.told());
    assertEquals(List.of(), story.on(new PairingEvent.Succeeded(drain)).told());
    assertTrue(story.goOn().told().contains("path synthetic surprise"));
  }

  @Test
  void staysSurpriseWhenDriverDetachesAfterwards() {
    var story = PairingStory.hnUp().attachAndSettle().vanish().forget().depart().goOn();
    assertTrue(story.told().contains("path synthetic surprise"));
  }

  @Test
  void drainsAgainOncePathWasLostAndWonBack() {
    var story = PairingStory.hnUp().attachAndSettle().hostSwitchesBack().goOn().elapse().goOn();
    assertEquals(List.of("begin", "use-synthetic"), story.forget().depart().told());
  }

  @Test
  void breaksSwitchOffWhenVfVanishes() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.UseVf.class);
    long useVf = story.last().attempt();
    story.forget().vanish().on(new PairingEvent.Succeeded(useVf)).goOn();
    assertEquals(
        List.of(
            "use-synthetic-at-once",
            "unmerge",
            "restore",
            "stop-accepting",
            "answer-departure pf0/vf0"),
        story.told());
  }

  @Test
  void finishesSwitchBeforeOrderlyDeparture() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.UseVf.class).forget().depart();
    assertEquals(List.of(), story.told());
    assertEquals(List.of("path vf attach", "begin", "use-synthetic"), story.succeed().told());
  }

  @Test
  void doesNotTakeDownVfThatLeaves() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetFlags.class).forget().depart().goOn();
    assertFalse(story.told().contains("vf-down"));
  }

  @Test
  void doesNotWaitForVanishedVfToComeUp() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetFlags.class).forget().vanish();
    assertEquals(List.of("unmerge"), story.told());
  }

  @Test
  void doesNotWaitForVanishedVfToGoDown() {
    var story = PairingStory.hnUp().attachAndSettle().nicDown().succeed().forget().vanish();
    assertEquals(List.of("unmerge"), story.told());
    assertEquals(
        List.of("restore", "stop-accepting", "answer-departure pf0/vf0", "answer-down"),
        story.goOn().told());
  }

  @Test
  void cancelsRetryOfFailedPair() {
    var story = PairingStory.hnUp().attach().goOn().elapse().refuse().forget().depart().goOn();
    assertEquals(
        List.of("cancel-retry", "restore", "stop-accepting", "answer-departure pf0/vf0"),
        story.told());
  }

  // Section 23: live migration.
  @Test
  void pairsAgainAfterDeparture() {
    var story = PairingStory.hnUp().attachAndSettle().depart().goOn().attachAndSettle();
    assertEquals("vf-active", story.name());
  }
}
