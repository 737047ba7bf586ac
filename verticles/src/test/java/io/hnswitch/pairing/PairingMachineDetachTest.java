package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;

/** hn's end. */
class PairingMachineDetachTest {

  // holds: S94
  @Test
  void undoesEverythingAndLeavesVfUp() {
    var story = PairingStory.hnUp().attachAndSettle().forget().nicDetaches().goOn();
    assertEquals(
        List.of(
            "begin",
            "use-synthetic",
            "path synthetic nic-down",
            "unmerge",
            "restore",
            "stop-accepting",
            "answer-detaching"),
        story.told());
    assertInstanceOf(PairingState.Gone.class, story.state());
  }

  // holds: S95
  @Test
  void cancelsWait() {
    var story = PairingStory.hnUp().attach().goOn().forget().nicDetaches().goOn();
    assertEquals(
        List.of("cancel-wait", "restore", "stop-accepting", "answer-detaching"), story.told());
  }

  // holds: S96
  @Test
  void waitsForVfsAnswer() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetFlags.class).forget().nicDetaches();
    assertEquals(List.of(), story.told());
    assertEquals("unmerge", story.succeed().told().getFirst());
  }

  // holds: S97
  @Test
  void goesOnWhenHostAnswerFails() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.UseVf.class).nicDetaches().forget().refuse().goOn();
    assertEquals(List.of("unmerge", "restore", "stop-accepting", "answer-detaching"), story.told());
  }

  @Test
  void answersDepartureAndDetachTogether() {
    var story = PairingStory.hnUp().attachAndSettle().nicDetaches().forget().depart().goOn();
    assertEquals(
        List.of("answer-departure pf0/vf0", "answer-detaching"),
        story.told().stream().filter(word -> word.startsWith("answer")).toList());
  }

  @Test
  void isAnsweredAtOnceWithoutVf() {
    assertEquals(List.of("answer-detaching"), PairingStory.hnUp().nicDetaches().told());
  }

  @Test
  void answersWhateverComesLater() {
    var story = PairingStory.hnUp().nicDetaches().forget();
    story.nicUp().nicDown().depart().nicDetaches().hostSwitchesBack().association(true);
    assertEquals(
        List.of("answer-up", "answer-down", "answer-departure pf0/vf0", "answer-detaching"),
        story.told());
  }
}
