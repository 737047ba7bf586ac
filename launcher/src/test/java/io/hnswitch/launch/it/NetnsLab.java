package io.hnswitch.launch.it;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lab of {@code conf/netns.yaml} with every offload and names that nobody else on this machine
 * has.
 *
 * @param blue namespace of {@code blue:hn0}, 10.99.0.1 and fd99::1
 * @param green namespace of {@code green:hn0}, 10.99.0.2 and fd99::2
 * @param blueTap name of the interface in {@code blue}
 * @param greenTap name of the interface in {@code green}
 */
record NetnsLab(Namespace blue, Namespace green, String blueTap, String greenTap)
    implements AutoCloseable {

  static final String BLUE_V4 = "10.99.0.1";
  static final String GREEN_V4 = "10.99.0.2";
  static final String GREEN_V6 = "fd99::2";

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  static NetnsLab fresh() {
    var id = Long.toString(ProcessHandle.current().pid(), 36) + NUMBERS.incrementAndGet();
    return new NetnsLab(
        new Namespace("hnit-b" + id), new Namespace("hnit-g" + id), "hnb" + id, "hng" + id);
  }

  /**
   * A lab with one switch and one adapter, which every NIC may have a VF of.
   *
   * @param guests as below {@code guests:}
   */
  static String yaml(String guests) {
    return """
    apiVersion: hnswitch/v1
    kind: Lab
    metadata: { name: it }
    spec:
      tunables: { hw.hn.vf_transparent: 1 }
      switches: { sw0: {} }
      adapters:
        pf0: { switch: sw0, vfs: 4, offer-delay: 10ms }
      defaults:
        nic:
          switch: sw0
          vf: { adapter: pf0, attach: false }
          offloads: [rxcsum, txcsum, tso4, tso6, lro, txcsum-ipv6]
      guests:
    """
        + guests.indent(4);
  }

  String yaml() {
    return yaml(
        """
        blue:
          nics:
            hn0: { endpoint: { tap: { name: %s, netns: %s, ip: [10.99.0.1/24, "fd99::1/64"] } } }
        green:
          nics:
            hn0: { endpoint: { tap: { name: %s, netns: %s, ip: [10.99.0.2/24, "fd99::2/64"] } } }
        """
            .formatted(blueTap, blue.name(), greenTap, green.name()));
  }

  /** Removes what a node that did not end in order left. */
  @Override
  public void close() {
    blue.remove();
    green.remove();
  }
}
