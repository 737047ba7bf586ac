package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.multicast.MulticastPolicy;
import io.hnswitch.policy.PlainPolicy;
import io.hnswitch.policy.PortPolicy;
import io.hnswitch.policy.RandomPolicy;
import io.hnswitch.policy.SampleFrame;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Random policies, random frames: every frame goes where a switch says that is written down once
 * more, slow and obvious. How many frames is told by the system property {@code
 * hnswitch.policy.frames}, the seed by {@code hnswitch.seed}.
 */
class PolicyRandomTest {

  private static final int FRAMES = Integer.getInteger("hnswitch.policy.frames", 60_000);
  private static final int BETWEEN_CHANGES = 400;
  private static final long STEP_NANOS = 50_000_000L;
  private static final int NICS = 5;

  private static final long[] ADDRESSES = {
    0xa,
    0xb,
    0xc,
    0xd,
    0xe,
    0x20_0000_0001L,
    0x20_0000_0002L,
    0x01005e_000001L,
    MacAddress.BROADCAST.value()
  };

  private static final PlainMulticast.Talk DATA =
      new PlainMulticast.Talk(PlainMulticast.Says.DATA, null, null, false, new byte[0]);

  private final long seed = Long.getLong("hnswitch.seed", 20261127L);
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  private final RandomPolicy chance = new RandomPolicy(random, ADDRESSES);
  private final SwitchBench bench =
      new SwitchBench() {
        @Override
        long ageing() {
          return Long.MAX_VALUE / 2;
        }
      };
  private final List<SwitchPort> ports = new ArrayList<>();
  private final Map<SwitchPort, PlainPolicy> policies = new HashMap<>();
  private final Map<List<Long>, SwitchPort> learned = new HashMap<>();
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final RandomTalk talking = new RandomTalk(random);
  private final Map<SampleFrame, PlainMulticast.Talk> talks = new IdentityHashMap<>();
  private final PlainMulticast multicast = new PlainMulticast();
  private boolean snoops;
  private int sequence;

  @Test
  void agreesWithTheObviousSwitch() {
    for (int i = 0; i < NICS; i++) {
      ports.add(bench.nic((char) ('a' + i) + ":hn0", ADDRESSES[i]));
    }
    ports.add(bench.uplink("pf0"));
    ports.add(bench.uplink("pf1"));
    for (int sent = 0; sent < FRAMES; ) {
      if (random.nextInt(BETWEEN_CHANGES / 20) == 0) {
        change();
      }
      sent += burst();
    }
    bench.assertBalanced();
    bench.close();
  }

  private void change() {
    var port = ports.get(random.nextInt(NICS));
    var policy = chance.policy();
    bench.policy(port, policy);
    policies.put(
        port,
        policy.equals(PortPolicy.NONE)
            ? null
            : new PlainPolicy(policy, port.owner(), policies.get(port)));
    if (random.nextInt(4) == 0) {
      snoops |= random.nextBoolean();
      multicast.floods = random.nextInt(3) == 0;
      bench.snooper.configure(snooping(multicast.floods), IpAddress.parse("fe80::1"), bench.now);
      bench.core.snoop(snoops ? bench.snooper : null);
    }
    bench.now += random.nextLong(STEP_NANOS);
    if (bench.snooper.nextWork() <= bench.now) {
      bench.snooper.work(bench.now);
    }
    multicast.elapsed(bench.now);
  }

  private static MulticastPolicy snooping(boolean floods) {
    return new MulticastPolicy(
        true,
        Optional.empty(),
        Duration.ofNanos(PlainMulticast.INTERVAL),
        Duration.ofNanos(PlainMulticast.RESPONSE),
        Duration.ofNanos(PlainMulticast.RESPONSE),
        1,
        true,
        floods,
        MulticastPolicy.MAX_LIMIT,
        List.of());
  }

  private int burst() {
    var from = ports.get(random.nextInt(ports.size()));
    int count = 1 + random.nextInt(40);
    Map<SwitchPort, List<String>> expected = new HashMap<>();
    ports.forEach(port -> expected.put(port, new ArrayList<>()));
    var frames = new ArrayList<SampleFrame>();
    talks.clear();
    bench.in(
        from,
        burst -> {
          for (int i = 0; i < count; i++) {
            var frame = next(from, frames);
            frames.add(frame);
            burst.frame(frame.destination(), frame.source(), SampleFrame.LENGTH, 0);
            burst.last((slab, slot) -> slab.vlan(slot, frame.tag()));
            burst.last((slab, slot) -> write(frame, slab.address(slot)));
            forward(from, frame, expected);
            sequence++;
          }
          return burst;
        });
    for (var port : ports) {
      assertEquals(
          expected.get(port),
          bench.out(port),
          () ->
              "seed "
                  + seed
                  + ", from "
                  + from.name()
                  + " to "
                  + port.name()
                  + ": "
                  + show(frames));
    }
    for (var reason : DropReason.values()) {
      assertEquals(
          dropped.getOrDefault(reason, 0L),
          bench.ledger.account().dropped().getOrDefault(reason, 0L),
          () -> "seed " + seed + ", " + reason + " of " + show(frames));
    }
    return count;
  }

  private void write(SampleFrame frame, long at) {
    var talk = talks.get(frame);
    if (talk == null) {
      frame.write(bench.memory.segment(), at);
    } else {
      MemorySegment.copy(
          talk.bytes(), 0, bench.memory.segment(), ValueLayout.JAVA_BYTE, at, talk.bytes().length);
    }
  }

  private String show(List<SampleFrame> frames) {
    var text = new StringBuilder();
    for (int i = 0; i < frames.size(); i++) {
      text.append("\n#").append(sequence - frames.size() + i).append(' ').append(frames.get(i));
    }
    policies.forEach(
        (port, policy) -> text.append('\n').append(port.name()).append(' ').append(policy));
    return text.toString();
  }

  private SampleFrame next(SwitchPort from, List<SampleFrame> before) {
    if (!before.isEmpty() && random.nextInt(3) == 0) {
      return before.getLast();
    }
    long source = ADDRESSES[random.nextInt(ADDRESSES.length)];
    if (from.kind() == PortKind.NIC && random.nextBoolean()) {
      source = from.owner();
    }
    if (random.nextInt(4) == 0) {
      var talk = talking.next(source);
      int tag = chance.frame(ADDRESSES[0], source).tag();
      boolean bare = tag != Frames.NO_VLAN && (tag & 0xfff) % 4095 == 0;
      boolean drops = bare && from.kind() == PortKind.UPLINK;
      var said = RandomTalk.sample(talk, source, drops ? Frames.NO_VLAN : tag);
      talks.put(said, talk);
      return said;
    }
    var frame = chance.frame(ADDRESSES[random.nextInt(ADDRESSES.length)], source);
    // A tag that comes from another switch has an id, or there is none.
    boolean alone = frame.tag() != Frames.NO_VLAN && (frame.tag() & 0xfff) % 4095 == 0;
    return from.kind() == PortKind.UPLINK && alone
        ? SampleFrame.of(frame.destination(), frame.source(), Frames.NO_VLAN, 0x9000)
        : frame;
  }

  private void forward(SwitchPort from, SampleFrame frame, Map<SwitchPort, List<String>> expected) {
    int tag = frame.tag();
    if (from.kind() == PortKind.NIC) {
      var policy = policies.get(from);
      var plain = policy == null ? new PlainPolicy(PortPolicy.NONE, 0, null) : policy;
      var why = plain.fromGuest(frame, bench.now);
      if (why.isPresent()) {
        // Without a gate nobody looks whether the id is one of the reserved.
        boolean looks = policy != null || why.get() != DropReason.VLAN_MALFORMED;
        dropped.merge(looks ? why.get() : DropReason.VLAN_NOT_ALLOWED, 1L, Long::sum);
        return;
      }
      tag = plain.tag(tag).orElseThrow();
    }
    long id = tag == Frames.NO_VLAN ? -1 : tag & 0xfff;
    var owner = ownerOf(frame.source());
    if (owner == null && !MacAddress.isGroup(frame.source())) {
      learned.put(List.of(id, frame.source()), from);
    }
    boolean group = MacAddress.isGroup(frame.destination());
    var at = group ? null : ownerOf(frame.destination());
    at = group || at != null ? at : learned.get(List.of(id, frame.destination()));
    if (at != null && isMember(at, tag)) {
      if (at == from) {
        dropped.merge(DropReason.HAIRPIN, 1L, Long::sum);
      } else {
        give(at, frame, expected);
      }
      return;
    }
    Set<SwitchPort> only = null;
    if (snoops && group && frame.isIp() && frame.to().isMulticast()) {
      var home = from.kind() == PortKind.UPLINK && owner != null ? owner : from;
      var talk = talks.getOrDefault(frame, DATA);
      only = multicast.route(home, talk, frame.to(), (int) Math.max(id, 0), ports, bench.now);
    }
    for (var port : ports) {
      boolean wants =
          (port.kind() == PortKind.UPLINK || group) && (only == null || only.contains(port));
      if (wants && port != from && port != owner && isMember(port, tag)) {
        give(port, frame, expected);
      }
    }
  }

  private void give(SwitchPort port, SampleFrame frame, Map<SwitchPort, List<String>> expected) {
    var policy = policies.get(port);
    var why =
        policy == null ? java.util.Optional.<DropReason>empty() : policy.toGuest(frame, bench.now);
    if (why.isPresent()) {
      dropped.merge(why.get(), 1L, Long::sum);
    } else {
      expected.get(port).add("#" + sequence);
    }
  }

  private boolean isMember(SwitchPort port, int tag) {
    if (port.kind() == PortKind.UPLINK) {
      return true;
    }
    var policy = policies.get(port);
    return policy == null ? tag == Frames.NO_VLAN : policy.isMember(tag);
  }

  private SwitchPort ownerOf(long mac) {
    return ports.stream().filter(port -> port.owner() == mac).findFirst().orElse(null);
  }
}
