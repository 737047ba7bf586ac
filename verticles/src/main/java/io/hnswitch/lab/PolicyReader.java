package io.hnswitch.lab;

import io.hnswitch.ip.IpPrefix;
import io.hnswitch.lab.LabProblem.Code;
import io.hnswitch.policy.AclRule;
import io.hnswitch.policy.AclRule.Action;
import io.hnswitch.policy.AclRule.Direction;
import io.hnswitch.policy.BandwidthPolicy;
import io.hnswitch.policy.Guard;
import io.hnswitch.policy.PortPolicy;
import io.hnswitch.policy.PortRange;
import io.hnswitch.policy.StormPolicy;
import io.hnswitch.policy.VlanPolicy;
import io.hnswitch.policy.VlanSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads what a NIC's switch port does: the keys {@code vlan}, {@code guards}, {@code storm}, {@code
 * acl} and {@code bandwidth}. A key that is not there is as before.
 */
final class PolicyReader {

  static final List<String> KEYS = List.of("vlan", "guards", "storm", "acl", "bandwidth");

  static final String KEEP = "keep";
  static final String ZERO = "zero";
  static final String UNTAGGED = "untagged";
  static final String ACCESS = "access";
  static final String TRUNK = "trunk";
  static final int DEFAULT_WEIGHT = 100;

  /** Names of EtherTypes and protocols in rules, as their numbers. */
  static final Map<String, Integer> ETHER_TYPES =
      Map.of("ip", 0x0800, "arp", 0x0806, "ipv6", 0x86dd, "rarp", 0x8035, "lldp", 0x88cc);

  static final Map<String, Integer> PROTOCOLS =
      Map.of("icmp", 1, "igmp", 2, "tcp", 6, "udp", 17, "icmpv6", 58, "sctp", 132);

  private PolicyReader() {}

  static PortPolicy read(LabSection section, PortPolicy before) {
    return new PortPolicy(
        section.get("vlan").map(PolicyReader::vlan).orElse(before.vlan()),
        section.get("guards").map(PolicyReader::guards).orElse(before.guards()),
        section.get("storm").map(PolicyReader::storm).orElse(before.storm()),
        section.get("acl").map(PolicyReader::acl).orElse(before.acl()),
        section.get("bandwidth").map(PolicyReader::bandwidth).orElse(before.bandwidth()));
  }

  private static VlanPolicy vlan(LabValue value) {
    if (value.is(NicDefaults.NONE) || value.is(UNTAGGED)) {
      return VlanPolicy.UNTAGGED;
    }
    var vlan = value.object(LabObject.VLAN);
    var mode = vlan.require("mode").flatMap(word -> word.choice(List.of(UNTAGGED, ACCESS, TRUNK)));
    boolean keeps =
        vlan.get("priority")
            .flatMap(word -> word.choice(List.of(KEEP, ZERO)))
            .map(KEEP::equals)
            .orElse(false);
    int id = DeviceReader.number(vlan, "id", VlanSet.MIN, VlanSet.MAX, VlanSet.MIN);
    boolean isolated = vlan.get("isolated").map(flag -> flag.bool(false)).orElse(false);
    int nativeId = DeviceReader.number(vlan, "native", 0, VlanSet.MAX, 0);
    var allowed = vlan.get("allowed").map(PolicyReader::allowed).orElse(VlanSet.ALL);
    if (mode.isEmpty()) {
      return VlanPolicy.UNTAGGED;
    }
    return switch (mode.get()) {
      case ACCESS -> {
        onlyFor(vlan, ACCESS, "native", "allowed");
        vlan.require("id");
        yield new VlanPolicy.Access(id, isolated, keeps);
      }
      case TRUNK -> {
        onlyFor(vlan, TRUNK, "id", "isolated");
        yield new VlanPolicy.Trunk(nativeId, allowed, keeps);
      }
      default -> {
        onlyFor(vlan, UNTAGGED, "id", "isolated", "native", "allowed", "priority");
        yield VlanPolicy.UNTAGGED;
      }
    };
  }

  private static void onlyFor(LabSection vlan, String mode, String... foreign) {
    for (var key : foreign) {
      vlan.get(key).ifPresent(value -> value.bad("means nothing with mode: " + mode, ""));
    }
  }

  private static VlanSet allowed(LabValue value) {
    var texts = new ArrayList<String>();
    for (var item : value.items(true)) {
      var text = item.scalar("a VLAN id or a range of them, like 10 or 20-30");
      try {
        text.ifPresent(one -> VlanSet.parse(List.of(one)));
        text.ifPresent(texts::add);
      } catch (IllegalArgumentException e) {
        item.bad(e.getMessage(), "");
      }
    }
    return VlanSet.parse(texts);
  }

  private static Set<Guard> guards(LabValue value) {
    var guards = EnumSet.noneOf(Guard.class);
    if (!value.is(NicDefaults.NONE)) {
      for (var item : value.items(true)) {
        item.choice(Guard.slugs()).flatMap(Guard::ofSlug).ifPresent(guards::add);
      }
    }
    return guards;
  }

  private static StormPolicy storm(LabValue value) {
    if (value.is(NicDefaults.NONE)) {
      return StormPolicy.NONE;
    }
    if (value.isScalar()) {
      long all = frames(value);
      return new StormPolicy(all, all, all);
    }
    var storm = value.object(LabObject.STORM);
    return new StormPolicy(
        storm.get("broadcast").map(PolicyReader::frames).orElse(0L),
        storm.get("multicast").map(PolicyReader::frames).orElse(0L),
        storm.get("unknown").map(PolicyReader::frames).orElse(0L));
  }

  private static long frames(LabValue value) {
    return value.unit(Units.FRAME_RATE, 1L, StormPolicy.MAX, 1L);
  }

  private static BandwidthPolicy bandwidth(LabValue value) {
    if (value.is(NicDefaults.NONE)) {
      return BandwidthPolicy.NONE;
    }
    if (value.isScalar()) {
      long both = bits(value);
      return new BandwidthPolicy(both, both, 0, BandwidthPolicy.DEFAULT_WEIGHT);
    }
    var bandwidth = value.object(LabObject.BANDWIDTH);
    long max = bandwidth.get("max").map(PolicyReader::bits).orElse(0L);
    return new BandwidthPolicy(
        bandwidth.get("out").map(PolicyReader::bits).orElse(max),
        bandwidth.get("in").map(PolicyReader::bits).orElse(max),
        bandwidth
            .get("burst")
            .map(
                size ->
                    size.unit(Units.SIZE, BandwidthPolicy.MIN_BURST, BandwidthPolicy.MAX_BURST, 0L))
            .orElse(0L),
        DeviceReader.number(
            bandwidth,
            "weight",
            BandwidthPolicy.MIN_WEIGHT,
            BandwidthPolicy.MAX_WEIGHT,
            BandwidthPolicy.DEFAULT_WEIGHT));
  }

  private static long bits(LabValue value) {
    return value.unit(Units.BIT_RATE, BandwidthPolicy.MIN_RATE, BandwidthPolicy.MAX_RATE, 0L);
  }

  private static List<AclRule> acl(LabValue value) {
    var rules = new ArrayList<AclRule>();
    if (value.is(NicDefaults.NONE)) {
      return rules;
    }
    var items = value.items(false);
    if (items.size() > PortPolicy.ACL_MAX) {
      value.bad("has " + items.size() + " rules, more than " + PortPolicy.ACL_MAX, "");
      return rules;
    }
    var names = new HashSet<String>();
    for (var item : items) {
      var rule = rule(item.object(LabObject.ACL), defaultName(rules.size()));
      if (!names.add(rule.name())) {
        item.problem(Code.DUPLICATE_KEY, "there is another rule " + Words.quote(rule.name()), "");
      }
      rules.add(rule);
    }
    return rules;
  }

  /** The name of a rule that has none, by its place. */
  static String defaultName(int index) {
    return "rule-" + (index + 1);
  }

  private static AclRule rule(LabSection rule, String otherwise) {
    var name =
        rule.get("name")
            .flatMap(text -> text.text("a name"))
            .filter(
                text -> {
                  if (!LabName.isValid(text)) {
                    rule.get("name").get().bad("must match " + LabName.SHAPE, LabName.guess(text));
                  }
                  return LabName.isValid(text);
                })
            .orElse(otherwise);
    var direction = word(rule, "direction", Direction.values());
    var action = word(rule, "action", Action.values());
    var local = prefix(rule, "local");
    var remote = prefix(rule, "remote");
    if (local.isPresent()
        && remote.isPresent()
        && local.get().address().isV4() != remote.get().address().isV4()) {
      rule.get("remote").get().bad("must be of the same family as local", "");
      remote = Optional.empty();
    }
    var idle =
        rule.get("idle")
            .map(
                time ->
                    time.unit(
                        Units.DURATION, AclRule.MIN_IDLE, AclRule.MAX_IDLE, AclRule.USUAL_IDLE));
    boolean stateful = rule.get("stateful").map(flag -> flag.bool(false)).orElse(idle.isPresent());
    if (stateful && action.isPresent() && action.get() != Action.ALLOW) {
      rule.get(idle.isPresent() ? "idle" : "stateful")
          .ifPresent(value -> value.bad("means something with action: allow alone", ""));
      stateful = false;
    }
    boolean remembers = stateful && action.orElse(Action.ALLOW) == Action.ALLOW;
    return new AclRule(
        name,
        DeviceReader.number(rule, "weight", 1, AclRule.MAX_WEIGHT, DEFAULT_WEIGHT),
        direction.orElse(Direction.INBOUND),
        action.orElse(Action.ALLOW),
        number(rule, "ethertype", ETHER_TYPES, 0x600, 0xffff),
        rule.get("remote-mac").flatMap(DeviceReader::mac),
        local,
        remote,
        number(rule, "protocol", PROTOCOLS, 0, 255),
        ports(rule, "local-port"),
        ports(rule, "remote-port"),
        remembers ? Optional.of(idle.orElse(AclRule.USUAL_IDLE)) : Optional.<Duration>empty());
  }

  static String slug(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <T extends Enum<T>> Optional<T> word(LabSection rule, String key, T[] values) {
    var words = new ArrayList<String>();
    for (var value : values) {
      words.add(slug(value));
    }
    return rule.require(key)
        .flatMap(value -> value.choice(words))
        .map(word -> values[words.indexOf(word)]);
  }

  private static Optional<IpPrefix> prefix(LabSection rule, String key) {
    return rule.get(key)
        .flatMap(
            value ->
                value.parsed(
                    "an IP address or prefix like 10.0.0.0/8 or fd99::1", IpPrefix::parse));
  }

  private static Optional<PortRange> ports(LabSection rule, String key) {
    return scalar(rule, key, "a port or a range of them, like 53 or 1024-65535", PortRange::parse);
  }

  private static int number(
      LabSection rule, String key, Map<String, Integer> names, int min, int max) {
    var wanted =
        "one of " + String.join(", ", names.keySet().stream().sorted().toList()) + ", or a number";
    return scalar(rule, key, wanted, text -> number(text, names, min, max)).orElse(AclRule.ANY);
  }

  private static int number(String text, Map<String, Integer> names, int min, int max) {
    var named = names.get(text);
    int number = named == null ? Integer.decode(text) : named;
    if (number < min || number > max) {
      throw new IllegalArgumentException(
          "must be %#x to %#x, not %s".formatted(min, max, Words.quote(text)));
    }
    return number;
  }

  private static <T> Optional<T> scalar(
      LabSection rule, String key, String wanted, Function<String, T> parser) {
    var value = rule.get(key);
    try {
      return value.flatMap(one -> one.scalar(wanted)).map(parser);
    } catch (NumberFormatException e) {
      value.get().bad("must be " + wanted, "");
    } catch (IllegalArgumentException e) {
      value.get().bad(e.getMessage(), "");
    }
    return Optional.empty();
  }
}
