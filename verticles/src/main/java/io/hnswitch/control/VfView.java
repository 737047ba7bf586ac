package io.hnswitch.control;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.Map;
import java.util.Optional;

/**
 * A VF as people see it.
 *
 * @param state what its life cycle says, in one word
 * @param nic the hn it is meant for, by the host
 * @param managedBy the hn that has overridden its input, if any
 */
public record VfView(
    VfId id,
    String state,
    Optional<NicId> nic,
    Optional<NicId> managedBy,
    MacAddress mac,
    int serial,
    boolean up,
    boolean link,
    int mtu,
    OffloadCaps offloads,
    OffloadCaps capabilities,
    TsoLimits tso,
    Map<String, Long> counters) {

  public VfView {
    counters = Map.copyOf(counters);
  }
}
