package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description =
        "Show nics, vfs, switches, adapters, pairs, flows, tokens, endpoints or the ledger.")
final class GetVerb extends NodeVerb {

  @Parameters(index = "0", paramLabel = "KIND", description = "nics, vfs, switches, ...")
  private String kind;

  @Parameters(index = "1", paramLabel = "ID", arity = "0..1", description = "only this one")
  private String id;

  @Mixin private Watch watch;

  @Override
  ExitCode run(NodeClient client) {
    var wanted = Kind.of(kind);
    boolean terminal = output().format(OutputFormat.table) == OutputFormat.table && isTerminal();
    watch.run(this, terminal, () -> show(client, wanted));
    return ExitCode.DONE;
  }

  private void show(NodeClient client, Kind wanted) {
    if (wanted.plural().equals("ledger")) {
      ledger(wanted, client.object(wanted.list(), new JsonObject()));
    } else if (id == null) {
      printer(OutputFormat.table)
          .list(wanted, list(client.request(wanted.list(), new JsonObject())));
    } else if (output().format(OutputFormat.table) == OutputFormat.table) {
      printer(OutputFormat.table).list(wanted, new JsonArray().add(one(client, wanted, id)));
    } else {
      printer(OutputFormat.json).object(id, one(client, wanted, id));
    }
  }

  /** The sums first, then the devices. */
  private void ledger(Kind kind, JsonObject ledger) {
    if (output().format(OutputFormat.table) != OutputFormat.table) {
      printer(OutputFormat.table).object("ledger", ledger);
      return;
    }
    var sums = ledger.copy();
    sums.remove("devices");
    printer(OutputFormat.table).object("ledger", sums);
    out().println();
    printer(OutputFormat.table).list(kind, ledger.getJsonArray("devices", new JsonArray()));
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
