package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;

@Command(name = "export", description = "Print the shortest lab file that changes nothing.")
final class ExportVerb extends NodeVerb {

  @Override
  ExitCode run(NodeClient client) {
    switch (output().format(OutputFormat.yaml)) {
      case table, yaml -> {
        out().print(client.object("lab.export", new JsonObject()).getString("text"));
        out().flush();
      }
      case json, jsonl, name -> {
        var lab = client.object("lab.get", new JsonObject());
        var metadata = lab.getJsonObject("metadata", new JsonObject());
        printer(OutputFormat.json).object(metadata.getString("name"), lab);
      }
    }
    return ExitCode.DONE;
  }
}
