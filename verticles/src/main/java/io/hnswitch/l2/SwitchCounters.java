package io.hnswitch.l2;

import java.util.Map;
import java.util.TreeMap;

/** What the core counts, besides its ports and its database. */
final class SwitchCounters {

  long flooded;
  long unknown;
  long filtered;
  long runts;
  long hairpins;
  long returned;
  long fences;
  long strayFences;

  /** By the names people see; those of the database included. */
  Map<String, Long> view(Fdb fdb) {
    var view = new TreeMap<String, Long>();
    view.put("flooded-frames", flooded);
    view.put("unknown-unicast-frames", unknown);
    view.put("filtered-frames", filtered);
    view.put("runt-frames", runts);
    view.put("hairpin-frames", hairpins);
    view.put("returned-frames", returned);
    view.put("fences", fences);
    view.put("stray-fences", strayFences);
    view.put("fdb-learned", fdb.learnedTotal());
    view.put("fdb-moved", fdb.movesTotal());
    view.put("fdb-aged", fdb.agedTotal());
    view.put("fdb-refused", fdb.refusedTotal());
    view.put("fdb-entries", (long) fdb.learned() + fdb.fixed());
    return view;
  }
}
