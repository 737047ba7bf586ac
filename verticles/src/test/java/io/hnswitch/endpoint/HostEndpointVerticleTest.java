package io.hnswitch.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.FlowEnd;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.host.HostConfig;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.testing.LabHarness;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostEndpointVerticleTest {

  private static final NicId A = new NicId("a", "hn0");
  private static final NicId B = new NicId("b", "hn0");
  private static final MacAddress MAC_A = MacAddress.parse("00:15:5d:00:00:0a");
  private static final MacAddress MAC_B = MacAddress.parse("00:15:5d:00:00:0b");
  private static final long BYTES = 16L << 20;

  private final LabHarness harness = new LabHarness(BYTES + (4L << 20) + Memory.PAGE);
  private final Crossover crossover = harness.deploy(new Crossover(harness.lab(), A, B));
  private final HostEndpointVerticle a = host(A, MAC_A, "10.0.0.1/24", "fd00::1/64");
  private final HostEndpointVerticle b = host(B, MAC_B, "10.0.0.2/24");

  private HostEndpointVerticle host(NicId nic, MacAddress mac, String... addresses) {
    return harness.deploy(
        new HostEndpointVerticle(
            harness.lab(), new HostSettings(nic, HostConfig.of(mac.toString(), addresses))));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private <R> R ask(NicId nic, EndpointControl request, Class<R> answer) {
    return harness.awaitOnLoop(
        () -> harness.bus().request(Addresses.endpoint(nic), request, answer));
  }

  private Outcome ask(NicId nic, EndpointControl request) {
    return ask(nic, request, Outcome.class);
  }

  private void carrier(NicId nic, boolean up) {
    carrier(nic, up, OffloadCaps.NONE);
  }

  private void carrier(NicId nic, boolean up, OffloadCaps enabled) {
    var configured =
        ask(
            nic,
            new EndpointControl.Configure(
                nic.equals(A) ? MAC_A : MAC_B, 1500, enabled, TsoLimits.UNLIMITED, true, up),
            EndpointControl.Configured.class);
    assertTrue(configured.memoryBytes() > 0);
  }

  private void plugBoth() {
    carrier(A, true);
    carrier(B, true);
    harness.settle();
  }

  private static FlowOrder order(String id, long pps, long count, boolean echo) {
    return new FlowOrder(
        id, 7, A, B, MAC_A, MAC_B, "10.0.0.1", "10.0.0.2", 9000, pps, 100, count, echo);
  }

  private void start(FlowOrder order) {
    assertEquals(Outcome.DONE, ask(B, new EndpointControl.ReceiveFlow(order)));
    assertEquals(Outcome.DONE, ask(A, new EndpointControl.SendFlow(order)));
  }

  private FlowEnd end(NicId nic, String id) {
    return ask(nic, new EndpointControl.DescribeFlow(id), FlowEnd.class);
  }

  private long counter(NicId nic, String name) {
    return ask(nic, new EndpointControl.Describe(), EndpointView.class)
        .counters()
        .getOrDefault(name, 0L);
  }

  private int passed() {
    harness.settle();
    return harness.onLoop(crossover::passed);
  }

  private void assertBooksBalance() {
    harness.settle();
    var total = harness.onLoop(() -> harness.lab().ledger().total());
    assertEquals(0, total.unaccounted());
    assertEquals(0, total.inTransit());
    assertEquals(total.sent(), total.delivered() + total.droppedTotal() + total.held());
  }

  @Test
  void announcesItsAddressesWhenItIsPluggedIn() {
    assertEquals(0, passed());
    carrier(A, true);
    assertEquals(2, passed());
    assertEquals(2, counter(A, "sent"));
    carrier(A, true);
    assertEquals(2, passed(), "nothing was plugged in");
    carrier(A, false);
    harness.elapse(Duration.ofSeconds(10));
    assertEquals(2, passed());
    assertEquals(0, harness.timers().pending());
    carrier(A, true);
    assertEquals(4, passed());
    assertBooksBalance();
  }

  @Test
  void measuresAFlowThatHasAnEnd() {
    plugBoth();
    start(order("f", 1000, 500, false));
    harness.elapse(Duration.ofMillis(250));
    assertTrue(end(A, "f").running());
    harness.elapse(Duration.ofSeconds(1));
    var sent = end(A, "f");
    assertFalse(sent.running());
    assertEquals(500, sent.sent());
    var received = end(B, "f");
    assertEquals(500, received.received());
    assertEquals(0, received.duplicated() + received.reordered());
    var sums = ask(B, new EndpointControl.Describe(), EndpointView.class).arrivals();
    assertEquals(0, sums.missing() + sums.duplicated() + sums.reordered());
    assertBooksBalance();
  }

  @Test
  void sendsAsFastAsCreditsComeBack() {
    plugBoth();
    var plain = OffloadCaps.of(Offload.TXCSUM);
    carrier(A, true, plain);
    start(order("f", Long.MAX_VALUE, 20_000, false));
    harness.until(() -> crossover.passed() > 20_000);
    assertEquals(20_000, end(B, "f").received());
    assertEquals(0, end(B, "f").reordered());
    assertBooksBalance();
  }

  @Test
  void waitsForCreditsAndGoesOn() {
    plugBoth();
    harness.onLoop(
        () -> {
          crossover.keep();
          return null;
        });
    start(order("f", Long.MAX_VALUE, 50_000, false));
    int stuck = passed();
    assertEquals(stuck, passed(), "out of credits, nobody turns in circles");
    assertTrue(stuck < 50_000);
    harness.onLoop(
        () -> {
          crossover.pass();
          return null;
        });
    harness.until(() -> crossover.passed() > 50_000);
    harness.settle();
    assertEquals(50_000, end(B, "f").received());
    assertBooksBalance();
  }

  @Test
  void bringsAnEchoBack() {
    plugBoth();
    var order =
        new FlowOrder("e", 9, A, B, MAC_A, MAC_B, "10.0.0.1", "10.0.0.2", 7, 1000, 100, 50, true);
    start(order);
    harness.elapse(Duration.ofSeconds(1));
    var end = end(A, "e");
    assertEquals(50, end.sent());
    assertEquals(50, end.received());
    assertEquals(50, counter(B, "udp-echoed"));
    assertBooksBalance();
  }

  @Test
  void stopsWhileItIsUnpluggedAndGoesOnThen() {
    plugBoth();
    start(order("f", 1000, 0, false));
    harness.elapse(Duration.ofMillis(100));
    carrier(A, false);
    long before = end(A, "f").sent();
    harness.elapse(Duration.ofSeconds(1));
    assertEquals(before, end(A, "f").sent());
    assertTrue(end(A, "f").running());
    carrier(A, true);
    harness.elapse(Duration.ofMillis(100));
    assertTrue(end(A, "f").sent() >= before + 100);
    assertEquals(end(A, "f").sent(), end(B, "f").received());
  }

  @Test
  void stopsDescribesAndForgetsFlows() {
    plugBoth();
    start(order("f", 1000, 0, false));
    harness.elapse(Duration.ofMillis(50));
    assertEquals(
        Refusal.STATE_CONFLICT,
        assertInstanceOf(
                Outcome.Refused.class,
                ask(A, new EndpointControl.SendFlow(order("f", 1, 1, false))))
            .reason());
    assertEquals(Outcome.DONE, ask(A, new EndpointControl.StopFlow("f")));
    assertEquals(Outcome.DONE, ask(A, new EndpointControl.StopFlow("unknown")));
    long sent = end(A, "f").sent();
    assertFalse(end(A, "f").running());
    harness.elapse(Duration.ofSeconds(1));
    assertEquals(sent, end(A, "f").sent());
    for (var nic : new NicId[] {A, B}) {
      assertEquals(Outcome.DONE, ask(nic, new EndpointControl.ForgetFlow("f")));
      assertEquals(Outcome.DONE, ask(nic, new EndpointControl.ForgetFlow("f")));
      assertEquals(
          Refusal.NOT_FOUND,
          assertInstanceOf(Outcome.Refused.class, ask(nic, new EndpointControl.DescribeFlow("f")))
              .reason());
    }
    start(order("f", 1000, 5, false));
    harness.elapse(Duration.ofSeconds(1));
    assertEquals(5, end(B, "f").received());
  }

  @Test
  void refusesAnImpossibleFlowAtBothEnds() {
    plugBoth();
    var order =
        new FlowOrder("f", 7, A, B, MAC_A, MAC_B, "10.0.0.1", "fd00::2", 9000, 10, 100, 1, false);
    for (var request :
        new EndpointControl[] {
          new EndpointControl.SendFlow(order), new EndpointControl.ReceiveFlow(order)
        }) {
      assertEquals(
          Refusal.INVALID_VALUE, assertInstanceOf(Outcome.Refused.class, ask(A, request)).reason());
    }
  }

  @Test
  void leavesNothingBehindWhateverIsOnTheWay() {
    plugBoth();
    start(order("f", Long.MAX_VALUE, 0, false));
    harness.until(() -> crossover.passed() > 5000);
    harness.undeploy(b);
    harness.undeploy(a);
    harness.settle();
    harness.undeploy(crossover);
    harness.settle();
    assertEquals(0, harness.timers().pending());
    harness.memory().release(harness.memory().allocate(BYTES), BYTES);
    var total = harness.onLoop(() -> harness.lab().ledger().total());
    assertEquals(0, total.unaccounted());
    assertEquals(0, total.inFlight());
  }
}
