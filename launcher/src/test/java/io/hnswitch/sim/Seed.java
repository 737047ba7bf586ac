package io.hnswitch.sim;

import io.hnswitch.frame.Memory;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs seeds one after the other in the same memory. */
final class Seed {

  private static final long BYTES = 512L << 20;

  private final Memory memory = Memory.reserve(BYTES);

  /** What went wrong in one seed, as text for a person; empty when nothing did. */
  Optional<String> fails(long seed, Rules rules) {
    return run(seed, Simulation.script(seed), rules).failure().map(first -> tell(seed, rules));
  }

  Simulation.Report run(long seed, Script script, Rules rules) {
    return run(seed, script, rules, Optional.empty());
  }

  /** As {@link #run(long, Script, Rules)}, and tells of every message. */
  Simulation.Report run(long seed, Script script, Rules rules, Optional<Consumer<String>> log) {
    return Simulation.run(seed, script, rules, Memory.over(memory.segment()), log);
  }

  /** The smallest script that fails in the same way. */
  Script shrunk(long seed, Rules rules) {
    var script = Simulation.script(seed);
    var invariant = run(seed, script, rules).failure().orElseThrow().invariant();
    return Shrinker.shrink(
        script,
        fewer ->
            run(seed, fewer, rules)
                .failure()
                .filter(failure -> failure.invariant() == invariant)
                .isPresent());
  }

  private String tell(long seed, Rules rules) {
    var script = shrunk(seed, rules);
    var failure = run(seed, script, rules).failure().orElseThrow();
    return "seed "
        + seed
        + " breaks "
        + failure.invariant()
        + " at "
        + failure.at()
        + "\nreplay: -Dhnswitch.sim.seed="
        + seed
        + "\nshrunk script: "
        + script
        + "\n"
        + failure.detail();
  }

  void close() {
    memory.close();
  }
}
