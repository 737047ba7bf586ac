package io.hnswitch.lab;

import io.hnswitch.id.NicId;

/**
 * A measured UDP flow between two in-process hosts, running from the start.
 *
 * @param name its id
 * @param from the NIC whose host sends
 * @param to the NIC whose host receives
 * @param udp destination port
 * @param rate how fast
 * @param size bytes of UDP payload in each datagram
 * @param count datagrams to send; 0 for no end
 * @param echo the receiver sends each datagram back
 */
public record FlowSpec(
    String name, NicId from, NicId to, int udp, Rate rate, int size, long count, boolean echo) {

  public static final int DEFAULT_UDP = 7;
  public static final Rate DEFAULT_RATE = new Rate(1000);
  public static final int DEFAULT_SIZE = 512;

  /** Room for what the ledger writes into a datagram. */
  public static final int MIN_SIZE = 32;

  public static final int MAX_SIZE = NicSpec.MAX_MTU - 28;

  public FlowSpec {
    LabName.require(name);
    if (from.equals(to)) {
      throw new IllegalArgumentException("a flow from " + from + " to itself");
    }
    if (udp < 1 || udp > 65535 || size < MIN_SIZE || size > MAX_SIZE || count < 0) {
      throw new IllegalArgumentException(
          "out of range: udp=" + udp + ", size=" + size + ", count=" + count);
    }
  }
}
