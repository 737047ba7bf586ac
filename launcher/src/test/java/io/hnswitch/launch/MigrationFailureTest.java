package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.launch.LoopPeer.Fate;
import io.hnswitch.migration.Side;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages of a migration go wrong at each step. The guest is at one side afterwards, its flows go
 * on, and as both nodes are well nothing of them is lost; the next migration works.
 */
class MigrationFailureTest {

  private static final int RATE = 1_000;

  @TempDir private Path folder;
  private MigrationLabs labs;

  @BeforeEach
  void start() {
    labs = new MigrationLabs(folder, RATE);
    labs.begin(false);
    labs.flowsBothWays();
    labs.flowOn(20);
  }

  @AfterEach
  void stop() {
    labs.close();
  }

  static Stream<Arguments> failures() {
    return Stream.of("prepare", "transfer", "resume")
        .flatMap(
            type ->
                Stream.of(Fate.LOST, Fate.ANSWER_LOST, Fate.TWICE, Fate.REFUSED, Fate.DIES)
                    .map(fate -> Arguments.of(type, fate)));
  }

  /** The target has the guest when the word has come to it, whatever the source hears of it. */
  private static Side expected(String type, Fate fate) {
    return switch (fate) {
      case TWICE -> Side.TARGET;
      case ANSWER_LOST -> type.equals("resume") ? Side.TARGET : Side.SOURCE;
      case LOST, REFUSED, DIES, PASSES, SENDER_DIES -> Side.SOURCE;
    };
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isAtOneSideAndGoesOn(String type, Fate fate) {
    var peer =
        new LoopPeer(labs.left, labs.right, message -> message.equals(type) ? fate : Fate.PASSES);
    var report = labs.migrate(labs.left, labs.right, peer);
    assertEquals(expected(type, fate), report.side(), report::toString);
    var home = report.isMoved() ? labs.right : labs.left;
    var other = report.isMoved() ? labs.left : labs.right;
    assertTrue(home.spec().guests().containsKey("g"));
    assertTrue(!other.spec().guests().containsKey("g"));
    labs.flowOn(20);
    MigrationLabs.until(() -> !other.hasDevicesOf("g"));
    assertTrue(!other.hasDevicesOf("g"), "devices are left behind");
    assertTrue(labs.migrate(home, other).isMoved());
    labs.flowOn(20);
    labs.assertNothingIsWrong();
  }

  /** The source is done; the target still waits for what may come through the tunnel. */
  @Test
  void goesBackAtOnceWhileTheTargetIsClearingUp() {
    var endLost =
        new LoopPeer(
            labs.left,
            labs.right,
            type -> type.equals(LoopPeer.TUNNEL_END) ? Fate.LOST : Fate.PASSES);
    assertTrue(labs.migrate(labs.left, labs.right, endLost).isMoved());
    assertTrue(labs.migrate(labs.right, labs.left).isMoved());
    labs.flowOn(20);
    assertTrue(labs.left.spec().guests().containsKey("g"));
    assertTrue(!labs.right.hasDevicesOf("g"), "devices are left behind");
  }

  @Test
  void goesOnWhenTheSourceDiesBehindItsWord() {
    var peer =
        new LoopPeer(
                labs.left,
                labs.right,
                type -> type.equals("resume") ? Fate.SENDER_DIES : Fate.PASSES)
            .whenDead(labs.left::dieSoon);
    labs.migrateWithoutReport(labs.left, labs.right, peer);
    MigrationLabs.until(() -> labs.right.spec().guests().containsKey("g"));
    assertTrue(labs.right.spec().guests().containsKey("g"));
    labs.flowOn("m-g", 50);
    labs.flowOn("g-m", 50);
    labs.flowOn("g-r", 50);
    assertEquals(0, labs.right.total().unaccounted());
  }
}
