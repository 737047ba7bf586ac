package io.hnswitch.launch;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.hnswitch.api.RequestId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "bus",
    description = "Ask for operations and listen by the event bus itself.",
    subcommands = {BusVerbs.Ask.class, BusVerbs.Subscribe.class})
final class BusVerbs {

  private BusVerbs() {}

  @Command(name = "request", description = "Ask for an operation and print the answer.")
  static final class Ask extends NodeVerb {

    @Parameters(
        index = "0",
        paramLabel = "OPERATION",
        description = "like vf.attach, or hnswitch.v1.ctl.vf.attach")
    private String operation;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "JSON",
        description = "the request, - for standard input (default: {})")
    private String body = "{}";

    @Option(names = "--async", description = "do not wait; print the id of the operation")
    private boolean async;

    @Option(
        names = "--request-id",
        paramLabel = "ID",
        description = "safe to be used again when the answer got lost")
    private String requestId = "";

    @Override
    ExitCode run(NodeClient client) {
      var headers = new JsonObject();
      if (async) {
        headers.put(RequestId.ASYNC, "true");
      }
      if (!requestId.isEmpty()) {
        headers.put(RequestId.HEADER, requestId);
      }
      var request = json(body.equals("-") ? standardInput() : body);
      try (var bus = client.bus()) {
        printer(OutputFormat.json).object(operation, bus.request(address(), request, headers));
      }
      return ExitCode.DONE;
    }

    private String address() {
      return Operations.find(operation).map(Operation::address).orElse(operation);
    }

    private static JsonObject json(String text) {
      try {
        return new JsonObject(text);
      } catch (DecodeException | ClassCastException e) {
        throw new CliException(ExitCode.INVALID, "hnswitch: not a JSON object: " + text);
      }
    }

    private static String standardInput() {
      try {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new CliException(ExitCode.FAILED, "hnswitch: cannot read standard input: " + e);
      }
    }
  }

  @Command(
      name = "subscribe",
      description = "Print what is published, a JSON object a line, until interrupted.")
  static final class Subscribe extends NodeVerb {

    @Parameters(
        arity = "1..*",
        paramLabel = "ADDRESS",
        description = "like hnswitch.v1.evt.all, or evt.nic.a:hn0, or tick.summary")
    private List<String> addresses;

    @Option(names = "--count", paramLabel = "N", description = "end after so many")
    private long count = Long.MAX_VALUE;

    @Override
    ExitCode run(NodeClient client) {
      try (var bus = client.bus()) {
        addresses.forEach(address -> bus.subscribe(whole(address)));
        for (long i = 0; i < count; i++) {
          var message = bus.next();
          out()
              .println(
                  output().format(OutputFormat.jsonl) == OutputFormat.json
                      ? message.getJsonObject("body").encodePrettily()
                      : message.getJsonObject("body").encode());
          out().flush();
        }
      }
      return ExitCode.DONE;
    }

    private static String whole(String address) {
      return address.startsWith("hnswitch.") ? address : "hnswitch.v1." + address;
    }
  }
}
