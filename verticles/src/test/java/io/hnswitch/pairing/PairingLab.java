package io.hnswitch.pairing;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairView;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VfTable;
import io.hnswitch.control.VfView;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pairing on a bus, between hn and VFs that record what they are asked. Requests are answered at
 * once, as prepared with {@link #hold} and {@link #refuse}.
 */
final class PairingLab implements AutoCloseable {

  static final NicId NIC = NicId.parse("a:hn0");
  static final VfId VF = VfId.parse("pf0/vf0");
  static final MacAddress MAC = MacAddress.parse("00:15:5d:00:00:0a");
  static final Duration WAIT = Duration.ofSeconds(2);
  private static final OffloadCaps CAPS = OffloadCaps.of(Offload.TXCSUM);

  final LabHarness harness = new LabHarness();
  final PairingVerticle verticle;
  private final List<String> asked = new ArrayList<>();
  private final List<LabEvent> events = new ArrayList<>();
  private final Map<Class<?>, Promise<Outcome>> held = new HashMap<>();
  private final Map<Class<?>, Future<Outcome>> prepared = new HashMap<>();

  PairingLab() {
    this(new PairingSettings(true, WAIT, 3));
  }

  PairingLab(PairingSettings settings) {
    verticle = harness.deploy(new PairingVerticle(harness.lab(), settings));
    harness.onLoop(() -> harness.bus().onEvents(events::add));
  }

  /** Puts an hn on the bus. */
  PairingLab nicAt(NicId nic) {
    harness.onLoop(() -> harness.bus().serve(Addresses.nic(nic), this::nicAsked));
    return this;
  }

  /** Puts a VF on the bus. */
  PairingLab vfAt(VfId vf) {
    harness.onLoop(() -> harness.bus().serve(Addresses.vf(vf), this::vfAsked));
    return this;
  }

  private Future<?> nicAsked(NicControl request) {
    asked.add(
        request instanceof NicControl.RxVf(_, var step, var on)
            ? step + (on ? " on" : " off")
            : request.getClass().getSimpleName() + orderly(request));
    if (request instanceof NicControl.Merge) {
      return Future.succeededFuture(new NicControl.Merged(CAPS, 1500, true, false, false));
    }
    return answer(request);
  }

  private static String orderly(NicControl request) {
    return request instanceof NicControl.UseSynthetic(_, var orderly) && !orderly ? " at once" : "";
  }

  private Future<?> vfAsked(VfControl request) {
    asked.add(
        request instanceof VfControl.SetFlags flags
            ? "SetFlags " + (flags.up() ? "up" : "down") + (flags.allMulti() ? " allmulti" : "")
            : request.getClass().getSimpleName());
    if (request instanceof VfControl.Describe) {
      return Future.succeededFuture(view());
    }
    return request instanceof VfControl.SetOffloads(var wanted, _)
        ? Future.succeededFuture(new VfControl.Enabled(wanted))
        : answer(request);
  }

  private static VfView view() {
    return new VfView(
        VF,
        "up",
        Optional.of(NIC),
        Optional.of(NIC),
        MAC,
        7,
        true,
        true,
        1500,
        CAPS,
        CAPS,
        TsoLimits.UNLIMITED,
        Map.of());
  }

  private Future<Outcome> answer(Object request) {
    var once = prepared.remove(request.getClass());
    return once != null ? once : Future.succeededFuture(Outcome.DONE);
  }

  /** The next request of this kind is not answered before {@link #let}. */
  PairingLab hold(Class<?> request) {
    var promise = Promise.<Outcome>promise();
    held.put(request, promise);
    prepared.put(request, promise.future());
    return this;
  }

  /** Answers a held request. */
  PairingLab let(Class<?> request) {
    harness.onLoop(() -> held.remove(request).tryComplete(Outcome.DONE));
    harness.settle();
    return this;
  }

  /** The next request of this kind is refused. */
  PairingLab refuse(Class<?> request) {
    prepared.put(request, Future.succeededFuture(Outcome.refused(Refusal.DEVICE_FAILED, "broken")));
    return this;
  }

  /** The next request of this kind is answered by a failure of the handler. */
  PairingLab fail(Class<?> request) {
    prepared.put(request, Future.failedFuture("handler broke"));
    return this;
  }

  /** Asks pairing and leaves the answer open. */
  Future<Outcome> ask(PairingControl message) {
    var answer =
        harness.onLoop(() -> harness.bus().request(Addresses.pairing(), message, Outcome.class));
    harness.settle();
    return answer;
  }

  /** Tells pairing something that has no answer. */
  PairingLab tell(PairingControl message) {
    harness.onLoop(
        () -> {
          Address<PairingControl> pairing = Addresses.pairing();
          harness.bus().send(pairing, message);
          return null;
        });
    harness.settle();
    return this;
  }

  Outcome nicAttaches(NicId nic, MacAddress mac, boolean up) {
    return harness.await(ask(new PairingControl.NicAttached(nic, mac, up, 1500)));
  }

  Outcome vfAttaches(VfId vf) {
    return harness.await(
        ask(
            new PairingControl.InterfaceAttached(
                vf, MAC, "mlx", CAPS, CAPS, TsoLimits.UNLIMITED, 7)));
  }

  /** hn up with an active VF. */
  PairingLab active() {
    nicAt(NIC).vfAt(VF);
    nicAttaches(NIC, MAC, true);
    vfAttaches(VF);
    harness.elapse(WAIT);
    return this;
  }

  Future<Outcome> departs(boolean orderly) {
    return ask(new PairingControl.InterfaceDeparting(VF, orderly));
  }

  /** The VF's own interface, as its driver tells. */
  PairingLab vfIsUp(boolean up) {
    return tell(up ? new PairingControl.InterfaceUp(VF) : new PairingControl.InterfaceDown(VF));
  }

  VfTable table() {
    return harness.awaitOnLoop(
        () ->
            harness
                .bus()
                .request(Addresses.pairing(), new PairingControl.DescribeMap(), VfTable.class));
  }

  List<PairView> pairs() {
    return harness
        .awaitOnLoop(
            () ->
                harness
                    .bus()
                    .request(
                        Addresses.pairing(),
                        new PairingControl.Describe(),
                        PairingControl.Pairs.class))
        .pairs();
  }

  PairView pair() {
    return pairs().getFirst();
  }

  /** What hn and VFs were asked since the last time. */
  List<String> asked() {
    var now = List.copyOf(asked);
    asked.clear();
    return now;
  }

  PairingLab forget() {
    asked.clear();
    events.clear();
    return this;
  }

  /** The data of the events of one type. */
  List<Map<String, Object>> news(String type) {
    return events.stream().filter(event -> event.type().equals(type)).map(LabEvent::data).toList();
  }

  /** The ways the path took. */
  List<Datapath> history() {
    return pair().history().stream().map(PairView.SwitchOver::to).toList();
  }

  @Override
  public void close() {
    harness.close();
  }
}
