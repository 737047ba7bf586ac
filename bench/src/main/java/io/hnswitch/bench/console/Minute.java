package io.hnswitch.bench.console;

import java.util.Locale;

/**
 * What was seen of a screen in a minute or less.
 *
 * @param views snapshots of the view that the page has asked for since it was opened
 * @param busy share of the time that the page's thread had something to do
 * @param script of this, its scripts
 * @param layout of this, styles and places of what is shown
 * @param load average of the machine at the end
 */
record Minute(
    String screen,
    int number,
    double seconds,
    double events,
    double renders,
    int tasks,
    double taskMs,
    double longestMs,
    double busy,
    double script,
    double layout,
    double heapMb,
    int nodes,
    double receivedKb,
    double ageMs,
    int views,
    double cpu,
    double load) {

  static final String HEAD =
      """
      | screen | minute | events/s | renders/s | long tasks | ms | longest ms | % of time | page busy % | scripts | layout | heap MB | DOM nodes | received kB/s | age max s | resyncs | node CPU % | load |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\
      """;

  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.0f | %.2f | %d | %.0f | %.0f | %.2f | %.1f | %.1f | %.1f | %.2f | %d | %.1f"
            + " | %.1f | %d | %.0f | %.1f |",
        screen,
        number,
        events / seconds,
        renders / seconds,
        tasks,
        taskMs,
        longestMs,
        taskMs / seconds / 10,
        100 * busy,
        100 * script,
        100 * layout,
        heapMb,
        nodes,
        receivedKb / seconds,
        ageMs / 1000,
        views - 1,
        100 * cpu,
        load);
  }
}
