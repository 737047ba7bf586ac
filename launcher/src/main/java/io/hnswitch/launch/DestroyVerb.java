package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "destroy", description = "Take every device of the lab down.")
final class DestroyVerb extends NodeVerb {

  @Mixin private ChangeOptions options;

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask")
  private boolean yes;

  @Override
  ExitCode run(NodeClient client) {
    var request = options.in(new JsonObject());
    if (!options.isDryRun() && !yes) {
      PlanText.of(client.object("lab.destroy", request.copy().put("dryRun", true)))
          .forEach(err()::println);
      ask();
    }
    var done = client.object("lab.destroy", request);
    if (output().format(OutputFormat.table) == OutputFormat.table) {
      PlanText.of(done).forEach(out()::println);
      out().flush();
    } else {
      printer(OutputFormat.json).object(done.getString("lab"), done);
    }
    var left = done.getJsonArray("left", new JsonArray());
    left.forEach(line -> note("not in order: " + line));
    return left.isEmpty() ? ExitCode.DONE : ExitCode.PARTLY_DONE;
  }

  private void ask() {
    var console = System.console();
    if (console == null || !console.isTerminal()) {
      err().flush();
      throw new CliException(ExitCode.USAGE, "hnswitch: this takes all that down: --yes does it");
    }
    var answer = console.readLine("take all that down? [y/N] ");
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw new CliException(ExitCode.FAILED, "hnswitch: nothing was done");
    }
  }
}
