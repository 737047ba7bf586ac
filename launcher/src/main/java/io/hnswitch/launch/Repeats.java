package io.hnswitch.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds lines that are said again and again. The first one goes through; those of the next ten
 * seconds that are the same are counted. At most {@value #LINES_MAX} lines are watched: the oldest
 * makes room.
 *
 * @param <L> a line
 */
final class Repeats<L> {

  static final long WINDOW_MILLIS = 10_000;
  static final int LINES_MAX = 64;

  private final Map<String, Watched<L>> watched = new LinkedHashMap<>();

  private static final class Watched<L> {
    private final L first;
    private final long sinceMillis;
    private long again;

    Watched(L first, long sinceMillis) {
      this.first = first;
      this.sinceMillis = sinceMillis;
    }

    Optional<Repeated<L>> repeated() {
      return again == 0 ? Optional.empty() : Optional.of(new Repeated<>(first, again));
    }
  }

  /**
   * A line that came again.
   *
   * @param times how often, beside the first one
   */
  record Repeated<L>(L line, long times) {}

  /**
   * A line comes.
   *
   * @param text what makes it the same as another
   * @param nowMillis any time that goes on
   * @return whether it is to be shown
   */
  boolean comes(L line, String text, long nowMillis) {
    var known = watched.get(text);
    if (known != null && nowMillis - known.sinceMillis < WINDOW_MILLIS) {
      known.again++;
      return false;
    }
    watched.put(text, new Watched<>(line, nowMillis));
    return true;
  }

  /** Those whose time is over, to be shown with their number; then they begin anew. */
  List<Repeated<L>> over(long nowMillis) {
    var over = new ArrayList<Repeated<L>>();
    var all = watched.values().iterator();
    int tooMany = watched.size() - LINES_MAX;
    while (all.hasNext()) {
      var one = all.next();
      if (nowMillis - one.sinceMillis >= WINDOW_MILLIS || tooMany-- > 0) {
        one.repeated().ifPresent(over::add);
        all.remove();
      }
    }
    return over;
  }

  /** All of them; nothing comes any more. */
  List<Repeated<L>> end() {
    var left = watched.values().stream().map(Watched::repeated).flatMap(Optional::stream).toList();
    watched.clear();
    return left;
  }
}
