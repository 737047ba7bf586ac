package io.hnswitch.policy;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.ip.IpPrefix;
import io.hnswitch.policy.AclRule.Action;
import io.hnswitch.policy.AclRule.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Policies and frames by chance, from few enough values that they often have to do with another.
 */
public final class RandomPolicy {

  public static final List<IpAddress> ADDRESSES =
      List.of(
          IpAddress.parse("10.0.0.1"),
          IpAddress.parse("10.0.0.2"),
          IpAddress.parse("10.0.1.2"),
          IpAddress.parse("192.168.0.9"),
          IpAddress.parse("fd99::1"),
          IpAddress.parse("fd99::2"),
          IpAddress.parse("fd99:0:0:1::2"));

  private static final int[] LENGTHS_4 = {0, 8, 16, 24, 31, 32};
  private static final int[] LENGTHS_6 = {0, 16, 63, 64, 65, 127, 128};
  private static final int[] PORTS = {0, 1, 53, 67, 68, 547, 1024, 65_535};
  private static final int[] PROTOCOLS = {1, 6, 17, 58, 89};
  private static final int[] TYPES = {0x0806, 0x0800, 0x86dd, 0x9000};
  private static final int[] VLANS = {10, 20, 30};

  private final RandomGenerator random;
  private final long[] macs;

  public RandomPolicy(RandomGenerator random, long... macs) {
    this.random = random;
    this.macs = macs;
  }

  private int one(int[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> Optional<T> sometimes(int outOf, Supplier<T> value) {
    return random.nextInt(outOf) == 0 ? Optional.of(value.get()) : Optional.empty();
  }

  public PortPolicy policy() {
    if (random.nextInt(4) == 0) {
      return PortPolicy.NONE;
    }
    var guards = EnumSet.noneOf(Guard.class);
    for (var guard : Guard.values()) {
      if (random.nextInt(3) == 0) {
        guards.add(guard);
      }
    }
    int count = random.nextInt(3) == 0 ? 1 + random.nextInt(100) : random.nextInt(6);
    return new PortPolicy(vlan(), guards, StormPolicy.NONE, rules(count), BandwidthPolicy.NONE);
  }

  private VlanPolicy vlan() {
    boolean keeps = random.nextBoolean();
    return switch (random.nextInt(3)) {
      case 0 -> VlanPolicy.UNTAGGED;
      case 1 -> new VlanPolicy.Access(one(VLANS), random.nextBoolean(), keeps);
      default -> {
        var allowed = new ArrayList<String>();
        for (int id : VLANS) {
          if (random.nextBoolean()) {
            allowed.add(Integer.toString(id));
          }
        }
        yield new VlanPolicy.Trunk(
            random.nextBoolean() ? 0 : one(VLANS), VlanSet.parse(allowed), keeps);
      }
    };
  }

  List<AclRule> rules(int count) {
    var rules = new ArrayList<AclRule>();
    for (int i = 0; i < count; i++) {
      rules.add(rule("r" + i));
    }
    return rules;
  }

  private AclRule rule(String name) {
    var action = Action.values()[random.nextInt(Action.values().length)];
    int family = random.nextInt(2);
    return new AclRule(
        name,
        1 + random.nextInt(5),
        Direction.values()[random.nextInt(2)],
        action,
        random.nextInt(6) == 0 ? one(TYPES) : AclRule.ANY,
        sometimes(6, () -> new MacAddress(macs[random.nextInt(macs.length)])),
        sometimes(3, () -> prefix(family)),
        sometimes(3, () -> prefix(family)),
        random.nextInt(3) == 0 ? one(PROTOCOLS) : AclRule.ANY,
        sometimes(5, this::range),
        sometimes(5, this::range),
        action == Action.ALLOW ? sometimes(4, () -> Duration.ofSeconds(1)) : Optional.empty());
  }

  private IpPrefix prefix(int family) {
    return family == 0
        ? new IpPrefix(ADDRESSES.get(random.nextInt(4)), one(LENGTHS_4))
        : new IpPrefix(ADDRESSES.get(4 + random.nextInt(3)), one(LENGTHS_6));
  }

  private PortRange range() {
    int a = one(PORTS);
    int b = one(PORTS);
    return new PortRange(Math.min(a, b), Math.max(a, b));
  }

  /** A frame from a source to a destination. */
  public SampleFrame frame(long destination, long source) {
    int tag =
        switch (random.nextInt(4)) {
          case 0, 1 -> Frames.NO_VLAN;
          case 2 -> one(VLANS) | random.nextInt(8) << 13;
          default -> random.nextInt(20) == 0 ? 4095 : random.nextInt(8) << 13;
        };
    if (random.nextInt(4) == 0) {
      return SampleFrame.of(destination, source, tag, random.nextBoolean() ? 0x0806 : 0x9000);
    }
    boolean v4 = random.nextBoolean();
    int first = v4 ? 0 : 4;
    int count = v4 ? 4 : 3;
    int protocol = one(PROTOCOLS);
    int sourcePort = one(PORTS);
    if (protocol == 1) {
      sourcePort = new int[] {0, 5, 8, 9}[random.nextInt(4)];
    } else if (protocol == 58) {
      sourcePort = new int[] {128, 134, 135, 137}[random.nextInt(4)];
    }
    return new SampleFrame(
        destination,
        source,
        tag,
        0,
        ADDRESSES.get(first + random.nextInt(count)),
        ADDRESSES.get(first + random.nextInt(count)),
        protocol,
        sourcePort,
        one(PORTS));
  }
}
