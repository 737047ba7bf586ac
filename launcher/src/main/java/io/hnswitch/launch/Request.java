package io.hnswitch.launch;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.lab.Words;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON object of a request, checked against what its operation takes. Text that says a number
 * or a boolean is taken for one, because that is all a URL can hold. Every accessor throws a {@link
 * io.hnswitch.api.ProblemException} for a value of the wrong type.
 */
final class Request {

  private final Operation operation;
  private final JsonObject body;
  private final String caller;

  /**
   * @param caller who asks; empty when that is not known
   * @throws io.hnswitch.api.ProblemException for unknown and missing members
   */
  Request(Operation operation, JsonObject body, String caller) {
    this.operation = operation;
    this.body = body;
    this.caller = caller;
    var known = operation.parameters().stream().map(Parameter::name).toList();
    for (var name : body.fieldNames()) {
      if (!known.contains(name)) {
        throw Names.invalid(
            "/" + name,
            operation.name() + " takes no \"" + name + "\"",
            Words.nearest(name, known));
      }
    }
    for (var parameter : operation.parameters()) {
      if (parameter.required() && body.getValue(parameter.name()) == null) {
        throw Names.invalid(
            "/" + parameter.name(),
            operation.name() + " needs " + parameter.name() + ": " + parameter.summary());
      }
    }
  }

  /** For a change that comes of it. */
  Cause cause() {
    return new Cause(operation.name(), caller);
  }

  /** A required text. */
  String text(String name) {
    return findText(name).orElseThrow(() -> wrong(name, "a text"));
  }

  Optional<String> findText(String name) {
    return switch (body.getValue(name)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      case Number number -> Optional.of(number.toString());
      default -> throw wrong(name, "a text");
    };
  }

  Optional<Long> findNumber(String name) {
    return switch (body.getValue(name)) {
      case null -> Optional.empty();
      case Integer number -> Optional.of(number.longValue());
      case Long number -> Optional.of(number);
      case String text when text.matches("-?[0-9]{1,18}") -> Optional.of(Long.valueOf(text));
      default -> throw wrong(name, "a whole number");
    };
  }

  /** A number in a range. */
  long number(String name, long min, long max, long initial) {
    long value = findNumber(name).orElse(initial);
    if (value < min || value > max) {
      throw Names.invalid("/" + name, name + " must be " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  boolean flag(String name) {
    return findFlag(name).orElse(false);
  }

  Optional<Boolean> findFlag(String name) {
    return switch (body.getValue(name)) {
      case null -> Optional.empty();
      case Boolean flag -> Optional.of(flag);
      case String text when text.equals("true") || text.isEmpty() -> Optional.of(true);
      case String text when text.equals("false") -> Optional.of(false);
      default -> throw wrong(name, "true or false");
    };
  }

  /** An array of texts, or one text with commas. */
  Optional<List<String>> findTexts(String name) {
    return switch (body.getValue(name)) {
      case null -> Optional.empty();
      case String text when text.isBlank() -> Optional.of(List.of());
      case String text -> Optional.of(List.of(text.trim().split("\\s*,\\s*")));
      case JsonArray array -> Optional.of(texts(name, array));
      default -> throw wrong(name, "an array of texts");
    };
  }

  private static List<String> texts(String name, JsonArray array) {
    var texts = new ArrayList<String>();
    for (var item : array) {
      if (!(item instanceof String text)) {
        throw wrong(name, "an array of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  Optional<JsonObject> findObject(String name) {
    return switch (body.getValue(name)) {
      case null -> Optional.empty();
      case JsonObject object -> Optional.of(object);
      default -> throw wrong(name, "an object");
    };
  }

  private static RuntimeException wrong(String name, String wanted) {
    return Names.invalid("/" + name, name + " must be " + wanted);
  }
}
