package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that has nothing to do does nothing: no polling, no busy loop. */
class IdleIT {

  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration WATCHED = Duration.ofSeconds(10);

  /** Of one core; a quiet node takes less than half of it. */
  private static final double SHARE_MAX = 0.04;

  @BeforeEach
  void require() {
    Checkout.requireEverything();
  }

  @Test
  void leavesTheProcessorAloneWhenNothingHappens() {
    try (var place = Place.make();
        var lab = NetnsLab.fresh();
        var node = NodeProcess.start(place, lab.yaml())) {
      node.rest().attach("blue:hn0");
      node.process().staysAlive(WARM_UP);
      var before = node.process().cpuTime();
      node.process().staysAlive(WATCHED);
      var used = node.process().cpuTime().minus(before);
      double share = (double) used.toNanos() / WATCHED.toNanos();
      assertTrue(share < SHARE_MAX, () -> "used " + used + " of " + WATCHED);
      node.stop();
    }
  }
}
