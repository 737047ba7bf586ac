package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.testing.TestFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Random bursts, filters and steering: the core does what {@link PlainSwitch} says, in order. */
class SwitchCoreRandomTest {

  private static final int BURSTS = 4_000;
  private static final long[] ADDRESSES = {
    0xa,
    0xb,
    0xc,
    0xd,
    0x20_0000_0001L,
    0x20_0000_0002L,
    0x20_0000_0003L,
    0x20_0000_0004L,
    0x01005e_000001L,
    0x3333_0000_0001L,
    MacAddress.BROADCAST.value(),
    0
  };

  private final long seed = Long.getLong("hnswitch.seed", 20260602L);
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  private final SwitchBench bench = new SwitchBench();
  private final PlainSwitch plain = new PlainSwitch();
  private final List<SwitchPort> ports = new ArrayList<>();
  private int sequence;

  @Test
  void agreesWithTheObviousSwitch() {
    for (int i = 0; i < 4; i++) {
      ports.add(bench.nic((char) ('a' + i) + ":hn0", ADDRESSES[i]));
    }
    ports.add(bench.uplink("pf0"));
    ports.add(bench.uplink("pf1"));
    ports.forEach(port -> describe(port, true, true, false));
    for (int i = 0; i < BURSTS; i++) {
      if (random.nextInt(8) == 0) {
        change();
      }
      burst(i);
    }
    bench.assertBalanced();
    bench.close();
  }

  private void describe(SwitchPort port, boolean broadcast, boolean allMulti, boolean all) {
    plain.ports.put(
        port.name(),
        new PlainSwitch.Port(port.name(), port.kind(), port.owner(), broadcast, allMulti, all));
  }

  private void change() {
    var port = ports.get(random.nextInt(ports.size()));
    switch (random.nextInt(3)) {
      case 0 -> {
        boolean broadcast = random.nextBoolean();
        boolean allMulti = random.nextBoolean();
        boolean all = random.nextInt(4) == 0;
        port.filter(broadcast, allMulti, all);
        describe(port, broadcast, allMulti, all);
      }
      case 1 -> {
        bench.fdb.flush();
        plain.learned.clear();
      }
      default -> {
        if (port.kind() == PortKind.NIC) {
          var to = random.nextBoolean() ? port : ports.get(4 + random.nextInt(2));
          bench.fdb.steer(port.owner(), to.index());
          plain.steered.put(port.owner(), to.name());
        }
      }
    }
  }

  private void burst(int number) {
    var from = ports.get(random.nextInt(ports.size()));
    Map<String, List<String>> expected = new HashMap<>();
    ports.forEach(port -> expected.put(port.name(), new ArrayList<>()));
    int frames = 1 + random.nextInt(random.nextInt(10) == 0 ? 256 : 8);
    long[] sent = new long[2 * frames];
    bench.in(
        from,
        burst -> {
          for (int i = 0; i < frames; i++) {
            add(burst, from.name(), sent, i, expected);
          }
          return burst;
        });
    for (var port : ports) {
      assertEquals(
          expected.get(port.name()),
          bench.out(port),
          () ->
              "seed "
                  + seed
                  + ", burst "
                  + number
                  + " from "
                  + from.name()
                  + " to "
                  + port.name()
                  + ": "
                  + Arrays.toString(sent));
    }
    assertEquals(0, bench.ledger.account().unaccounted(), "seed " + seed + ", burst " + number);
  }

  private void add(
      TestFrames burst, String from, long[] sent, int i, Map<String, List<String>> expected) {
    boolean asBefore = i > 0 && random.nextBoolean();
    long destination = asBefore ? sent[2 * i - 2] : ADDRESSES[random.nextInt(ADDRESSES.length)];
    long source = asBefore ? sent[2 * i - 1] : ADDRESSES[random.nextInt(ADDRESSES.length)];
    int length = random.nextInt(30) == 0 ? random.nextInt(14) : 14 + random.nextInt(100);
    sent[2 * i] = destination;
    sent[2 * i + 1] = source;
    burst.frame(destination, source, length, 0);
    for (var to : plain.forward(from, destination, source, length)) {
      expected.get(to).add("#" + sequence);
    }
    sequence++;
  }
}
