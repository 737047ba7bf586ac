package io.hnswitch.lab;

import io.hnswitch.ip.IpAddress;
import io.hnswitch.multicast.MulticastPolicy;
import io.hnswitch.multicast.MulticastPolicy.Querier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads and writes the key {@code multicast} of a switch. */
final class MulticastReader {

  private static final String NONE = "none";
  private static final String ROUTERS = "routers";
  private static final String FLOOD = "flood";
  private static final String ADDRESS = "an IPv4 address like 10.0.0.254";

  private MulticastReader() {}

  /**
   * Reads it.
   *
   * @param port reads the name of a port and has it checked
   */
  static MulticastPolicy read(LabValue value, Function<LabValue, String> port) {
    var off = MulticastPolicy.OFF;
    if (value.is(NONE)) {
      return off;
    }
    var section = value.object(LabObject.MULTICAST);
    var ports = new ArrayList<String>();
    section
        .get("router-ports")
        .ifPresent(list -> list.items(true).forEach(one -> ports.add(port.apply(one))));
    var interval =
        duration(
            section,
            "query-interval",
            MulticastPolicy.MIN_INTERVAL,
            MulticastPolicy.MAX_INTERVAL,
            off.interval());
    var response = response(section, "response", off.response());
    if (response.compareTo(interval) >= 0) {
      var at = section.values().getOrDefault("response", section.values().get("query-interval"));
      at.bad("must leave response less than query-interval", "");
      interval = off.interval();
      response = off.response();
    }
    return new MulticastPolicy(
        section.get("snooping").map(flag -> flag.bool(true)).orElse(true),
        section.get("querier").flatMap(MulticastReader::querier),
        interval,
        response,
        response(section, "last-member", off.lastMember()),
        DeviceReader.number(
            section, "robustness", 1, MulticastPolicy.MAX_ROBUSTNESS, off.robustness()),
        section.get("fast-leave").map(flag -> flag.bool(false)).orElse(false),
        section
            .get("unregistered")
            .flatMap(word -> word.choice(List.of(ROUTERS, FLOOD)))
            .map(FLOOD::equals)
            .orElse(false),
        DeviceReader.number(
            section, "limit", MulticastPolicy.MIN_LIMIT, MulticastPolicy.MAX_LIMIT, off.limit()),
        ports);
  }

  private static Duration response(LabSection section, String key, Duration otherwise) {
    return duration(
        section, key, MulticastPolicy.MIN_RESPONSE, MulticastPolicy.MAX_RESPONSE, otherwise);
  }

  private static Duration duration(
      LabSection section, String key, Duration min, Duration max, Duration otherwise) {
    return section
        .get(key)
        .map(text -> text.unit(Units.DURATION, min, max, otherwise))
        .orElse(otherwise);
  }

  private static Optional<Querier> querier(LabValue value) {
    if (!value.isMapping()) {
      return value.bool(false) ? Optional.of(Querier.DEFAULT) : Optional.empty();
    }
    var section = value.object(LabObject.QUERIER);
    var address =
        section
            .get("address")
            .flatMap(text -> text.parsed(ADDRESS, MulticastReader::address))
            .orElse(Querier.DEFAULT.address());
    return Optional.of(
        new Querier(
            address,
            DeviceReader.number(section, "igmp", 2, 3, Querier.DEFAULT.igmp()),
            DeviceReader.number(section, "mld", 1, 2, Querier.DEFAULT.mld())));
  }

  private static IpAddress address(String text) {
    var address = IpAddress.parse(text);
    if (!address.isV4() || !address.isUnicast()) {
      throw new IllegalArgumentException("must be " + ADDRESS + ", not \"" + text + "\"");
    }
    return address;
  }

  /** As in lab files; nothing for a switch that floods. */
  static Map<String, Object> tree(MulticastPolicy policy, boolean full) {
    var tree = new LinkedHashMap<String, Object>();
    var off = MulticastPolicy.OFF;
    if (policy.equals(off)) {
      return tree;
    }
    tree.put("snooping", policy.snooping());
    policy.querier().ifPresent(one -> tree.put("querier", querier(one, full)));
    put(tree, full, "query-interval", text(policy.interval()), text(off.interval()));
    put(tree, full, "response", text(policy.response()), text(off.response()));
    put(tree, full, "last-member", text(policy.lastMember()), text(off.lastMember()));
    put(tree, full, "robustness", policy.robustness(), off.robustness());
    put(tree, full, "fast-leave", policy.fastLeave(), off.fastLeave());
    put(tree, full, "unregistered", policy.floods() ? FLOOD : ROUTERS, ROUTERS);
    put(tree, full, "limit", policy.limit(), off.limit());
    put(tree, full, "router-ports", policy.routerPorts(), List.of());
    return tree;
  }

  private static Object querier(Querier one, boolean full) {
    if (one.equals(Querier.DEFAULT) && !full) {
      return true;
    }
    var tree = new LinkedHashMap<String, Object>();
    if (!one.address().isUnspecified()) {
      tree.put("address", one.address().toString());
    }
    put(tree, full, "igmp", one.igmp(), Querier.DEFAULT.igmp());
    put(tree, full, "mld", one.mld(), Querier.DEFAULT.mld());
    return tree;
  }

  private static String text(Duration duration) {
    return Units.DURATION.format(duration);
  }

  private static void put(
      Map<String, Object> tree, boolean full, String key, Object value, Object usual) {
    if (full || !value.equals(usual)) {
      tree.put(key, value);
    }
  }
}
