package io.hnswitch.multicast;

import io.hnswitch.ip.IpAddress;

/** A VLAN and one of the two protocols: who asks there, and where routers are. */
final class Zone {

  static final long NEVER = Long.MAX_VALUE;

  /** The VLAN id, 0 for none. */
  final int vlan;

  final boolean v6;
  final PortTimes routers = new PortTimes();

  /** When the switch's own querier asks next; {@link #NEVER} when it does not. */
  long nextQuery = NEVER;

  /** Queries that it sends in quicker succession because it has only begun. */
  int startup;

  /** The other querier that was heard, if any, and until when it counts. */
  IpAddress other = IpAddress.UNSPECIFIED;

  int otherPort = PortTimes.NONE;
  long otherUntil = Long.MIN_VALUE;

  /** Of IGMP or MLD, that the other querier speaks. */
  int otherVersion;

  /** From when members are known: the first query has been answered. */
  long knownFrom = NEVER;

  /** What the querier says of itself. */
  long interval;

  int robustness;

  Zone(int vlan, boolean v6) {
    this.vlan = vlan;
    this.v6 = v6;
  }

  boolean hasOther(long now) {
    return otherUntil > now;
  }

  /**
   * Whether the querier that was known before goes on asking, although another one has asked.
   *
   * @param own address of the switch's own
   */
  boolean overrules(IpAddress asking, IpAddress own, long now) {
    if (nextQuery == NEVER) {
      return hasOther(now)
          && !other.isUnspecified()
          && !other.equals(asking)
          && isLower(other, asking);
    }
    return asking.isUnspecified() || !own.isUnspecified() && isLower(own, asking);
  }

  /** The lowest address asks (RFC 3376, 6.6.2); the unspecified one is below none. */
  private static boolean isLower(IpAddress one, IpAddress than) {
    if (than.isUnspecified()) {
      return true;
    }
    int high = Long.compareUnsigned(one.high(), than.high());
    return high < 0 || high == 0 && Long.compareUnsigned(one.low(), than.low()) < 0;
  }

  /** Whether somebody asks who is a member. */
  boolean isAsked(long now) {
    return nextQuery != NEVER || hasOther(now);
  }

  /** Whether somebody asks, and all that have joined had time to answer. */
  boolean isActive(long now) {
    return isAsked(now) && now >= knownFrom;
  }

  /** In which version the querier wants to be answered. */
  int version(MulticastPolicy policy, long now) {
    if (hasOther(now)) {
      return otherVersion;
    }
    var own = policy.querier().orElse(MulticastPolicy.Querier.DEFAULT);
    return v6 ? own.mld() : own.igmp();
  }
}
