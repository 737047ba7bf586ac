package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the host says. Numbers in comments are the scenarios of the behaviour reference, section 29.
 */
class PairingMachineHostTest {

  // 90
  @Test
  void withdrawsAndGivesInABurstForOneChangeEachWay() {
    var story = PairingStory.hnUp().association(true).attachAndSettle().forget();
    story.association(false).association(true).goOn();
    assertEquals(
        List.of("begin", "use-synthetic", "path synthetic host", "begin", "use-vf", "path vf host"),
        story.told());
  }

  @Test
  void repeatsAssociationWithoutConsequence() {
    var story = PairingStory.hnUp().attachAndSettle().forget();
    assertEquals(List.of(), story.association(true).association(true).told());
    assertEquals("vf-active", story.name());
  }

  // 92
  @Test
  void withdrawsDuringBringUp() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetFlags.class).forget().association(false).goOn();
    assertEquals(List.of("vf-down"), story.told());
    assertEquals("ready", story.name());
    assertEquals("the host withdrew the VF", story.reason());
    assertEquals("vf-active", story.association(true).goOn().name());
  }

  @Test
  void withdrawsForGood() {
    var story = PairingStory.hnUp().attachAndSettle().forget().association(false).goOn();
    assertEquals(List.of("begin", "use-synthetic", "path synthetic host", "vf-down"), story.told());
    assertEquals("ready", story.name());
    story.nicDown().nicUp();
    assertEquals(List.of("answer-down", "answer-up"), story.told());
  }

  // 93
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

  // 36: with the surprise that follows
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
    assertEquals("ready", story.name());
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
