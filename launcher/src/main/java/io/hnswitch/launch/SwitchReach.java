package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which switches are one Ethernet. */
final class SwitchReach {

  private SwitchReach() {}

  /** All that links of adapters join to a switch, itself included. */
  static Set<String> of(LabSpec lab, String name) {
    var found = new LinkedHashSet<String>(Set.of(name));
    var next = new ArrayDeque<>(found);
    while (!next.isEmpty()) {
      var one = next.poll();
      for (var adapter : lab.adapters().values()) {
        if (!adapter.switchName().equals(one)) {
          continue;
        }
        lab.links().values().stream()
            .filter(link -> link.outside().isEmpty() && link.joins(adapter.name()))
            .map(link -> lab.adapters().get(link.peer(adapter.name())))
            .filter(far -> far != null && found.add(far.switchName()))
            .forEach(far -> next.add(far.switchName()));
      }
    }
    return found;
  }
}
