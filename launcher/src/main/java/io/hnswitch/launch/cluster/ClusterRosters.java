package io.hnswitch.launch.cluster;

import io.hnswitch.console.SharedRosters;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Tokens and users as all nodes of a cluster have them. */
public final class ClusterRosters implements SharedRosters {

  private static final String PREFIX = "roster.";

  private final ClusterNode cluster;

  public ClusterRosters(ClusterNode cluster) {
    this.cluster = cluster;
  }

  @Override
  public Future<Void> share(String sort, Kept kept) {
    return cluster
        .secrets()
        .put(
            PREFIX + sort,
            new JsonObject().put("millis", kept.millis()).put("text", kept.text()).encode());
  }

  @Override
  public Future<Optional<Kept>> find(String sort) {
    return cluster
        .secrets()
        .get(PREFIX + sort)
        .map(
            there ->
                there
                    .map(JsonObject::new)
                    .map(json -> new Kept(json.getLong("millis"), json.getString("text"))));
  }

  @Override
  public void onChange(Runnable told) {
    cluster.secrets().onChange(told);
    cluster.members().onChange(told, told);
  }
}
