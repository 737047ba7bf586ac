package io.hnswitch.vf;

import io.hnswitch.l2.Outlet;
import java.util.Map;
import java.util.TreeMap;

/** What the embedded switch has done, in frames. */
final class ESwitchCounters {

  long fromUplink;
  long fromVfs;
  long filtered;
  long dropped;

  /** By name, with what went up to the virtual switch. */
  Map<String, Long> view(Outlet uplink) {
    var counters = new TreeMap<String, Long>();
    counters.put("from-uplink-frames", fromUplink);
    counters.put("from-vf-frames", fromVfs);
    counters.put("to-uplink-frames", uplink.frames());
    counters.put("to-uplink-bytes", uplink.bytes());
    counters.put("filtered-frames", filtered);
    counters.put("dropped-frames", dropped);
    counters.put("credit-drops", uplink.dropped());
    return counters;
  }
}
