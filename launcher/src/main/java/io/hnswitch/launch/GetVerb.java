package io.hnswitch.launch;

import io.hnswitch.api.Filter;
import io.hnswitch.api.FilterException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description =
        "Show nics, vfs, switches, adapters, pairs, flows, scripts, tokens, endpoints or the"
            + " ledger.")
final class GetVerb extends NodeVerb {

  @Parameters(index = "0", paramLabel = "KIND", description = "nics, vfs, switches, ...")
  private String kind;

  @Parameters(index = "1", paramLabel = "ID", arity = "0..1", description = "only this one")
  private String id;

  @Option(
      names = "--filter",
      paramLabel = "EXPR",
      description = "only those, like path:vf or oerrors>0")
  private String filter = "";

  @Mixin private Watch watch;

  private Filter only;

  @Override
  ExitCode run(NodeClient client) {
    var wanted = Kind.of(kind);
    only = filter();
    boolean terminal = output().format(OutputFormat.table) == OutputFormat.table && isTerminal();
    watch.run(this, terminal, () -> show(client, wanted));
    return ExitCode.DONE;
  }

  private Filter filter() {
    if (id != null && !filter.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "hnswitch: either an ID or --filter");
    }
    try {
      return Filter.parse(filter);
    } catch (FilterException e) {
      throw new CliException(ExitCode.USAGE, "hnswitch: --filter: " + e.getMessage());
    }
  }

  private JsonArray only(JsonArray list) {
    return new JsonArray(Printer.objects(list).stream().filter(only::matches).toList());
  }

  private void show(NodeClient client, Kind wanted) {
    if (wanted.plural().equals("ledger")) {
      ledger(wanted, client.object(wanted.list(), new JsonObject()));
    } else if (id == null) {
      printer(OutputFormat.table)
          .list(wanted, only(list(client.request(wanted.list(), new JsonObject()))));
    } else if (output().format(OutputFormat.table) == OutputFormat.table) {
      printer(OutputFormat.table).list(wanted, new JsonArray().add(one(client, wanted, id)));
    } else {
      printer(OutputFormat.json).object(id, one(client, wanted, id));
    }
  }

  /** The sums first, then the devices. */
  private void ledger(Kind kind, JsonObject all) {
    var devices = only(all.getJsonArray("devices", new JsonArray()));
    var ledger = all.copy().put("devices", devices);
    if (output().format(OutputFormat.table) != OutputFormat.table) {
      printer(OutputFormat.table).object("ledger", ledger);
      return;
    }
    var sums = ledger.copy();
    sums.remove("devices");
    printer(OutputFormat.table).object("ledger", sums);
    out().println();
    printer(OutputFormat.table).list(kind, devices);
  }

  /** An object by its id. */
  static JsonObject one(NodeClient client, Kind kind, String id) {
    if (!kind.get().isEmpty()) {
      return client.object(kind.get(), with(kind.key(), id));
    }
    return Printer.objects(list(client.request(kind.list(), new JsonObject()))).stream()
        .filter(one -> id.equals(one.getString(kind.id())))
        .findFirst()
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.NOT_FOUND, "hnswitch: no such thing in " + kind.plural() + ": " + id));
  }
}
