package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "revisions", description = "List what the lab was, the newest first.")
final class RevisionsVerb extends NodeVerb {

  private static final Kind KIND =
      new Kind(
          "revisions",
          "lab.revisions",
          "",
          "",
          "revision",
          List.of(
              new Column("REVISION", "revision"),
              new Column("TIME", "time"),
              new Column("OPERATION", "operation"),
              new Column("OF", "of"),
              new Column("BY", "by"),
              new Column("CHECKPOINTS", "checkpoints"),
              new Column("CHANGES", "summary")));

  @Option(names = "--limit", paramLabel = "N", description = "at most so many, 1 to 100")
  private Integer limit;

  @Option(
      names = "--cursor",
      paramLabel = "REVISION",
      description = "only older ones: where the last page ended")
  private Long cursor;

  @Override
  ExitCode run(NodeClient client) {
    var request = new JsonObject();
    if (limit != null) {
      request.put("limit", limit);
    }
    if (cursor != null) {
      request.put("cursor", cursor);
    }
    var page = client.object("lab.revisions", request);
    printer(OutputFormat.table).list(KIND, page.getJsonArray("revisions", new JsonArray()));
    if (page.getBoolean("more", false)) {
      note("older ones: --cursor " + page.getValue("cursor"));
    }
    return ExitCode.DONE;
  }
}
