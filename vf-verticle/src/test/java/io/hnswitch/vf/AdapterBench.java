package io.hnswitch.vf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VfView;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.l2.SwitchVerticle;
import io.hnswitch.lab.AdapterSpec;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.testing.ProbeDevice;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A host with a switch and an adapter of two VFs, all real; two guests whose netvsp, vPCI, pairing
 * and hn are recorded by name. Probes stand for the frame ends: netvsp's and hn's.
 */
final class AdapterBench implements AutoCloseable {

  static final NicId A = NicId.parse("a:hn0");
  static final NicId B = NicId.parse("b:hn0");
  static final MacAddress MAC_A = MacAddress.parse("00:15:5d:00:00:0a");
  static final MacAddress MAC_B = MacAddress.parse("00:15:5d:00:00:0b");
  static final VfId VF0 = VfId.parse("pf0/vf0");
  static final VfId VF1 = VfId.parse("pf0/vf1");
  static final Duration OFFER_DELAY = Duration.ofSeconds(1);
  static final AdapterSettings SETTINGS =
      new AdapterSettings(
          "pf0", "sw0", 2, AdapterSpec.DEFAULT_OFFLOADS, TsoLimits.UNLIMITED, OFFER_DELAY, 9000);

  final LabHarness harness = new LabHarness();
  final List<LabEvent> events = new ArrayList<>();
  final List<Object> told = new ArrayList<>();
  final Set<Class<?>> refuse = new HashSet<>();
  final SwitchVerticle sw0;
  final AdapterVerticle pf0;
  final ProbeDevice netvspA;
  final ProbeDevice netvspB;
  final ProbeDevice hnA;
  final ProbeDevice hnB;

  AdapterBench() {
    harness.onLoop(() -> harness.bus().onEvents(events::add));
    sw0 = harness.deploy(new SwitchVerticle(harness.lab(), "sw0", Duration.ofSeconds(300)));
    pf0 = harness.deploy(new AdapterVerticle(harness.lab(), SETTINGS));
    netvspA = probe("probe netvsp a", Addresses.netvspFromSwitch(A));
    netvspB = probe("probe netvsp b", Addresses.netvspFromSwitch(B));
    hnA = probe("probe hn a", Addresses.nicVfReceive(A));
    hnB = probe("probe hn b", Addresses.nicVfReceive(B));
    connect(A, MAC_A);
    connect(B, MAC_B);
    for (var nic : List.of(A, B)) {
      record(Addresses.netvsp(nic));
      record(Addresses.nic(nic));
      record(Addresses.vpci(nic.guest()));
    }
    record(Addresses.pairing());
  }

  private ProbeDevice probe(String name, Address<FrameBurst> listen) {
    var probe = harness.deploy(new ProbeDevice(harness.lab(), name));
    harness.onLoop(() -> probe.listen(listen));
    return probe;
  }

  private void connect(NicId nic, MacAddress mac) {
    var connect =
        new SwitchControl.Connect(
            nic.toString(), PortKind.NIC, mac, Addresses.netvspFromSwitch(nic).value());
    assertEquals(Outcome.DONE, ask(Addresses.virtualSwitch("sw0"), connect));
  }

  private <M> void record(Address<M> address) {
    Function<M, Future<?>> handler =
        request -> {
          told.add(request);
          return Future.succeededFuture(
              refuse.contains(request.getClass())
                  ? Outcome.refused(Refusal.STATE_CONFLICT, "refused by the test")
                  : Outcome.DONE);
        };
    harness.onLoop(() -> harness.bus().serve(address, handler));
  }

  <M> Outcome ask(Address<M> address, M request) {
    return harness.awaitOnLoop(() -> harness.bus().request(address, request, Outcome.class));
  }

  <M> Future<Outcome> asking(Address<M> address, M request) {
    var answer =
        harness.onLoop(
            () -> harness.bus().request(address, request, Outcome.class, Duration.ofMinutes(5)));
    harness.settle();
    return answer;
  }

  Outcome ask(AdapterControl request) {
    return ask(Addresses.adapter("pf0"), request);
  }

  Outcome ask(VfId vf, VfControl request) {
    return ask(Addresses.vf(vf), request);
  }

  Future<Outcome> detaching(NicId nic, AdapterControl.How how) {
    return asking(Addresses.adapter("pf0"), new AdapterControl.DetachVf(nic, how));
  }

  AdapterControl.Assigned attach(NicId nic, MacAddress mac) {
    return harness.awaitOnLoop(
        () ->
            harness
                .bus()
                .request(
                    Addresses.adapter("pf0"),
                    new AdapterControl.AttachVf(nic, mac),
                    AdapterControl.Assigned.class));
  }

  AdapterView adapter() {
    return harness.awaitOnLoop(
        () ->
            harness
                .bus()
                .request(
                    Addresses.adapter("pf0"), new AdapterControl.Describe(), AdapterView.class));
  }

  VfView vf(VfId vf) {
    return harness.awaitOnLoop(
        () -> harness.bus().request(Addresses.vf(vf), new VfControl.Describe(), VfView.class));
  }

  /** Attaches a VF and does what vPCI and pairing do until it is up and paired. */
  VfId attachAndBringUp(NicId nic, MacAddress mac) {
    var vf = attach(nic, mac).vf();
    harness.elapse(OFFER_DELAY);
    assertEquals(Outcome.DONE, ask(vf, new VfControl.Probe()));
    assertEquals(Outcome.DONE, ask(vf, new VfControl.OverrideInput(nic)));
    assertEquals(Outcome.DONE, ask(vf, new VfControl.SetFlags(true, true, false, nic)));
    harness.settle();
    told.clear();
    return vf;
  }

  /** What was told to the recorded peers since the last time. */
  List<Object> takeTold() {
    harness.settle();
    var taken = List.copyOf(told);
    told.clear();
    return taken;
  }

  List<String> eventsOf(VfId vf) {
    harness.settle();
    return events.stream()
        .filter(event -> event.subject().equals(vf.toString()))
        .map(event -> event.type() + " " + event.data().get("nic") + " " + event.data().get("how"))
        .toList();
  }

  /** How often an event happened; on the lab's event loop. */
  long eventsOfNow(VfId vf, String what) {
    return events.stream()
        .filter(event -> event.subject().equals(vf.toString()))
        .filter(event -> event.type().equals("hnswitch.vf." + what))
        .count();
  }

  void run(Runnable action) {
    harness.onLoop(
        () -> {
          action.run();
          return null;
        });
    harness.settle();
  }

  long dropped(String device, DropReason reason) {
    return harness.onLoop(
        () ->
            harness.lab().ledger().accounts().stream()
                .filter(account -> account.device().equals(device))
                .mapToLong(account -> account.dropped().getOrDefault(reason, 0L))
                .sum());
  }

  static void assertRefused(Refusal reason, Outcome outcome) {
    assertTrue(
        outcome instanceof Outcome.Refused refused && refused.reason() == reason,
        outcome::toString);
  }

  /** Every device's account and the lab's: nothing is missing, nothing under way. */
  @Override
  public void close() {
    harness.settle();
    var ledger = harness.lab().ledger();
    run(
        () -> {
          ledger
              .accounts()
              .forEach(account -> assertEquals(0, account.unaccounted(), account::toString));
          var total = ledger.total();
          assertEquals(0, total.unaccounted(), total::toString);
          assertEquals(0, total.inFlight(), total::toString);
          for (var probe : List.of(netvspA, netvspB, hnA, hnB)) {
            assertEquals(0, probe.outstanding());
          }
        });
    harness.close();
  }
}
