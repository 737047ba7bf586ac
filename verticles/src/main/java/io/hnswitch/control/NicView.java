package io.hnswitch.control;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An hn as people see it.
 *
 * @param offloads enabled capabilities
 * @param capabilities what could be enabled
 * @param ownCapabilities what could be enabled if no VF were paired
 * @param running whether hn has brought its path up
 * @param link media status
 * @param flags {@code IFF_*} by name, like {@code up}, {@code running}, {@code promisc}
 * @param multicast joined groups
 * @param vf the VF that carries its frames, if any
 * @param session versions and buffers of the NVS session, by name
 * @param counters by the names of FreeBSD's interface counters
 */
public record NicView(
    NicId id,
    MacAddress mac,
    boolean up,
    boolean running,
    boolean link,
    int mtu,
    List<String> flags,
    List<MacAddress> multicast,
    Datapath path,
    Optional<VfId> vf,
    OffloadCaps offloads,
    OffloadCaps capabilities,
    OffloadCaps ownCapabilities,
    TsoLimits tso,
    Map<String, String> session,
    Map<String, Long> counters) {

  public NicView {
    flags = List.copyOf(flags);
    multicast = List.copyOf(multicast);
    session = Map.copyOf(session);
    counters = Map.copyOf(counters);
  }
}
