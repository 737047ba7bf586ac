package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "flow",
    description = "Start and stop measured UDP flows.",
    subcommands = {FlowVerbs.Start.class, FlowVerbs.Stop.class})
final class FlowVerbs {

  private FlowVerbs() {}

  /** Shows the flow that is answered with. */
  abstract static class OnFlow extends NodeVerb {
    final ExitCode show(JsonObject flow) {
      var format = output().format(OutputFormat.table);
      if (format == OutputFormat.table) {
        printer(format).list(Kind.of("flows"), new JsonArray().add(flow));
      } else {
        printer(format).object(flow.getString("id"), flow);
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "start", description = "Start a flow between two in-process hosts.")
  static final class Start extends OnFlow {

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "its id (default: the next of f1, ...)")
    private String id;

    @Option(names = "--from", required = true, paramLabel = "NIC", description = "who sends")
    private String from;

    @Option(names = "--to", required = true, paramLabel = "NIC", description = "who receives")
    private String to;

    @Option(names = "--udp", paramLabel = "PORT", description = "destination port (default: 7)")
    private Integer udp;

    @Option(names = "--rate", description = "like 2000pps, or max (default: 1000pps)")
    private String rate;

    @Option(names = "--size", description = "bytes of UDP payload (default: 512)")
    private Integer size;

    @Option(names = "--count", description = "datagrams to send (default: no end)")
    private Long count;

    @Option(names = "--echo", description = "the receiver sends each one back")
    private boolean echo;

    @Override
    ExitCode run(NodeClient client) {
      var request = new JsonObject().put("from", from).put("to", to).put("echo", echo);
      put(request, "id", id);
      put(request, "udp", udp);
      put(request, "rate", rate);
      put(request, "size", size);
      put(request, "count", count);
      return show(client.object("flow.start", request));
    }

    private static void put(JsonObject request, String name, Object value) {
      if (value != null) {
        request.put(name, value);
      }
    }
  }

  @Command(name = "stop", description = "Stop a flow and show its result.")
  static final class Stop extends OnFlow {

    @Parameters(paramLabel = "ID", description = "like f1")
    private String id;

    @Override
    ExitCode run(NodeClient client) {
      return show(client.object("flow.stop", with("id", id)));
    }
  }
}
