package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowEnd;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NetvspView;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.NicView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.endpoint.HostEndpointVerticle;
import io.hnswitch.endpoint.HostSettings;
import io.hnswitch.endpoint.host.HostConfig;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.l2.SwitchVerticle;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.vmbus.VmbusVerticle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Guests with a NIC and an in-process host each, on one switch; time is moved by hand. */
final class NicLab implements AutoCloseable {

  static final NicId A = new NicId("a", "hn0");
  static final NicId B = new NicId("b", "hn0");
  static final OffloadCaps OFFLOADS =
      OffloadCaps.of(Offload.TXCSUM, Offload.RXCSUM, Offload.TSO4, Offload.TSO6);
  private static final String SWITCH = "sw0";
  private static final Duration STEP = Duration.ofMillis(1);

  final LabHarness harness;
  private final ArrayDeque<VerticleBase> deployed = new ArrayDeque<>();
  private final int rings;
  final Pairing pairing;
  HnVerticle hnA;
  HnVerticle hnB;
  NetvspVerticle netvspA;
  NetvspVerticle netvspB;

  /** Writes down what pairing is told; says yes to everything. */
  static final class Pairing extends DeviceVerticle {
    final List<PairingControl> told = new ArrayList<>();

    Pairing(Lab lab) {
      super(lab, "pairing");
    }

    @Override
    protected Future<?> begin() {
      serve(
          Addresses.pairing(),
          message -> {
            told.add(message);
            return DONE;
          });
      return DONE;
    }
  }

  NicLab(long memoryBytes) {
    this(memoryBytes, 1);
  }

  /**
   * @param rings receive rings that each NIC wants
   */
  NicLab(long memoryBytes, int rings) {
    this.rings = rings;
    harness = new LabHarness(memoryBytes);
    pairing = deploy(new Pairing(harness.lab()));
    deploy(new SwitchVerticle(harness.lab(), SWITCH, Duration.ofMinutes(5)));
  }

  /** A lab with the guests a and b, ready. */
  static NicLab ofTwo() {
    return ofTwo(1);
  }

  static NicLab ofTwo(int rings) {
    var lab = new NicLab(256 << 20, rings);
    lab.guest(A, true);
    lab.guest(B, true);
    return lab;
  }

  static MacAddress mac(NicId nic) {
    return new MacAddress(0x00155d000000L | nic.guest().charAt(0));
  }

  static String ip(NicId nic) {
    return "10.0.0." + (int) nic.guest().charAt(0);
  }

  void guest(NicId nic, boolean up) {
    deploy(new VmbusVerticle(harness.lab(), nic.guest()));
    var config = HostConfig.of(mac(nic).toString(), ip(nic) + "/24");
    deploy(new HostEndpointVerticle(harness.lab(), new HostSettings(nic, config)));
    var settings = new HnSettings(nic, mac(nic), OFFLOADS, 1500, up, QueueSpec.NONE, rings);
    var hn = deploy(new HnVerticle(harness.lab(), settings));
    var netvsp = netvsp(nic);
    if (nic.equals(A)) {
      hnA = hn;
      netvspA = netvsp;
    } else {
      hnB = hn;
      netvspB = netvsp;
    }
    outcome(nic, new NicControl.AwaitReady());
    harness.settle();
  }

  NetvspVerticle netvsp(NicId nic) {
    return deploy(new NetvspVerticle(harness.lab(), new NetvspSettings(nic, mac(nic), SWITCH)));
  }

  /** Asks, and moves time until the answer is there. */
  Outcome outcome(NicId nic, NicControl request) {
    return wait(ask(nic, request));
  }

  Future<Outcome> ask(NicId nic, NicControl request) {
    return harness
        .onLoop(
            () ->
                harness
                    .bus()
                    .request(Addresses.nic(nic), request, Outcome.class, Duration.ofSeconds(30)))
        .recover(NicLab::refusal);
  }

  private static Future<Outcome> refusal(Throwable cause) {
    return cause instanceof RefusedException refused
        ? Future.succeededFuture(refused.refused())
        : Future.failedFuture(cause);
  }

  <T> T wait(Future<T> future) {
    for (int i = 0; i < 5000 && !future.isComplete(); i++) {
      harness.elapse(STEP);
    }
    return harness.await(future);
  }

  NicView view(NicId nic) {
    return harness.awaitOnLoop(
        () -> harness.bus().request(Addresses.nic(nic), new NicControl.Describe(), NicView.class));
  }

  NetvspView hostView(NicId nic) {
    return harness.awaitOnLoop(
        () ->
            harness
                .bus()
                .request(Addresses.netvsp(nic), new NetvspControl.Describe(), NetvspView.class));
  }

  void host(NicId nic, NetvspControl request) {
    wait(
        harness.onLoop(() -> harness.bus().request(Addresses.netvsp(nic), request, Outcome.class)));
    harness.settle();
  }

  /** Begins a flow of UDP datagrams. */
  FlowOrder flow(int number, NicId from, NicId to, long pps, int size, long count) {
    var order =
        new FlowOrder(
            "f" + number,
            number,
            from,
            to,
            mac(from),
            mac(to),
            ip(from),
            ip(to),
            9000,
            pps,
            size,
            count,
            false);
    endpoint(to, new EndpointControl.ReceiveFlow(order), Outcome.class);
    endpoint(from, new EndpointControl.SendFlow(order), Outcome.class);
    return order;
  }

  FlowEnd end(FlowOrder order, NicId of) {
    return endpoint(of, new EndpointControl.DescribeFlow(order.id()), FlowEnd.class);
  }

  <T> T endpoint(NicId nic, EndpointControl request, Class<T> answer) {
    return harness.awaitOnLoop(
        () -> harness.bus().request(Addresses.endpoint(nic), request, answer));
  }

  /** Lets time pass in small steps. */
  void elapse(Duration time) {
    harness.elapse(time);
  }

  /** Takes a device down; what it waits for happens. */
  void undeploy(VerticleBase verticle) {
    deployed.remove(verticle);
    wait(harness.vertx().undeploy(verticle.deploymentID()));
  }

  private <V extends VerticleBase> V deploy(V verticle) {
    harness.await(harness.vertx().deployVerticle(verticle));
    deployed.push(verticle);
    return verticle;
  }

  /** What the equation of any device leaves over. */
  long unaccounted() {
    return harness.onLoop(() -> harness.lab().ledger().total().unaccounted());
  }

  /** Frames inside devices and between them. */
  long inFlight() {
    return harness.onLoop(() -> harness.lab().ledger().total().inFlight());
  }

  long dropped() {
    return harness.onLoop(() -> harness.lab().ledger().total().droppedTotal());
  }

  DeviceLedger.Account account(String device) {
    return harness.onLoop(
        () ->
            harness.lab().ledger().accounts().stream()
                .filter(account -> account.device().equals(device))
                .findFirst()
                .orElseThrow());
  }

  @Override
  public void close() {
    while (!deployed.isEmpty()) {
      undeploy(deployed.peek());
    }
    harness.close();
  }
}
