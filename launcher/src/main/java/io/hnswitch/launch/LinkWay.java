package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which links frames take from one switch to another. */
final class LinkWay {

  private record Step(String from, String link) {}

  private LinkWay() {}

  /** The fewest links that lead there, in order; none when the switches are not joined. */
  static List<String> between(String from, String to, LabSpec lab) {
    var steps = new HashMap<String, Step>();
    var next = new ArrayDeque<String>(List.of(from));
    while (!next.isEmpty() && !steps.containsKey(to)) {
      var at = next.remove();
      neighbours(at, lab)
          .forEach(
              (neighbour, link) -> {
                if (!neighbour.equals(from)
                    && steps.putIfAbsent(neighbour, new Step(at, link)) == null) {
                  next.add(neighbour);
                }
              });
    }
    var way = new ArrayList<String>();
    for (var at = to; steps.containsKey(at); at = steps.get(at).from()) {
      way.add(steps.get(at).link());
    }
    Collections.reverse(way);
    return List.copyOf(way);
  }

  /** Switches that a link leads to, and the link. */
  private static Map<String, String> neighbours(String name, LabSpec lab) {
    var neighbours = new HashMap<String, String>();
    for (var link : lab.links().values()) {
      if (link.isWire() && link.endpoints().size() == 2) {
        var one = lab.adapters().get(link.endpoints().getFirst()).switchName();
        var other = lab.adapters().get(link.endpoints().getLast()).switchName();
        if (one.equals(name)) {
          neighbours.putIfAbsent(other, link.name());
        } else if (other.equals(name)) {
          neighbours.putIfAbsent(one, link.name());
        }
      }
    }
    return neighbours;
  }
}
