package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.SwitchOver.Stage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SwitchOverTest {

  private final SwitchOverStory story = new SwitchOverStory();

  @Test
  void asksTheHostBehindTheLastSyntheticFrameAndHoldsTheVfUntilItAnswers() {
    story.useVf();
    assertEquals(List.of("hold vf", "close", "ask vf", "arm"), story.log);
    story.log.clear();
    story.hostAnswers(true);
    assertEquals(List.of("disarm", "release vf", "open vf", "answer"), story.log);
    assertEquals(List.of("done"), story.answers);
    assertTrue(story.machine.isOnVf());
  }

  @Test
  void drainsTheVfBeforeItAsksTheHostToSwitchBack() {
    story.inStage(Stage.VF).useSynthetic(true);
    assertEquals(List.of("close", "drain", "arm"), story.log);
    story.log.clear();
    story.drained();
    assertEquals(List.of("disarm", "ask synthetic", "open synthetic"), story.log);
    story.log.clear();
    story.hostAnswers(true);
    assertEquals(List.of("hold synthetic", "arm"), story.log);
    story.log.clear();
    story.fenceArrives();
    assertEquals(List.of("disarm", "release synthetic", "answer"), story.log);
    assertEquals(List.of("done", "done"), story.answers);
  }

  @Test
  void waitsForTheHostAlsoWhenTheFenceIsFaster() {
    story.inStage(Stage.TO_SYNTHETIC).fenceArrives();
    assertEquals(List.of(), story.log);
    assertEquals(Stage.TO_SYNTHETIC, story.machine.stage());
    story.hostAnswers(true);
    assertEquals(Stage.SYNTHETIC, story.machine.stage());
  }

  @Test
  void staysOnTheChannelWhenTheHostDoesNotAnswer() {
    story.useVf().hostAnswers(false);
    assertEquals(List.of("refused"), story.answers);
    // The host may have moved the path all the same.
    assertEquals("ask synthetic", story.log.get(story.log.size() - 2));
    story.settle("refused");
    assertFalse(story.machine.isOnVf());
  }

  @Test
  void goesOnByTheChannelUntilASlowHostAnswersAndLetsThoseFramesPassFirst() {
    story.inStage(Stage.TO_VF).holdExpires();
    assertEquals(List.of("open synthetic"), story.log);
    assertTrue(story.holdsVf);
    story.log.clear();
    story.hostAnswers(true);
    assertEquals(List.of("close", "await idle", "arm"), story.log);
    assertTrue(story.holdsVf);
    assertFalse(story.machine.isOnVf());
    story.log.clear();
    story.channelIdle();
    assertEquals(List.of("disarm", "release vf", "open vf", "answer"), story.log);
    assertEquals(List.of("done"), story.answers);
  }

  @Test
  void doesNotWaitForeverForTheLastFramesByTheChannel() {
    story.inStage(Stage.LEAVING_CHANNEL).holdExpires();
    assertTrue(story.machine.isOnVf());
    assertEquals(1, story.machine.fencesMissed());
    story.settle("stuck channel");
  }

  @Test
  void holdsTheChannelFromTheAnswerOfASlowHostOn() {
    story.inStage(Stage.TO_SYNTHETIC);
    assertFalse(story.holdsSynthetic);
    assertEquals(-1, story.timer);
    story.hostAnswers(true);
    assertTrue(story.holdsSynthetic);
    story.fenceArrives();
    assertEquals(Stage.SYNTHETIC, story.machine.stage());
    assertEquals(0, story.machine.fencesMissed());
  }

  @Test
  void waitsForNoFenceOfAHostThatDoesNotAnswer() {
    story.inStage(Stage.TO_SYNTHETIC).hostAnswers(false);
    assertEquals(Stage.SYNTHETIC, story.machine.stage());
    story.settle("silent host");
  }

  @Test
  void goesBackRightAwayWhenThatIsWantedMeanwhile() {
    story.inStage(Stage.TO_VF).useSynthetic(true);
    assertEquals(List.of(), story.log);
    story.hostAnswers(true);
    assertEquals(List.of("disarm", "release vf", "close", "drain", "arm"), story.log);
    story.drained().fenceArrives().hostAnswers(true);
    assertEquals(List.of("refused", "done"), story.answers);
    story.settle("back");
  }

  @Test
  void answersTheWishToGoBackWhenTheVfIsRefusedMeanwhile() {
    story.inStage(Stage.TO_VF).useSynthetic(true).hostAnswers(false);
    assertEquals(List.of("refused", "done"), story.answers);
    story.settle("refused");
  }

  @Test
  void countsAFenceThatDoesNotComeAndGoesOn() {
    story.inStage(Stage.DRAINING).holdExpires();
    assertEquals(Stage.TO_SYNTHETIC, story.machine.stage());
    assertEquals(1, story.machine.fencesMissed());
    story.hostAnswers(true);
    assertTrue(story.holdsSynthetic);
    story.holdExpires();
    assertEquals(2, story.machine.fencesMissed());
    assertFalse(story.holdsSynthetic);
    assertEquals(Stage.SYNTHETIC, story.machine.stage());
  }

  @Test
  void ignoresATimerThatWasDisarmed() {
    story.useVf();
    int old = story.timer;
    story.hostAnswers(true);
    assertEquals(List.of(), story.machine.holdExpired(old));
    assertTrue(story.machine.isOnVf());
  }

  @Test
  void ignoresTheAnswerToARequestBeforeTheSurprise() {
    story.inStage(Stage.TO_VF).useSynthetic(false).useVf();
    story.hostAnswers(true);
    assertEquals(Stage.TO_VF, story.machine.stage());
    story.hostAnswers(true);
    assertEquals(Stage.TO_VF, story.machine.stage());
    story.hostAnswers(true);
    assertTrue(story.machine.isOnVf());
    assertEquals(List.of("refused", "done", "done"), story.answers);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void returnsAtOnceOnASurpriseInAnyStage(Stage stage) {
    story.inStage(stage).useSynthetic(false);
    assertEquals(Stage.SYNTHETIC, story.machine.stage());
    assertTrue(story.gateOpen);
    assertFalse(story.gateToVf);
    assertFalse(story.holdsVf);
    assertFalse(story.holdsSynthetic);
    assertEquals("done", story.answers.getLast());
    assertTrue(story.wishes.isEmpty());
    boolean tellsTheHost = story.log.contains("ask synthetic");
    assertEquals(stage != Stage.SYNTHETIC, tellsTheHost);
    story.settle("surprise");
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void ignoresFencesThatItDoesNotWaitFor(Stage stage) {
    story.inStage(stage);
    if (stage != Stage.DRAINING) {
      story.drained();
    }
    if (stage != Stage.TO_SYNTHETIC) {
      story.fenceArrives();
    }
    assertEquals(stage, story.machine.stage());
    story.settle("fences in " + stage);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void answersWhoeverWantsTheVf(Stage stage) {
    story.inStage(stage).useVf();
    story.settle("vf in " + stage);
    boolean reached = stage != Stage.DRAINING && stage != Stage.TO_SYNTHETIC;
    assertEquals(reached, story.machine.isOnVf());
    assertTrue(story.answers.contains(reached ? "done" : "refused"));
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void answersWhoeverWantsTheChannel(Stage stage) {
    story.inStage(stage).useSynthetic(true);
    story.settle("synthetic in " + stage);
    assertFalse(story.machine.isOnVf());
    assertEquals("done", story.answers.getLast());
  }

  @Test
  void endsOnExactlyOneOpenPathWhateverHappens() {
    for (int seed = 0; seed < 5000; seed++) {
      var random = new Random(seed);
      var one = new SwitchOverStory();
      int steps = 1 + random.nextInt(14);
      for (int i = 0; i < steps; i++) {
        step(one, random.nextInt(9));
      }
      one.settle("seed " + seed + " " + one.log);
    }
  }

  private static void step(SwitchOverStory one, int what) {
    switch (what) {
      case 0, 1 -> one.useVf();
      case 2 -> one.useSynthetic(true);
      case 3 -> one.useSynthetic(false);
      case 4 -> one.hostAnswers(true);
      case 5 -> one.hostAnswers(false);
      case 6 -> one.drained().fenceArrives();
      case 7 -> one.channelIdle();
      default -> one.holdExpires();
    }
  }
}
