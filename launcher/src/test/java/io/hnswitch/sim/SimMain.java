package io.hnswitch.sim;

import io.hnswitch.frame.Memory;
import java.util.Map;
import java.util.TreeMap;

final class SimMain {
  public static void main(String[] args) {
    var all = Memory.reserve(256 << 20);
    if (args[0].equals("x")) {
      for (int i = 1; i < args.length; i++) {
        long seed = Long.parseLong(args[i]);
        var first = Simulation.run(seed, Simulation.script(seed), Rules.ALL, Memory.over(all.segment()));
        if (first.failure().isEmpty()) { System.out.println(seed + " passes"); continue; }
        var inv = first.failure().get().invariant();
        var small = Shrinker.shrink(Simulation.script(seed), s -> Simulation.run(seed, s, Rules.ALL, Memory.over(all.segment())).failure().filter(f -> f.invariant() == inv).isPresent());
        System.out.println("seed " + seed + " " + small + "\n" + Simulation.run(seed, small, Rules.ALL, Memory.over(all.segment()), System.getenv("LOG") == null ? java.util.Optional.empty() : java.util.Optional.of(System.out::println)));
      }
      return;
    }
    long from = Long.parseLong(args[0]);
    long to = Long.parseLong(args[1]);
    Map<String, Integer> found = new TreeMap<>();
    Map<String, String> example = new TreeMap<>();
    long steps = 0;
    var bean = java.lang.management.ManagementFactory.getThreadMXBean();
    long start = bean.getCurrentThreadCpuTime();
    for (long seed = from; seed < to; seed++) {
      var report =
          Simulation.run(seed, Simulation.script(seed), Rules.ALL, Memory.over(all.segment()));
      steps += report.steps();
      var failure = report.failure();
      if (args.length > 2) System.out.println(Simulation.script(seed) + "\n" + report);
      if (failure.isPresent()) {
        var key = failure.get().invariant() + " " + failure.get().detail().replaceAll("[0-9.]+", "#").replaceAll("counters=\\{[^}]*\\}", "").replaceAll("mac=[^,]*,","");
        key = key.substring(0, Math.min(230, key.length())).replace("\n", " ");
        found.merge(key, 1, Integer::sum);
        example.merge(key, " " + seed, String::concat);
      }
    }
    System.out.println((to - from) + " seeds, " + steps / (to - from) + " steps each, "
        + (bean.getCurrentThreadCpuTime() - start) / 1000 / (to - from) + " us cpu each");
    found.forEach((k, v) -> System.out.println(v + " (" + example.get(k) + ") " + k));
  }
}
