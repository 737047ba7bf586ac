package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.NvsVersion;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are those of the scenarios in section 28 of the wire reference. */
class VspAssociationTest {

  private final VspStory story = new VspStory();

  @Nested
  class Association {

    @Test // 70
    void followsTheInitializeCompletion() {
      story.assignment.assign(VspStory.VF, VspStory.SERIAL);
      story.operational();
      assertEquals(List.of("rndis", "operational 1500", "association 1 of 7"), story.words());
    }

    @Test
    void isToldWhenTheVfComesLater() {
      story.operational().assigned();
      assertEquals(List.of("association 1 of 7"), story.words());
    }

    @ParameterizedTest // 71
    @CsvSource({"V6_1, 8", "V5, 8", "V2, 12", "V1, 12"})
    void isNotToldToAGuestThatCannotHearIt(NvsVersion version, long capabilities) {
      story.assignment.assign(VspStory.VF, VspStory.SERIAL);
      story.negotiated(version, 1514, capabilities).initialize();
      assertFalse(story.words().contains("association 1 of 7"));
      assertEquals(VfAssignment.State.KNOWN, story.assignment.state());
    }

    @Test // 72
    void needsNoAnswer() {
      story.operational().assigned().setDatapath(true);
      assertTrue(story.words().contains("move to vf"));
    }

    @Test // 73
    void offersTheDeviceAtOnceOnlyWhenTheGuestAsksForThePath() {
      story.operational().assigned();
      assertFalse(story.words().contains("offer now"));
      story.setDatapath(true);
      assertEquals(List.of("offer now", "move to vf"), story.words());
      story.moved(story.fence(), true).setDatapath(false);
      story.moved(story.fence(), false).setDatapath(true);
      assertEquals(List.of("move to vf"), story.words());
    }

    @Test
    void isTakenBackWhenTheVfGoes() {
      story.operational().assigned().on(new VspEvent.VfRemoved(true));
      assertEquals(List.of("association 0 of 7"), story.words());
      assertEquals(VfAssignment.State.NONE, story.assignment.state());
      story.on(new VspEvent.VfRemoved(true));
      assertEquals(List.of(), story.words());
    }

    @Test
    void isToldAgainInEverySession() {
      story.operational().assigned().reopen().operational();
      assertTrue(story.words().contains("association 1 of 7"));
      assertEquals(VfAssignment.State.ANNOUNCED, story.assignment.state());
    }

    @Test // 9.3, last line
    void isToldAgainWhileThePathStaysOnTheVf() {
      story.switched().reopen().operational();
      assertTrue(story.words().contains("association 1 of 7"));
      assertEquals(VfAssignment.State.SWITCHED, story.assignment.state());
      story.setDatapath(true);
      assertEquals(List.of("empty"), story.words());
    }

    @Test
    void isRememberedByAChannelThatDied() {
      story.operational().nvs(new byte[0]);
      assertTrue(story.isFatal());
      story.assigned();
      assertEquals(List.of(), story.words());
      story.reopen().operational();
      assertTrue(story.words().contains("association 1 of 7"));
    }
  }

  @Nested
  class Datapath {

    @Test // 74
    void movesToTheVfAndCompletesWithoutABody() {
      story.operational().assigned().setDatapath(true);
      assertFalse(story.words().contains("empty"));
      story.moved(story.fence(), true);
      assertEquals(List.of("empty"), story.words());
      assertTrue(story.assignment.isOnVf());
    }

    @Test
    void completesOnlyWhatWantsACompletion() {
      story.operational().assigned().silently(NvsMessage.SetDatapath.VF);
      story.moved(story.fence(), true);
      assertEquals(List.of(), story.words());
      assertTrue(story.assignment.isOnVf());
    }

    @Test // 75
    void staysWithoutAVf() {
      story.operational().setDatapath(true);
      assertEquals(List.of("empty"), story.words());
      story.setDatapath(false);
      assertEquals(List.of("empty"), story.words());
    }

    @Test // 76
    void tellsWhenTheSwitchFails() {
      story.operational().assigned().setDatapath(true);
      story.moved(story.fence(), false);
      assertEquals(List.of("empty", "datapath 0"), story.words());
      assertEquals(VfAssignment.State.ANNOUNCED, story.assignment.state());
    }

    @Test
    void movesBack() {
      story.switched().setDatapath(false);
      assertEquals(List.of("move back"), story.words());
      story.moved(story.fence(), false);
      assertEquals(List.of("empty"), story.words());
      assertEquals(VfAssignment.State.ANNOUNCED, story.assignment.state());
    }

    @Test
    void staysWhereItIsWhenMovingBackFails() {
      story.switched().setDatapath(false).moved(story.fence(), true);
      assertEquals(List.of("empty"), story.words());
      assertTrue(story.assignment.isOnVf());
    }

    @Test // 9.3
    void completesWhatIsAskedTwice() {
      story.switched().setDatapath(true);
      assertEquals(List.of("empty"), story.words());
      story.setDatapath(false).setDatapath(false);
      assertEquals(List.of("empty"), story.words());
    }

    @Test // 80
    void takesEveryOtherValueForSynthetic() {
      story.switched().nvs(new NvsMessage.SetDatapath(7));
      assertEquals(List.of("move back"), story.words());
    }

    @ParameterizedTest // 77
    @ValueSource(booleans = {true, false})
    void isForcedBackWhenTheVfGoes(boolean orderly) {
      story.switched().on(new VspEvent.VfRemoved(orderly));
      assertEquals(List.of("force", "datapath 0", "association 0 of 7"), story.words());
      assertEquals(VfAssignment.State.NONE, story.assignment.state());
    }

    @Test // 78
    void isCompletedAndForcedBackWhenTheVfGoesMeanwhile() {
      story.operational().assigned().setDatapath(true);
      long fence = story.fence();
      story.on(new VspEvent.VfRemoved(false));
      assertEquals(List.of("empty", "force", "datapath 0", "association 0 of 7"), story.words());
      story.moved(fence, true);
      assertEquals(List.of(), story.words());
      assertEquals(VfAssignment.State.NONE, story.assignment.state());
    }

    @Test // 9.3
    void isCompletedWhenTheVfGoesOnTheWayBack() {
      story.switched().setDatapath(false).on(new VspEvent.VfRemoved(true));
      assertEquals(List.of("empty", "association 0 of 7"), story.words());
    }

    @Test
    void ignoresAFenceOfTheTimeBefore() {
      story.operational().assigned().setDatapath(true);
      long old = story.fence();
      story.moved(old, false).setDatapath(true);
      story.moved(old, true);
      assertEquals(List.of(), story.words());
      assertFalse(story.assignment.isOnVf());
    }

    @Test
    void isKnownAlsoWhenItMovedBetweenTwoSessions() {
      story.operational().assigned().setDatapath(true);
      long fence = story.fence();
      story.reopen();
      // Nobody is owed an answer any more, but the switch has done it.
      story.moved(fence, true);
      assertEquals(List.of(), story.words());
      assertTrue(story.assignment.isOnVf());
      story.operational().setDatapath(false);
      assertEquals(List.of("move back"), story.words());
    }

    @Test
    void isForcedBackForAChannelThatDied() {
      story.switched().nvs(new byte[0]);
      story.on(new VspEvent.VfRemoved(false));
      assertEquals(List.of("force"), story.words());
    }

    @Test
    void completesWithAnEmptyPayload() {
      story.operational().setDatapath(true);
      var complete = assertInstanceOf(VspEffect.Complete.class, story.effects.getFirst());
      assertEquals(0, complete.payload().length);
    }
  }
}
