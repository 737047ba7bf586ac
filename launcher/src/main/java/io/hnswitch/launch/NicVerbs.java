package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "nic",
    description = "Operate guest NICs.",
    subcommands = {NicVerbs.Up.class, NicVerbs.Down.class, NicVerbs.Set.class})
final class NicVerbs {

  private NicVerbs() {}

  /** One NIC. */
  abstract static class OnNic extends NodeVerb {

    @Parameters(index = "0", paramLabel = "NIC", description = "like a:hn0")
    private String nic;

    final ExitCode change(NodeClient client, String operation, JsonObject more) {
      var view = client.object(operation, with("nic", nic).mergeIn(more));
      var format = output().format(OutputFormat.table);
      if (format == OutputFormat.table) {
        printer(format).list(Kind.of("nics"), new JsonArray().add(view));
      } else {
        printer(format).object(nic, view);
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "up", description = "Bring a NIC up.")
  static final class Up extends OnNic {
    @Override
    ExitCode run(NodeClient client) {
      return change(client, "nic.up", new JsonObject());
    }
  }

  @Command(name = "down", description = "Take a NIC down.")
  static final class Down extends OnNic {
    @Override
    ExitCode run(NodeClient client) {
      return change(client, "nic.down", new JsonObject());
    }
  }

  @Command(
      name = "set",
      description = "Change a NIC: mtu=1400 offloads=+tso4,-lro queue.rate=50Mbit up=true")
  static final class Set extends OnNic {

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY=VALUE")
    private List<String> settings;

    @Override
    ExitCode run(NodeClient client) {
      return change(client, "nic.set", Settings.parse(settings));
    }
  }
}
