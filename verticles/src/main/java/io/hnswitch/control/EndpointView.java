package io.hnswitch.control;

import io.hnswitch.id.NicId;
import io.hnswitch.ledger.Arrivals;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An endpoint as people see it.
 *
 * @param kind host, packet, pcap, qemu or tap
 * @param settings in the order of their names
 * @param arrivals numbered frames that arrived here
 */
public record EndpointView(
    NicId nic,
    String kind,
    Map<String, String> settings,
    Arrivals.Sums arrivals,
    Map<String, Long> counters) {

  public EndpointView {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    counters = Map.copyOf(counters);
  }
}
