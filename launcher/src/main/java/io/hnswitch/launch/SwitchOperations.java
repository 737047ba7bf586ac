package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.GroupsView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.SwitchView;
import io.hnswitch.lab.MirrorSpec;
import io.hnswitch.lab.MirrorTexts;
import io.hnswitch.lab.SwitchSpec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** {@code switch.*}. */
final class SwitchOperations {

  private final Bus bus;
  private final LabState state;
  private final LabRunner runner;
  private final LinkLayers links;

  SwitchOperations(Bus bus, LabState state, LabRunner runner, LinkLayers links) {
    this.runner = runner;
    this.links = links;
    this.bus = bus;
    this.state = state;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("switch.list", request -> list());
    handlers.put("switch.get", request -> describe(named(request)));
    handlers.put(
        "switch.fdb", request -> describe(named(request)).map(view -> view.getJsonArray("fdb")));
    handlers.put("switch.groups", request -> groups(named(request)));
    handlers.put("switch.fdb-flush", this::flush);
    handlers.put("switch.set", this::set);
    handlers.put("switch.explain", new ExplainOperation(bus, state, links)::explain);
  }

  private String named(Request request) {
    var name = request.text("switch");
    if (!state.spec().switches().containsKey(name)) {
      throw Names.notFound("switch", name, state.spec().switches().keySet());
    }
    return name;
  }

  private Future<JsonArray> list() {
    return NicOperations.all(state.here().switches().keySet().stream().map(this::describe).toList())
        .map(JsonArray::new);
  }

  private Future<JsonObject> describe(String name) {
    return bus.request(
            Addresses.virtualSwitch(name), new SwitchControl.Describe(), SwitchView.class)
        .map(ViewJson::object);
  }

  private Future<JsonObject> groups(String name) {
    return bus.request(
            Addresses.virtualSwitch(name), new SwitchControl.DescribeGroups(), GroupsView.class)
        .map(ViewJson::object);
  }

  private Future<JsonObject> set(Request request) {
    var name = named(request);
    state.require(request);
    var mirrors = request.findText("mirrors").map(text -> mirrors(name, text));
    var aging = request.findText("aging").map(SwitchOperations::aging);
    return runner
        .edit(
            lab -> {
              var switches = new LinkedHashMap<>(lab.switches());
              switches.computeIfPresent(
                  name,
                  (same, old) ->
                      new SwitchSpec(
                          name,
                          aging.orElse(old.aging()),
                          old.statics(),
                          old.multicast(),
                          mirrors.orElse(old.mirrors()),
                          old.place()));
              return lab.withSwitches(switches);
            },
            Cause.of(request))
        .map(done -> json(state.spec().switches().get(name)));
  }

  private Map<String, MirrorSpec> mirrors(String name, String text) {
    return switch (MirrorTexts.of(state.spec(), name, text)) {
      case MirrorTexts.Result.Mirrors(var mirrors) -> mirrors;
      case MirrorTexts.Result.Refused(var problems) -> throw LabProblems.invalid(problems);
    };
  }

  private static Duration aging(String text) {
    var aging = DurationWord.of("/aging", text);
    if (aging.compareTo(SwitchSpec.MIN_AGING) < 0 || aging.compareTo(SwitchSpec.MAX_AGING) > 0) {
      throw Names.invalid("/aging", "aging is 1ms to 1440m, not " + text);
    }
    return aging;
  }

  private static JsonObject json(SwitchSpec spec) {
    return new JsonObject()
        .put("switch", spec.name())
        .put("aging", ViewJson.duration(spec.aging()))
        .put("mirrors", new JsonObject(MirrorTexts.tree(spec)));
  }

  private Future<JsonObject> flush(Request request) {
    var name = named(request);
    return bus.request(Addresses.virtualSwitch(name), new SwitchControl.Flush(), Outcome.Done.class)
        .map(done -> new JsonObject().put("switch", name).put("flushed", true));
  }
}
