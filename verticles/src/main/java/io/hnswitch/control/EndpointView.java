package io.hnswitch.control;

import io.hnswitch.id.NicId;
import io.hnswitch.ledger.Arrivals;
import java.util.Map;

/**
 * An endpoint as people see it.
 *
 * @param kind tap, host or pcap
 * @param arrivals numbered frames that arrived here
 */
public record EndpointView(
    NicId nic,
    String kind,
    Map<String, String> settings,
    Arrivals.Sums arrivals,
    Map<String, Long> counters) {

  public EndpointView {
    settings = Map.copyOf(settings);
    counters = Map.copyOf(counters);
  }
}
