package io.hnswitch.control;

import io.hnswitch.capture.TapDirection;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A virtual switch as people see it. */
public record SwitchView(
    String id,
    Duration ageing,
    List<Port> ports,
    List<Mirror> mirrors,
    List<Entry> fdb,
    Map<String, Long> counters) {

  public SwitchView {
    ports = List.copyOf(ports);
    mirrors = List.copyOf(mirrors);
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
   * A mirror.
   *
   * @param source the NICs whose frames are copied
   * @param direction which of their frames
   * @param to the NIC that gets the copies
   * @param filter which of these frames; empty for all
   * @param snaplen bytes of a frame that are copied
   * @param frames copies sent
   * @param bytes bytes copied
   * @param dropped copies that were not sent: the destination was too slow, or not there
   */
  public record Mirror(
      String name,
      List<NicId> source,
      TapDirection direction,
      NicId to,
      String filter,
      int snaplen,
      long frames,
      long bytes,
      long dropped) {
    public Mirror {
      source = List.copyOf(source);
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
