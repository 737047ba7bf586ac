package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the version.")
final class VersionVerb extends Verb {

  @Override
  ExitCode run() {
    if (output().format(OutputFormat.table) == OutputFormat.table) {
      out().println("hnswitch " + Version.text() + " (Java " + Runtime.version() + ")");
      out().flush();
    } else {
      var json =
          new JsonObject()
              .put("version", Version.text())
              .put("revision", Version.revision())
              .put("java", Runtime.version().toString());
      printer(OutputFormat.json).object(Version.text(), json);
    }
    return ExitCode.DONE;
  }
}
