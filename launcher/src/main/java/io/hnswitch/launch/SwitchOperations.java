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
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Function;

/** {@code switch.*}. */
final class SwitchOperations {

  private final Bus bus;
  private final LabState state;

  SwitchOperations(Bus bus, LabState state) {
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
    handlers.put("switch.explain", new ExplainOperation(bus, state)::explain);
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

  private Future<JsonObject> flush(Request request) {
    var name = named(request);
    return bus.request(Addresses.virtualSwitch(name), new SwitchControl.Flush(), Outcome.Done.class)
        .map(done -> new JsonObject().put("switch", name).put("flushed", true));
  }
}
