package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;

/** What a flow has counted until a moment. */
record FlowCount(String id, long sent, long received, long lost, long duplicated, long reordered) {

  static FlowCount of(JsonObject flow) {
    return new FlowCount(
        flow.getString("id"),
        flow.getLong("sent"),
        flow.getLong("received"),
        flow.getLong("lost"),
        flow.getLong("duplicated"),
        flow.getLong("reordered"));
  }

  /** Fails unless it went on since an earlier count without a frame lost, repeated or reordered. */
  void wentOnSince(FlowCount before) {
    var both = this + " after " + before;
    assertTrue(received > before.received, both);
    assertEquals(before.lost, lost, both);
    assertEquals(before.duplicated, duplicated, both);
    assertEquals(before.reordered, reordered, both);
  }
}
