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
 */
public record HnSettings(
    NicId nic, MacAddress mac, OffloadCaps offloads, int mtu, boolean up, QueueSpec queue) {}
