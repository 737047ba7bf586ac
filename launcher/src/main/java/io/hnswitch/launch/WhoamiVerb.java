package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;

@Command(name = "whoami", description = "Show who this is to the node, and the role.")
final class WhoamiVerb extends NodeVerb {

  @Override
  ExitCode run(NodeClient client) {
    var who = client.object("sys.whoami", new JsonObject());
    printer(OutputFormat.table).object(who.getString("name"), who);
    return ExitCode.DONE;
  }
}
