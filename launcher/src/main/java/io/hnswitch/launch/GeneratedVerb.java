package io.hnswitch.launch;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operation.Parameter;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The verb of an operation that has no verb of its own, made from the catalogue: what is required
 * comes by its place, all else by options.
 */
@Command
final class GeneratedVerb extends NodeVerb {

  private static final String ASYNC = "--async";
  private static final String REQUEST_ID = "--request-id";

  private final Operation operation;

  GeneratedVerb(Operation operation) {
    this.operation = operation;
  }

  /** Gives each operation without a verb one, {@code hnswitch <noun> <verb>}. */
  static void addTo(CommandLine line, List<Operation> operations) {
    for (var operation : operations) {
      var name = operation.name().substring(operation.noun().length() + 1);
      var group = line.getSubcommands().get(operation.noun());
      if (group == null) {
        group = new CommandLine(group(operation.noun()));
        line.addSubcommand(operation.noun(), group);
      }
      if (!group.getSubcommands().containsKey(name)) {
        group.addSubcommand(name, new GeneratedVerb(operation).made());
      }
    }
  }

  private static CommandSpec group(String noun) {
    var spec = CommandSpec.create();
    spec.usageMessage().description("The operations " + noun + ".*");
    return spec;
  }

  private CommandLine made() {
    var line = new CommandLine(this);
    var spec = line.getCommandSpec();
    spec.usageMessage().description(operation.summary());
    if (operation.kind() == Operation.Kind.CHANGE) {
      addChangeOptions(spec);
    }
    int place = 0;
    for (var parameter : operation.parameters()) {
      if (parameter.type() == Parameter.Type.SECRET) {
        spec.addOption(
            OptionSpec.builder("--" + optionName(parameter) + "-stdin")
                .type(boolean.class)
                .description(parameter.summary() + "; one line of standard input")
                .build());
      } else if (parameter.required()) {
        spec.addPositional(
            PositionalParamSpec.builder()
                .index(Integer.toString(place))
                .required(true)
                .paramLabel(label(parameter))
                .type(String.class)
                .description(parameter.summary())
                .build());
        place++;
      } else {
        spec.addOption(option(parameter));
      }
    }
    return line;
  }

  private static void addChangeOptions(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder(ASYNC)
            .type(boolean.class)
            .description("do not wait; print the id of the operation")
            .build());
    spec.addOption(
        OptionSpec.builder(REQUEST_ID)
            .type(String.class)
            .paramLabel("ID")
            .description("safe to be used again when the answer got lost")
            .build());
  }

  private static OptionSpec option(Parameter parameter) {
    var builder = OptionSpec.builder("--" + optionName(parameter)).description(parameter.summary());
    return switch (parameter.type()) {
      case BOOLEAN ->
          builder.type(String.class).arity("0..1").fallbackValue("true").paramLabel("true").build();
      case TEXT, NUMBER, TEXTS, OBJECT, SECRET ->
          builder.type(String.class).paramLabel(label(parameter)).build();
    };
  }

  private static String label(Parameter parameter) {
    return optionName(parameter).toUpperCase(Locale.ROOT);
  }

  /** Like {@code if-revision} for {@code ifRevision}. */
  private static String optionName(Parameter parameter) {
    return parameter.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  @Override
  ExitCode run(NodeClient client) {
    var request = new JsonObject();
    int place = 0;
    for (var parameter : operation.parameters()) {
      if (parameter.type() == Parameter.Type.SECRET) {
        if (value("--" + optionName(parameter) + "-stdin").isPresent()) {
          request.put(parameter.name(), line());
        }
      } else if (parameter.required()) {
        request.put(parameter.name(), given(spec().positionalParameters().get(place)).orElse(""));
        place++;
      } else {
        value("--" + optionName(parameter))
            .ifPresent(text -> request.put(parameter.name(), json(parameter, text)));
      }
    }
    boolean async = value(ASYNC).isPresent();
    show(request, client.answer(operation.name(), request, async, value(REQUEST_ID).orElse("")));
    return ExitCode.DONE;
  }

  private Optional<String> value(String option) {
    return given(spec().findOption(option));
  }

  private static Optional<String> given(ArgSpec argument) {
    var value = argument == null ? null : argument.getValue();
    return value == null || value.equals(false)
        ? Optional.empty()
        : Optional.of(String.valueOf(value));
  }

  /** As the bus wants it; the node says what is wrong with a text that is no such thing. */
  private static Object json(Parameter parameter, String text) {
    if (parameter.type() != Parameter.Type.OBJECT) {
      return text;
    }
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      return text;
    }
  }

  private static String line() {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      var line = in.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "hnswitch: cannot read standard input: " + e);
    }
  }

  private void show(JsonObject request, JsonObject answer) {
    if (answer.getValue("operation") instanceof String id) {
      printer(OutputFormat.name).object(id, answer);
      return;
    }
    switch (answer.getValue("data")) {
      case JsonArray list -> printer(OutputFormat.table).list(kind(list), list);
      case JsonObject object -> printer(OutputFormat.table).object(id(request, object), object);
      case null -> printer(OutputFormat.table).object(id(request, answer), answer);
      case Object plain -> {
        out().println(plain);
        out().flush();
      }
    }
  }

  /**
   * The id of the object that was answered with, or asked about; the noun when there is but one.
   */
  private String id(JsonObject request, JsonObject object) {
    return Kind.find(operation.noun())
        .map(kind -> object.getString(kind.id()))
        .or(
            () ->
                operation.parameters().stream()
                    .filter(one -> one.required() && one.type() == Parameter.Type.TEXT)
                    .findFirst()
                    .map(one -> request.getString(one.name())))
        .orElse(operation.noun());
  }

  /** The kind that is listed like this, or a table of whatever members are plain. */
  private Kind kind(JsonArray list) {
    return Kind.ALL.stream()
        .filter(kind -> kind.list().equals(operation.name()))
        .findFirst()
        .orElseGet(() -> plain(list));
  }

  private Kind plain(JsonArray list) {
    var columns = new ArrayList<Column>();
    for (var row : Printer.objects(list)) {
      for (var member : row) {
        boolean known = columns.stream().anyMatch(one -> one.path().equals(member.getKey()));
        if (!known && !(member.getValue() instanceof JsonObject)) {
          columns.add(new Column(member.getKey().toUpperCase(Locale.ROOT), member.getKey()));
        }
      }
    }
    var id = columns.isEmpty() ? "id" : columns.getFirst().path();
    return new Kind(operation.name(), operation.name(), "", "", id, columns);
  }
}
