package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairView;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VfView;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.VfSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** {@code vf.*}, {@code adapter.*} and {@code pair.*}. */
final class VfOperations {

  /** Below the 30 s that requests on the bus have by default, so that the answer is ours. */
  private static final Duration WAIT = Duration.ofSeconds(25);

  private final Lab lab;
  private final Bus bus;
  private final Context context;
  private final LabState state;
  private final ChangeGate gate;

  /**
   * @param context on the lab's event loop
   */
  VfOperations(Lab lab, Context context, LabState state, ChangeGate gate) {
    this.lab = lab;
    this.bus = lab.bus();
    this.context = context;
    this.state = state;
    this.gate = gate;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("vf.list", request -> vfs());
    handlers.put("vf.get", request -> vf(request.text("vf")));
    handlers.put("vf.map", request -> map());
    handlers.put("vf.attach", this::attach);
    handlers.put("vf.detach", this::detach);
    handlers.put("adapter.list", request -> adapters().map(ViewJson::array));
    handlers.put("adapter.get", request -> adapter(request.text("adapter")));
    handlers.put("pair.list", request -> pairs().map(ViewJson::array));
    handlers.put("pair.get", request -> pair(request).map(ViewJson::object));
    handlers.put("pair.history", request -> pair(request).map(this::history));
  }

  /** A VF as it describes itself; fails with a problem when there is none. */
  static Future<JsonObject> describe(Bus bus, VfId vf) {
    return bus.request(Addresses.vf(vf), new VfControl.Describe(), VfView.class)
        .map(ViewJson::object)
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof ReplyException reply
                            && reply.failureType() == ReplyFailure.NO_HANDLERS
                        ? Names.notFound("vf", vf.toString(), List.of())
                        : cause));
  }

  private Future<List<AdapterView>> adapters() {
    var views = state.here().adapters().keySet().stream().map(this::ask).toList();
    return Future.all(views).map(done -> done.list());
  }

  private Future<AdapterView> ask(String adapter) {
    return bus.request(
        Addresses.adapter(adapter), new AdapterControl.Describe(), AdapterView.class);
  }

  private Future<JsonObject> adapter(String name) {
    if (!state.spec().adapters().containsKey(name)) {
      throw Names.notFound("adapter", name, state.spec().adapters().keySet());
    }
    return ask(name).map(ViewJson::object);
  }

  private Future<List<AdapterView.Slot>> slots() {
    return adapters()
        .map(all -> all.stream().flatMap(adapter -> adapter.slots().stream()).toList());
  }

  private Future<JsonArray> vfs() {
    return slots()
        .compose(slots -> NicOperations.all(slots.stream().map(this::withDriver).toList()))
        .map(JsonArray::new);
  }

  /** What the host gave, with what the guest's driver says when there is one. */
  private Future<JsonObject> withDriver(AdapterView.Slot slot) {
    var json =
        new JsonObject()
            .put("id", slot.vf().toString())
            .put("adapter", slot.vf().adapter())
            .put("nic", slot.nic().toString())
            .put("mac", slot.mac().toString())
            .put("serial", slot.serial())
            .put("offer", slot.state())
            .put("steered", slot.steered());
    return bus.request(Addresses.vf(slot.vf()), new VfControl.Describe(), VfView.class)
        .map(view -> json.mergeIn(ViewJson.object(view)))
        .otherwise(json.put("state", slot.state()));
  }

  private Future<JsonObject> vf(String text) {
    return slots()
        .compose(
            slots ->
                slots.stream()
                    .filter(slot -> slot.vf().toString().equals(text))
                    .findFirst()
                    .map(this::withDriver)
                    .orElseGet(() -> Future.failedFuture(noVf(text, slots))));
  }

  private static RuntimeException noVf(String text, List<AdapterView.Slot> slots) {
    return Names.notFound("vf", text, slots.stream().map(slot -> slot.vf().toString()).toList());
  }

  private Future<JsonArray> map() {
    return slots()
        .map(
            slots -> {
              var list = new JsonArray();
              for (var slot : slots) {
                list.add(
                    new JsonObject()
                        .put("vf", slot.vf().toString())
                        .put("nic", slot.nic().toString())
                        .put("serial", slot.serial()));
              }
              return list;
            });
  }

  private Future<List<PairView>> pairs() {
    return state.here().nics().isEmpty()
        ? Future.succeededFuture(List.of())
        : bus.request(
                Addresses.pairing(), new PairingControl.Describe(), PairingControl.Pairs.class)
            .map(PairingControl.Pairs::pairs);
  }

  private Future<PairView> pair(Request request) {
    return pair(NicOperations.nic(state, request.text("nic")).id());
  }

  private Future<PairView> pair(NicId nic) {
    return pairs()
        .compose(
            pairs ->
                pairs.stream()
                    .filter(pair -> pair.nic().equals(nic))
                    .findFirst()
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            Future.failedFuture(
                                Problem.of(
                                        ProblemCode.UNAVAILABLE,
                                        nic + " has not attached to pairing yet")
                                    .exception())));
  }

  private JsonArray history(PairView pair) {
    return ViewJson.array(pair.history());
  }

  private Future<JsonObject> attach(Request request) {
    var nic = declared(request.text("nic"));
    var attach = new AdapterControl.AttachVf(nic.id(), nic.mac());
    return gate.beside(
            () ->
                bus.request(Addresses.adapter(adapter(nic)), attach, AdapterControl.Assigned.class)
                    .onSuccess(assigned -> note(nic.id(), true, Cause.of(request))))
        .map(
            assigned ->
                new JsonObject()
                    .put("nic", nic.id().toString())
                    .put("vf", assigned.vf().toString())
                    .put("serial", assigned.serial()))
        .compose(json -> settled(request, nic.id(), json, "vf-active"::equals));
  }

  private Future<JsonObject> detach(Request request) {
    var nic = declared(request.text("nic"));
    var how =
        switch (request.findText("how").orElse("graceful")) {
          case "graceful" -> AdapterControl.How.GRACEFUL;
          case "surprise" -> AdapterControl.How.SURPRISE;
          default -> throw Names.invalid("/how", "how must be graceful or surprise");
        };
    return gate.beside(
            () ->
                bus.request(
                        Addresses.adapter(adapter(nic)),
                        new AdapterControl.DetachVf(nic.id(), how),
                        Outcome.Done.class,
                        LabDeployer.EJECT_PATIENCE)
                    .onSuccess(done -> note(nic.id(), false, Cause.of(request))))
        .map(
            done -> new JsonObject().put("nic", nic.id().toString()).put("how", ViewJson.slug(how)))
        .compose(json -> settled(request, nic.id(), json, "synthetic"::equals));
  }

  /** Adds the pair's state; first waits for the wanted one when the request says so. */
  private Future<JsonObject> settled(
      Request request, NicId nic, JsonObject json, Predicate<String> wanted) {
    if (!request.flag("wait")) {
      return pair(nic)
          .map(PairView::state)
          .otherwise("unknown")
          .map(word -> json.put("state", word));
    }
    var wait = new PairWait(bus, lab.timers(context), nic, wanted, WAIT);
    request.cancelBy(wait::cancel);
    return wait.begin().map(word -> json.put("state", word));
  }

  /** The NIC, which must be one that can have a VF. */
  private NicSpec declared(String text) {
    var nics = state.spec().nics().keySet().stream().map(NicId::toString).toList();
    if (text.indexOf('/') >= 0 && !nics.contains(text)) {
      throw Problem.of(
              ProblemCode.VF_MANAGED_BY_NIC, text + " is a VF: name the NIC that it is for")
          .exception();
    }
    var nic = NicOperations.nic(state, text);
    if (nic.vf().equals(VfSpec.NONE)) {
      throw Problem.of(
              ProblemCode.NOT_SUPPORTED, text + " has no adapter: its lab declares no vf for it")
          .exception();
    }
    return nic;
  }

  private static String adapter(NicSpec nic) {
    return switch (nic.vf()) {
      case VfSpec.From(var adapter, _) -> adapter;
      case VfSpec.None _ -> throw new IllegalStateException(nic.id() + " has no adapter");
    };
  }

  private void note(NicId id, boolean attached, Cause cause) {
    state.edit(
        LabState.nic(
            id,
            nic ->
                new NicSpec(
                    nic.id(),
                    nic.mac(),
                    nic.switchName(),
                    nic.mtu(),
                    nic.channels(),
                    nic.offloads(),
                    nic.up(),
                    nic.queue(),
                    nic.policy(),
                    nic.endpoint(),
                    new VfSpec.From(adapter(nic), attached))),
        cause);
  }
}
