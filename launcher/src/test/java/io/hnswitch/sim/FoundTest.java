package io.hnswitch.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.AdapterControl.How;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shrunk scripts of what the simulator has found, each with its seeds. */
class FoundTest {

  private final Seed seeds = new Seed();

  @AfterEach
  void close() {
    seeds.close();
  }

  private static Script.Step at(int micros, Act act) {
    return new Script.Step(Duration.ofNanos(micros * 1000L), act);
  }

  /** The seed it was found with, and others beside it: the schedule is another after any change. */
  private void holds(long seed, Script.Step... steps) {
    var script = new Script(false, List.of(steps));
    var found = new ArrayList<String>();
    for (long near = seed; near < seed + 20; near++) {
      var report = seeds.run(near, script, Rules.ALL);
      assertTrue(report.steps() > 0);
      report.failure().ifPresent(failure -> found.add(failure.toString()));
    }
    assertEquals(Optional.empty(), found.stream().findFirst());
  }

  @Test
  void aHostsEndThatGaveUpOfferingLeavesTheChannelToTheNext() {
    holds(
        15_514,
        at(16_441, new Act.Revoke(SimLab.B, Duration.ofMillis(32))),
        at(30_742, new Act.Stall("vmbus b", Duration.ofMillis(50_045))),
        at(40_949_140, new Act.Stall("vmbus a", Duration.ofMillis(23_791))));
  }

  @Test
  void aNewSessionDoesNotUndoTheChangeOfPathUnderWay() {
    holds(7, at(0, new Act.Attach(SimLab.B)), at(24_785, new Act.Mtu(SimLab.B, 9000)));
  }

  @Test
  void ringsAreNotFreedUnderASlowDriver() {
    holds(
        79,
        at(0, new Act.Stall("hn b:hn0", Duration.ofMillis(607))),
        at(11_309, new Act.Flow(SimLab.B, SimLab.A, 1175, 18)),
        at(46_099, new Act.Revoke(SimLab.B, Duration.ofMillis(20))),
        at(167_970, new Act.Flow(SimLab.A, SimLab.B, 1326, 14)));
  }

  @Test
  void aStaleFenceDoesNotTakeBackTheNewerPath() {
    holds(
        1942,
        at(0, new Act.Stall("switch sw0", Duration.ofSeconds(48))),
        at(11_575, new Act.Attach(SimLab.B)),
        at(70_252, new Act.Detach(SimLab.B, How.SURPRISE)),
        at(227_912, new Act.Attach(SimLab.B)),
        at(2_073_600, new Act.LoseBursts(0)));
  }

  @Test
  void aChangeOfMtuIsNotAnsweredByTheSessionBefore() {
    holds(
        2639,
        at(0, new Act.Attach(SimLab.A)),
        at(16_557, new Act.Revoke(SimLab.A, Duration.ofMillis(84))),
        at(121_246, new Act.Flow(SimLab.A, SimLab.B, 1105, 13)),
        at(128_049, new Act.Mtu(SimLab.A, 576)));
  }

  @Test
  void anMtuThatMayYetBePutBackIsNotCalledDone() {
    holds(
        47,
        at(0, new Act.Attach(SimLab.A)),
        at(206_513, new Act.Mtu(SimLab.A, 1400)),
        at(217_693, new Act.Revoke(SimLab.A, Duration.ofMillis(70))),
        at(283_844, new Act.Mtu(SimLab.A, 1400)));
  }

  @Test
  void pairingHearsOfGoingDownAfterComingUp() {
    holds(
        4124,
        at(0, new Act.Attach(SimLab.A)),
        at(4_113_543, new Act.Up(SimLab.A, false)),
        at(4_220_418, new Act.Up(SimLab.A, true)),
        at(4_221_083, new Act.Up(SimLab.A, false)),
        at(4_231_656, new Act.Stall("pairing", Duration.ofSeconds(14))));
  }

  @Test
  void aHostThatWasSilentThroughAChangeOfMtuGetsItsGuestBack() {
    holds(
        5547,
        at(8_226, new Act.Mtu(SimLab.A, 9000)),
        at(17_572, new Act.Stall("vmbus a", Duration.ofMillis(5836))),
        at(27_974, new Act.Flow(SimLab.B, SimLab.A, 3361, 8)),
        at(37_487_063, new Act.Flow(SimLab.A, SimLab.B, 3094, 34)));
  }

  @Test
  void aGuestThatWasBusyWhileItsVfWasOfferedTakesItLater() {
    holds(
        6921,
        at(210_332, new Act.Attach(SimLab.A)),
        at(217_838, new Act.Stall("vmbus a", Duration.ofMillis(45_641))),
        at(69_406_701, new Act.Refuse(Act.Refusable.VF_UP, 2)));
  }

  @Test
  void aChangeOfMtuDoesNotCloseTheChannelThatIsOfferedMeanwhile() {
    holds(
        8450,
        at(979_225, new Act.Stall("hn a:hn0", Duration.ofMillis(49_205))),
        at(1_026_158, new Act.Mtu(SimLab.A, 4000)),
        at(1_135_618, new Act.Revoke(SimLab.A, Duration.ofMillis(17))),
        at(3_112_988, new Act.Up(SimLab.A, true)));
  }
}
