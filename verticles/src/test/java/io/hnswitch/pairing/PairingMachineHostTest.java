package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the host says. */
class PairingMachineHostTest {

  // holds: S90
  @Test
  void withdrawsAndGivesInABurstForOneChangeEachWay() {
    var story = PairingStory.hnUp().association(true).attachAndSettle().forget();
    story.association(false).association(true).goOn();
    assertEquals(
        List.of(
            "begin",
            "use-synthetic",
            "path synthetic host",
            "vf-down",
            "unmerge",
            "merge",
            "offloads [txcsum]",
            "follow [txcsum]",
            "vf-up",
            "survey",
            "follow [txcsum]",
            "begin",
            "use-vf",
            "path vf host"),
        story.told());
  }

  // holds: S90
  @Test
  void bringsVfUpAnewHoweverLateTheBurstIsSeen() {
    for (var at :
        List.of(
            PairingEffect.UseSynthetic.class,
            PairingEffect.SetFlags.class,
            PairingEffect.Unmerge.class)) {
      var story = PairingStory.hnUp().association(true).attachAndSettle().forget();
      story.association(false).goOnUntil(at).association(true).association(false);
      story.association(true).goOn();
      var told = story.told();
      assertEquals(1, Collections.frequency(told, "use-synthetic"), at::getName);
      assertEquals(1, Collections.frequency(told, "use-vf"), at::getName);
      assertEquals("vf-active", story.name());
    }
  }

  @Test
  void takesAnotherVfsSerialForAnotherAllocation() {
    var story = PairingStory.hnUp().association(true).attachAndSettle().forget();
    story.on(new PairingEvent.AssociationTold(true, 2)).goOn();
    var told = story.told();
    assertEquals("use-synthetic", told.get(1));
    assertEquals("path vf host", told.getLast());
  }

  @Test
  void repeatsAssociationWithoutConsequence() {
    var story = PairingStory.hnUp().attachAndSettle().forget();
    assertEquals(List.of(), story.association(true).association(true).told());
    assertEquals("vf-active", story.name());
  }

  // holds: S92
  @Test
  void withdrawsDuringBringUp() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetFlags.class).forget().association(false).goOn();
    assertEquals(List.of("vf-down", "unmerge", "retry-in 1"), story.told());
    assertEquals("the host's association changed while the VF was brought up", story.reason());
    assertEquals(List.of(), story.elapse().goOn().told());
    assertEquals("waiting", story.name());
    assertEquals("the host withdrew the VF", story.reason());
    assertEquals("vf-active", story.association(true).goOn().name());
  }

  // holds: S92
  @Test
  void withdrawsWhileThePathMoves() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.UseVf.class).forget();
    story.association(false).association(true).goOn();
    assertEquals(
        List.of(
            "path vf attach",
            "begin",
            "use-synthetic",
            "path synthetic host",
            "vf-down",
            "unmerge",
            "retry-in 1"),
        story.told());
    assertEquals("path vf attach", story.elapse().goOn().told().getLast());
  }

  @Test
  void allowsNothingBeyondTheWaitUntilItGivesTheVf() {
    var story = PairingStory.hnUp().association(true).association(false).attachAndSettle();
    assertEquals(List.of("accept", "override", "wait"), story.told());
    assertEquals("waiting", story.name());
    story.nicDown().nicUp();
    assertEquals(List.of("answer-down", "answer-up"), story.told());
    assertEquals("path vf host", story.association(true).goOn().told().getLast());
  }

  @Test
  void withdrawsForGood() {
    var story = PairingStory.hnUp().attachAndSettle().forget().association(false).goOn();
    assertEquals(
        List.of("begin", "use-synthetic", "path synthetic host", "vf-down", "unmerge"),
        story.told());
    assertEquals("waiting", story.name());
    story.nicDown().nicUp();
    assertEquals(List.of("answer-down", "answer-up"), story.told());
  }

  // holds: S93
  @Test
  void switchesBackByItself() {
    var story = PairingStory.hnUp().attachAndSettle().forget().hostSwitchesBack().goOn();
    assertEquals(
        List.of(
            "begin",
            "use-synthetic-at-once",
            "path synthetic host",
            "vf-down",
            "unmerge",
            "retry-in 1"),
        story.told());
    assertEquals("the host switched back to the synthetic path", story.reason());
    assertEquals("path vf host", story.elapse().goOn().told().getLast());
  }

  @Test
  void switchesBackBeforeItsAcknowledgementIsSeen() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.UseVf.class);
    long useVf = story.last().attempt();
    story.forget().hostSwitchesBack().on(new PairingEvent.Succeeded(useVf)).goOn();
    assertEquals(
        List.of("use-synthetic-at-once", "vf-down", "unmerge", "retry-in 1"), story.told());
  }

  @Test
  void switchesBackWhileHnDrains() {
    var story = PairingStory.hnUp().attachAndSettle().nicDown().forget().hostSwitchesBack();
    assertEquals(List.of("use-synthetic-at-once"), story.told());
    story.goOn();
    assertEquals("ready", story.name());
  }

  // Row 36 of the event table, with the surprise that follows.
  @Test
  void switchesBackAndTakesVfAway() {
    var story = PairingStory.hnUp().association(true).attachAndSettle().forget();
    story.hostSwitchesBack().association(false).vanish().goOn();
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
  void waitsForAssociationAfterSwitchingBack() {
    var story = PairingStory.hnUp().association(true).attachAndSettle();
    story.hostSwitchesBack().association(false).goOn().forget().elapse().goOn();
    assertEquals("waiting", story.name());
    assertEquals("vf-active", story.association(true).goOn().name());
  }

  @Test
  void givesFailedPairAnotherTryAtOnce() {
    var story = PairingStory.hnUp().association(true).attachAndSettle();
    story.hostSwitchesBack().association(false).goOn().forget().association(true);
    assertEquals(List.of("cancel-retry", "merge"), story.told());
  }

  @Test
  void switchesBackWithoutConsequenceWhenPathIsSynthetic() {
    assertEquals(
        List.of(), PairingStory.hnDown().attachAndSettle().forget().hostSwitchesBack().told());
    assertEquals(List.of(), PairingStory.hnUp().hostSwitchesBack().told());
  }
}
