package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Mixin;

/** A verb that takes up an earlier lab. */
abstract class RevisionVerb extends NodeVerb {

  @Mixin private ChangeOptions options;

  /** Asks for it and says what has changed. */
  final ExitCode goBack(NodeClient client, String operation, JsonObject request) {
    var done = client.object(operation, options.in(request));
    if (output().format(OutputFormat.table) == OutputFormat.table) {
      PlanText.of(done).forEach(out()::println);
      out().flush();
      note(headline(done));
    } else {
      printer(OutputFormat.json).object(String.valueOf(done.getValue("revision")), done);
    }
    return ExitCode.DONE;
  }

  private String headline(JsonObject done) {
    var lab = done.getValue("of") == null ? "" : " with the lab of revision " + done.getValue("of");
    return options.isDryRun()
        ? "would be a new revision" + lab
        : "revision " + done.getValue("revision") + lab;
  }
}
