package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bring-up and data path. */
class PairingMachineTest {

  // holds: S39
  @Test
  void switchesDatapathOnlyAfterVfIsUp() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetFlags.class).forget();
    assertEquals("switching", story.name());
    assertEquals(List.of(), story.told());
    assertEquals(List.of("survey"), story.succeed().told());
    assertEquals(List.of("follow [txcsum]"), story.succeed().told());
    assertEquals(List.of("begin", "use-vf"), story.succeed().told());
    assertEquals(List.of("path vf attach"), story.succeed().told());
  }

  // holds: R8.2
  @Test
  void followsWhatTheVfHasEnabledOnceItIsUp() {
    var story = PairingStory.hnUp().vfEnablesOnceUp(OffloadCaps.NONE).attachAndSettle();
    var told = story.told();
    assertEquals(
        List.of("vf-up", "survey", "follow []", "begin"),
        told.subList(told.indexOf("vf-up"), told.indexOf("begin") + 1));
  }

  @Test
  void usesVfThatDoesNotSayWhatItHasEnabled() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.Survey.class).forget().refuse().goOn();
    assertEquals(
        List.of("note VF did not say what it has enabled: no", "begin", "use-vf", "path vf attach"),
        story.told());
  }

  // holds: S40, C8
  @Test
  void rollsBackWhenHnDoesNotFollowVfThatIsUp() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.Survey.class).succeed().forget().refuse().goOn();
    assertEquals(List.of("vf-down", "unmerge", "retry-in 1"), story.told());
  }

  @Test
  void givesVfTheFlagsHnHasWhenItIsBroughtUp() {
    var story = PairingStory.hnDown().attachAndSettle().forget();
    story.on(new PairingEvent.NicFiltersChanged(new NicFacts.Filters(false, true, true)));
    assertEquals("vf-up promisc", story.nicUp().told().getFirst());
  }

  @Test
  void takesFlagsThatChangedWhileHnMergedForTheNewerOnes() {
    var story = PairingStory.hnUp().hnHas(1500, true, false).attach().goOn().elapse();
    story.on(new PairingEvent.NicFiltersChanged(new NicFacts.Filters(false, true, true))).goOn();
    assertTrue(story.told().contains("vf-up promisc"));
  }

  @Test
  void copiesHnsFlags() {
    var story = PairingStory.hnUp().hnHas(1500, true, true).attachAndSettle();
    assertTrue(story.told().contains("vf-up allmulti promisc"));
  }

  // holds: S40
  @Test
  void staysSyntheticWhenVfDoesNotComeUp() {
    var story = PairingStory.hnDown().attachAndSettle().nicUp().forget().refuse().goOn();
    assertEquals(List.of("unmerge", "retry-in 1", "answer-up"), story.told());
    assertEquals("failed", story.name());
  }

  // holds: S40
  @Test
  void takesVfDownThatMayHaveComeUp() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetFlags.class).forget().silence().goOn();
    assertEquals(List.of("vf-down", "unmerge", "retry-in 1"), story.told());
  }

  @Test
  void rollsBackWhenHostRefusesThePath() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.UseVf.class).forget().refuse().goOn();
    assertEquals(List.of("vf-down", "unmerge", "retry-in 1"), story.told());
    assertEquals("the path did not move to the VF: no", story.reason());
  }

  // holds: S41
  @Test
  void asksPathBackWhenHostDoesNotAnswer() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.UseVf.class).forget().silence().goOn();
    assertEquals(
        List.of("use-synthetic-at-once", "vf-down", "unmerge", "retry-in 1"), story.told());
  }

  // holds: S42
  @Test
  void movesPathBackBeforeVfGoesDown() {
    var story = PairingStory.hnUp().attachAndSettle().forget().nicDown();
    assertEquals(List.of("begin", "use-synthetic"), story.told());
    assertEquals(List.of("path synthetic nic-down", "vf-down"), story.succeed().told());
    assertEquals(List.of("answer-down"), story.succeed().told());
    assertEquals("ready", story.name());
  }

  @Test
  void ignoresErrorOfVfGoingDown() {
    var story = PairingStory.hnUp().attachAndSettle().nicDown().succeed().forget().refuse();
    assertEquals(List.of("note VF did not go down: no", "answer-down"), story.told());
    assertEquals("ready", story.name());
  }

  // holds: S44
  @Test
  void followsHnTenTimesWithOneMessageEachWay() {
    var story = PairingStory.hnUp().attachAndSettle().forget();
    for (int i = 0; i < 10; i++) {
      assertEquals(
          List.of("begin", "use-synthetic", "path synthetic nic-down", "vf-down", "answer-down"),
          story.nicDown().goOn().told());
      assertEquals(
          List.of(
              "vf-up",
              "survey",
              "follow [txcsum]",
              "begin",
              "use-vf",
              "path vf nic-up",
              "answer-up"),
          story.nicUp().goOn().told());
    }
  }

  // holds: S45
  @Test
  void leavesVfAloneWhenHnGoesDownWhileWaiting() {
    var story = PairingStory.hnUp().attach().goOn().forget().nicDown();
    assertEquals(List.of("answer-down"), story.told());
    assertEquals("waiting", story.name());
  }

  @Test
  void comesBackWhenHnGoesDownDuringSwitch() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.UseVf.class).forget().nicDown();
    assertEquals(List.of(), story.told());
    assertEquals(
        List.of(
            "path vf attach",
            "begin",
            "use-synthetic",
            "path synthetic nic-down",
            "vf-down",
            "answer-down"),
        story.goOn().told());
  }

  @Test
  void goesBackToVfWhenHnComesUpDuringItsWayDown() {
    var story = PairingStory.hnUp().attachAndSettle().nicDown().forget().nicUp().goOn();
    assertEquals(
        List.of(
            "path synthetic nic-down",
            "begin",
            "use-vf",
            "path vf nic-up",
            "answer-up",
            "answer-down"),
        story.told());
  }

  @Test
  void answersNicUpAtOnceWithoutVf() {
    assertEquals(List.of("answer-up"), PairingStory.hnDown().nicUp().told());
    assertEquals(List.of("answer-down"), PairingStory.hnUp().nicDown().told());
  }

  // holds: S79
  @Test
  void tellsHnLinkOfVfWhenItBecomesActive() {
    var story = PairingStory.hnUp().attach().goOn().link(true).elapse();
    story.goOnUntil(PairingEffect.UseVf.class).forget().succeed();
    assertEquals(List.of("path vf attach", "link-up"), story.told());
  }

  // holds: S78
  @Test
  void tellsHnChangedLinkWhileVfIsActive() {
    var story = PairingStory.hnUp().attachAndSettle().forget();
    assertEquals(List.of("link-down"), story.link(false).told());
  }

  @Test
  void keepsLinkToItselfWhileVfIsNotActive() {
    var story = PairingStory.hnDown().attachAndSettle().forget();
    assertEquals(List.of(), story.link(false).told());
  }

  // holds: S82
  @Test
  void ignoresLinkOfAnotherInterface() {
    var story = PairingStory.hnUp().attachAndSettle().forget();
    story.on(new PairingEvent.VfLinkChanged(VfId.parse("pf0/vf7"), false));
    assertEquals(List.of(), story.told());
  }

  @Test
  void tellsEveryStateThatPeopleSee() {
    var story = PairingStory.hnUp().attachAndSettle().nicDown().goOn().depart().goOn();
    assertEquals(
        List.of("waiting", "switching", "vf-active", "leaving", "ready", "leaving", "synthetic"),
        story.toldStates());
  }
}
