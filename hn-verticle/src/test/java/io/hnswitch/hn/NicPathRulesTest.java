package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.testing.ProbeDevice;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames of an hn with a VF: which way they take, what goes with them, who counts them. */
class NicPathRulesTest {

  private static final MacAddress GROUP = MacAddress.parse("01:00:5e:00:00:fb");

  private final NicLab lab = NicLab.ofTwo();
  private final PairedVf vf = lab.harness.deploy(new PairedVf(lab.harness.lab()));
  private final ProbeDevice probe = lab.harness.deploy(new ProbeDevice(lab.harness.lab(), "probe"));

  @AfterEach
  void booksBalance() {
    lab.elapse(Duration.ofMillis(50));
    assertEquals(0, lab.unaccounted());
    assertEquals(0, lab.inFlight());
    lab.close();
  }

  private void run(Runnable action) {
    lab.harness.onLoop(
        () -> {
          action.run();
          return null;
        });
    lab.harness.settle();
  }

  private void useVf() {
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.AcceptFrom(PairedVf.ID)));
    lab.host(NicLab.A, new NetvspControl.VfAssigned(PairedVf.ID, 7));
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.UseVf(PairedVf.ID)));
  }

  private long count(String counter) {
    return lab.view(NicLab.A).counters().get(counter);
  }

  private void transmit(MacAddress to) {
    run(() -> probe.send(Addresses.nicTransmit(NicLab.A), to, NicLab.mac(NicLab.A)));
  }

  private void fromVf(MacAddress to, int frames) {
    run(
        () ->
            probe.send(
                Addresses.nicVfReceive(NicLab.A),
                burst -> {
                  var last = burst;
                  for (int i = 0; i < frames; i++) {
                    last = last.frame(to.value(), NicLab.mac(NicLab.B).value());
                  }
                  return last;
                }));
  }

  // holds: S57, C1, E25
  @Test
  void sendsEveryFrameByTheVfAndCountsOnlyGroupsAsMulticast() {
    useVf();
    long packets = count("opackets");
    long bytes = count("obytes");
    long groups = count("omcasts");
    transmit(NicLab.mac(NicLab.B));
    transmit(GROUP);
    transmit(MacAddress.BROADCAST);
    assertEquals(3, vf.frames.size());
    assertEquals(packets + 3, count("opackets"));
    assertEquals(bytes + 3 * 64, count("obytes"));
    assertEquals(groups + 1, count("omcasts"));
    assertEquals(3, count("opackets-vf"));
  }

  // holds: E26
  @Test
  void sendsByTheChannelWhileTheVfIsNotInUse() {
    lab.outcome(NicLab.A, new NicControl.AcceptFrom(PairedVf.ID));
    long before = lab.view(NicLab.B).counters().get("ipackets");
    transmit(NicLab.mac(NicLab.B));
    lab.elapse(Duration.ofMillis(20));
    assertEquals(List.of(), vf.frames);
    assertEquals(before + 1, lab.view(NicLab.B).counters().get("ipackets"));
  }

  private void notSent(DropReason reason, int groups) {
    run(
        () ->
            lab.harness
                .bus()
                .send(
                    Addresses.nic(NicLab.A),
                    new NicControl.VfNotSent(PairedVf.ID, reason, 1, groups, 64)));
  }

  // holds: S58
  @Test
  void countsWhatTheVfHasNoRoomForAsDroppedAndSendsItNoOtherWay() {
    useVf();
    long sent = count("opackets");
    long received = lab.view(NicLab.B).counters().get("ipackets");
    transmit(NicLab.mac(NicLab.B));
    notSent(DropReason.CREDIT_EXHAUSTED, 0);
    lab.elapse(Duration.ofMillis(20));
    assertEquals(1, count("oqdrops"));
    assertEquals(0, count("oerrors"));
    assertEquals(sent, count("opackets"));
    assertEquals(received, lab.view(NicLab.B).counters().get("ipackets"));
  }

  // holds: S59
  @Test
  void countsWhatAVfThatIsDownDoesNotTakeAsAnError() {
    useVf();
    long packets = count("opackets");
    long groups = count("omcasts");
    transmit(GROUP);
    notSent(DropReason.VF_NOT_READY, 1);
    assertEquals(1, count("oerrors"));
    assertEquals(0, count("oqdrops"));
    assertEquals(packets, count("opackets"));
    assertEquals(groups, count("omcasts"));
  }

  // holds: S63
  @Test
  void leavesTagHashAndOffloadToTheVf() {
    useVf();
    long super4 = Frames.offload(Frames.TSO4 | Frames.CSUM_PARTIAL, 34, 16, 1460);
    var ledger = lab.harness.onLoop(() -> lab.harness.lab().ledger().open("source", () -> 0));
    run(
        () -> {
          var memory = lab.harness.memory();
          var burst = BurstPool.slabs(memory, 1, 64 << 10, Runnable::run, () -> {}).take();
          var slab = burst.slab();
          MacAddress.writeRaw(memory.segment(), slab.region(), NicLab.mac(NicLab.B).value());
          int slot = slab.add(slab.region(), 8000, super4);
          slab.mark(slot, 1, 5);
          slab.vlan(slot, 42);
          slab.hash(slot, 0xcafe, 2);
          ledger.entered(1);
          lab.harness.bus().sender(Addresses.nicTransmit(NicLab.A), ledger).send(burst.seal());
        });
    assertEquals(new PairedVf.Frame(5, 8000, 42, 0xcafe, 2, super4), vf.frames.getFirst());
  }

  // holds: S64, S65
  @Test
  void losesNothingThatIsOnItsWayWhenThePathChangesUnderLoad() {
    var flow = lab.flow(1, NicLab.A, NicLab.B, Long.MAX_VALUE, 400, 0);
    lab.elapse(Duration.ofMillis(5));
    useVf();
    lab.elapse(Duration.ofMillis(5));
    assertEquals(
        Outcome.DONE, lab.outcome(NicLab.A, new NicControl.UseSynthetic(PairedVf.ID, false)));
    int byVf = vf.frames.size();
    lab.elapse(Duration.ofMillis(5));
    assertEquals(byVf, vf.frames.size(), "no frame reaches the VF after the answer");
    lab.endpoint(NicLab.A, new EndpointControl.StopFlow(flow.id()), Outcome.class);
    lab.elapse(Duration.ofMillis(50));
    long sent = lab.end(flow, NicLab.A).sent();
    var end = lab.end(flow, NicLab.B);
    long flowByVf = vf.frames.stream().filter(frame -> frame.length() >= 400).count();
    assertTrue(flowByVf > 0 && end.received() > 0);
    assertEquals(sent, flowByVf + end.received());
    assertEquals(0, end.reordered());
    assertEquals(0, end.duplicated());
    assertEquals(0, lab.dropped());
  }

  // holds: S72
  @Test
  void sendsByTheVfWhileTheMtuChanges() {
    useVf();
    var flow = lab.flow(1, NicLab.A, NicLab.B, 20_000, 400, 0);
    lab.elapse(Duration.ofMillis(5));
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetMtu(9000)));
    lab.elapse(Duration.ofMillis(5));
    lab.endpoint(NicLab.A, new EndpointControl.StopFlow(flow.id()), Outcome.class);
    lab.elapse(Duration.ofMillis(20));
    long flowByVf = vf.frames.stream().filter(frame -> frame.length() >= 400).count();
    assertEquals(lab.end(flow, NicLab.A).sent(), flowByVf);
    assertEquals(0, lab.dropped());
  }

  // holds: S48, S49, E23
  @Test
  void receivesWhatComesByTheVfOnceAndInOrder() {
    useVf();
    var flow = lab.flow(1, NicLab.B, NicLab.A, 1, 100, 0);
    lab.elapse(Duration.ofMillis(5));
    lab.endpoint(NicLab.B, new EndpointControl.StopFlow(flow.id()), Outcome.class);
    lab.elapse(Duration.ofMillis(20));
    long packets = count("ipackets");
    long bytes = count("ibytes");
    fromVf(NicLab.mac(NicLab.A), 3);
    assertEquals(packets + 3, count("ipackets"));
    assertEquals(bytes + 3 * 64, count("ibytes"));
    assertEquals(3, count("ipackets-vf"));
    assertEquals(0, lab.end(flow, NicLab.A).reordered());
  }

  // holds: S50
  @Test
  void receivesFromAVfThatIsPairedButNotReady() {
    lab.outcome(NicLab.A, new NicControl.AcceptFrom(PairedVf.ID));
    long packets = count("ipackets");
    long groups = count("imcasts");
    fromVf(MacAddress.BROADCAST, 1);
    assertEquals(packets + 1, count("ipackets"));
    assertEquals(groups + 1, count("imcasts"));
  }

  // holds: S51
  @Test
  void takesNothingFromTheVfWhileItIsDown() {
    lab.outcome(NicLab.A, new NicControl.AcceptFrom(PairedVf.ID));
    lab.outcome(NicLab.A, new NicControl.SetUp(false));
    long packets = count("ipackets");
    long bytes = count("ibytes");
    fromVf(NicLab.mac(NicLab.A), 2);
    assertEquals(packets + 2, count("ipackets"), "counted when they came");
    assertEquals(bytes, count("ibytes"), "and not taken");
    assertEquals(0, count("iqdrops"));
    assertEquals(2L, lab.account("hn a:hn0").dropped().get(DropReason.NIC_DOWN));
  }

  // holds: S52
  @Test
  void countsNoFrameOfAVfItDoesNotHave() {
    lab.outcome(NicLab.A, new NicControl.AcceptFrom(PairedVf.ID));
    lab.outcome(NicLab.A, new NicControl.StopAccepting(PairedVf.ID));
    var names = List.of("ipackets", "ibytes", "imcasts", "ierrors", "iqdrops");
    var before = names.stream().map(this::count).toList();
    fromVf(NicLab.mac(NicLab.A), 2);
    assertEquals(before, names.stream().map(this::count).toList());
    assertEquals(2L, lab.account("hn a:hn0").dropped().get(DropReason.VF_GONE));
  }

  // holds: S46, E29
  @Test
  void keepsRunningOnTheChannelWhenItsVfHasGone() {
    useVf();
    transmit(NicLab.mac(NicLab.B));
    lab.outcome(NicLab.A, new NicControl.UseSynthetic(PairedVf.ID, false));
    long before = lab.view(NicLab.B).counters().get("ipackets");
    IntStream.range(0, 3).forEach(i -> transmit(NicLab.mac(NicLab.B)));
    lab.elapse(Duration.ofMillis(20));
    assertEquals(1, vf.frames.size());
    assertEquals(before + 3, lab.view(NicLab.B).counters().get("ipackets"));
    assertTrue(lab.view(NicLab.A).running() && lab.view(NicLab.A).up());
  }

  // holds: E24
  @Test
  void receivesWhatComesByTheChannelWhileTheVfIsInUse() {
    useVf();
    long packets = count("ipackets");
    var flow = lab.flow(1, NicLab.B, NicLab.A, 10_000, 100, 20);
    lab.elapse(Duration.ofMillis(20));
    assertEquals(20, lab.end(flow, NicLab.A).received());
    assertEquals(packets + 20, count("ipackets"));
    assertEquals(0, count("ipackets-vf"));
  }

  // holds: SEED-23
  @Test
  void receivesGroupsByEitherPath() {
    lab.outcome(NicLab.A, new NicControl.AcceptFrom(PairedVf.ID));
    long byVf = count("imcasts");
    fromVf(GROUP, 2);
    assertEquals(byVf + 2, count("imcasts"));
    long byChannel = lab.view(NicLab.B).counters().get("imcasts");
    transmit(GROUP);
    lab.elapse(Duration.ofMillis(20));
    assertEquals(byChannel + 1, lab.view(NicLab.B).counters().get("imcasts"));
  }

  // holds: C13, S66
  @Test
  void aFlushOfItsQueueLeavesNothingToTheVf() {
    lab.outcome(
        NicLab.A,
        new NicControl.SetQueue(new QueueSpec.Shaped(1_000_000, 3000, QueueSpec.MAX_LIMIT)));
    useVf();
    var flow = lab.flow(1, NicLab.A, NicLab.B, 10_000, 1000, 0);
    lab.elapse(Duration.ofMillis(50));
    lab.endpoint(NicLab.A, new EndpointControl.StopFlow(flow.id()), Outcome.class);
    lab.harness.settle();
    long waiting = lab.account("hn a:hn0").held();
    assertTrue(waiting > 0, "the queue has something to flush");
    lab.outcome(NicLab.A, new NicControl.SetUp(false));
    int byVf = vf.frames.size();
    lab.elapse(Duration.ofMillis(200));
    assertEquals(byVf, vf.frames.size());
    assertEquals(waiting, lab.account("hn a:hn0").dropped().get(DropReason.NIC_DOWN));
    assertEquals(0, lab.inFlight());
  }
}
