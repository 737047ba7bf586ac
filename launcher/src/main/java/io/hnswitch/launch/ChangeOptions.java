package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Option;

/** What every verb that changes the lab understands. */
final class ChangeOptions {

  @Option(names = "--dry-run", description = "only say what would change")
  private boolean dryRun;

  @Option(
      names = "--if-revision",
      paramLabel = "N",
      description = "only if the lab has this revision")
  private Long ifRevision;

  boolean isDryRun() {
    return dryRun;
  }

  /** A request with these options in it. */
  JsonObject in(JsonObject request) {
    request.put("dryRun", dryRun);
    return ifRevision == null ? request : request.put("ifRevision", ifRevision);
  }
}
