package io.hnswitch.launch;

import io.hnswitch.api.EventData;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.LabEvent;
import io.hnswitch.launch.cluster.ClusterNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Tells the other nodes what happens here, and this one what happens there. */
final class EventRelay {

  private static final String TOPIC = "event";

  private final ClusterNode cluster;
  private final Bus bus;
  private Bus.Registration here = Future::succeededFuture;

  EventRelay(ClusterNode cluster, Bus bus) {
    this.cluster = cluster;
    this.bus = bus;
  }

  /** Registers what is heard from others. */
  void open() {
    cluster.peers().hear(TOPIC, this::heard);
    here = bus.onEvents(this::happened);
  }

  /** What every node sees by itself it tells its own. */
  private static boolean isOwn(String type) {
    return type.equals(LabState.CHANGED) || type.startsWith("hnswitch.cluster.member-");
  }

  private void happened(LabEvent event) {
    if (event.node().isEmpty() && !isOwn(event.type())) {
      cluster
          .peers()
          .tell(
              TOPIC,
              new JsonObject()
                  .put("node", cluster.name())
                  .put("type", event.type())
                  .put("subject", event.subject())
                  .put("data", EventData.json(event.data())));
    }
  }

  private void heard(JsonObject event) {
    if (event.getValue("node") instanceof String node
        && event.getValue("type") instanceof String type
        && event.getValue("subject") instanceof String subject
        && event.getValue("data") instanceof JsonObject data
        && !node.equals(cluster.name())) {
      bus.publish(new LabEvent(type, subject, data.getMap(), node));
    }
  }

  void close() {
    here.unregister();
  }
}
