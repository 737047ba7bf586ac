package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "audit", description = "List who changed what, or tried to, the newest first.")
final class AuditVerb extends NodeVerb {

  private static final Kind KIND =
      new Kind(
          "records",
          "audit.list",
          "",
          "",
          "number",
          List.of(
              new Column("NUMBER", "number"),
              new Column("TIME", "time"),
              new Column("BY", "by"),
              new Column("FROM", "from"),
              new Column("OPERATION", "operation"),
              new Column("RESULT", "result"),
              new Column("TIMES", "times"),
              new Column("REQUEST", "request")));

  @Option(names = "--by", paramLabel = "NAME", description = "only what this one asked for")
  private String by;

  @Option(names = "--operation", paramLabel = "NAME", description = "only this, like vf.attach")
  private String operation;

  @Option(names = "--result", paramLabel = "CODE", description = "only with this, like done")
  private String result;

  @Option(names = "--limit", paramLabel = "N", description = "at most so many, 1 to 1000")
  private Integer limit;

  @Option(names = "--cursor", paramLabel = "NUMBER", description = "only older ones")
  private Long cursor;

  @Override
  ExitCode run(NodeClient client) {
    var request = new JsonObject();
    put(request, "by", by);
    put(request, "operation", operation);
    put(request, "result", result);
    put(request, "limit", limit);
    put(request, "cursor", cursor);
    var page = client.object("audit.list", request);
    printer(OutputFormat.table).list(KIND, page.getJsonArray("records", new JsonArray()));
    if (page.containsKey("next")) {
      note("older ones: --cursor " + page.getValue("next"));
    }
    return ExitCode.DONE;
  }

  private static void put(JsonObject request, String name, Object value) {
    if (value != null) {
      request.put(name, value);
    }
  }
}
