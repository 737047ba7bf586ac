package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * VFs come and go on both sides while a flood of pings and a TCP stream run. How often is told by
 * the system properties {@code hnswitch.cycles} and {@code hnswitch.surprises}.
 */
class SwitchOverUnderLoadIT {

  private static final int CYCLES = Integer.getInteger("hnswitch.cycles", 8);
  private static final int SURPRISES = Integer.getInteger("hnswitch.surprises", 4);

  private static final List<String> FIRST = NetnsNode.FIRST;
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final List<String> NICS = List.of("blue:hn0", "green:hn0");

  /** The longest time that the stream may stand still. */
  private static final Duration STALL_MAX = Duration.ofMillis(200);

  /** An interval of a tenth of a second in which the receiver of the stream got nothing. */
  private static final Pattern SILENCE = Pattern.compile(" 0\\.00 Bytes ");

  @RegisterExtension static final NetnsNode ours = NetnsNode.first();

  @AfterEach
  void detach() {
    ours.detachAll();
  }

  /**
   * Pings as the kernel counted them, what ping said, every line of the stream's receiver, and how
   * long the stream stood still.
   */
  private record Load(Echoes echoes, Finished pings, Finished stream, Duration stall) {}

  /** Runs an action while frames flow. */
  private Load underLoad(Runnable action) {
    var before = Echoes.now(ours.lab().blue());
    try (var stream =
            TcpStream.start(FIRST, ours.lab().blue(), ours.lab().green(), NetnsLab.GREEN_V4);
        var ping = first(ours.lab().blue(), "ping", "-q", "-i", "0.001", NetnsLab.GREEN_V4)) {
      stream.arrives(5);
      Duration stall;
      try (var meter = StallMeter.start(ours.lab().green(), FIRST, ours.lab().greenTap())) {
        action.run();
        stall = meter.stop();
      }
      ping.signal("INT");
      var pings = ping.finish(BOUND);
      var said = stream.end();
      assertTrue(!pings.out().contains("duplicates"), pings::toString);
      return new Load(Echoes.since(before, ours.lab().blue()), pings, said, stall);
    }
  }

  private static Running first(Namespace side, String... command) {
    return side.start(Running.with(FIRST, command).toArray(String[]::new));
  }

  private static void onBoth(Consumer<String> action) {
    CompletableFuture.allOf(
            NICS.stream()
                .map(nic -> CompletableFuture.runAsync(() -> action.accept(nic)))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  /** Frames that come later than all of the load, so that also its last one can be missing. */
  private JsonObject ledgerBehindLastFrames() {
    for (var side : List.of(ours.lab().blue(), ours.lab().green())) {
      var other = side == ours.lab().blue() ? NetnsLab.GREEN_V4 : NetnsLab.BLUE_V4;
      side.run("ping", "-q", "-i", "0.01", "-c", "10", other).succeeds();
    }
    return ours.rest().quietLedger();
  }

  @Test
  void losesNothingWhenVfsComeAndGoInOrder() {
    underLoad(() -> onBoth(ours.rest()::attach)); // the JVM has seen it all once
    onBoth(nic -> ours.rest().detach(nic, "graceful"));

    var before = ledgerBehindLastFrames();

    var load =
        underLoad(
            () -> {
              for (int i = 0; i < CYCLES; i++) {
                onBoth(ours.rest()::attach);
                onBoth(nic -> ours.rest().detach(nic, "graceful"));
              }
            });

    assertTrue(load.echoes().sent() > 100L * CYCLES, load.pings()::toString);
    assertEquals(0, load.echoes().lost(), load::toString);
    var ledger = ledgerBehindLastFrames();
    Rest.assertAllArrivedOnce(before, ledger);
    assertEquals(
        before.getLong("droppedTotal"), ledger.getLong("droppedTotal"), ledger::encodePrettily);
    assertTrue(load.stall().compareTo(STALL_MAX) <= 0, () -> "the stream stood still: " + load);
  }

  @Test
  void losesOnlyWhatWasInTheVfWhenItIsTornOut() {
    var load =
        underLoad(
            () -> {
              for (int i = 0; i < SURPRISES; i++) {
                onBoth(ours.rest()::attach);
                onBoth(nic -> ours.rest().detach(nic, "surprise"));
              }
            });

    var ledger = ledgerBehindLastFrames();
    long lost = ledger.getJsonObject("dropped").getLong("vf-gone", 0L);
    assertEquals(lost, ledger.getLong("droppedTotal"), ledger::encodePrettily);
    assertTrue(load.echoes().lost() <= lost, () -> load + ledger.encodePrettily());
    assertTrue(Rest.missing(ledger) <= lost, ledger::encodePrettily);
    assertEquals(0, Rest.duplicated(ledger), ledger::encodePrettily);
    assertGoesOn(load.stream());

    onBoth(ours.rest()::attach);
    var after = underLoad(() -> onBoth(nic -> ours.rest().detach(nic, "graceful")));
    assertEquals(0, after.echoes().lost(), after::toString);
    assertEquals(lost, ledgerBehindLastFrames().getJsonObject("dropped").getLong("vf-gone", 0L));
  }

  /** The stream still carries bytes at its end. */
  private static void assertGoesOn(Finished stream) {
    var intervals = stream.out().lines().filter(one -> one.contains("bits/sec")).toList();
    var last = intervals.subList(Math.max(0, intervals.size() - 10), intervals.size());
    assertTrue(
        last.stream().anyMatch(line -> !SILENCE.matcher(line).find()),
        () -> "the stream ended before the last VF went\n" + stream);
  }
}
