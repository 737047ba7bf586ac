package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Mixin;

/** A verb that talks to a running node. */
abstract class NodeVerb extends Verb {

  @Mixin private NodeOptions node;

  /** Does it with a client for the node. */
  abstract ExitCode run(NodeClient client);

  @Override
  final ExitCode run() {
    return run(node.client(environment()));
  }

  /** An answer that is a list. */
  static JsonArray list(Object data) {
    return data instanceof JsonArray array ? array : new JsonArray();
  }

  /** A request with one member. */
  static JsonObject with(String name, Object value) {
    return new JsonObject().put(name, value);
  }
}
