package io.hnswitch.control;

import io.hnswitch.frame.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A virtual switch as people see it. */
public record SwitchView(
    String id, Duration ageing, List<Port> ports, List<Entry> fdb, Map<String, Long> counters) {

  public SwitchView {
    ports = List.copyOf(ports);
    fdb = List.copyOf(fdb);
    counters = Map.copyOf(counters);
  }

  /**
   * A port and its counters.
   *
   * @param vlan of a NIC's port
   */
  public record Port(
      String name,
      SwitchControl.PortKind kind,
      Optional<PortVlan> vlan,
      Map<String, Long> counters) {
    public Port {
      counters = Map.copyOf(counters);
    }
  }

  /**
   * An entry of the forwarding database.
   *
   * @param vlan it was learned in; 0 for none, and for one that is the same in all
   * @param origin learned, owned (a NIC's own address), steered (to the uplink by a VF), pinned
   * @param age since a frame from the address was last seen; zero for entries that do not age
   * @param moves how often it moved to another port
   */
  public record Entry(
      MacAddress mac, int vlan, String port, String origin, Duration age, long moves) {}
}
