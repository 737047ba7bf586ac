package io.hnswitch.launch;

import io.hnswitch.launch.config.Setting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "config",
    description = "See how a node is configured.",
    subcommands = ConfigVerbs.Show.class)
final class ConfigVerbs {

  private ConfigVerbs() {}

  @Command(
      name = "show",
      description = {
        "Show the configuration that a node would start with here.",
        "With --node or --url: that of a node that runs."
      })
  static final class Show extends Verb {

    @Option(names = "--effective", description = "also what nobody has set")
    private boolean effective;

    @Option(names = "--origin", description = "say where each value is from")
    private boolean origin;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "a file to start with, as of `run`")
    private List<Path> files = new ArrayList<>();

    @Mixin private NodeOptions node;

    @Override
    ExitCode run() {
      var settings =
          node.isNamed() ? ofNode() : ConfigJson.of(RunVerb.settings(environment(), files));
      var shown = new JsonArray();
      for (var one : Printer.objects(settings)) {
        if (effective || !one.getString("origin").equals(Setting.BUILT_IN)) {
          shown.add(one);
        }
      }
      printer(OutputFormat.table).list(origin ? ConfigJson.WITH_ORIGIN : ConfigJson.PLAIN, shown);
      return ExitCode.DONE;
    }

    private JsonArray ofNode() {
      return NodeVerb.list(
          node.client(environment()).request("config.effective", new JsonObject()));
    }
  }
}
