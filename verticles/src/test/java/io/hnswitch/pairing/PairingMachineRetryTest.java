package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trying again. */
class PairingMachineRetryTest {

  private PairingStory failedBringUp() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    return story.goOnUntil(PairingEffect.SetFlags.class).refuse().goOn().forget();
  }

  @Test
  void mergesAgainWhenDue() {
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
        failedBringUp().elapse().goOn().told());
  }

  @Test
  void doublesItsTimeUpToAMinute() {
    var story = failedBringUp();
    var delays = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      story.elapse().goOnUntil(PairingEffect.SetFlags.class).refuse().goOn();
      delays.addAll(story.told().stream().filter(word -> word.startsWith("retry")).toList());
    }
    assertEquals(
        List.of(
            "retry-in 2",
            "retry-in 4",
            "retry-in 8",
            "retry-in 16",
            "retry-in 32",
            "retry-in 60",
            "retry-in 60"),
        delays);
  }

  @Test
  void happensWhenHnGoesDownAndUp() {
    var story = failedBringUp().nicDown();
    assertEquals(List.of("answer-down"), story.told());
    story.nicUp();
    assertEquals(List.of("cancel-retry", "merge"), story.told());
    assertEquals("answer-up", story.goOn().told().getLast());
    assertEquals("vf-active", story.name());
  }

  @Test
  void endsReadyWhenHnIsDown() {
    assertEquals("ready", failedBringUp().nicDown().elapse().goOn().name());
  }

  @Test
  void ignoresTimerThatWasCancelled() {
    var story = failedBringUp();
    long retry = story.last().attempt();
    story.nicDown().nicUp().forget().on(new PairingEvent.RetryDue(retry));
    assertEquals(List.of(), story.told());
  }
}
