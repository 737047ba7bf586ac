package io.hnswitch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hnswitch.api.Replays.Key;
import io.hnswitch.api.Replays.Verdict;
import org.junit.jupiter.api.Test;

class ReplaysTest {

  private static final Key KEY = new Key("ci", "nic.set", "7c1");

  private final Replays<String> replays = new Replays<>();

  @Test
  void givesTheSameAnswerForTheSameRequestAndNoneForAnother() {
    assertInstanceOf(Verdict.First.class, replays.find(KEY, "digest", 0));
    replays.add(KEY, "digest", "answer", 0);
    assertEquals(new Verdict.Again<>("answer"), replays.find(KEY, "digest", 1));
    assertInstanceOf(Verdict.Other.class, replays.find(KEY, "another", 1));
  }

  @Test
  void tellsCallersAndOperationsApart() {
    replays.add(KEY, "digest", "answer", 0);
    var other = new Key("somebody", "nic.set", "7c1");
    assertInstanceOf(Verdict.First.class, replays.find(other, "digest", 0));
    assertInstanceOf(
        Verdict.First.class, replays.find(new Key("ci", "nic.up", "7c1"), "digest", 0));
  }

  @Test
  void forgetsWhatIsOld() {
    replays.add(KEY, "digest", "answer", 0);
    long end = Replays.KEPT_FOR.toNanos();
    assertEquals(new Verdict.Again<>("answer"), replays.find(KEY, "digest", end - 1));
    assertInstanceOf(Verdict.First.class, replays.find(KEY, "digest", end));
  }

  @Test
  void forgetsTheOldestWhenThereAreTooMany() {
    replays.add(KEY, "digest", "answer", 0);
    for (int i = 1; i < Replays.KEPT_MAX; i++) {
      var key = new Key("ci", "nic.set", "k" + i);
      assertInstanceOf(Verdict.First.class, replays.find(key, "digest", 0));
      replays.add(key, "digest", "answer " + i, 0);
    }
    var second = new Key("ci", "nic.set", "k1");
    assertEquals(new Verdict.Again<>("answer 1"), replays.find(second, "digest", 0));
    assertInstanceOf(Verdict.First.class, replays.find(KEY, "digest", 0));
  }
}
