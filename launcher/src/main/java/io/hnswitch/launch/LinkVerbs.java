package io.hnswitch.launch;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.control.LinkEnd;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "link",
    description = "Impair links, and pull cables out.",
    subcommands = {LinkVerbs.Impair.class, LinkVerbs.Preview.class})
final class LinkVerbs {

  private LinkVerbs() {}

  /** A layer as words of a command line. */
  static final class Words {

    @Parameters(index = "0", paramLabel = "LINK", description = "its name")
    private String link;

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "KEY=VALUE",
        description = "forward.loss=1%%, reverse.rate=20Mbit; both directions without a first word")
    private List<String> settings = List.of();

    @Option(names = "--both", paramLabel = "JSON", description = "all of both directions")
    private String both;

    @Option(names = "--forward", paramLabel = "JSON", description = "all of one direction")
    private String forward;

    @Option(names = "--reverse", paramLabel = "JSON", description = "all of the other direction")
    private String reverse;

    @Option(names = "--layer", paramLabel = "NAME", description = "of the layer (default: live)")
    private String layer;

    @Option(
        names = "--seed",
        paramLabel = "NUMBER",
        description = "what chance begins with, so that the same frames have the same fate again")
    private String seed;

    private JsonObject request() {
      var request = inDirections(Settings.parse(settings)).put("link", link);
      put(request, "both", both);
      put(request, "forward", forward);
      put(request, "reverse", reverse);
      given(request, "layer", layer);
      given(request, "seed", seed);
      return request;
    }
  }

  private static void given(JsonObject request, String name, String text) {
    if (text != null) {
      request.put(name, text);
    }
  }

  @Command(
      name = "impair",
      description = "Lay a layer over a link: impair b-up delay=5ms forward.loss=1%%")
  static final class Impair extends NodeVerb {

    @Mixin private Words words;

    @Option(names = "--for", paramLabel = "TIME", description = "how long, like 500ms or 2s")
    private String time;

    @Override
    ExitCode run(NodeClient client) {
      var request = words.request();
      given(request, "for", time);
      printer(OutputFormat.yaml).object(words.link, client.object("link.impair", request));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "preview",
      description = "Show what a layer would do to frames: preview b-up delay=5ms forward.loss=1%%")
  static final class Preview extends NodeVerb {

    private static final List<Column> DIRECTIONS =
        Kind.columns(
            "DIRECTION direction",
            "SEED seed",
            "ARRIVED arrived",
            "LOST lost",
            "DUP duplicated",
            "REORD reordered",
            "CORRUPT corrupted",
            "MINms delayMs.min",
            "MEDIANms delayMs.median",
            "MAXms delayMs.max");

    private static final List<Column> FRAMES =
        Kind.columns(
            "DIRECTION direction",
            "FRAME frame",
            "SENTms sentMs",
            "ARRIVESms arrivesMs",
            "DROPPED dropped",
            "MARKS marks");

    @Mixin private Words words;

    @Option(names = "--size", paramLabel = "BYTES", description = "of a frame (default: 1000)")
    private String size;

    @Option(
        names = "--rate",
        paramLabel = "RATE",
        description = "how often a frame is sent (default: 1000pps)")
    private String rate;

    @Option(names = "--frames", description = "show each frame, not each direction")
    private boolean frames;

    @Override
    ExitCode run(NodeClient client) {
      var request = words.request();
      given(request, "size", size);
      given(request, "rate", rate);
      var preview = client.object("link.preview", request);
      var format = output().format(OutputFormat.table);
      if (format != OutputFormat.table) {
        printer(format).object(words.link, preview);
        return ExitCode.DONE;
      }
      var rows = new JsonArray();
      for (var name : List.of(LinkEnd.FORWARD, LinkEnd.REVERSE)) {
        var direction = preview.getJsonObject(name).put("direction", name);
        if (frames) {
          frames(name, direction.getJsonArray("frames"), rows);
        } else {
          rows.add(inMillis(direction));
        }
      }
      var kind = new Kind("", "", "", "", "direction", frames ? FRAMES : DIRECTIONS);
      printer(format).list(kind, rows);
      return ExitCode.DONE;
    }

    private static JsonObject inMillis(JsonObject direction) {
      var delays = new JsonObject();
      direction
          .getJsonObject("delayNanos", new JsonObject())
          .forEach(one -> delays.put(one.getKey(), millis(one.getValue())));
      return direction.put("delayMs", delays);
    }

    private static void frames(String direction, JsonArray frames, JsonArray rows) {
      int number = 0;
      for (var frame : Printer.objects(frames)) {
        var arrives = new JsonArray();
        frame.getJsonArray("arrivesNanos").forEach(one -> arrives.add(millis(one)));
        var marks = new JsonArray();
        Stream.of("duplicated", "reordered", "corrupted")
            .filter(frame::containsKey)
            .forEach(marks::add);
        rows.add(
            frame
                .put("direction", direction)
                .put("frame", number++)
                .put("sentMs", millis(frame.getValue("sentNanos")))
                .put("arrivesMs", arrives)
                .put("marks", marks));
      }
    }

    private static String millis(Object nanos) {
      return "%.3f".formatted(((Number) nanos).doubleValue() / 1e6);
    }
  }

  /** What is no object, the node refuses. */
  private static void put(JsonObject request, String direction, String text) {
    if (text != null) {
      try {
        request.put(direction, new JsonObject(text));
      } catch (DecodeException _) {
        request.put(direction, text);
      }
    }
  }

  /** A key without a direction is for both. */
  private static JsonObject inDirections(JsonObject flat) {
    var request = new JsonObject();
    flat.forEach(
        entry -> {
          int dot = entry.getKey().indexOf('.');
          var direction = dot < 0 ? "both" : entry.getKey().substring(0, dot);
          into(request, direction, entry.getKey().substring(dot + 1), entry.getValue());
        });
    return request;
  }

  /** What has a dot, like {@code both.delay}, becomes a member of an object that is wanted. */
  static JsonObject nested(JsonObject flat, Operation operation) {
    var request = new JsonObject();
    flat.forEach(
        entry -> {
          int dot = entry.getKey().indexOf('.');
          var first = dot < 0 ? "" : entry.getKey().substring(0, dot);
          boolean isObject =
              operation
                  .parameter(first)
                  .filter(one -> one.type() == Parameter.Type.OBJECT)
                  .isPresent();
          if (isObject) {
            into(request, first, entry.getKey().substring(dot + 1), entry.getValue());
          } else {
            request.put(entry.getKey(), entry.getValue());
          }
        });
    return request;
  }

  /** A text that is a number is one: all that a lab file has of them is {@code limit}. */
  private static void into(JsonObject request, String name, String key, Object value) {
    if (!request.containsKey(name)) {
      request.put(name, new JsonObject());
    }
    var text = String.valueOf(value);
    int dot = key.indexOf('.');
    if (dot > 0) {
      into(request.getJsonObject(name), key.substring(0, dot), key.substring(dot + 1), value);
    } else {
      request
          .getJsonObject(name)
          .put(key, text.matches("[0-9]{1,9}") ? (Object) Integer.valueOf(text) : text);
    }
  }
}
