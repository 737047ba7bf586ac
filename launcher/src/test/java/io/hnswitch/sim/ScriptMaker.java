package io.hnswitch.sim;

import io.hnswitch.control.AdapterControl.How;
import io.hnswitch.id.NicId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes a script from a seed. */
final class ScriptMaker {

  private static final int SHORTEST = 8;
  private static final int LONGEST = 20;
  private static final int[] MTUS = {576, 1400, 1500, 4000, 9000};
  private static final List<OffloadCaps> OFFLOADS =
      List.of(
          OffloadCaps.NONE,
          OffloadCaps.of(Offload.TXCSUM, Offload.RXCSUM),
          OffloadCaps.of(Offload.TXCSUM, Offload.RXCSUM, Offload.TSO4),
          OffloadCaps.of(Offload.TXCSUM, Offload.RXCSUM, Offload.TSO4, Offload.TSO6, Offload.LRO));

  private final RandomGenerator chance;
  private final boolean calm;

  ScriptMaker(RandomGenerator chance) {
    this.chance = chance;
    this.calm = chance.nextInt(5) < 2;
  }

  Script make() {
    int count = SHORTEST + chance.nextInt(LONGEST - SHORTEST + 1);
    var steps = new ArrayList<Script.Step>();
    long at = 0;
    // Something to switch over for in every run, and traffic that is under way while it happens.
    steps.add(new Script.Step(Duration.ZERO, new Act.Attach(SimLab.A)));
    while (steps.size() < count) {
      at += gapNanos();
      steps.add(new Script.Step(Duration.ofNanos(at), calm ? calmAct() : stormAct()));
    }
    return new Script(calm, steps);
  }

  private long gapNanos() {
    long millis = 1_000_000;
    int kind = chance.nextInt(100);
    if (kind < 60) {
      return chance.nextLong(15 * millis);
    }
    if (kind < 90) {
      return chance.nextLong(120 * millis);
    }
    if (kind < 98 || calm) {
      return chance.nextLong(2_000 * millis);
    }
    return chance.nextLong(70_000 * millis);
  }

  private NicId nic() {
    return chance.nextInt(3) == 0 ? SimLab.B : SimLab.A;
  }

  private Act calmAct() {
    return switch (chance.nextInt(20)) {
      case 0, 1, 2 -> new Act.Attach(nic());
      case 3, 4, 5, 6 -> new Act.Detach(nic(), How.GRACEFUL);
      case 7, 8 -> new Act.Offloads(nic(), OFFLOADS.get(chance.nextInt(OFFLOADS.size())));
      case 9 -> new Act.Stall(stallable(), Duration.ofMillis(chance.nextInt(30)));
      default -> flow();
    };
  }

  private Act stormAct() {
    return switch (chance.nextInt(40)) {
      case 0, 1, 2, 3, 4, 5 -> new Act.Attach(nic());
      case 6, 7, 8 -> new Act.Detach(nic(), How.GRACEFUL);
      case 9, 10, 11 -> new Act.Detach(nic(), How.SURPRISE);
      case 12, 13, 14 -> new Act.Up(nic(), false);
      case 15, 16, 17, 18 -> new Act.Up(nic(), true);
      case 19, 20 -> new Act.Mtu(nic(), MTUS[chance.nextInt(MTUS.length)]);
      case 21, 22 -> new Act.Offloads(nic(), OFFLOADS.get(chance.nextInt(OFFLOADS.size())));
      case 23, 24 -> stall();
      case 25, 26 -> refuse();
      case 27 -> new Act.Flap(nic(), Duration.ofMillis(chance.nextInt(60)));
      case 28 -> new Act.HostLink(nic(), chance.nextBoolean());
      case 29 -> new Act.Revoke(nic(), Duration.ofMillis(chance.nextInt(100)));
      case 30 -> new Act.LoseBursts(chance.nextInt(2) * chance.nextInt(100));
      default -> flow();
    };
  }

  private Act flow() {
    boolean there = chance.nextBoolean();
    return new Act.Flow(
        there ? SimLab.A : SimLab.B,
        there ? SimLab.B : SimLab.A,
        200 + chance.nextInt(5000),
        5 + chance.nextInt(30));
  }

  private Act stall() {
    long most =
        switch (chance.nextInt(4)) {
          case 0 -> 20;
          case 1 -> 700;
          case 2 -> 6_000;
          default -> 60_000;
        };
    return new Act.Stall(stallable(), Duration.ofMillis(chance.nextLong(most)));
  }

  private String stallable() {
    var devices =
        List.of(
            "netvsp " + nic(),
            "vmbus " + nic().guest(),
            "adapter pf" + chance.nextInt(2),
            "switch sw" + chance.nextInt(2),
            "pairing",
            "hn " + nic(),
            "vf pf" + chance.nextInt(2) + "/vf" + chance.nextInt(2));
    return devices.get(chance.nextInt(devices.size()));
  }

  private Act refuse() {
    var what = Act.Refusable.values();
    return new Act.Refuse(what[chance.nextInt(what.length)], 1 + chance.nextInt(2));
  }
}
