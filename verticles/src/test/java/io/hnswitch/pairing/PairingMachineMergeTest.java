package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Merge and hand-over. */
class PairingMachineMergeTest {

  // holds: S25
  @Test
  void followsWhatVfReallyEnabled() {
    var story = PairingStory.hnDown().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetOffloads.class).forget();
    var less = OffloadCaps.of(Offload.TSO4);
    story.outcome(attempt -> new PairingEvent.OffloadsAnswered(attempt, less));
    assertEquals(List.of("follow [tso4]"), story.told());
  }

  // holds: S26
  @Test
  void goesOnWithVfsOwnSetWhenItRefusesOffloads() {
    var story = PairingStory.hnDown().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetOffloads.class).forget().refuse().goOn();
    assertEquals(List.of("note VF kept its offloads: no", "follow [txcsum, tso4]"), story.told());
    assertEquals("ready", story.name());
  }

  @Test
  void rollsBackWhenHnDoesNotFollow() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.FollowEnabled.class).forget().refuse().goOn();
    assertEquals(List.of("unmerge", "retry-in 1"), story.told());
  }

  @Test
  void doesNotUndoRefusedMerge() {
    var story = PairingStory.hnUp().attach().goOn().elapse().forget().refuse();
    assertEquals(List.of("retry-in 1"), story.told());
    assertEquals("hn did not merge: no", story.reason());
  }

  @Test
  void undoesMergeThatWasNotAnswered() {
    var story = PairingStory.hnUp().attach().goOn().elapse().forget().silence().goOn();
    assertEquals(List.of("unmerge", "retry-in 1"), story.told());
  }

  @Test
  void undoesMergeThatVfDoesNotLiveToSee() {
    var story = PairingStory.hnUp().attach().goOn().elapse().forget().vanish();
    assertEquals(List.of(), story.told());
    assertEquals(
        List.of("unmerge", "restore", "stop-accepting", "answer-departure pf0/vf0"),
        story.goOn().told());
  }

  @Test
  void doesNotWaitForOffloadsOfVanishedVf() {
    var story = PairingStory.hnUp().attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetOffloads.class);
    long asked = story.last().attempt();
    story.forget().vanish();
    assertEquals(List.of("unmerge"), story.told());
    story.on(new PairingEvent.OffloadsAnswered(asked, OffloadCaps.NONE));
    assertEquals(List.of(), story.told());
  }

  @Test
  void handsNothingMoreOverWhenVfDeparts() {
    var story = PairingStory.hnUp().hnHas(9000, false, false).attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetOffloads.class).forget().depart().succeed();
    assertEquals(List.of("unmerge"), story.told());
  }

  // Section 8, step 7.
  @Test
  void leavesVfsMtuAloneWhenHnHas1500() {
    var story = PairingStory.hnDown().attachAndSettle();
    assertTrue(story.told().stream().noneMatch(word -> word.startsWith("vf-mtu")));
  }

  @Test
  void givesVfHnsMtu() {
    var story = PairingStory.hnDown().hnHas(9000, false, false).attachAndSettle();
    assertTrue(story.told().contains("vf-mtu 9000"));
    assertEquals("ready", story.name());
  }

  // holds: S76
  @Test
  void lowersHnsMtuWhenVfRefusesLargeOne() {
    var story = PairingStory.hnUp().hnHas(9000, false, false).attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetVfMtu.class).forget().refuse();
    assertEquals(List.of("note VF refused the MTU 9000: no", "nic-mtu 1500"), story.told());
    assertEquals("vf-active", story.goOn().name());
  }

  // holds: S76
  @Test
  void keepsHnsSmallMtuWhenVfRefusesIt() {
    var story = PairingStory.hnDown().hnHas(1400, false, false).attach().goOn().elapse();
    story.goOnUntil(PairingEffect.SetVfMtu.class).forget().refuse();
    assertEquals(List.of("note VF refused the MTU 1400: no"), story.told());
    assertEquals("ready", story.name());
  }

  // holds: S33
  @Test
  void undoesEachMergeOnceOverAHundredPairings() {
    var story = PairingStory.hnUp();
    for (int i = 0; i < 100; i++) {
      story.attachAndSettle().depart().goOn();
    }
    var told = story.told();
    assertEquals(100, Collections.frequency(told, "merge"));
    assertEquals(100, Collections.frequency(told, "unmerge"));
    assertEquals(100, Collections.frequency(told, "answer-departure pf0/vf0"));
  }
}
