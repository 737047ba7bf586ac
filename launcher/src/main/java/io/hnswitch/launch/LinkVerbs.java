package io.hnswitch.launch;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operation.Parameter;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "link",
    description = "Impair links, and pull cables out.",
    subcommands = LinkVerbs.Impair.class)
final class LinkVerbs {

  private LinkVerbs() {}

  @Command(
      name = "impair",
      description = "Lay a layer over a link: impair b-up delay=5ms forward.loss=1%")
  static final class Impair extends NodeVerb {

    @Parameters(index = "0", paramLabel = "LINK", description = "its name")
    private String link;

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "KEY=VALUE",
        description = "forward.loss=1%, reverse.rate=20Mbit; both directions without a first word")
    private List<String> settings = List.of();

    @Option(names = "--both", paramLabel = "JSON", description = "all of both directions")
    private String both;

    @Option(names = "--forward", paramLabel = "JSON", description = "all of one direction")
    private String forward;

    @Option(names = "--reverse", paramLabel = "JSON", description = "all of the other direction")
    private String reverse;

    @Option(names = "--layer", paramLabel = "NAME", description = "of the layer (default: live)")
    private String layer;

    @Option(names = "--for", paramLabel = "TIME", description = "how long, like 500ms or 2s")
    private String time;

    @Override
    ExitCode run(NodeClient client) {
      var request = inDirections(Settings.parse(settings)).put("link", link);
      put(request, "both", both);
      put(request, "forward", forward);
      put(request, "reverse", reverse);
      if (layer != null) {
        request.put("layer", layer);
      }
      if (time != null) {
        request.put("for", time);
      }
      printer(OutputFormat.yaml).object(link, client.object("link.impair", request));
      return ExitCode.DONE;
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
