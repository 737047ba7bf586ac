package io.hnswitch.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of seeded runs of the real devices. {@code -Dhnswitch.sim.seeds=2000} says how many,
 * {@code -Dhnswitch.sim.seed=4711} runs one and tells every message of it.
 */
class SimulationTest {

  private static final int SEEDS = Integer.getInteger("hnswitch.sim.seeds", 8_000);
  private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("hnswitch.sim.seed"));
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  @Test
  void invariantsHoldInEverySeed() throws InterruptedException, ExecutionException {
    if (ONE.isPresent()) {
      replay(ONE.get());
      return;
    }
    var next = new AtomicLong();
    Callable<Optional<String>> worker = () -> firstFailure(next);
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (var found : threads.invokeAll(Stream.generate(() -> worker).limit(THREADS).toList())) {
        found.get().ifPresent(text -> fail(text));
      }
    }
  }

  private static Optional<String> firstFailure(AtomicLong next) {
    var seeds = new Seed();
    try {
      for (long seed = next.getAndIncrement(); seed < SEEDS; seed = next.getAndIncrement()) {
        var failure = seeds.fails(seed, Rules.ALL);
        if (failure.isPresent()) {
          next.set(SEEDS);
          return failure;
        }
      }
      return Optional.empty();
    } finally {
      seeds.close();
    }
  }

  private static void replay(long seed) {
    var seeds = new Seed();
    try {
      var failed = seeds.fails(seed, Rules.ALL);
      var script = failed.isPresent() ? seeds.shrunk(seed, Rules.ALL) : Simulation.script(seed);
      seeds.run(seed, script, Rules.ALL, Optional.of(System.out::println));
      System.out.println("seed " + seed + " " + script);
      failed.ifPresent(text -> fail(text));
    } finally {
      seeds.close();
    }
  }

  @Test
  void sameSeedIsTheSameRun() {
    var first = new Seed();
    var second = new Seed();
    try {
      for (long seed : List.of(3L, 17L, 251L)) {
        assertEquals(
            first.run(seed, Simulation.script(seed), Rules.ALL),
            second.run(seed, Simulation.script(seed), Rules.ALL));
      }
    } finally {
      first.close();
      second.close();
    }
  }
}
