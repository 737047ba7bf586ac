package io.hnswitch.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VertxTimersTest {

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final VertxTimers timers = new VertxTimers(context);
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private Timers.Timer after(long millis, String name) {
    return timers.after(Duration.ofMillis(millis), () -> ran.add(name));
  }

  private void await() throws Exception {
    done.get(20, TimeUnit.SECONDS);
  }

  private void onContext(Runnable action) {
    context.runOnContext(
        ignored -> {
          try {
            action.run();
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        });
  }

  private void end(long millis) {
    timers.after(Duration.ofMillis(millis), () -> done.complete(null));
  }

  @Test
  void runsInTheOrderOfTheirTimes() throws Exception {
    onContext(
        () -> {
          after(40, "late");
          after(1, "early");
          after(0, "now");
          ran.add("asked");
          end(60);
        });
    await();
    assertEquals(List.of("asked", "now", "early", "late"), ran);
  }

  @Test
  void runsOnItsContextWhoeverAsks() throws Exception {
    for (long millis : new long[] {0, 1}) {
      timers.after(
          Duration.ofMillis(millis),
          () -> {
            assertSame(context, Vertx.currentContext());
            ran.add("ran");
          });
    }
    end(30);
    await();
    assertEquals(List.of("ran", "ran"), ran);
  }

  @Test
  void doesNotRunWhatWasCancelled() throws Exception {
    onContext(
        () -> {
          after(0, "zero").cancel();
          after(1, "soon").cancel();
          var twice = after(1, "twice");
          twice.cancel();
          twice.cancel();
          end(20);
        });
    await();
    assertEquals(List.of(), ran);
  }

  @Test
  void takesACancelOfWhatHasRun() throws Exception {
    onContext(
        () -> {
          var zero = after(0, "zero");
          var soon = after(1, "soon");
          timers.after(
              Duration.ofMillis(20),
              () -> {
                zero.cancel();
                soon.cancel();
                after(1, "later");
              });
          end(40);
        });
    await();
    assertEquals(List.of("zero", "soon", "later"), ran);
  }

  @Test
  void roundsUpToAMillisecond() throws Exception {
    long before = timers.nanos();
    timers.after(Duration.ofNanos(1), () -> done.complete(null));
    await();
    assertTrue(timers.nanos() - before >= 900_000, "waited less than a millisecond");
  }

  @Test
  void takesANegativeDelayForNone() throws Exception {
    timers.after(Duration.ofSeconds(-1), () -> done.complete(null));
    await();
    assertTrue(timers.epochMillis() > 1_700_000_000_000L);
  }
}
