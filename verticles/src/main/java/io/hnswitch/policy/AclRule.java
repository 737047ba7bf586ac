package io.hnswitch.policy;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpPrefix;
import java.time.Duration;
import java.util.Optional;

/**
 * One rule of a port's access list, in the words of Hyper-V's extended port ACLs: local is the
 * guest, remote is everybody else. A rule says nothing of what it does not name.
 *
 * @param name unique in its list
 * @param weight 1 to {@value #MAX_WEIGHT}; a rule of more weight is looked at first, of those with
 *     equal weight the one that stands first
 * @param direction of the frames
 * @param action what becomes of them
 * @param etherType 0x0600 to 0xffff, or {@link #ANY}
 * @param remoteMac the other station
 * @param local address of the guest
 * @param remote address of the other station
 * @param protocol of IP, 0 to 255, or {@link #ANY}
 * @param localPorts of TCP or UDP at the guest
 * @param remotePorts of TCP or UDP at the other station
 * @param idle for {@link Action#ALLOW}: frames of the same conversation pass in both directions,
 *     whatever the list says, until there has been none for so long
 */
public record AclRule(
    String name,
    int weight,
    Direction direction,
    Action action,
    int etherType,
    Optional<MacAddress> remoteMac,
    Optional<IpPrefix> local,
    Optional<IpPrefix> remote,
    int protocol,
    Optional<PortRange> localPorts,
    Optional<PortRange> remotePorts,
    Optional<Duration> idle) {

  public static final int ANY = -1;
  public static final int MAX_WEIGHT = 65_535;
  public static final Duration MIN_IDLE = Duration.ofMillis(1);
  public static final Duration MAX_IDLE = Duration.ofDays(1);
  public static final Duration USUAL_IDLE = Duration.ofSeconds(60);

  /** As the guest sees it. */
  public enum Direction {
    INBOUND,
    OUTBOUND
  }

  /** What becomes of a frame that a rule fits. */
  public enum Action {
    ALLOW,
    DENY,
    /** It is counted, and the next rule is looked at. */
    COUNT
  }

  public AclRule {
    if (weight < 1 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException("weight out of range: " + weight);
    }
    if (etherType != ANY && (etherType < 0x600 || etherType > 0xffff)
        || protocol != ANY && (protocol < 0 || protocol > 255)) {
      throw new IllegalArgumentException("no type or protocol: " + etherType + ", " + protocol);
    }
    if (local.isPresent()
        && remote.isPresent()
        && local.get().address().isV4() != remote.get().address().isV4()) {
      throw new IllegalArgumentException("IPv4 and IPv6 in one rule: " + name);
    }
    if (idle.isPresent() && action != Action.ALLOW) {
      throw new IllegalArgumentException("only what is allowed has a conversation: " + name);
    }
  }

  /** Whether only IP frames can fit. */
  boolean needsIp() {
    return local.isPresent() || remote.isPresent() || protocol != ANY || needsPorts();
  }

  /** Whether only frames with TCP's or UDP's ports can fit. */
  boolean needsPorts() {
    return localPorts.isPresent() || remotePorts.isPresent();
  }

  /** The address family that its prefixes ask for: 4, 6, or 0 when there are none. */
  int family() {
    var prefix = local.or(() -> remote);
    return prefix.isEmpty() ? 0 : prefix.get().address().isV4() ? 4 : 6;
  }
}
