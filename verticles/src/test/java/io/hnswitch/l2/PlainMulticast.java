package io.hnswitch.l2;

import io.hnswitch.ip.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where multicast goes, once more, slow and obvious: for a switch without a querier of its own, as
 * fast as it can be left, whose queriers all say the same times.
 */
final class PlainMulticast {

  static final long INTERVAL = 1_000_000_000L;
  static final long RESPONSE = 100_000_000L;

  /** What a message says. */
  record Talk(Says says, IpAddress group, IpAddress from, boolean some, byte[] bytes) {}

  enum Says {
    QUERY,
    JOIN,
    JOIN_SOME,
    LEAVE,
    BLOCK,
    NOTHING,
    DATA
  }

  private static final class Zone {
    IpAddress querier;
    long until = Long.MIN_VALUE;
    long knownFrom = Long.MAX_VALUE;
    final Map<SwitchPort, Long> routers = new HashMap<>();
    final Map<IpAddress, Map<SwitchPort, Long>> members = new HashMap<>();
    final Set<List<Object>> wantsAll = new HashSet<>();
  }

  private final Map<List<Object>, Zone> zones = new HashMap<>();
  boolean floods;

  /** Time has gone by. */
  void elapsed(long now) {
    for (var zone : zones.values()) {
      if (zone.until <= now) {
        zone.querier = null;
        zone.knownFrom = Long.MAX_VALUE;
      }
      zone.routers.values().removeIf(until -> until <= now);
      for (var group : zone.members.entrySet()) {
        group
            .getValue()
            .entrySet()
            .removeIf(
                one -> {
                  boolean over = one.getValue() <= now;
                  if (over) {
                    zone.wantsAll.remove(List.of(group.getKey(), one.getKey()));
                  }
                  return over;
                });
      }
    }
  }

  /** The ports that get a frame beside those that do not anyway, or null for all. */
  Set<SwitchPort> route(
      SwitchPort at, Talk talk, IpAddress to, int vlan, List<SwitchPort> ports, long now) {
    boolean v6 = !to.isV4();
    var zone = zones.computeIfAbsent(List.of(vlan, v6), none -> new Zone());
    switch (talk.says()) {
      case QUERY -> {
        query(zone, at, talk, now);
        return null;
      }
      case JOIN, JOIN_SOME, LEAVE, BLOCK, NOTHING -> {
        report(zone, at, talk, now);
        if (zone.querier == null) {
          return null;
        }
        var out = new HashSet<>(zone.routers.keySet());
        ports.stream().filter(one -> one.kind().name().equals("UPLINK")).forEach(out::add);
        return out;
      }
      case DATA -> {
        boolean always =
            v6 ? to.equals(IpAddress.parse("ff02::1")) : (int) to.low() >>> 8 == 0xe00000;
        if (always || zone.querier == null || now < zone.knownFrom) {
          return null;
        }
        var members = zone.members.getOrDefault(to, Map.of());
        if (members.isEmpty() && (floods || to.high() >>> 48 == 0xff02)) {
          return null;
        }
        var out = new HashSet<>(zone.routers.keySet());
        out.addAll(members.keySet());
        return out;
      }
    }
    throw new IllegalStateException(talk.toString());
  }

  private static void query(Zone zone, SwitchPort at, Talk talk, long now) {
    long end = now + INTERVAL + RESPONSE / 2;
    var from = talk.from();
    if (!from.isUnspecified()) {
      zone.routers.put(at, end);
    }
    boolean overruled =
        zone.querier != null
            && !zone.querier.isUnspecified()
            && !zone.querier.equals(from)
            && (from.isUnspecified() || Long.compareUnsigned(zone.querier.low(), from.low()) < 0);
    if (!overruled) {
      zone.querier = from;
      zone.until = end;
      zone.knownFrom = Math.min(zone.knownFrom, now + RESPONSE);
    }
    if (talk.group() != null) {
      var members = zone.members.getOrDefault(talk.group(), new HashMap<>());
      members.replaceAll((port, until) -> Math.min(until, now + RESPONSE));
    }
  }

  private static void report(Zone zone, SwitchPort at, Talk talk, long now) {
    var members = zone.members.computeIfAbsent(talk.group(), none -> new HashMap<>());
    switch (talk.says()) {
      case JOIN, JOIN_SOME -> {
        boolean everywhere =
            talk.group().isV4()
                ? (int) talk.group().low() >>> 8 == 0xe00000
                : talk.group().equals(IpAddress.parse("ff02::1"));
        if (!everywhere) {
          members.put(at, now + INTERVAL + RESPONSE);
          if (talk.says() == Says.JOIN) {
            zone.wantsAll.add(List.of(talk.group(), at));
          }
        }
      }
      case LEAVE -> {
        members.remove(at);
        zone.wantsAll.remove(List.of(talk.group(), at));
      }
      default -> {}
    }
  }
}
