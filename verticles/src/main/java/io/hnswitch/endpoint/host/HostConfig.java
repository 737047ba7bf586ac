package io.hnswitch.endpoint.host;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.ip.IpPrefix;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a host is.
 *
 * @param mac its one MAC address
 * @param addresses its IP addresses with their networks; may be empty
 * @param gateways next hops for what is in none of the networks, at most one of each kind
 * @param answers what it answers; iterates in the order of the enum
 * @param detectsDuplicates true when IPv6 addresses start tentative (RFC 4862, 5.4)
 */
public record HostConfig(
    MacAddress mac,
    List<IpPrefix> addresses,
    List<IpAddress> gateways,
    Set<HostAnswer> answers,
    boolean detectsDuplicates) {

  /** Addresses a host can have. */
  public static final int ADDRESSES_MAX = 64;

  public HostConfig {
    addresses = List.copyOf(addresses);
    gateways = List.copyOf(gateways);
    var ordered = EnumSet.noneOf(HostAnswer.class);
    ordered.addAll(answers);
    answers = java.util.Collections.unmodifiableSet(ordered);
    if (mac.isGroup() || mac.value() == 0) {
      throw new IllegalArgumentException("not a station's MAC address: " + mac);
    }
    if (addresses.size() > ADDRESSES_MAX) {
      throw new IllegalArgumentException("too many addresses: " + addresses.size());
    }
    var seen = new HashSet<IpAddress>();
    for (var prefix : addresses) {
      if (!prefix.address().isUnicast()) {
        throw new IllegalArgumentException("not a unicast address: " + prefix);
      }
      if (!seen.add(prefix.address())) {
        throw new IllegalArgumentException("address given twice: " + prefix.address());
      }
    }
    var kinds = new HashSet<Boolean>();
    for (var gateway : gateways) {
      if (!gateway.isUnicast() || seen.contains(gateway)) {
        throw new IllegalArgumentException("not a gateway: " + gateway);
      }
      if (!kinds.add(gateway.isV4())) {
        throw new IllegalArgumentException("second gateway of a kind: " + gateway);
      }
    }
  }

  /** A host that answers everything and has no gateway; addresses like {@code 10.0.0.1/24}. */
  public static HostConfig of(String mac, String... addresses) {
    return new HostConfig(
        MacAddress.parse(mac),
        List.of(addresses).stream().map(IpPrefix::parse).toList(),
        List.of(),
        EnumSet.allOf(HostAnswer.class),
        false);
  }
}
