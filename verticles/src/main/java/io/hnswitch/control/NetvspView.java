package io.hnswitch.control;

import io.hnswitch.id.NicId;
import java.util.Map;

/**
 * The host's end of a channel as people see it.
 *
 * @param session state of the NVS session, in one word
 * @param path where the host steers the guest's address
 */
public record NetvspView(NicId nic, String session, Datapath path, Map<String, Long> counters) {

  public NetvspView {
    counters = Map.copyOf(counters);
  }
}
