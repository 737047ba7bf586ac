package io.hnswitch.bench;

import io.hnswitch.ip.IpPrefix;
import io.hnswitch.policy.AclRule;
import io.hnswitch.policy.AclRule.Action;
import io.hnswitch.policy.AclRule.Direction;
import io.hnswitch.policy.BandwidthPolicy;
import io.hnswitch.policy.Guard;
import io.hnswitch.policy.PortPolicy;
import io.hnswitch.policy.PortRange;
import io.hnswitch.policy.StormPolicy;
import io.hnswitch.policy.VlanPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the ports of both guests do, of what a {@link FrameShape} passes, and who looks on. */
enum PortFeature {
  /** What a port does that nobody set. */
  NONE(PortPolicy.NONE),
  /** Both are in one VLAN, whose tag they do not see. */
  VLAN(
      new PortPolicy(
          new VlanPolicy.Access(10, false, false),
          Set.of(),
          StormPolicy.NONE,
          List.of(),
          BandwidthPolicy.NONE)),
  /** All guards. */
  GUARDS(with(EnumSet.allOf(Guard.class), List.of(), BandwidthPolicy.NONE)),
  /** Ten rules for each direction, of which none fits. */
  ACL10(with(Set.of(), rules(10, false), BandwidthPolicy.NONE)),
  /** A thousand rules, half of them for each direction, of which none fits. */
  ACL1000(with(Set.of(), rules(500, false), BandwidthPolicy.NONE)),
  /** The same, and one that allows the conversation, which is then remembered. */
  STATEFUL(with(Set.of(), rules(500, true), BandwidthPolicy.NONE)),
  /** So much that nothing is dropped. */
  BANDWIDTH(
      with(
          Set.of(),
          List.of(),
          new BandwidthPolicy(
              BandwidthPolicy.MAX_RATE,
              BandwidthPolicy.MAX_RATE,
              BandwidthPolicy.MAX_BURST,
              BandwidthPolicy.DEFAULT_WEIGHT))),
  SNOOPING(OnLooker.SNOOPING),
  CAPTURE(OnLooker.CAPTURE),
  CAPTURE_HEADERS(OnLooker.CAPTURE_HEADERS),
  CAPTURE_FILTER(OnLooker.CAPTURE_FILTER),
  CAPTURE_PORTS(OnLooker.CAPTURE_PORTS),
  MIRROR(OnLooker.MIRROR);

  private final PortPolicy policy;
  private final OnLooker onLooker;

  PortFeature(PortPolicy policy) {
    this.policy = policy;
    this.onLooker = OnLooker.NOBODY;
  }

  PortFeature(OnLooker onLooker) {
    this.policy = PortPolicy.NONE;
    this.onLooker = onLooker;
  }

  /** From now on the guests' ports do this. */
  void begin(BenchLab bench) {
    Guests.set(bench, policy);
    onLooker.begin(bench);
  }

  private static PortPolicy with(Set<Guard> guards, List<AclRule> acl, BandwidthPolicy bandwidth) {
    return new PortPolicy(VlanPolicy.UNTAGGED, guards, StormPolicy.NONE, acl, bandwidth);
  }

  private static List<AclRule> rules(int each, boolean remembers) {
    var rules = new ArrayList<AclRule>();
    for (var direction : Direction.values()) {
      for (int i = 0; i < each; i++) {
        var remote = IpPrefix.parse("172.16.%d.%d/32".formatted(i / 200, i % 200 + 1));
        rules.add(rule("deny", direction, i, Action.DENY, Optional.of(remote), Optional.empty()));
      }
      if (remembers) {
        rules.add(
            rule(
                "allow",
                direction,
                each,
                Action.ALLOW,
                Optional.empty(),
                Optional.of(AclRule.USUAL_IDLE)));
      }
    }
    return rules;
  }

  private static AclRule rule(
      String word,
      Direction direction,
      int number,
      Action action,
      Optional<IpPrefix> remote,
      Optional<Duration> idle) {
    return new AclRule(
        "%s-%s-%d".formatted(word, direction.name().toLowerCase(Locale.ROOT), number),
        1 + number,
        direction,
        action,
        AclRule.ANY,
        Optional.empty(),
        Optional.empty(),
        remote,
        FrameShape.TCP,
        Optional.empty(),
        Optional.of(new PortRange(1000 + number, 60_000)),
        idle);
  }
}
