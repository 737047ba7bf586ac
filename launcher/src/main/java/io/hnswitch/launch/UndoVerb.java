package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;

@Command(
    name = "undo",
    description = "Go back to the lab before the last change; again to go further back.")
final class UndoVerb extends RevisionVerb {

  @Override
  ExitCode run(NodeClient client) {
    return goBack(client, "lab.undo", new JsonObject());
  }
}
