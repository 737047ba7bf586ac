package io.hnswitch.console;

import io.hnswitch.api.Problem;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What is open for longer than one request, and by whose token. */
final class Connections {

  private final Map<Principal, Set<Consumer<Problem>>> open = new LinkedHashMap<>();

  /**
   * Adds a connection.
   *
   * @param cut ends it, for a reason
   * @return to be run when it ends by itself
   */
  Runnable add(Principal who, Consumer<Problem> cut) {
    open.computeIfAbsent(who, first -> new LinkedHashSet<>()).add(cut);
    return () -> {
      var others = open.get(who);
      if (others != null && others.remove(cut) && others.isEmpty()) {
        open.remove(who);
      }
    };
  }

  /** Ends all of one principal; gives how many there were. */
  int cut(Principal who, Problem why) {
    var all = List.copyOf(open.getOrDefault(who, Set.of()));
    all.forEach(one -> one.accept(why));
    return all.size();
  }
}
