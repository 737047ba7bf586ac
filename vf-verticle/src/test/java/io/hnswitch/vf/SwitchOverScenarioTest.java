package io.hnswitch.vf;

import static io.hnswitch.vf.AdapterBench.A;
import static io.hnswitch.vf.AdapterBench.B;
import static io.hnswitch.vf.AdapterBench.MAC_A;
import static io.hnswitch.vf.AdapterBench.MAC_B;
import static io.hnswitch.vf.AdapterBench.VF0;
import static io.hnswitch.vf.AdapterBench.VF1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterControl.How;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.VfControl;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.testing.ProbeDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Fences around switch-overs, through the real switch, adapter and VFs, with frames on their way
 * before and after them. The test plays netvsp and hn.
 */
class SwitchOverScenarioTest {

  private static final Address<FrameBurst> SYNTHETIC_A = Addresses.switchPort("sw0", "a:hn0");
  private static final Address<FrameBurst> SYNTHETIC_B = Addresses.switchPort("sw0", "b:hn0");

  private final AdapterBench bench = new AdapterBench();

  @AfterEach
  void booksBalance() {
    bench.close();
  }

  private static Fence fence(Fence.Course course, NicId nic, VfId vf, MacAddress mac) {
    return new Fence(1, course, nic, vf, mac);
  }

  private static Fence fenceOfA(Fence.Course course) {
    return fence(course, A, VF0, MAC_A);
  }

  /** On the loop, but not waiting for what follows: the next action meets it under way. */
  private void meanwhile(Runnable action) {
    bench.harness.onLoop(
        () -> {
          action.run();
          return null;
        });
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "#" + i).toList();
  }

  private static List<String> framesOf(List<String> records) {
    return records.stream().filter(record -> record.startsWith("#")).toList();
  }

  private static List<String> concat(List<String> first, List<String> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private void toVf(ProbeDevice netvsp, NicId nic, VfId vf, MacAddress mac) {
    bench.run(
        () ->
            netvsp.send(
                Addresses.switchPort("sw0", nic.toString()),
                fence(Fence.Course.TO_VF, nic, vf, mac)));
    assertEquals(List.of("TO_VF_RETURN"), netvsp.takeRecords());
  }

  @Test
  void nothingOvertakesTheFenceTowardsTheGuestWhenTheVfTakesOver() {
    bench.attachAndBringUp(A, MAC_A);
    for (int i = 0; i < 60; i++) {
      if (i == 20) {
        meanwhile(() -> bench.netvspA.send(SYNTHETIC_A, fenceOfA(Fence.Course.TO_VF)));
      }
      meanwhile(() -> bench.netvspB.send(SYNTHETIC_B, MAC_A, MAC_B));
      bench.harness.until(() -> bench.netvspB.outstanding() < 6);
    }
    bench.harness.settle();
    var synthetic = bench.netvspA.records();
    var vf = bench.hnA.records();
    assertEquals("TO_VF_RETURN", synthetic.getLast());
    assertTrue(synthetic.size() > 1 && vf.size() > 1, synthetic + " " + vf);
    assertEquals(numbers(0, 60), concat(framesOf(synthetic), vf));
    assertTrue(bench.adapter().of(A).orElseThrow().steered());
  }

  @Test
  void oldFramesOfTheGuestArriveBeforeTheFenceComesBack() {
    bench.attachAndBringUp(A, MAC_A);
    bench.attachAndBringUp(B, MAC_B);
    toVf(bench.netvspB, B, VF1, MAC_B);
    meanwhile(
        () -> {
          for (int i = 0; i < 5; i++) {
            bench.netvspA.send(SYNTHETIC_A, MAC_B, MAC_A);
          }
          bench.netvspA.send(SYNTHETIC_A, fenceOfA(Fence.Course.TO_VF));
        });
    bench.harness.until(() -> bench.netvspA.records().contains("TO_VF_RETURN"));
    meanwhile(
        () -> {
          for (int i = 0; i < 2; i++) {
            bench.netvspA.send(Addresses.vfTransmit(VF0), MAC_B, MAC_A);
          }
        });
    bench.harness.settle();
    assertEquals(numbers(0, 7), bench.hnB.records());
  }

  @Test
  void theDrainFenceIsBehindTheLastFrameTheGuestSentByTheVf() {
    bench.attachAndBringUp(A, MAC_A);
    toVf(bench.netvspA, A, VF0, MAC_A);
    bench.run(
        () -> {
          for (int i = 0; i < 5; i++) {
            bench.netvspA.send(Addresses.vfTransmit(VF0), MAC_B, MAC_A);
          }
          bench.netvspA.send(Addresses.vfTransmit(VF0), fenceOfA(Fence.Course.DRAIN));
        });
    assertEquals(
        List.of(new NicControl.FencePassed(fenceOfA(Fence.Course.DRAIN))), bench.takeTold());
    bench.run(() -> bench.netvspA.send(SYNTHETIC_A, MAC_B, MAC_A));
    assertEquals(numbers(0, 6), bench.netvspB.records());
  }

  @Test
  void nothingIsBehindTheFenceOnTheVfWhenTheChannelTakesOver() {
    bench.attachAndBringUp(A, MAC_A);
    toVf(bench.netvspA, A, VF0, MAC_A);
    for (int i = 0; i < 60; i++) {
      if (i == 20) {
        meanwhile(() -> bench.netvspA.send(SYNTHETIC_A, fenceOfA(Fence.Course.TO_SYNTHETIC)));
      }
      meanwhile(() -> bench.netvspB.send(SYNTHETIC_B, MAC_A, MAC_B));
      bench.harness.until(() -> bench.netvspB.outstanding() < 6);
    }
    bench.harness.settle();
    var vf = bench.hnA.records();
    var synthetic = bench.netvspA.records();
    assertEquals("TO_SYNTHETIC", vf.getLast());
    assertEquals("STEERED", synthetic.getFirst());
    assertTrue(synthetic.size() > 1 && vf.size() > 1, synthetic + " " + vf);
    assertEquals(numbers(0, 60), concat(framesOf(vf), framesOf(synthetic)));
  }

  @Test
  void framesBetweenTwoVfsKeepTheirOrderWhenOneGoesBack() {
    bench.attachAndBringUp(A, MAC_A);
    bench.attachAndBringUp(B, MAC_B);
    toVf(bench.netvspA, A, VF0, MAC_A);
    toVf(bench.netvspB, B, VF1, MAC_B);
    for (int i = 0; i < 40; i++) {
      if (i == 15) {
        meanwhile(() -> bench.netvspA.send(SYNTHETIC_A, fenceOfA(Fence.Course.TO_SYNTHETIC)));
      }
      meanwhile(() -> bench.hnB.send(Addresses.vfTransmit(VF1), MAC_A, MAC_B));
      bench.harness.until(() -> bench.hnB.outstanding() < 6);
    }
    bench.harness.settle();
    assertEquals(
        numbers(0, 40), concat(framesOf(bench.hnA.records()), framesOf(bench.netvspA.records())));
    assertEquals("TO_SYNTHETIC", bench.hnA.records().getLast());
  }

  @Test
  void fencesPassAVfThatIsDown() {
    bench.attachAndBringUp(A, MAC_A);
    toVf(bench.netvspA, A, VF0, MAC_A);
    assertEquals(Outcome.DONE, bench.ask(VF0, new VfControl.SetFlags(false, true, false, A)));
    bench.takeTold();
    bench.run(
        () -> {
          bench.netvspB.send(SYNTHETIC_B, MAC_A, MAC_B);
          bench.netvspA.send(Addresses.vfTransmit(VF0), MAC_B, MAC_A);
          bench.netvspA.send(Addresses.vfTransmit(VF0), fenceOfA(Fence.Course.DRAIN));
          bench.netvspA.send(SYNTHETIC_A, fenceOfA(Fence.Course.TO_SYNTHETIC));
        });
    assertEquals(
        List.of(
            new NicControl.VfNotSent(VF0, DropReason.VF_NOT_READY, 1, 0, 64),
            new NicControl.FencePassed(fenceOfA(Fence.Course.DRAIN))),
        bench.takeTold());
    assertEquals(List.of("TO_SYNTHETIC"), bench.hnA.records());
    assertEquals(1, bench.dropped("vf pf0/vf0", DropReason.VF_NOT_READY));
    assertEquals(1, bench.dropped("adapter pf0", DropReason.VF_NOT_READY));
  }

  @Test
  void aFenceForAVfThatIsNotUpComesBackSteered() {
    bench.run(() -> bench.netvspA.send(SYNTHETIC_A, fenceOfA(Fence.Course.TO_VF)));
    bench.attach(A, MAC_A);
    bench.run(() -> bench.netvspA.send(SYNTHETIC_A, fenceOfA(Fence.Course.TO_VF)));
    assertEquals(List.of("STEERED", "STEERED"), bench.netvspA.records());
  }

  @Test
  void groupFramesOfAGuestOnItsVfReachTheOthersButNotItself() {
    bench.attachAndBringUp(A, MAC_A);
    bench.attachAndBringUp(B, MAC_B);
    toVf(bench.netvspA, A, VF0, MAC_A);
    bench.run(() -> bench.netvspA.send(Addresses.vfTransmit(VF0), MacAddress.BROADCAST, MAC_A));
    assertEquals(List.of("#0"), bench.netvspB.records());
    assertEquals(List.of(), bench.netvspA.records());
    assertEquals(List.of(), bench.hnB.records(), "guests get them on the synthetic path");
    bench.run(() -> bench.netvspB.send(SYNTHETIC_B, MacAddress.BROADCAST, MAC_B));
    assertEquals(List.of("#0"), bench.netvspA.records());
  }

  @Test
  void aSurpriseLosesExactlyWhatWasInTheVfOrOnItsWay() {
    bench.attachAndBringUp(A, MAC_A);
    toVf(bench.netvspA, A, VF0, MAC_A);
    int sent = 50;
    for (int i = 0; i < sent; i++) {
      if (i == 20) {
        meanwhile(
            () ->
                bench
                    .harness
                    .bus()
                    .send(Addresses.adapter("pf0"), new AdapterControl.DetachVf(A, How.SURPRISE)));
      }
      if (i == 30) {
        bench.harness.settle();
        assertEquals(
            Outcome.DONE,
            bench.ask(Addresses.virtualSwitch("sw0"), new SwitchControl.Steer(MAC_A, "a:hn0")));
      }
      meanwhile(() -> bench.netvspB.send(SYNTHETIC_B, MAC_A, MAC_B));
      bench.harness.until(() -> bench.netvspB.outstanding() < 6);
    }
    bench.run(() -> bench.netvspA.send(Addresses.vfTransmit(VF0), MAC_B, MAC_A));
    long gone =
        bench.dropped("vf pf0/vf0", DropReason.VF_GONE)
            + bench.dropped("adapter pf0", DropReason.VF_GONE);
    int byVf = bench.hnA.records().size();
    int synthetic = framesOf(bench.netvspA.records()).size();
    assertEquals(sent + 1, byVf + synthetic + gone, byVf + " " + synthetic + " " + gone);
    assertEquals(numbers(30, sent), framesOf(bench.netvspA.records()));
    assertTrue(gone >= 11, "ten frames and the one sent at the end: " + gone);
  }

  @Test
  void whatAnotherVfSendsAfterASurpriseFindsTheSyntheticPath() {
    bench.attachAndBringUp(A, MAC_A);
    bench.attachAndBringUp(B, MAC_B);
    toVf(bench.netvspA, A, VF0, MAC_A);
    bench.detaching(A, How.SURPRISE);
    bench.run(() -> bench.hnB.send(Addresses.vfTransmit(VF1), MAC_A, MAC_B));
    assertEquals(List.of("#0"), bench.netvspA.records(), "before anybody told the switch");
  }

  @Test
  void aVanishedVfSwallowsFences() {
    bench.attachAndBringUp(A, MAC_A);
    toVf(bench.netvspA, A, VF0, MAC_A);
    bench.detaching(A, How.SURPRISE);
    bench.takeTold();
    bench.run(
        () -> {
          bench.netvspA.send(Addresses.vfTransmit(VF0), fenceOfA(Fence.Course.DRAIN));
          bench.netvspA.send(SYNTHETIC_A, fenceOfA(Fence.Course.TO_SYNTHETIC));
        });
    assertEquals(List.of(), bench.hnA.records());
    assertEquals(List.of(), bench.takeTold());
    assertEquals(List.of("STEERED"), bench.netvspA.records());
  }

  @Test
  void framesAreCountedAlsoWhenTheVfIsUndeployedUnderTraffic() {
    bench.attachAndBringUp(A, MAC_A);
    toVf(bench.netvspA, A, VF0, MAC_A);
    var detached = bench.detaching(A, How.SURPRISE);
    meanwhile(
        () ->
            bench
                .harness
                .bus()
                .send(Addresses.adapter("pf0"), new AdapterControl.FunctionGone(VF0)));
    for (int i = 0; i < 200 && !detached.isComplete(); i++) {
      meanwhile(() -> bench.netvspB.send(SYNTHETIC_B, MAC_A, MAC_B));
      bench.harness.until(() -> bench.netvspB.outstanding() < 6);
    }
    assertEquals(Outcome.DONE, bench.harness.await(detached));
  }
}
