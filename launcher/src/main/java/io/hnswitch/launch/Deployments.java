package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/** What runs, by the devices' keys. Used on the lab's event loop only. */
final class Deployments {

  private final Vertx vertx;
  private final DeviceFactory factory;
  private final Map<String, String> ids = new HashMap<>();
  private final HnUnits units = new HnUnits();

  Deployments(Vertx vertx, DeviceFactory factory) {
    this.vertx = vertx;
    this.factory = factory;
  }

  Future<Void> deploy(Device device) {
    if (ids.containsKey(device.key())) {
      return Future.failedFuture(
          Problem.of(ProblemCode.STATE_CONFLICT, device.key() + " runs already").exception());
    }
    return vertx
        .deployVerticle(() -> factory.make(device), new DeploymentOptions())
        .map(
            id -> {
              ids.put(device.key(), id);
              if (device instanceof Device.Hn(var nic, _)) {
                units.attach(nic.id());
              }
              return null;
            });
  }

  /** That it does not run is fine. */
  Future<Void> undeploy(Device device) {
    var id = ids.remove(device.key());
    if (id == null) {
      return Future.succeededFuture();
    }
    return vertx
        .undeploy(id)
        .onComplete(
            gone -> {
              if (device instanceof Device.Hn(var nic, _)) {
                units.detach(nic.id());
              }
            });
  }

  boolean isRunning(Device device) {
    return ids.containsKey(device.key());
  }

  boolean isRunning(String key) {
    return ids.containsKey(key);
  }

  /** The unit numbers of the hn that run. */
  HnUnits units() {
    return units;
  }

  int count() {
    return ids.size();
  }
}
