package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.control.SwitchView;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.multicast.Memberships;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.testing.ProbeDevice;
import io.hnswitch.testing.TestPolicies;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwitchVerticleTest {

  private static final NicId A = NicId.parse("a:hn0");
  private static final NicId B = NicId.parse("b:hn0");
  private static final MacAddress MAC_A = MacAddress.parse("00:15:5d:00:00:0a");
  private static final MacAddress MAC_B = MacAddress.parse("00:15:5d:00:00:0b");
  private static final MacAddress STATION = MacAddress.parse("02:00:00:00:00:01");
  private static final Address<FrameBurst> FROM_A = Addresses.switchPort("sw0", "a:hn0");
  private static final Address<FrameBurst> FROM_B = Addresses.switchPort("sw0", "b:hn0");
  private static final Address<FrameBurst> FROM_PF = Addresses.switchPort("sw0", "pf0");
  private static final Duration AGEING = Duration.ofSeconds(300);

  private final LabHarness harness = new LabHarness();
  private final List<LabEvent> events = new ArrayList<>();
  private final SwitchVerticle sw0 = new SwitchVerticle(harness.lab(), "sw0", AGEING);
  private ProbeDevice a;
  private ProbeDevice b;
  private ProbeDevice pf;

  @BeforeEach
  void connectThreePorts() {
    harness.onLoop(() -> harness.bus().onEvents(events::add));
    harness.deploy(sw0);
    a = probe("probe a", Addresses.netvspFromSwitch(A));
    b = probe("probe b", Addresses.netvspFromSwitch(B));
    pf = probe("probe pf0", Addresses.adapterFromSwitch("pf0"));
    assertEquals(Outcome.DONE, connectNic(A, MAC_A));
    assertEquals(Outcome.DONE, connectNic(B, MAC_B));
    assertEquals(Outcome.DONE, connectPf());
  }

  @AfterEach
  void booksBalance() {
    harness.settle();
    var ledger = harness.lab().ledger();
    harness.onLoop(
        () -> {
          ledger
              .accounts()
              .forEach(account -> assertEquals(0, account.unaccounted(), account::toString));
          assertEquals(0, ledger.total().unaccounted());
          assertEquals(0, ledger.total().inFlight());
          return null;
        });
    harness.close();
  }

  private ProbeDevice probe(String name, Address<FrameBurst> listen) {
    var probe = harness.deploy(new ProbeDevice(harness.lab(), name));
    harness.onLoop(() -> probe.listen(listen));
    return probe;
  }

  private Outcome ask(SwitchControl request) {
    return harness.awaitOnLoop(
        () -> harness.bus().request(Addresses.virtualSwitch("sw0"), request, Outcome.class));
  }

  private SwitchView view() {
    return harness.awaitOnLoop(
        () ->
            harness
                .bus()
                .request(
                    Addresses.virtualSwitch("sw0"),
                    new SwitchControl.Describe(),
                    SwitchView.class));
  }

  private Outcome connectNic(NicId nic, MacAddress mac) {
    return ask(
        new SwitchControl.Connect(
            nic.toString(), PortKind.NIC, mac, Addresses.netvspFromSwitch(nic).value()));
  }

  private Outcome connectPf() {
    return ask(
        new SwitchControl.Connect(
            "pf0", PortKind.UPLINK, null, Addresses.adapterFromSwitch("pf0").value()));
  }

  private void run(Runnable action) {
    harness.onLoop(
        () -> {
          action.run();
          return null;
        });
    harness.settle();
  }

  private static void assertRefused(Refusal reason, Outcome outcome) {
    assertTrue(
        outcome instanceof Outcome.Refused refused && refused.reason() == reason,
        outcome::toString);
  }

  private Fence fence(Fence.Course course) {
    return new Fence(1, course, A, new VfId("pf0", 2), MAC_A);
  }

  private Memberships memberships(NicId nic) {
    return harness.awaitOnLoop(
        () ->
            harness
                .bus()
                .request(
                    Addresses.virtualSwitch("sw0"),
                    new SwitchControl.DescribeMemberships(nic.toString()),
                    Memberships.class));
  }

  @Test
  void tellsOtherSwitchesWhatAGuestThatComesHasAskedFor() {
    var known =
        new Memberships(
            true,
            List.of(
                new Memberships.Membership(
                    0, IpAddress.parse("239.1.2.3"), true, Duration.ofSeconds(100))));
    assertEquals(Outcome.DONE, ask(new SwitchControl.Arrived(A.toString(), known)));
    harness.settle();
    assertEquals(1, pf.records().size(), "it goes everywhere while this switch does not look");
    assertEquals(Memberships.UNKNOWN, memberships(A));

    assertEquals(Outcome.DONE, ask(new SwitchControl.SetMulticast(TestPolicies.snooping())));
    assertEquals(Outcome.DONE, ask(new SwitchControl.Arrived(A.toString(), known)));
    harness.settle();
    assertEquals(2, pf.records().size());
    assertEquals(known.members().getFirst().group(), memberships(A).members().getFirst().group());
    assertEquals(List.of(), memberships(B).members());
    assertRefused(Refusal.NOT_FOUND, ask(new SwitchControl.Arrived("x:hn0", known)));
  }

  @Test
  void carriesFramesBetweenPorts() {
    run(() -> a.send(FROM_A, MAC_B, MAC_A));
    assertEquals(List.of("#0"), b.records());
    run(() -> a.send(FROM_A, MacAddress.BROADCAST, MAC_A));
    assertEquals(List.of("#0", "#1"), b.records());
    assertEquals(List.of("#1"), pf.records());
    assertEquals(0, a.outstanding());
    var port = view().ports().getFirst();
    assertEquals("a:hn0", port.name());
    assertEquals(2L, port.counters().get("rx-frames"));
    assertEquals(128L, port.counters().get("rx-bytes"));
    assertEquals(2L, view().ports().get(1).counters().get("tx-frames"));
  }

  @Test
  void returnsBurstsWhateverBecomesOfTheirFrames() {
    run(
        () ->
            a.send(
                FROM_A,
                burst ->
                    burst
                        .frame(MAC_B.value(), MAC_A.value())
                        .frame(MacAddress.BROADCAST.value(), MAC_A.value())
                        .frame(MAC_A.value(), MAC_A.value())
                        .frame(MAC_B.value(), MAC_A.value(), 5, 0)));
    assertEquals(List.of("#0", "#1"), b.records());
    assertEquals(0, a.outstanding());
  }

  @Test
  void steersTheAddressWhileTheFenceGoesRound() {
    run(
        () -> {
          a.send(FROM_A, MAC_B, MAC_A);
          a.send(FROM_A, fence(Fence.Course.TO_VF));
        });
    assertEquals(List.of("TO_VF"), pf.records());
    run(
        () -> {
          b.send(FROM_B, MAC_A, MAC_B);
          pf.send(FROM_PF, fence(Fence.Course.TO_VF_RETURN));
          b.send(FROM_B, MAC_A, MAC_B);
        });
    assertEquals(List.of("#0", "TO_VF_RETURN"), a.records());
    assertEquals(List.of("TO_VF", "#1"), pf.takeRecords());
    assertEquals("steered", view().fdb().getFirst().origin());
    run(
        () -> {
          a.send(FROM_A, fence(Fence.Course.TO_SYNTHETIC));
          b.send(FROM_B, MAC_A, MAC_B);
        });
    assertEquals(List.of("#0", "TO_VF_RETURN", "STEERED", "#2"), a.records());
    assertEquals(List.of("TO_SYNTHETIC"), pf.records());
    assertEquals("owned", view().fdb().getFirst().origin());
  }

  @Test
  void tellsTheNicThatItsDrainFenceHasPassed() {
    var told = new ArrayList<NicControl>();
    harness.onLoop(
        () ->
            harness
                .bus()
                .serve(
                    Addresses.nic(A),
                    request -> {
                      told.add(request);
                      return Future.succeededFuture(Outcome.DONE);
                    }));
    run(() -> pf.send(FROM_PF, fence(Fence.Course.DRAIN)));
    assertEquals(List.of(new NicControl.FencePassed(fence(Fence.Course.DRAIN))), told);
  }

  @Test
  void steersAtOnceWhenToldTo() {
    assertEquals(Outcome.DONE, ask(new SwitchControl.Steer(MAC_A, "pf0")));
    run(() -> b.send(FROM_B, MAC_A, MAC_B));
    assertEquals(List.of("#0"), pf.records());
    assertRefused(Refusal.NOT_FOUND, ask(new SwitchControl.Steer(STATION, "pf0")));
    assertRefused(Refusal.NOT_FOUND, ask(new SwitchControl.Steer(MAC_A, "pf9")));
  }

  @Test
  void appliesReceiveFilters() {
    assertEquals(Outcome.DONE, ask(new SwitchControl.SetFilter("b:hn0", false, false, false)));
    run(() -> a.send(FROM_A, MacAddress.BROADCAST, MAC_A));
    assertEquals(List.of(), b.records());
    assertRefused(Refusal.NOT_FOUND, ask(new SwitchControl.SetFilter("c:hn0", true, true, true)));
  }

  @Test
  void forgetsStationsByTimeAndByFlush() {
    run(() -> b.send(FROM_B, MAC_A, STATION));
    assertEquals(3, view().fdb().size());
    harness.elapse(AGEING.minusSeconds(1));
    assertEquals(AGEING.minusSeconds(1), entry(STATION).age());
    harness.elapse(Duration.ofSeconds(1));
    assertEquals(2, view().fdb().size());
    run(() -> b.send(FROM_B, MAC_A, STATION));
    assertEquals(Outcome.DONE, ask(new SwitchControl.Flush()));
    assertEquals(2, view().fdb().size());
    assertRefused(Refusal.INVALID_VALUE, ask(new SwitchControl.SetAgeing(Duration.ZERO)));
    assertEquals(Outcome.DONE, ask(new SwitchControl.SetAgeing(Duration.ofSeconds(1))));
    assertEquals(Duration.ofSeconds(1), view().ageing());
  }

  private SwitchView.Entry entry(MacAddress mac) {
    return view().fdb().stream().filter(e -> e.mac().equals(mac)).findFirst().orElseThrow();
  }

  @Test
  void pinsAnAddressUntilItIsUnpinned() {
    assertEquals(Outcome.DONE, ask(new SwitchControl.Pin(STATION, "b:hn0")));
    run(() -> a.send(FROM_A, MAC_B, STATION));
    assertEquals("b:hn0", entry(STATION).port());
    assertEquals("pinned", entry(STATION).origin());
    assertRefused(Refusal.STATE_CONFLICT, ask(new SwitchControl.Pin(MAC_A, "b:hn0")));
    assertRefused(Refusal.NOT_FOUND, ask(new SwitchControl.Pin(STATION, "c:hn0")));
    assertRefused(Refusal.INVALID_VALUE, ask(new SwitchControl.Pin(MacAddress.BROADCAST, "b:hn0")));
    assertEquals(Outcome.DONE, ask(new SwitchControl.Unpin(STATION)));
    assertRefused(Refusal.NOT_FOUND, ask(new SwitchControl.Unpin(STATION)));
  }

  @Test
  void refusesAnotherPortOfTheSameNameOrAddress() {
    assertEquals(Outcome.DONE, connectNic(A, MAC_A), "the same once more is no conflict");
    assertRefused(Refusal.STATE_CONFLICT, connectNic(A, STATION));
    assertRefused(Refusal.STATE_CONFLICT, connectNic(NicId.parse("c:hn0"), MAC_A));
    assertRefused(Refusal.INVALID_VALUE, connectNic(NicId.parse("c:hn0"), MacAddress.BROADCAST));
    ask(new SwitchControl.Pin(STATION, "pf0"));
    assertRefused(Refusal.STATE_CONFLICT, connectNic(NicId.parse("c:hn0"), STATION));
    assertEquals(3, view().ports().size());
  }

  @Test
  void disconnectsAfterTheLastFramesCameIn() {
    harness.awaitOnLoop(
        () -> {
          b.send(FROM_B, MAC_A, STATION);
          return harness
              .bus()
              .request(
                  Addresses.virtualSwitch("sw0"),
                  new SwitchControl.Disconnect("b:hn0"),
                  Outcome.class);
        });
    assertEquals(List.of("#0"), a.records());
    run(() -> a.send(FROM_A, MAC_B, MAC_A));
    assertEquals(List.of(), b.records());
    assertEquals(List.of("#0"), pf.records());
    assertEquals(List.of(MAC_A), view().fdb().stream().map(SwitchView.Entry::mac).toList());
    run(() -> b.send(FROM_B, MAC_A, MAC_B));
    assertEquals(1, dropped("probe b", DropReason.NO_OWNER));
    assertRefused(Refusal.NOT_FOUND, ask(new SwitchControl.Disconnect("b:hn0")));
  }

  private long dropped(String device, DropReason reason) {
    return harness.lab().ledger().accounts().stream()
        .filter(account -> account.device().equals(device))
        .mapToLong(account -> account.dropped().getOrDefault(reason, 0L))
        .sum();
  }

  @Test
  void connectsAPortAgainWhileItIsBeingDisconnected() {
    var answers =
        harness.awaitOnLoop(
            () -> {
              var disconnected =
                  harness
                      .bus()
                      .request(
                          Addresses.virtualSwitch("sw0"),
                          new SwitchControl.Disconnect("pf0"),
                          Outcome.class);
              var connected =
                  harness
                      .bus()
                      .request(
                          Addresses.virtualSwitch("sw0"),
                          new SwitchControl.Connect(
                              "pf0",
                              PortKind.UPLINK,
                              null,
                              Addresses.adapterFromSwitch("pf0").value()),
                          Outcome.class);
              return Future.all(disconnected, connected).map(all -> all.<Outcome>list());
            });
    assertEquals(List.of(Outcome.DONE, Outcome.DONE), answers);
    run(() -> a.send(FROM_A, STATION, MAC_A));
    assertEquals(List.of("#0"), pf.records());
  }

  @Test
  void holdsTheSendersCreditUntilTheLastReceiverIsDone() {
    run(b::keep);
    run(
        () ->
            a.send(
                FROM_A,
                burst ->
                    burst
                        .frame(STATION.value(), MAC_A.value())
                        .frame(MAC_B.value(), MAC_A.value())));
    assertEquals(1, a.outstanding());
    assertEquals(1L, view().ports().get(1).counters().get("tx-shares-out"));
    run(b::release);
    assertEquals(0, a.outstanding());
    assertEquals(0L, view().ports().get(1).counters().get("tx-shares-out"));
  }

  @Test
  void publishesConnectionsAndAtMostOneMovePerSecond() {
    assertEquals(3, count("hnswitch.switch.port-connected"));
    for (int i = 0; i < 4; i++) {
      run(() -> a.send(FROM_A, MAC_B, STATION));
      run(() -> b.send(FROM_B, MAC_A, STATION));
    }
    assertEquals(1, count("hnswitch.switch.mac-moved"));
    harness.elapse(Duration.ofSeconds(1));
    run(() -> a.send(FROM_A, MAC_B, STATION));
    assertEquals(2, count("hnswitch.switch.mac-moved"));
    var last = events.getLast();
    assertEquals("sw0", last.subject());
    assertEquals(6L, last.data().get("not-reported"));
    assertEquals(STATION.toString(), last.data().get("mac"));
    ask(new SwitchControl.Disconnect("pf0"));
    harness.settle();
    assertEquals(1, count("hnswitch.switch.port-disconnected"));
  }

  private long count(String type) {
    return events.stream().filter(event -> event.type().equals(type)).count();
  }

  @Test
  void refusesAnAgeingTimeOutOfRange() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SwitchVerticle(harness.lab(), "sw1", Duration.ofDays(2)));
  }

  @Test
  void leavesItsBooksWhenItGoes() {
    run(() -> a.send(FROM_A, MAC_B, MAC_A));
    harness.undeploy(sw0);
    assertEquals(0, harness.timers().pending());
    run(() -> a.send(FROM_A, MAC_B, MAC_A));
    assertEquals(1, dropped("probe a", DropReason.NO_OWNER));
  }
}
