package io.hnswitch.hn;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.offload.OffloadCaps;

/**
 * What an hn is told when it is made.
 *
 * @param offloads what the operator wants enabled, as far as it exists
 * @param mtu bytes without the Ethernet header
 * @param up whether it is brought up at once
 * @param queue what frames wait in before they are transmitted
 * @param rings receive rings that are wanted; with more than one, the host is asked to hash
 */
public record HnSettings(
    NicId nic,
    MacAddress mac,
    OffloadCaps offloads,
    int mtu,
    boolean up,
    QueueSpec queue,
    int rings) {

  public HnSettings {
    if (rings < 1) {
      throw new IllegalArgumentException("receive rings out of range: " + rings);
    }
  }

  /** With one receive ring. */
  public HnSettings(
      NicId nic, MacAddress mac, OffloadCaps offloads, int mtu, boolean up, QueueSpec queue) {
    this(nic, mac, offloads, mtu, up, queue, 1);
  }
}
