package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "capture",
    description =
        "Show the frames of NICs and adapters' wires as pcapng until interrupted: capture a:hn0 udp"
            + " | wireshark -k -i -",
    subcommands = {CaptureVerbs.Start.class, CaptureVerbs.Stop.class, CaptureVerbs.Save.class})
final class CaptureVerbs extends NodeVerb {

  @Parameters(
      arity = "0..*",
      paramLabel = "PLACE,... FILTER",
      description = "NICs and adapters like a:hn0,pf0, then words of a filter like udp port 53")
  private List<String> words = List.of();

  @Mixin private Bounds bounds;

  /** What bounds a capture. */
  static final class Bounds {
    @Option(names = "--snaplen", description = "bytes kept of a frame (default: all)")
    private Integer snaplen;

    @Option(names = "--ring", description = "bytes kept of all (default: 4194304)")
    private Integer ring;

    @Option(
        names = "--count",
        paramLabel = "FRAMES",
        description = "how many, then it ends (default: 0, no end)")
    private Long count;

    @Option(names = "--for", paramLabel = "TIME", description = "how long (default: 10m)")
    private String time;

    @Option(
        names = "--auto",
        paramLabel = "WHEN",
        description = "start, or on-switchover: end so long after the next one (2s)")
    private String auto;

    @Option(
        names = "--where",
        paramLabel = "PLACE",
        description = "nic (default), or port: what a NIC's switch port lets in and out")
    private String where;

    @Option(
        names = "--direction",
        paramLabel = "WHICH",
        description = "source (what the guest or the adapter sends), destination or both (default)")
    private String direction;

    @Option(names = "--filter", description = "which frames; or as words behind the places")
    private String filter;

    private JsonObject addTo(JsonObject request) {
      if (snaplen != null) {
        request.put("snaplen", snaplen);
      }
      if (ring != null) {
        request.put("ring", ring);
      }
      if (count != null) {
        request.put("frames", count);
      }
      if (time != null) {
        request.put("for", time);
      }
      if (auto != null) {
        request.put("auto", auto);
      }
      if (where != null) {
        request.put("where", where);
      }
      if (direction != null) {
        request.put("direction", direction);
      }
      if (filter != null) {
        request.put("filter", filter);
      }
      return request;
    }
  }

  /** NICs and adapters with commas between, then a filter. */
  private static JsonObject request(List<String> words) {
    var request = with("at", new JsonArray(List.of(words.getFirst().split(","))));
    var filter = String.join(" ", words.subList(1, words.size()));
    return filter.isEmpty() ? request : request.put("filter", filter);
  }

  @Override
  ExitCode run(NodeClient client) {
    if (words.isEmpty()) {
      throw new ParameterException(commandLine(), "say where: capture a:hn0, or a verb");
    }
    var request = bounds.addTo(request(words)).put("transient", true);
    var id = client.object("capture.start", request).getString("id");
    note("capturing as " + id + ", end with Ctrl-C");
    client.stream(
        "/captures/" + NodeClient.encode(id) + ".pcapng?follow=true",
        new FileOutputStream(FileDescriptor.out));
    return ExitCode.DONE;
  }

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

  @Command(name = "start", description = "Start a capture at NICs and wires.")
  static final class Start extends OnCapture {

    @Parameters(
        arity = "1..*",
        paramLabel = "PLACE,... FILTER",
        description = "NICs and adapters like a:hn0,pf0, then words of a filter like udp port 53")
    private List<String> words;

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "its id (default: the next of c1, ...)")
    private String id;

    @Option(names = "--transient", description = "stop it when who follows it goes away")
    private boolean passing;

    @Mixin private Bounds bounds;

    @Override
    ExitCode run(NodeClient client) {
      var request = bounds.addTo(request(words)).put("transient", passing);
      if (id != null) {
        request.put("id", id);
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
