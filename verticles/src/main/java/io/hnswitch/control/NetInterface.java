package io.hnswitch.control;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.VfId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who a network interface of a guest is, as it says when it attaches.
 *
 * @param name like {@code pf0/vf0} or {@code bridge0}; its identity until it departs
 * @param index its {@code ifindex}, {@value #INDEX_MIN} to {@value #INDEX_MAX}; empty when it takes
 *     the smallest free one
 * @param driver name of the driver, like {@code mlx5}
 * @param allocatedAs the type it was created with, whatever it calls itself since
 * @param device the function it is backed by; empty for an interface that is software alone
 * @param startTransmit whether it has the old "start" transmit entry
 * @param mac its link-level address; empty while it has none, as during its end
 */
public record NetInterface(
    String name,
    OptionalInt index,
    String driver,
    Allocation allocatedAs,
    Optional<VfId> device,
    boolean startTransmit,
    Optional<MacAddress> mac) {

  public static final int INDEX_MIN = 1;
  public static final int INDEX_MAX = 65_535;

  /** The type an interface was created with ({@code if_alloctype}). */
  public enum Allocation {
    /** IFT_ETHER; of {@code lagg}, {@code vlan} and {@code bridge} too. */
    ETHERNET,
    /** IFT_LOOP. */
    LOOPBACK,
    /** IFT_TUNNEL, IFT_GIF and the like. */
    TUNNEL,
    /** IFT_INFINIBAND. */
    INFINIBAND,
    OTHER
  }

  /**
   * @throws IllegalArgumentException when the index is out of range or a name is empty
   */
  public NetInterface {
    if (name.isEmpty() || driver.isEmpty()) {
      throw new IllegalArgumentException(
          "interface without a name: name \"" + name + "\", driver \"" + driver + "\"");
    }
    if (index.isPresent() && (index.getAsInt() < INDEX_MIN || index.getAsInt() > INDEX_MAX)) {
      throw new IllegalArgumentException(
          name
              + ": index "
              + index.getAsInt()
              + " is out of range "
              + INDEX_MIN
              + " to "
              + INDEX_MAX);
    }
  }

  /** The interface of a VF: Ethernet, named like the VF, with a modern transmit entry. */
  public static NetInterface ofVf(VfId vf, MacAddress mac, String driver) {
    return new NetInterface(
        vf.toString(),
        OptionalInt.empty(),
        driver,
        Allocation.ETHERNET,
        Optional.of(vf),
        false,
        Optional.of(mac));
  }
}
