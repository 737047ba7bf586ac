package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "sysctl", description = "Show and set hw.hn.* and dev.hn.N.*, as sysctl(8) does.")
final class SysctlVerb extends NodeVerb {

  private static final Kind NODES = new Kind("sysctls", "nic.sysctl", "", "", "name", List.of());

  @Option(names = "-a", description = "all there are")
  private boolean all;

  @Option(names = "-d", description = "descriptions in place of values")
  private boolean descriptions;

  @Option(names = "-N", description = "names only")
  private boolean names;

  @Option(names = "-n", description = "values only")
  private boolean values;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME[=VALUE]",
      description = "a name, a node like dev.hn.0 for all below it, or an assignment")
  private List<String> wanted = List.of();

  private final JsonArray answers = new JsonArray();
  private ExitCode code = ExitCode.DONE;

  @Override
  ExitCode run(NodeClient client) {
    if (wanted.isEmpty() && !all) {
      throw new CliException(ExitCode.USAGE, "hnswitch: wanted NAME, NAME=VALUE or -a");
    }
    if (all) {
      each(client, "");
    }
    wanted.forEach(one -> each(client, one));
    if (!isText()) {
      printer(OutputFormat.json).list(NODES, answers);
    }
    out().flush();
    err().flush();
    return code;
  }

  private boolean isText() {
    return output().format(OutputFormat.table) == OutputFormat.table;
  }

  /** One that fails does not keep the others from being done. */
  private void each(NodeClient client, String one) {
    try {
      int equals = one.indexOf('=');
      if (equals < 0) {
        read(client, one);
      } else {
        write(client, one.substring(0, equals), one.substring(equals + 1));
      }
    } catch (CliException e) {
      var problem = e.problem();
      if (problem.isEmpty()) {
        throw e;
      }
      failed(e.code(), problem.get().detail());
    }
  }

  private void failed(ExitCode with, String detail) {
    out().flush();
    err().println("sysctl: " + detail);
    err().flush();
    code = code == ExitCode.DONE ? with : code;
  }

  private void read(NodeClient client, String name) {
    var request = name.isEmpty() ? new JsonObject() : with("prefix", name);
    var nodes = list(client.request("nic.sysctl", request));
    for (var node : Printer.objects(nodes)) {
      var problem = node.getJsonObject("problem");
      if (problem != null) {
        var why = Problem.parse(problem);
        failed(
            why.map(ExitCode::of).orElse(ExitCode.FAILED),
            node.getString("name") + ": " + why.map(Problem::detail).orElse("no answer"));
      } else if (isText()) {
        show(node.getString("name"), descriptions ? description(node) : text(node, "value"));
      } else {
        answers.add(node);
      }
    }
  }

  private void write(NodeClient client, String name, String value) {
    var answer = client.object("nic.sysctl-set", with("name", name).put("value", value));
    if (isText()) {
      show(name, text(answer, "old") + " -> " + text(answer, "value"));
    } else {
      answers.add(answer);
    }
    if (answer.containsKey("note")) {
      out().flush();
      note("sysctl: " + name + ": " + answer.getString("note"));
    }
  }

  private void show(String name, String text) {
    out().println(names ? name : values ? text : name + ": " + text);
  }

  private static String text(JsonObject object, String member) {
    return String.valueOf(object.getValue(member));
  }

  /** What has no effect here says so. */
  private static String description(JsonObject node) {
    var effect = node.getString("effect", "");
    return node.getString("description") + (effect.isEmpty() ? "" : " (effect: " + effect + ")");
  }
}
