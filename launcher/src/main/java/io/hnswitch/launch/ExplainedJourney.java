package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What becomes of one frame that is explained: each decision in order, and every end. */
final class ExplainedJourney {

  final byte[] bytes;
  private final JsonArray steps = new JsonArray();
  private final JsonArray ends = new JsonArray();

  /** Switches crossed. */
  int hops;

  ExplainedJourney(byte[] bytes) {
    this.bytes = bytes;
  }

  void step(String where, String check, String verdict) {
    steps.add(new JsonObject().put("where", where).put("check", check).put("verdict", verdict));
  }

  void end(String what, String where, String detail) {
    ends.add(new JsonObject().put("what", what).put("where", where).put("detail", detail));
  }

  JsonObject toJson() {
    return new JsonObject().put("steps", steps).put("ends", ends);
  }
}
