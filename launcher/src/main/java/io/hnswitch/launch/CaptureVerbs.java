package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "capture",
    description = "Capture the frames of a NIC, whichever path they take.",
    subcommands = {CaptureVerbs.Start.class, CaptureVerbs.Stop.class, CaptureVerbs.Save.class})
final class CaptureVerbs {

  private CaptureVerbs() {}

  /** Shows one capture. */
  abstract static class OnCapture extends NodeVerb {
    final ExitCode show(JsonObject capture) {
      var format = output().format(OutputFormat.table);
      if (format == OutputFormat.table) {
        printer(format).list(Kind.of("captures"), new JsonArray().add(capture));
      } else {
        printer(format).object(capture.getString("id"), capture);
      }
      return ExitCode.DONE;
    }
  }

  @Command(name = "start", description = "Start a capture at a NIC.")
  static final class Start extends OnCapture {

    @Parameters(paramLabel = "NIC", description = "like a:hn0")
    private String at;

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "its id (default: the next of c1, ...)")
    private String id;

    @Option(names = "--snaplen", description = "bytes kept of a frame (default: all)")
    private Integer snaplen;

    @Option(names = "--ring", description = "bytes kept of all (default: 4194304)")
    private Integer ring;

    @Override
    ExitCode run(NodeClient client) {
      var request = with("at", at);
      if (id != null) {
        request.put("id", id);
      }
      if (snaplen != null) {
        request.put("snaplen", snaplen);
      }
      if (ring != null) {
        request.put("ring", ring);
      }
      return show(client.object("capture.start", request));
    }
  }

  @Command(name = "stop", description = "Stop a capture; what it kept is gone.")
  static final class Stop extends OnCapture {

    @Parameters(paramLabel = "ID", description = "like c1")
    private String id;

    @Override
    ExitCode run(NodeClient client) {
      return show(client.object("capture.stop", with("id", id)));
    }
  }

  @Command(name = "save", description = "Write what a capture has kept into a pcapng file.")
  static final class Save extends NodeVerb {

    @Parameters(index = "0", paramLabel = "ID", description = "like c1")
    private String id;

    @Parameters(index = "1", paramLabel = "FILE", description = "is replaced when it exists")
    private Path file;

    @Override
    ExitCode run(NodeClient client) {
      client.download("/captures/" + NodeClient.encode(id) + ".pcapng", file);
      note("saved " + file);
      return ExitCode.DONE;
    }
  }
}
