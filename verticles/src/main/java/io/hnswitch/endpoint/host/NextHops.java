package io.hnswitch.endpoint.host;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;

/** Finds the MAC address a packet for an IP address must go to, and keeps the neighbours fresh. */
final class NextHops {

  /** Requests before a neighbour counts as unreachable. */
  static final int REQUESTS_MAX = 3;

  private static final long SECOND = 1_000_000_000L;

  /** Time between two requests for one neighbour. */
  static final long RETRY_NANOS = SECOND;

  /** Age at which a neighbour in use is asked again. */
  static final long REFRESH_NANOS = 30 * SECOND;

  /** Age at which a neighbour is forgotten. */
  static final long EXPIRE_NANOS = 60 * SECOND;

  /** How long an unreachable neighbour is left in peace. */
  static final long PENALTY_NANOS = 5 * SECOND;

  private final OwnAddresses own;
  private final NeighborTable neighbors;
  private final ArpResponder arp;
  private final NdpResponder ndp;
  private final IpAddress gateway4;
  private final IpAddress gateway6;

  NextHops(
      HostConfig config,
      OwnAddresses own,
      NeighborTable neighbors,
      ArpResponder arp,
      NdpResponder ndp) {
    this.own = own;
    this.neighbors = neighbors;
    this.arp = arp;
    this.ndp = ndp;
    gateway4 = gateway(config, true);
    gateway6 = gateway(config, false);
  }

  private static IpAddress gateway(HostConfig config, boolean v4) {
    for (var gateway : config.gateways()) {
      if (gateway.isV4() == v4) {
        return gateway;
      }
    }
    return IpAddress.UNSPECIFIED;
  }

  long resolve(IpAddress destination, long now) {
    long high = destination.high();
    long low = destination.low();
    if (destination.isMulticast()) {
      return destination.isV4()
          ? 0x0100_5e00_0000L | low & 0x7f_ffffL
          : 0x3333_0000_0000L | low & 0xffff_ffffL;
    }
    if (own.isBroadcast(high, low)) {
      return MacAddress.BROADCAST.value();
    }
    if (!own.isOnLink(high, low) && !destination.isLinkLocal()) {
      var gateway = destination.isV4() ? gateway4 : gateway6;
      if (gateway.isUnspecified()) {
        return HostStack.NO_ROUTE;
      }
      high = gateway.high();
      low = gateway.low();
    }
    int source = own.sourceFor(high, low);
    return source < 0 ? HostStack.NO_ROUTE : neighbor(source, high, low, now);
  }

  private long neighbor(int source, long high, long low, long now) {
    int place = neighbors.find(high, low);
    if (place >= 0 && neighbors.age(place, now) >= lifetime(place)) {
      neighbors.remove(place);
      place = -1;
    }
    if (place < 0) {
      place = neighbors.add(high, low, now);
      ask(source, place, now);
      return HostStack.PENDING;
    }
    long mac = neighbors.mac(place);
    if (mac != NeighborTable.UNKNOWN) {
      if (neighbors.age(place, now) >= REFRESH_NANOS) {
        askAgain(source, place, now);
      }
      return mac;
    }
    askAgain(source, place, now);
    boolean silent =
        neighbors.asked(place) >= REQUESTS_MAX && neighbors.sinceAsked(place, now) >= RETRY_NANOS;
    return silent ? HostStack.UNREACHABLE : HostStack.PENDING;
  }

  private static long lifetime(boolean known) {
    return known ? EXPIRE_NANOS : REQUESTS_MAX * RETRY_NANOS + PENALTY_NANOS;
  }

  private long lifetime(int place) {
    return lifetime(neighbors.mac(place) != NeighborTable.UNKNOWN);
  }

  private void askAgain(int source, int place, long now) {
    boolean mayAsk =
        neighbors.asked(place) < REQUESTS_MAX
            && (neighbors.asked(place) == 0 || neighbors.sinceAsked(place, now) >= RETRY_NANOS);
    if (mayAsk) {
      ask(source, place, now);
    }
  }

  private void ask(int source, int place, long now) {
    neighbors.ask(place, now);
    long low = neighbors.low(place);
    if (own.isV4(source)) {
      arp.request((int) own.low(source), (int) low);
    } else {
      ndp.request(source, neighbors.high(place), low);
    }
  }

  /** Repeats requests that are due and forgets the old. */
  void tick(long now) {
    for (int place = 0; place < neighbors.capacity(); place++) {
      if (!neighbors.isUsed(place)) {
        continue;
      }
      if (neighbors.age(place, now) >= lifetime(place)) {
        neighbors.remove(place);
      } else if (neighbors.mac(place) == NeighborTable.UNKNOWN) {
        int source = own.sourceFor(neighbors.high(place), neighbors.low(place));
        if (source >= 0) {
          askAgain(source, place, now);
        }
      }
    }
  }
}
