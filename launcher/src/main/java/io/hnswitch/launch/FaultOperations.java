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
  private final HostFaults hosts;

  FaultOperations(LinkLayers layers, RevokeStorms storms, HostFaults hosts) {
    this.layers = layers;
    this.storms = storms;
    this.hosts = hosts;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("vf.revoke-storm", storms::begin);
    handlers.put("fault.servicing", storms::service);
    handlers.put(HostFaults.STALL, hosts::stall);
    handlers.put(HostFaults.LOSE, hosts::lose);
    handlers.put("fault.list", request -> list());
    handlers.put("fault.clear-all", request -> clearAll());
  }

  private Future<JsonArray> list() {
    return hosts.faults().map(own -> layers.faults().addAll(storms.faults()).addAll(own));
  }

  /** What there was. */
  private Future<JsonArray> clearAll() {
    // First what keeps a host from doing the rest.
    return list()
        .compose(
            were ->
                hosts
                    .endAll()
                    .compose(done -> Future.join(layers.clearAll(), storms.endAll()))
                    .transform(done -> Future.succeededFuture(were)));
  }
}
