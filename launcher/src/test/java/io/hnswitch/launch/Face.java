package io.hnswitch.launch;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** One way to ask a node for an operation. */
interface Face {

  /** What came of it: data, or a problem; the command line tells only part of a problem. */
  record Answer(Optional<Object> data, Optional<Problem> problem, int exit, String told) {

    static Answer of(Object data) {
      return new Answer(Optional.ofNullable(data), Optional.empty(), 0, "");
    }

    static Answer of(CliException failure) {
      return new Answer(
          Optional.empty(), failure.problem(), failure.code().value(), failure.getMessage());
    }
  }

  Answer ask(Operation operation, JsonObject request);

  /** Whether a request can be put into the words of this face. */
  boolean can(Operation operation, JsonObject request);

  /** The event bus, by WebSocket. */
  static Face bus(TestNode node) {
    var bus = new NodeClient(node.url(), node.token()).bus();
    return new Face() {
      @Override
      public Answer ask(Operation operation, JsonObject request) {
        try {
          var answer = bus.request(operation.address(), request, new JsonObject());
          return Answer.of(answer.getValue("data"));
        } catch (CliException e) {
          return Answer.of(e);
        }
      }

      @Override
      public boolean can(Operation operation, JsonObject request) {
        return true;
      }
    };
  }

  /** REST. */
  static Face rest(TestNode node) {
    var client = new NodeClient(node.url(), node.token());
    return new Face() {
      @Override
      public Answer ask(Operation operation, JsonObject request) {
        try {
          return Answer.of(client.request(operation.name(), request));
        } catch (CliException e) {
          return Answer.of(e);
        }
      }

      /** A URL holds texts only, and all that its path needs. */
      @Override
      public boolean can(Operation operation, JsonObject request) {
        for (var parameter : operation.parameters()) {
          boolean inUrl =
              operation.isInPath(parameter) || operation.method() == Operation.Method.GET;
          var value = request.getValue(parameter.name());
          boolean text = value == null || !(value instanceof JsonObject);
          boolean there = value != null || !operation.isInPath(parameter);
          if (inUrl && !(text && there)) {
            return false;
          }
        }
        return true;
      }
    };
  }

  /** The command line: the verb that is made from the catalogue, or the one in its place. */
  static Face commandLine(TestNode node) {
    var typed = new AtomicReference<>(InputStream.nullInputStream());
    var input =
        new InputStream() {
          @Override
          public int read() throws IOException {
            return typed.get().read();
          }
        };
    var line = Main.commandLine(Terminal.reaching(node.url(), node.token()), input);
    return new Face() {
      @Override
      public Answer ask(Operation operation, JsonObject request) {
        var out = new StringWriter();
        var err = new StringWriter();
        var arguments = new ArrayList<>(arguments(operation, request));
        arguments.add("--json");
        typed.set(secret(operation, request));
        int exit =
            line.setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        return new Answer(json(out.toString()), Optional.empty(), exit, err.toString());
      }

      /** What is typed, or comes by standard input: no argument may hold it. */
      private static InputStream secret(Operation operation, JsonObject request) {
        var text =
            operation.parameters().stream()
                .filter(one -> one.type() == Parameter.Type.SECRET)
                .map(one -> request.getString(one.name(), ""))
                .collect(Collectors.joining());
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      }

      /** Its own parser takes no unknown options, and nothing may be missing. */
      @Override
      public boolean can(Operation operation, JsonObject request) {
        boolean known =
            request.fieldNames().stream().allMatch(name -> operation.parameter(name).isPresent());
        boolean whole =
            operation.parameters().stream()
                .filter(Parameter::required)
                .allMatch(one -> request.containsKey(one.name()));
        boolean words =
            request.stream().noneMatch(member -> member.getValue() instanceof JsonObject);
        return known && whole && words && !isTyped(operation);
      }

      /** Options of these verbs have types: what does not parse is wrong usage. */
      private boolean isTyped(Operation operation) {
        return List.of("flow.start", "capture.start", "vf.attach", "vf.detach")
            .contains(operation.name());
      }
    };
  }

  private static Optional<Object> json(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        text.startsWith("[")
            ? new JsonArray(text)
            : text.startsWith("{") ? new JsonObject(text) : text.strip());
  }

  /** Argument words for a request. */
  static List<String> arguments(Operation operation, JsonObject request) {
    var noun = operation.noun();
    var verb = operation.name().substring(noun.length() + 1);
    var words = new ArrayList<>(List.of(noun, verb));
    for (var parameter : operation.parameters()) {
      var value = request.getValue(parameter.name());
      if (value != null) {
        var text =
            value instanceof JsonArray list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
        words.addAll(words(operation, parameter, text));
      }
    }
    return words;
  }

  private static List<String> words(Operation operation, Parameter parameter, String text) {
    if (operation.name().equals("nic.set") && !parameter.required()) {
      return List.of(parameter.name() + "=" + text);
    }
    if (parameter.type() == Parameter.Type.SECRET) {
      return List.of("--" + parameter.name() + "-stdin");
    }
    boolean options = operation.name().equals("flow.start");
    if (parameter.required() && !options) {
      return List.of(text);
    }
    var option = "--" + parameter.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    boolean flag = parameter.type() == Parameter.Type.BOOLEAN && text.equals("true");
    return flag ? List.of(option) : List.of(option, text);
  }
}
