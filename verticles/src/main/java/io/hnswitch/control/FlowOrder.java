package io.hnswitch.control;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;

/**
 * A measured UDP flow between two in-process hosts, as both ends are told of it.
 *
 * @param id its name
 * @param number what its frames carry; unique in the lab, 1 to 65535
 * @param fromMac of the sending NIC
 * @param toMac of the receiving NIC
 * @param fromIp the sender's address, IPv4 or IPv6 literal
 * @param toIp the receiver's address, of the same kind
 * @param udp destination port; the source port is {@code 49152 + number % 16384}
 * @param pps datagrams a second; {@link Long#MAX_VALUE} for as fast as credits allow
 * @param size bytes of UDP payload
 * @param count datagrams to send; 0 for no end
 * @param echo the receiver sends each datagram back
 */
public record FlowOrder(
    String id,
    int number,
    NicId from,
    NicId to,
    MacAddress fromMac,
    MacAddress toMac,
    String fromIp,
    String toIp,
    int udp,
    long pps,
    int size,
    long count,
    boolean echo) {}
