package io.hnswitch.hn;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.rndis.PacketFilter;
import io.hnswitch.migration.MigrationMark;
import io.hnswitch.policy.PolicySlot;
import java.lang.foreign.MemorySegment;

/** Which frames the guest wants by its channel: its packet filter, as netvsp applies it. */
final class HostFilter {

  private final MemorySegment bytes;
  private final long mac;
  private final PolicySlot policy;
  private int bits;

  /**
   * @param mac the NIC's
   * @param policy says whether the NIC gets copies of others' frames
   */
  HostFilter(MemorySegment bytes, MacAddress mac, PolicySlot policy) {
    this.bytes = bytes;
    this.mac = mac.value();
    this.policy = policy;
  }

  /** NDIS_PACKET_TYPE bits; 0 for nothing. */
  void set(int wanted) {
    bits = wanted;
  }

  boolean accepts(long frame, int length) {
    if (has(PacketFilter.PROMISCUOUS)) {
      return !MigrationMark.isGoodbye(bytes, frame, length); // It is for ports alone.
    }
    long to = MacAddress.destination(bytes, frame);
    if (to == mac) {
      return has(PacketFilter.DIRECTED);
    }
    if (!MacAddress.isGroup(to)) {
      return policy.isMonitor();
    }
    return to == MacAddress.BROADCAST.value()
        ? has(PacketFilter.BROADCAST)
        : has(PacketFilter.ALL_MULTICAST | PacketFilter.MULTICAST);
  }

  private boolean has(int any) {
    return (bits & any) != 0;
  }
}
