package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Function;

/** {@code link.*}. */
final class LinkOperations {

  private final Bus bus;
  private final LabState state;

  LinkOperations(Bus bus, LabState state) {
    this.bus = bus;
    this.state = state;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("link.list", request -> list());
    handlers.put("link.get", request -> describe(named(request)));
  }

  private String named(Request request) {
    var name = request.text("link");
    if (!state.spec().links().containsKey(name)) {
      throw Names.notFound("link", name, state.spec().links().keySet());
    }
    return name;
  }

  private Future<JsonArray> list() {
    return NicOperations.all(state.here().links().keySet().stream().map(this::describe).toList())
        .map(JsonArray::new);
  }

  private Future<JsonObject> describe(String name) {
    return bus.request(Addresses.link(name), new LinkControl.Describe(), LinkView.class)
        .map(LinkOperations::json);
  }

  private static JsonObject json(LinkView view) {
    var ways = view.ways();
    return ViewJson.object(view)
        .put("frames", ways.stream().mapToLong(LinkView.Way::frames).sum())
        .put("bytes", ways.stream().mapToLong(LinkView.Way::bytes).sum())
        .put(
            "dropped",
            ways.stream()
                .flatMap(way -> way.dropped().values().stream())
                .mapToLong(Long::longValue)
                .sum());
  }
}
