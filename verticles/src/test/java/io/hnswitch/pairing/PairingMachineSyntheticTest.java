package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** hn's session with the host is lost and comes back: a revoked channel, a failed reattach. */
class PairingMachineSyntheticTest {

  /** Accept, override, wait, merge, offloads, follow, up, survey, follow, path. */
  private static final int STEPS_TO_VF = 10;

  @Test
  void leavesTheVfsPathWithoutDrainingAndUsesItNoMore() {
    var story = PairingStory.hnUp().association(true).attachAndSettle().forget();
    story.syntheticLost().goOn();
    assertEquals(
        List.of("begin", "use-synthetic-at-once", "path synthetic host", "vf-down", "unmerge"),
        story.told());
    assertEquals("waiting", story.name());
    assertEquals("hn has no session with the host", story.reason());
  }

  @Test
  void reattachNeedsTheHostsWordAnew() {
    var story = PairingStory.hnUp().association(true).attachAndSettle().syntheticLost().goOn();
    story.forget().syntheticBack().goOn();
    assertEquals(List.of(), story.told());
    assertEquals("path vf host", story.association(true).goOn().told().getLast());
  }

  @Test
  void reattachBringsVfUpAnewWithHostThatKnowsNoAssociation() {
    var story = PairingStory.hnUp().attachAndSettle().syntheticLost().goOn().forget();
    assertEquals("path vf host", story.syntheticBack().goOn().told().getLast());
  }

  @Test
  void reattachThatWasNotAnnouncedAdvancesTheGenerationToo() {
    var story = PairingStory.hnUp().attachAndSettle().forget().syntheticBack().goOn();
    var told = story.told();
    assertTrue(told.indexOf("unmerge") < told.indexOf("merge"), told::toString);
    assertEquals("vf-active", story.name());
  }

  @Test
  void waitEndsWithoutMergeWhileTheSessionIsGone() {
    var story = PairingStory.hnUp().attach().goOn().syntheticLost().forget().elapse().goOn();
    assertEquals(List.of(), story.told());
    assertEquals("waiting", story.name());
    assertEquals("path vf host", story.syntheticBack().goOn().told().getLast());
  }

  @Test
  void answersUpAndDownWhileTheSessionIsGone() {
    var story = PairingStory.hnUp().attachAndSettle().syntheticLost().goOn().forget();
    assertEquals(List.of("answer-down"), story.nicDown().told());
    assertEquals(List.of("answer-up"), story.nicUp().told());
  }

  // holds: S47, C3
  @Test
  void asksNothingOfTheHostWhenVfDepartsAfterwards() {
    var story = PairingStory.hnUp().attachAndSettle().syntheticLost().goOn().forget();
    assertEquals(
        List.of("restore", "stop-accepting", "answer-departure pf0/vf0"),
        story.depart().goOn().told());
  }

  // Whatever is under way when the channel is revoked, and is never answered.
  // holds: C3, S97
  @Test
  void asksNothingOfTheHostInWhateverStateTheChannelIsRevoked() {
    for (int steps = 0; steps <= STEPS_TO_VF; steps++) {
      var story = PairingStory.hnUp().association(true).attach();
      advance(story, steps);
      story.forget().syntheticLost();
      var told = new ArrayList<>(story.told());
      if (story.isAsking()) {
        story.silence();
      }
      told.addAll(story.goOn().told());
      if (story.name().equals("failed") || story.last() instanceof PairingEffect.StartWait) {
        told.addAll(story.elapse().goOn().told());
      }
      assertFalse(told.contains("use-vf"), told::toString);
      assertFalse(told.contains("use-synthetic"), told::toString);
      told.clear();
      told.addAll(story.depart().goOn().told());
      assertEquals("answer-departure pf0/vf0", told.getLast());
      assertFalse(told.contains("use-synthetic-at-once"), told::toString);
      assertEquals("synthetic", story.name());
    }
  }

  private static void advance(PairingStory story, int steps) {
    for (int i = 0; i < steps; i++) {
      if (story.isAsking()) {
        story.succeed();
      } else if (story.last() instanceof PairingEffect.StartWait) {
        story.elapse();
      }
    }
    assertEquals(steps == STEPS_TO_VF, story.name().equals("vf-active"));
  }

  // holds: S97
  @Test
  void requestThatEndsWithAnErrorEndsTheWaitForTheHost() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.UseVf.class);
    var useVf = story.last();
    story.forget().syntheticLost();
    assertEquals(List.of("use-synthetic-at-once"), story.told());
    story.on(new PairingEvent.Refused(useVf.attempt(), "the channel was revoked"));
    assertEquals(List.of(), story.told(), "it was broken off");
    story.goOn();
    assertEquals(List.of("vf-down", "unmerge", "retry-in 1"), story.told());
  }

  @Test
  void detachesAfterTheChannelWasRevoked() {
    var story = PairingStory.hnUp().attachAndSettle().forget().syntheticLost().nicDetaches();
    story.goOn();
    assertEquals(
        List.of(
            "begin",
            "use-synthetic-at-once",
            "path synthetic host",
            "unmerge",
            "restore",
            "stop-accepting",
            "answer-detaching"),
        story.told());
  }
}
