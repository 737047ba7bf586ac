package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guest goes to and fro between two nodes whose switches are joined through a third one, while
 * flows go from it and to it at each of the three. How often and how fast is told by the system
 * properties {@code hnswitch.migrations} and {@code hnswitch.rate}.
 */
class MigrationTest {

  private static final int TIMES = Integer.getInteger("hnswitch.migrations", 4);
  private static final int RATE = Integer.getInteger("hnswitch.rate", 2_000);

  @TempDir private Path folder;
  private MigrationLabs labs;

  @BeforeEach
  void start() {
    labs = new MigrationLabs(folder, RATE);
  }

  @AfterEach
  void stop() {
    labs.close();
  }

  private void toAndFro(boolean vfs) {
    labs.begin(vfs);
    labs.flowsBothWays();
    labs.broadcastsToTheGuest();
    labs.flowOn(RATE / 10);
    for (int i = 0; i < TIMES; i++) {
      var from = i % 2 == 0 ? labs.left : labs.right;
      var to = i % 2 == 0 ? labs.right : labs.left;
      var report = labs.migrate(from, to);
      System.out.printf("dark %.2f ms%n", report.dark().toNanos() / 1e6);
      assertTrue(report.isMoved(), report::toString);
      assertTrue(!from.spec().guests().containsKey("g"));
      assertTrue(to.spec().guests().containsKey("g"));
      labs.flowOn(RATE / 10);
    }
    labs.assertNothingIsWrong();
  }

  @Test
  void losesNothingOnItsWayToAndFro() {
    toAndFro(false);
  }

  @Test
  void losesNothingWithAVfAtBothEnds() {
    toAndFro(true);
  }
}
