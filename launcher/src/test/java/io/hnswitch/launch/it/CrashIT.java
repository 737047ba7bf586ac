package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that is asked to end cleans up. One that is killed cannot; the next one does. */
class CrashIT {

  @BeforeEach
  void require() {
    Checkout.requireEverything();
  }

  @Test
  void nextStartRemovesWhatAKilledNodeLeft() {
    try (var place = Place.make();
        var lab = NetnsLab.fresh()) {
      try (var killed = NodeProcess.start(place, lab.yaml())) {
        ping(lab);
        killed.process().kill();
      }
      assertTrue(lab.blue().exists() && lab.green().exists(), "nothing was left to clean up");

      try (var next = NodeProcess.start(place, lab.yaml())) {
        for (var namespace : List.of(lab.blue(), lab.green())) {
          var line = "left by a crash: removed network namespace " + namespace.name();
          next.process().awaitErr(Duration.ofSeconds(5), line::equals);
        }
        ping(lab);
        next.stop();
      }
      assertTrue(!lab.blue().exists() && !lab.green().exists());
      assertEquals(List.of(), place.leftovers());
    }
  }

  /** Ctrl-C reaches a whole group of processes, and some in it pass it on. */
  @Test
  void endsInOrderWhenTheSignalComesTwice() {
    try (var place = Place.make();
        var lab = NetnsLab.fresh();
        var node = NodeProcess.start(place, lab.yaml())) {
      node.process().signal("INT");
      node.stop();
      assertTrue(!lab.blue().exists() && !lab.green().exists());
      assertEquals(List.of(), place.leftovers());
    }
  }

  private static void ping(NetnsLab lab) {
    lab.blue().run("ping", "-q", "-c", "5", "-i", "0.01", NetnsLab.GREEN_V4).succeeds();
    assertEquals(0, Echoes.of(lab.blue()).lost());
  }
}
