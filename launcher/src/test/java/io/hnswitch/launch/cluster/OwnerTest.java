package io.hnswitch.launch.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnerTest {

  private static final Owner LEFT = new Owner("left", "run-1", 4);

  private static Owner.Verdict claim(Owner present, String node, String run, String... there) {
    return Owner.claim(Optional.ofNullable(present), node, run, Set.of(there));
  }

  @Test
  void isTheFirstWithEpochOne() {
    assertEquals(
        new Owner.Verdict.Granted(new Owner("left", "run-1", 1)),
        claim(null, "left", "run-1", "run-1"));
  }

  @Test
  void staysTheSameForItself() {
    assertEquals(new Owner.Verdict.Same(LEFT), claim(LEFT, "left", "run-1", "run-1"));
  }

  @Test
  void isRefusedWhileTheOwnerIsThere() {
    assertEquals(new Owner.Verdict.Refused(LEFT), claim(LEFT, "right", "run-2", "run-1", "run-2"));
  }

  @Test
  void isTakenOverWhenTheOwnerIsGone() {
    assertEquals(
        new Owner.Verdict.Granted(new Owner("right", "run-2", 5)),
        claim(LEFT, "right", "run-2", "run-2"));
  }

  @Test
  void isTakenOverByTheNextRunOfTheSameNode() {
    assertEquals(
        new Owner.Verdict.Granted(new Owner("left", "run-9", 5)),
        claim(LEFT, "left", "run-9", "run-1", "run-9"));
  }

  @Test
  void survivesBeingWrittenDown() {
    assertEquals(Optional.of(LEFT), Owner.parse(LEFT.toJson().encode()));
    assertEquals(Optional.empty(), Owner.parse("{\"node\":\"left\"}"));
    assertEquals(Optional.empty(), Owner.parse("nonsense"));
  }
}
