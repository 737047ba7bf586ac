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
   * The pairing of an hn.
   *
   * @param state as in {@link io.hnswitch.control.PairView}
   */
  record Pair(NicId nic, String state) implements Reading {}
}
