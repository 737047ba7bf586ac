package io.hnswitch.launch;

import io.hnswitch.api.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.Map;
import java.util.function.Function;

/** {@code fault.*}: what was done to this node's part of the lab that no file says. */
final class FaultOperations {

  private final LinkLayers layers;

  FaultOperations(LinkLayers layers) {
    this.layers = layers;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("fault.list", request -> Future.succeededFuture(list()));
    handlers.put("fault.clear-all", request -> clearAll());
  }

  private JsonArray list() {
    return layers.faults();
  }

  /** What there was. */
  private Future<JsonArray> clearAll() {
    var were = list();
    return layers.clearAll().map(were);
  }
}
