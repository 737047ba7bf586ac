package io.hnswitch.launch.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

  private static final List<String> OTHERS = List.of("mid", "right");
  private static final Set<String> NONE = Set.of();

  private long now = Long.MAX_VALUE - 1_000;
  private final Reachability reachability = new Reachability(now);

  private Optional<String> asksAfter(Duration pause) {
    now += pause.toNanos();
    return reachability.due(now, OTHERS);
  }

  private Set<String> missed(String... addresses) {
    return reachability.answered(now, Set.of(addresses));
  }

  @Test
  void asksEachInTurnWhileAllIsWell() {
    assertEquals(Optional.of("mid"), asksAfter(Duration.ZERO));
    assertEquals(NONE, missed());
    assertEquals(Optional.empty(), asksAfter(Reachability.EASE.minusNanos(1)));
    assertEquals(Optional.of("right"), asksAfter(Duration.ofNanos(1)));
    assertEquals(NONE, missed());
    assertEquals(Optional.of("mid"), asksAfter(Reachability.EASE));
  }

  @Test
  void asksNobodyTwiceAtOnceAndNobodyWhenAlone() {
    assertEquals(Optional.empty(), reachability.due(now, List.of()));
    assertEquals(Optional.of("mid"), asksAfter(Duration.ZERO));
    assertEquals(Optional.empty(), asksAfter(Reachability.EASE));
  }

  @Test
  void registersAnewWhatTheSameNodeMissesTwice() {
    assertEquals(Optional.of("mid"), asksAfter(Duration.ZERO));
    assertEquals(NONE, missed("a", "b"));
    assertEquals(Optional.of("mid"), asksAfter(Reachability.DOUBT));
    assertEquals(Set.of("b"), missed("b", "c"));
    assertEquals(1, reachability.repairs());
    assertEquals(Optional.empty(), asksAfter(Reachability.AGAIN.minusNanos(1)));
    assertEquals(Optional.of("mid"), asksAfter(Duration.ofNanos(1)));
    assertEquals(NONE, missed());
    assertEquals(1, reachability.repairs());
  }

  @Test
  void forgetsADoubtThatWasNone() {
    asksAfter(Duration.ZERO);
    assertEquals(NONE, missed("a"));
    asksAfter(Reachability.DOUBT);
    assertEquals(NONE, missed());
    asksAfter(Reachability.EASE);
    assertEquals(NONE, missed("a"));
    assertEquals(0, reachability.repairs());
  }

  @Test
  void takesSilenceForNothing() {
    asksAfter(Duration.ZERO);
    assertEquals(NONE, missed("a"));
    asksAfter(Reachability.DOUBT);
    reachability.unanswered(now);
    assertEquals(Optional.of("right"), asksAfter(Reachability.DOUBT));
    assertEquals(NONE, missed("a"));
    assertEquals(0, reachability.repairs());
  }

  @Test
  void looksSoonWhenTheClusterHasChanged() {
    asksAfter(Duration.ZERO);
    assertEquals(NONE, missed());
    reachability.changed(now);
    assertEquals(Optional.of("right"), asksAfter(Reachability.DOUBT));
    // While it asks, too.
    reachability.changed(now);
    assertEquals(NONE, missed());
    assertEquals(Optional.of("mid"), asksAfter(Reachability.DOUBT));
    assertEquals(NONE, missed());
    assertEquals(Optional.empty(), asksAfter(Reachability.DOUBT));
  }
}
