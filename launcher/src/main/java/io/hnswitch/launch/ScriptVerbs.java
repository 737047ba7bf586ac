package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "script",
    description = "Show, start, stop and reload the scripts that run in the node.",
    subcommands = {
      ScriptVerbs.Get.class,
      ScriptVerbs.Reload.class,
      ScriptVerbs.Start.class,
      ScriptVerbs.Stop.class
    })
final class ScriptVerbs {

  private static final String KIND = "scripts";

  private ScriptVerbs() {}

  /** A verb for one script. */
  abstract static class One extends NodeVerb {

    @Parameters(paramLabel = "NAME", description = "its file without .java, like KeepVf")
    private String name;

    private final String operation;
    private final OutputFormat usual;

    One(String operation, OutputFormat usual) {
      this.operation = operation;
      this.usual = usual;
    }

    @Override
    final ExitCode run(NodeClient client) {
      var script = client.object(operation, with("name", name));
      if (output().format(usual) == OutputFormat.table) {
        printer(usual).list(Kind.of(KIND), new JsonArray().add(script));
      } else {
        printer(usual).object(name, script);
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "get", description = "Show everything about a script, with its last lines.")
  static final class Get extends One {
    Get() {
      super("script.get", OutputFormat.yaml);
    }
  }

  @Command(name = "start", description = "Compile a script that does not run, and start it.")
  static final class Start extends One {
    Start() {
      super("script.start", OutputFormat.table);
    }
  }

  @Command(name = "stop", description = "Stop a script until it is started again.")
  static final class Stop extends One {
    Stop() {
      super("script.stop", OutputFormat.table);
    }
  }

  @Command(
      name = "reload",
      description = "Compile scripts anew and replace those that run; what fails replaces nothing.")
  static final class Reload extends NodeVerb {

    @Parameters(
        paramLabel = "NAME",
        arity = "0..1",
        description = "only this one (default: all of the folder)")
    private String name;

    @Override
    ExitCode run(NodeClient client) {
      if (name != null && output().format(OutputFormat.table) != OutputFormat.table) {
        printer(OutputFormat.table)
            .object(name, client.object("script.reload", with("name", name)));
        return ExitCode.DONE;
      }
      var all =
          name == null
              ? list(client.request("script.reload", new JsonObject()))
              : new JsonArray().add(client.object("script.reload", with("name", name)));
      printer(OutputFormat.table).list(Kind.of(KIND), all);
      boolean failed = Printer.objects(all).stream().anyMatch(one -> one.containsKey("error"));
      return failed ? ExitCode.PARTLY_DONE : ExitCode.DONE;
    }
  }
}
