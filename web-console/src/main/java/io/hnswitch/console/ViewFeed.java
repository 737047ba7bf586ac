package io.hnswitch.console;

import io.vertx.core.json.JsonObject;

/**
 * The last view that was published, its number, and what it takes to get from one to the next. The
 * numbers begin with 1, whose patch is the whole view, and have no holes.
 */
final class ViewFeed {

  private final String run;
  private JsonObject view = new JsonObject();
  private String at = "";
  private long sequence;

  /**
   * @param run names this run of the node
   */
  ViewFeed(String run) {
    this.run = run;
  }

  /**
   * Takes the next view.
   *
   * @param next nobody changes it any more
   * @return what to publish
   */
  JsonObject next(JsonObject next, String nextAt) {
    var patch = MergePatch.diff(view, next);
    view = next;
    at = nextAt;
    sequence++;
    return head().put("patch", patch);
  }

  /** Whole. */
  JsonObject whole() {
    return head().put("view", view);
  }

  private JsonObject head() {
    return new JsonObject().put("run", run).put("sequence", sequence).put("at", at);
  }
}
