package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.hnswitch.id.VfId;
import io.hnswitch.offload.TsoLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Non-transparent mode. */
class DirectMachineTest {

  private static final List<String> ON =
      List.of(
          "rxvf-filter on",
          "rxvf-redirection on",
          "rxvf-datapath on",
          "rxvf-rss on",
          "rxvf-link on",
          "told vf-up");

  private static final List<String> OFF =
      List.of(
          "rxvf-filter off",
          "rxvf-datapath off",
          "rxvf-redirection off",
          "rxvf-rss off",
          "rxvf-link off",
          "told vf-down");

  private static PairingStory receiving() {
    return PairingStory.direct().vfUp().goOn().forget();
  }

  /** The way on was interrupted when this was asked for. */
  private static PairingStory askedFor(String step) {
    var story = PairingStory.direct().vfUp();
    while (!story.told().contains(step)) {
      story.succeed();
    }
    return story;
  }

  @Test
  void takesNoInputAndWaitsForNothing() {
    var story = PairingStory.direct();
    assertEquals(List.of(), story.told());
    assertEquals("not-transparent", story.name());
  }

  // holds: S98, C18
  @Test
  void turnsOnInOrderWhenVfComesUpAndSaysSo() {
    var story = PairingStory.direct().vfUp().goOn();
    assertEquals(ON, story.told());
    assertEquals("rxvf", story.name());
  }

  // holds: S98
  @Test
  void turnsOffWhenVfGoesDownAndSaysSo() {
    var story = receiving().vfDown().goOn();
    assertEquals(OFF, story.told());
    assertEquals("not-transparent", story.name());
  }

  // holds: S101
  @Test
  void doesNothingWhenVfIsUpOrDownAgain() {
    var story = receiving();
    assertEquals(List.of(), story.vfUp().told());
    story.vfDown().goOn().forget();
    assertEquals(List.of(), story.vfDown().told());
  }

  @Test
  void turnsOnForVfThatWasUpWhenItWasFound() {
    var story = PairingStory.hnDirect();
    story.on(
        new PairingEvent.VfAttached(
            VfFacts.attached(
                    PairingStory.VF,
                    PairingStory.CAPABLE,
                    PairingStory.CAPABLE,
                    TsoLimits.UNLIMITED)
                .goingUp(true)));
    assertEquals(ON, story.goOn().told());
  }

  // holds: S100
  @Test
  void asksForTheFilterAgainAfterHnHasSetItsOwn() {
    var story = receiving();
    assertEquals(List.of("answer-down", "rxvf-filter on"), story.nicDown().told());
    story.succeed();
    assertEquals(List.of("answer-up", "rxvf-filter on"), story.nicUp().told());
    assertEquals("rxvf", story.name());
  }

  @Test
  void turnsOffWhileTheFilterIsAskedForAgain() {
    var story = receiving().nicDown().forget();
    var again = story.last();
    story.vfDown();
    story.on(new PairingEvent.Succeeded(again.attempt()));
    assertEquals(OFF, story.goOn().told());
  }

  @Test
  void keepsReceivingWhenTheFilterIsRefusedAgain() {
    var story = receiving().nicDown().forget().refuse();
    assertEquals(List.of("note hn did not take the VF's filter again: no"), story.told());
    assertEquals("rxvf", story.name());
  }

  @Test
  void hnUpAndDownIsAnsweredAtOnceWhileVfIsDown() {
    var story = PairingStory.direct();
    assertEquals(List.of("answer-down", "answer-up"), story.nicDown().nicUp().told());
  }

  // holds: C18
  @Test
  void undoesTheRedirectionWhenTheHostRefuses() {
    var story = askedFor("rxvf-datapath on").refuse().goOn();
    assertEquals(List.of("rxvf-filter off", "rxvf-redirection off", "retry-in 1"), story.told());
    assertEquals("failed", story.name());
    assertEquals("hn cannot receive for the VF, data path: no", story.reason());
  }

  // holds: C18
  @Test
  void takesTheDataPathBackWhenTheHostDoesNotAnswer() {
    var story = askedFor("rxvf-datapath on").silence().goOn();
    assertEquals(
        List.of("rxvf-filter off", "rxvf-datapath off", "rxvf-redirection off", "retry-in 1"),
        story.told());
  }

  @Test
  void undoesNothingWhenTheFirstStepIsRefused() {
    assertEquals(List.of("retry-in 1"), askedFor("rxvf-filter on").refuse().told());
  }

  @Test
  void triesAgainWhenDueAndWhenVfComesUpAnew() {
    assertEquals(ON, askedFor("rxvf-filter on").refuse().forget().elapse().goOn().told());
    var story = askedFor("rxvf-filter on").refuse().forget().vfDown();
    assertEquals(List.of(), story.told());
    assertEquals("cancel-retry", story.vfUp().told().getFirst());
    assertEquals("rxvf", story.goOn().name());
  }

  @Test
  void forgetsRetryWhenVfIsDownByThen() {
    var story = askedFor("rxvf-filter on").refuse().vfDown().forget().elapse();
    assertEquals(List.of(), story.told());
    assertEquals("not-transparent", story.name());
  }

  @Test
  void undoesWhatWasDoneWhenVfGoesDownMeanwhile() {
    var story = askedFor("rxvf-redirection on").vfDown();
    assertEquals(List.of(), story.told(), "what is under way comes first");
    assertEquals(List.of("rxvf-filter off", "rxvf-redirection off"), story.goOn().told());
    assertEquals("not-transparent", story.name());
  }

  @Test
  void turnsOnAgainWhenVfComesUpOnTheWayOff() {
    var story = receiving().vfDown().vfUp().goOn();
    var told = story.told();
    assertEquals(OFF, told.subList(0, OFF.size()));
    assertEquals(ON, told.subList(OFF.size(), told.size()));
  }

  @Test
  void goesOnTurningOffWhateverFails() {
    var story = receiving().vfDown().forget();
    while (story.isAsking()) {
      story.silence();
    }
    var told = story.told();
    assertEquals(5, told.stream().filter(word -> word.startsWith("note ")).count());
    assertEquals("told vf-down", told.getLast());
    assertEquals("not-transparent", story.name());
  }

  @Test
  void clearsEverythingBeforeDepartureIsAnswered() {
    var story = receiving().depart().goOn();
    var told = story.told();
    assertEquals(OFF, told.subList(0, OFF.size()));
    assertEquals(List.of("answer-departure pf0/vf0"), told.subList(OFF.size(), told.size()));
    assertEquals("synthetic", story.name());
  }

  @Test
  void departureAfterDownOnlyClearsThePair() {
    var story = receiving().vfDown().goOn().forget();
    assertEquals(List.of("answer-departure pf0/vf0"), story.depart().told());
    assertEquals("synthetic", story.name());
  }

  @Test
  void hnDetachesOnlyAfterItHasEndedReceiving() {
    var told = receiving().nicDetaches().goOn().told();
    assertEquals(OFF, told.subList(0, OFF.size()));
    assertEquals(List.of("answer-detaching"), told.subList(OFF.size(), told.size()));
  }

  // holds: S8
  @Test
  void leavesFirstVfUntouchedWhenSecondAttaches() {
    var story = receiving();
    var before = story.state();
    story.attach(VfId.parse("pf0/vf1"));
    assertSame(before, story.state());
  }

  @Test
  void passesOverWhatHappensToOtherVfs() {
    var story = receiving();
    var before = story.state();
    var other = VfId.parse("pf0/vf7");
    story.on(new PairingEvent.VfUpChanged(other, false));
    story.on(new PairingEvent.VfLinkChanged(other, false));
    assertEquals(List.of(), story.told());
    story.on(new PairingEvent.VfDeparting(other, true));
    assertEquals(List.of("answer-departure pf0/vf7"), story.told());
    assertSame(before, story.state());
  }

  @Test
  void hostsOwnReturnIsALossOfThePath() {
    var story = receiving().hostSwitchesBack().goOn();
    var told = story.told();
    assertEquals(OFF, told.subList(0, OFF.size()));
    assertEquals(List.of("retry-in 1"), told.subList(OFF.size(), told.size()));
    assertEquals(ON, story.elapse().goOn().told());
  }

  @Test
  void hostWithdrawsAndGivesForOneWayOffAndOneOn() {
    var story = PairingStory.direct().association(true).vfUp().goOn().forget();
    story.association(false).association(true).association(false).association(true).goOn();
    var told = story.told();
    assertEquals(OFF, told.subList(0, OFF.size()));
    assertEquals(ON, told.subList(OFF.size(), told.size()));
    assertEquals("not-transparent", story.association(false).goOn().name());
  }

  @Test
  void followsTheSessionWithTheHost() {
    var story = receiving().syntheticLost().goOn();
    assertEquals(OFF, story.told());
    assertEquals("not-transparent", story.name());
    assertEquals(ON, story.syntheticBack().goOn().told());
  }
}
