package io.hnswitch.launch.it;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pings of a namespace since it was made, as its kernel counts them. {@code ping} itself gives up
 * after twice the longest time it has seen, so on a busy machine it calls late replies lost.
 */
record Echoes(long sent, long answered) {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** All, once they are answered or no more answers are to be expected. */
  static Echoes of(Namespace namespace) {
    return since(new Echoes(0, 0), namespace);
  }

  /** Those after an earlier look, once they are answered or no more answers are to be expected. */
  static Echoes since(Echoes before, Namespace namespace) {
    return Eventually.look(
        PATIENCE, () -> now(namespace).minus(before), echoes -> echoes.lost() == 0);
  }

  /** All at this moment. */
  static Echoes now(Namespace namespace) {
    var v4 = v4(namespace.run("cat", "/proc/net/snmp").succeeds().out().lines().toList());
    var v6 = v6(namespace.run("cat", "/proc/net/snmp6").succeeds().out().lines().toList());
    return new Echoes(
        v4.get("OutEchos") + v6.get("Icmp6OutEchos"),
        v4.get("InEchoReps") + v6.get("Icmp6InEchoReplies"));
  }

  /** Those of IPv4 that a kernel counts, from the two lines about ICMP in its table. */
  static Echoes of(List<String> lines) {
    var v4 = v4(lines);
    return new Echoes(v4.get("OutEchos"), v4.get("InEchoReps"));
  }

  /** A line of names and one of numbers. */
  private static Map<String, Long> v4(List<String> lines) {
    var icmp = lines.stream().filter(line -> line.startsWith("Icmp: ")).toList();
    var names = icmp.get(0).split(" ");
    var numbers = icmp.get(1).split(" ");
    var counters = new HashMap<String, Long>();
    for (int i = 1; i < names.length; i++) {
      counters.put(names[i], Long.parseLong(numbers[i]));
    }
    return counters;
  }

  /** A name and a number each. */
  private static Map<String, Long> v6(List<String> lines) {
    var counters = new HashMap<String, Long>();
    for (var line : lines) {
      var words = line.split("\\s+");
      counters.put(words[0], Long.parseLong(words[1]));
    }
    return counters;
  }

  /** Negative when there are more answers than questions. */
  long lost() {
    return sent - answered;
  }

  private Echoes minus(Echoes that) {
    return new Echoes(sent - that.sent, answered - that.answered);
  }
}
