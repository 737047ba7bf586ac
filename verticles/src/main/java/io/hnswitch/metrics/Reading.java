package io.hnswitch.metrics;

import io.hnswitch.control.Datapath;
import io.hnswitch.id.NicId;
import java.util.List;
import java.util.Map;

/** What one device measures at a moment. Counts only grow as long as the device is there. */
public sealed interface Reading {

  /** Frames and their bytes since the device came. */
  record Traffic(long frames, long bytes) {}

  /**
   * A virtual switch.
   *
   * @param fdbEntries addresses in its database
   * @param fdbMoves how often a learned one moved to another port
   */
  record Switch(String name, List<Port> ports, long fdbEntries, long fdbMoves) implements Reading {
    public Switch {
      ports = List.copyOf(ports);
    }
  }

  /**
   * A port of a switch, as the switch sees it.
   *
   * @param uplink whether an adapter is behind it, and not a NIC
   */
  record Port(String name, boolean uplink, Traffic received, Traffic sent) {}

  /**
   * An hn.
   *
   * @param sentByVf what it sent by its VFs
   * @param receivedByVf what it received by them
   * @param waiting frames that wait for room in the channel to the host
   * @param credits bursts that it could take from the channel now
   */
  record Nic(
      NicId nic, Datapath path, Traffic sentByVf, Traffic receivedByVf, long waiting, long credits)
      implements Reading {}

  /**
   * The host's end of an hn's channel.
   *
   * @param virtualSwitch that it is a port of
   * @param waiting frames that wait for room in the channel to the guest
   * @param credits bursts that it could take from the channel now
   */
  record Host(NicId nic, String virtualSwitch, long waiting, long credits) implements Reading {}

  /**
   * An SR-IOV adapter.
   *
   * @param virtualSwitch that it is an uplink of
   */
  record Adapter(String name, String virtualSwitch) implements Reading {}

  /**
   * What one end of a link has done to frames of one direction.
   *
   * @param actions frames by what was done to them, and how many wait
   */
  record Link(String name, String direction, Map<String, Long> actions) implements Reading {
    public Link {
      actions = Map.copyOf(actions);
    }
  }

  /**
   * A link out of the lab: its far end is no adapter.
   *
   * @param adapter whose wire it is
   * @param up whether it works, as far as is known
   * @param sent what has left the lab
   * @param received what has come
   * @param counters what else it counts, by name
   */
  record Outside(
      String link,
      String adapter,
      boolean up,
      Traffic sent,
      Traffic received,
      Map<String, Long> counters)
      implements Reading {
    public Outside {
      counters = Map.copyOf(counters);
    }
  }

  /**
   * Where a guest's network stack attaches.
   *
   * @param owner the NIC, or the VF that it stands above
   * @param kind as in {@link io.hnswitch.control.EndpointView}
   * @param counters as there
   */
  record Endpoint(String owner, String kind, Map<String, Long> counters) implements Reading {
    public Endpoint {
      counters = Map.copyOf(counters);
    }
  }

  /**
   * A capture.
   *
   * @param kept frames that were put into its ring
   * @param skipped frames that it has seen and that did not fit its filter
   * @param overwritten frames that were in the ring and no longer are
   * @param bytes of the frames that were put into the ring
   */
  record Capture(String id, long kept, long skipped, long overwritten, long bytes)
      implements Reading {}

  /**
   * A mirror of a switch.
   *
   * @param copied frames that went to its port, and their bytes
   * @param skipped frames that did not fit its filter
   * @param dropped copies that did not get there
   */
  record Mirror(String virtualSwitch, String name, Traffic copied, long skipped, long dropped)
      implements Reading {}

  /**
   * The pairing of an hn.
   *
   * @param state as in {@link io.hnswitch.control.PairView}
   */
  record Pair(NicId nic, String state) implements Reading {}
}
