package io.hnswitch.launch;

import io.hnswitch.api.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code fault.*} and {@code vf.revoke-storm}: what is done to this node's part of the lab that no
 * file says.
 */
final class FaultOperations {

  private final LinkLayers layers;
  private final RevokeStorms storms;

  FaultOperations(LinkLayers layers, RevokeStorms storms) {
    this.layers = layers;
    this.storms = storms;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("vf.revoke-storm", storms::begin);
    handlers.put("fault.list", request -> Future.succeededFuture(list()));
    handlers.put("fault.clear-all", request -> clearAll());
  }

  private JsonArray list() {
    return layers.faults().addAll(storms.faults());
  }

  /** What there was. */
  private Future<JsonArray> clearAll() {
    var were = list();
    return Future.join(layers.clearAll(), storms.endAll())
        .transform(done -> Future.succeededFuture(were));
  }
}
