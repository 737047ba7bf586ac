package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After whatever was applied, undo gives back what was there before, device by device. */
class UndoTest {

  private static final int SEEDS = 6;
  private static final int CHANGES = 12;

  @TempDir private Path folder;

  private int applied;
  private int refused;
  private int failed;

  @Test
  void givesBackWhatWasThere() {
    for (int seed = 0; seed < SEEDS; seed++) {
      try (var lab = new LabDriver(folder)) {
        run(lab, new Random(seed), "seed " + seed);
      }
    }
    var numbers = applied + " applied, " + refused + " refused, " + failed + " failed";
    assertTrue(applied > 20 && failed > 4, numbers);
  }

  private void run(LabDriver lab, Random random, String seed) {
    var earlier = new ArrayDeque<String>();
    var now = lab.snapshot();
    for (int i = 0; i < CHANGES; i++) {
      var where = seed + ", change " + i;
      if (!earlier.isEmpty() && random.nextInt(4) == 0) {
        lab.done("lab.undo", new JsonObject());
        var before = earlier.pop();
        assertSame(before, lab.snapshot(), where);
        now = before;
        continue;
      }
      var next =
          RandomLab.after(lab.done("lab.get", new JsonObject()).getJsonObject("data"), random);
      boolean breaks = random.nextInt(3) == 0;
      if (breaks) {
        lab.arm(random.nextInt(6));
      }
      var answer = lab.ask("lab.apply", new JsonObject().put("lab", next));
      assertTrue(answer.isComplete(), where + " never ends");
      boolean broke = breaks && lab.disarm();
      assertFalse(broke && answer.succeeded(), where);
      if (answer.failed()) {
        failed += broke ? 1 : 0;
        refused += broke ? 0 : 1;
        assertSame(now, lab.snapshot(), where + ": " + answer.cause().getMessage());
      } else if (!answer.result().getJsonObject("data").getBoolean("empty")) {
        applied++;
        earlier.push(now);
        now = lab.snapshot();
      }
    }
    while (!earlier.isEmpty()) {
      lab.done("lab.undo", new JsonObject());
      assertSame(earlier.pop(), lab.snapshot(), seed + ", on the way back");
    }
    assertTrue(lab.ask("lab.undo", new JsonObject()).failed(), seed);
  }

  /** Says where they differ, for a snapshot is long. */
  private static void assertSame(String wanted, String snapshot, String where) {
    var before = wanted.lines().toList();
    var now = snapshot.lines().toList();
    var lost = before.stream().filter(line -> !now.contains(line)).toList();
    var come = now.stream().filter(line -> !before.contains(line)).toList();
    assertEquals(lost, come, where);
    assertEquals(before.size(), now.size(), where);
    for (int i = 0; i < before.size(); i++) {
      assertEquals(before.get(i), now.get(i), where + ", line " + i);
    }
  }
}
