package io.hnswitch.multicast;

import java.util.Map;

/** What a {@link Snooper} counts. */
public final class SnoopCounters {

  long queries;
  long queriesSent;
  long reports;
  long leaves;
  long malformed;
  long unregistered;
  long refused;

  /** Adds them by name. */
  public void countInto(Map<String, Long> view) {
    view.put("multicast-queries", queries);
    view.put("multicast-queries-sent", queriesSent);
    view.put("multicast-reports", reports);
    view.put("multicast-leaves", leaves);
    view.put("multicast-malformed", malformed);
    view.put("multicast-unregistered-frames", unregistered);
    view.put("multicast-groups-refused", refused);
  }
}
