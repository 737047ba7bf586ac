package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "events", description = "Show what happened; with --follow, what happens.")
final class EventsVerb extends NodeVerb {

  private static final int PAGE = 1000;

  @Option(
      names = {"-f", "--follow"},
      description = "go on until interrupted")
  private boolean follow;

  @Option(names = "--since", paramLabel = "CURSOR", description = "only events after this id")
  private String since = "";

  @Override
  ExitCode run(NodeClient client) {
    if (follow) {
      client.events(since).forEach(this::show);
      return ExitCode.DONE;
    }
    var request = new JsonObject().put("limit", PAGE);
    var cursor = since;
    boolean more = true;
    while (more) {
      var page =
          client.object("event.since", cursor.isEmpty() ? request : request.put("cursor", cursor));
      Printer.objects(page.getJsonArray("events", new JsonArray())).forEach(this::show);
      cursor = page.getString("cursor", "");
      more = page.getBoolean("more", false);
    }
    return ExitCode.DONE;
  }

  private void show(JsonObject event) {
    switch (output().format(OutputFormat.table)) {
      case table ->
          out()
              .printf(
                  "%s  %s  %s  %s%n",
                  event.getString("time", "-"),
                  event.getString("type"),
                  event.getString("subject"),
                  event.getJsonObject("data", new JsonObject()).encode());
      case name -> out().println(event.getString("id"));
      case json, jsonl -> out().println(event.encode());
      case yaml -> new Printer(out(), OutputFormat.yaml).object("", event);
    }
    out().flush();
  }
}
