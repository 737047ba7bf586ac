package io.hnswitch.control;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.qdisc.Share;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An SR-IOV adapter as people see it.
 *
 * @param vfs how many VFs it has in all
 * @param slots the VFs that are given to NICs
 * @param wire what joins it with another adapter
 * @param counters frames by way
 */
public record AdapterView(
    String id,
    String virtualSwitch,
    int vfs,
    List<Slot> slots,
    Optional<Wire> wire,
    Map<String, Long> counters) {

  public AdapterView {
    slots = List.copyOf(slots);
    counters = Map.copyOf(counters);
  }

  /**
   * A VF that is given to a NIC.
   *
   * @param state announced, offered, leaving
   * @param steered whether the address's frames go to the VF
   */
  public record Slot(
      VfId vf, NicId nic, MacAddress mac, int serial, String state, boolean steered) {}

  /**
   * The adapter's wire.
   *
   * @param link the link it belongs to
   * @param peer the adapter at the far end
   * @param counters frames and bytes by direction, and the addresses that are known
   * @param shares what NICs have had of it, when it has had a queue
   */
  public record Wire(String link, String peer, Map<String, Long> counters, List<Share> shares) {
    public Wire {
      shares = List.copyOf(shares);
      counters = Map.copyOf(counters);
    }
  }

  /** The VF of a NIC. */
  public Optional<Slot> of(NicId nic) {
    return slots.stream().filter(slot -> slot.nic().equals(nic)).findFirst();
  }
}
