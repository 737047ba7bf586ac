package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowEnd;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.NicView;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.impair.LinkImpairment;
import io.hnswitch.lab.ImpairText;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.ledger.Ledger;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.wire.WireAddress;
import io.hnswitch.wire.WireDirectory;
import io.hnswitch.wire.WireHub;
import io.hnswitch.wire.WireSettings;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab in two nodes of one process: real devices, a wire over loopback, time moved by hand. */
class TwoNodesTest {

  private static final LabSpec LAB =
      Labs.parse(
          """
          apiVersion: hnswitch/v1
          kind: Lab
          metadata: { name: apart }
          spec:
            tunables: { hw.hn.vf_transparent: 1 }
            switches: { left: { place: node-a }, right: { place: node-b } }
            adapters: { pf0: { switch: left }, pf1: { switch: right } }
            links: { core: { endpoints: [pf0, pf1] } }
            guests:
              a: { nics: { hn0: { switch: left, endpoint: { host: { ip: 10.0.0.1/24 } }, vf: { adapter: pf0, attach: true } } } }
              b: { nics: { hn0: { switch: right, endpoint: { host: { ip: 10.0.0.2/24 } }, vf: { adapter: pf1, attach: true } } } }
          """);

  private static final NicId A = NicId.parse("a:hn0");
  private static final NicId B = NicId.parse("b:hn0");
  private static final Duration STEP = Duration.ofMillis(20);
  private static final long REAL_NANOS = 5_000_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Time is moved faster than sockets are: nobody is given up for that. */
  private static final WireSettings.Times PATIENT =
      new WireSettings.Times(
          Duration.ofSeconds(1),
          Duration.ofHours(10),
          Duration.ofHours(10),
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofHours(10));

  /** Where nodes listen. */
  private final Map<String, WireAddress> addresses = new ConcurrentHashMap<>();

  @TempDir private Path folder;
  private Node a;
  private Node b;
  private int flows;
  private long lostBefore;

  /** One node with its share of the lab. */
  private final class Node {
    private final LabHarness harness = new LabHarness(Memory.DEFAULT_BYTES);
    private final String name;
    private final NicId nic;
    private final String adapter;
    private final LabSpec share;
    private final WireHub hub;
    private final LabDeployer deployer;

    Node(String name, int number, NicId nic, String adapter) {
      this.name = name;
      this.nic = nic;
      this.adapter = adapter;
      this.share = LAB.share(name);
      var lab = harness.lab();
      lab.node(number);
      var directory =
          new WireDirectory() {
            @Override
            public Optional<String> nodeOf(String one) {
              return Optional.of(LAB.placeOfAdapter(one)).filter(place -> !place.isEmpty());
            }

            @Override
            public Optional<WireAddress> addressOf(String node) {
              return Optional.ofNullable(addresses.get(node));
            }
          };
      var settings =
          new WireSettings(name, "127.0.0.1", 0, "secret", PATIENT, WireSettings.Limits.USUAL);
      hub = new WireHub(lab, settings, directory);
      addresses.put(name, harness.await(hub.start()));
      var devices = new RealDevices(lab, new Taps(folder.resolve(name)));
      devices.wires(hub);
      var deployments = new Deployments(lab.vertx(), devices);
      var timers = lab.timers(harness.context());
      deployer =
          new LabDeployer(
              lab.bus(),
              deployments,
              new Flows(new FlowEnds(lab.bus()), new LinkStates(lab.bus()), timers),
              new LinkLayers(lab.bus(), timers, deployments, () -> LAB),
              new RunningCaptures(lab.captures(), lab.bus(), timers));
    }

    void build() {
      await(harness.onLoop(() -> deployer.perform(LabSteps.between(LabSpec.empty(name), share))));
    }

    void takeDown() {
      await(harness.onLoop(() -> deployer.takeDown(LabSteps.between(share, LabSpec.empty(name)))));
      assertEquals(0, books().unaccounted() + books().held(), () -> books().toString());
      harness.await(hub.stop());
      harness.close();
    }

    Datapath path() {
      return harness
          .awaitOnLoop(
              () ->
                  harness
                      .bus()
                      .request(Addresses.nic(nic), new NicControl.Describe(), NicView.class))
          .path();
    }

    LinkView link() {
      return harness.awaitOnLoop(
          () ->
              harness
                  .bus()
                  .request(Addresses.link("core"), new LinkControl.Describe(), LinkView.class));
    }

    void attach() {
      var request = new AdapterControl.AttachVf(nic, LAB.nic(nic).orElseThrow().mac());
      await(
          harness.onLoop(
              () ->
                  harness
                      .bus()
                      .request(
                          Addresses.adapter(adapter), request, AdapterControl.Assigned.class)));
      until(() -> path() == Datapath.VF);
    }

    void detach() {
      var request = new AdapterControl.DetachVf(nic, AdapterControl.How.GRACEFUL);
      await(
          harness.onLoop(
              () ->
                  harness
                      .bus()
                      .request(
                          Addresses.adapter(adapter),
                          request,
                          Outcome.Done.class,
                          Duration.ofMinutes(10))));
      assertEquals(Datapath.SYNTHETIC, path());
    }

    void tell(EndpointControl message) {
      await(
          harness.onLoop(
              () -> harness.bus().request(Addresses.endpoint(nic), message, Outcome.Done.class)));
    }

    FlowEnd end(FlowOrder order) {
      return harness.awaitOnLoop(
          () ->
              harness
                  .bus()
                  .request(
                      Addresses.endpoint(nic),
                      new EndpointControl.DescribeFlow(order.id()),
                      FlowEnd.class));
    }

    Future<Void> change(LinkSpec before, LinkSpec after) {
      var step = new LabStep.SetLink(Optional.of(before), Optional.of(after));
      return harness.onLoop(() -> deployer.perform(List.of(step)));
    }

    long wireCounter(String counter) {
      return harness
          .awaitOnLoop(
              () ->
                  harness
                      .bus()
                      .request(
                          Addresses.adapter(adapter),
                          new AdapterControl.Describe(),
                          AdapterView.class))
          .wire()
          .orElseThrow()
          .counters()
          .getOrDefault(counter, 0L);
    }

    Ledger.Total books() {
      return harness.onLoop(() -> harness.lab().ledger().total());
    }

    Arrivals.Sums arrivals() {
      return harness.onLoop(() -> harness.lab().ledger().arrivals());
    }
  }

  /** Sockets are given real time: a host whose question is late by its own clock gives up. */
  private void step() {
    a.harness.elapse(STEP);
    b.harness.elapse(STEP);
    LockSupport.parkNanos(REAL_NANOS);
  }

  private <T> T await(Future<T> future) {
    until(future::isComplete);
    return a.harness.await(future);
  }

  private void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "nothing happens");
      step();
    }
  }

  @BeforeEach
  void build() {
    a = new Node("node-a", 1, A, "pf0");
    b = new Node("node-b", 2, B, "pf1");
    a.build();
    b.build();
    until(() -> Stream.of(a, b).allMatch(one -> one.link().state().equals(LinkView.UP)));
    until(() -> a.path() == Datapath.VF && b.path() == Datapath.VF);
    lostBefore = a.books().droppedTotal() + b.books().droppedTotal();
  }

  @AfterEach
  void takeDown() {
    a.takeDown();
    b.harness.elapse(Duration.ofSeconds(1));
    a = b; // the only one whose time goes on
    b.takeDown();
  }

  private FlowOrder flow(Node from, Node to, int count, boolean echo) {
    var sender = LAB.nic(from.nic).orElseThrow();
    var receiver = LAB.nic(to.nic).orElseThrow();
    var order =
        new FlowOrder(
            "f" + ++flows,
            flows,
            from.nic,
            to.nic,
            sender.mac(),
            receiver.mac(),
            from == a ? "10.0.0.1" : "10.0.0.2",
            to == a ? "10.0.0.1" : "10.0.0.2",
            echo ? 7 : 9000,
            500,
            512,
            count,
            echo);
    to.tell(new EndpointControl.ReceiveFlow(order));
    from.tell(new EndpointControl.SendFlow(order));
    return order;
  }

  private static void assertExact(FlowEnd end) {
    assertEquals(0, end.missing() + end.duplicated() + end.reordered(), end::toString);
  }

  private void quiet() {
    until(() -> a.books().inFlight() + b.books().inFlight() == 0);
    for (var books : new Ledger.Total[] {a.books(), b.books()}) {
      assertEquals(0, books.unaccounted());
      // What a guest said before the link was up is lost, and nothing else.
      assertEquals(lostBefore, a.books().droppedTotal() + b.books().droppedTotal());
    }
    assertEquals(a.books().wiredOut(), b.books().wiredIn());
    assertEquals(b.books().wiredOut(), a.books().wiredIn());
    for (var node : new Node[] {a, b}) {
      var sums = node.arrivals();
      assertEquals(0, sums.missing() + sums.duplicated() + sums.reordered(), sums::toString);
      assertTrue(sums.received() > 0);
    }
  }

  @Test
  void echoesCrossTheWireAndComeBack() {
    var echoed = flow(a, b, 200, true);
    until(() -> a.end(echoed).received() == 200);
    assertExact(a.end(echoed));
    quiet();
    var link = a.link();
    assertEquals("node-b", link.remote().orElseThrow().node());
    assertTrue(link.ways().getFirst().frames() >= 200, link::toString);
    assertTrue(link.remote().orElseThrow().roundTripUs().isPresent());
  }

  @Test
  void eachNodeDelaysWhatItSends() {
    var plain = LAB.links().get("core");
    var slow = plain.with(impairment("{\"both\":{\"delay\":\"40ms\"}}"));
    for (var node : List.of(a, b)) {
      await(node.change(plain, slow));
    }
    var echoed = flow(a, b, 200, true);
    var other = flow(b, a, 200, false);
    until(() -> a.end(echoed).received() == 200 && a.end(other).received() == 200);
    assertExact(a.end(echoed));
    assertExact(a.end(other));
    quiet();
    for (var node : List.of(a, b)) {
      assertTrue(node.wireCounter("impair-sent-delayed") >= 200, node.name);
      assertEquals(0, node.wireCounter("impair-received-delayed"), "the other end does that");
      await(node.change(slow, plain));
    }
    long delayed = a.wireCounter("impair-sent-delayed");
    var again = flow(a, b, 50, true);
    until(() -> a.end(again).received() == 50);
    assertEquals(delayed, a.wireCounter("impair-sent-delayed"));
    quiet();
  }

  private static LinkImpairment impairment(String json) {
    return ((ImpairText.Result.Layer) ImpairText.parse(json)).impairment();
  }

  @Test
  void losesNothingWhenVfsAtBothNodesComeAndGo() {
    var there = flow(a, b, 0, false);
    var back = flow(b, a, 0, false);
    for (int i = 0; i < 4; i++) {
      a.detach();
      b.detach();
      b.attach();
      a.attach();
    }
    a.tell(new EndpointControl.StopFlow(there.id()));
    b.tell(new EndpointControl.StopFlow(back.id()));
    long sent = a.end(there).sent();
    until(() -> b.end(there).received() == sent && a.end(back).received() == b.end(back).sent());
    assertTrue(sent > 1000, () -> "only " + sent);
    assertExact(b.end(there));
    assertExact(a.end(back));
    quiet();
  }
}
