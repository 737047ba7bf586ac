package io.hnswitch.api;

import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.lab.Words;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The JSON object of a request, checked against what its operation takes. Text that says a number
 * or a boolean is taken for one, because that is all a URL can hold. Every accessor throws a {@link
 * io.hnswitch.api.ProblemException} for a value of the wrong type.
 */
public final class Request {

  private final Operation operation;
  private final JsonObject body;
  private final Caller caller;
  private final Consumer<Runnable> cancellation;

  /** A request that nobody can cancel. */
  public Request(Operation operation, JsonObject body, Caller caller) {
    this(operation, body, caller, action -> {});
  }

  /**
   * @param cancellation takes what cancels it
   */
  Request(Operation operation, JsonObject body, Caller caller, Consumer<Runnable> cancellation) {
    this.operation = operation;
    this.body = body;
    this.caller = caller;
    this.cancellation = cancellation;
  }

  /**
   * Checks that it has what is required, nothing that is unknown, and all of the right type.
   *
   * @throws ProblemException when it has not
   */
  Request checked() {
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
      checkType(parameter);
    }
    return this;
  }

  private void checkType(Parameter parameter) {
    switch (parameter.type()) {
      case TEXT, SECRET -> findText(parameter.name());
      case NUMBER -> findNumber(parameter.name());
      case BOOLEAN -> findFlag(parameter.name());
      case TEXTS -> findTexts(parameter.name());
      case OBJECT -> findObject(parameter.name());
    }
  }

  /**
   * A request that another node has let in.
   *
   * @throws ProblemException when it is not valid here
   */
  public static Request of(Operation operation, JsonObject body, Caller caller) {
    return new Request(operation, body, caller).checked();
  }

  public Operation operation() {
    return operation;
  }

  /** All that it holds; for passing on. */
  public JsonObject body() {
    return body;
  }

  public Caller caller() {
    return caller;
  }

  /**
   * From here on the request can be cancelled.
   *
   * @param action makes its answer fail with {@link ProblemCode#CANCELLED}
   */
  public void cancelBy(Runnable action) {
    cancellation.accept(action);
  }

  /** A required text. */
  public String text(String name) {
    return findText(name).orElseThrow(() -> wrong(name, "a text"));
  }

  public Optional<String> findText(String name) {
    return switch (body.getValue(name)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      case Number number -> Optional.of(number.toString());
      default -> throw wrong(name, "a text");
    };
  }

  public Optional<Long> findNumber(String name) {
    return switch (body.getValue(name)) {
      case null -> Optional.empty();
      case Integer number -> Optional.of(number.longValue());
      case Long number -> Optional.of(number);
      case String text when text.matches("-?[0-9]{1,18}") -> Optional.of(Long.valueOf(text));
      default -> throw wrong(name, "a whole number");
    };
  }

  /** A number in a range. */
  public long number(String name, long min, long max, long initial) {
    long value = findNumber(name).orElse(initial);
    if (value < min || value > max) {
      throw Names.invalid("/" + name, name + " must be " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  public boolean flag(String name) {
    return findFlag(name).orElse(false);
  }

  public Optional<Boolean> findFlag(String name) {
    return switch (body.getValue(name)) {
      case null -> Optional.empty();
      case Boolean flag -> Optional.of(flag);
      case String text when text.equals("true") || text.isEmpty() -> Optional.of(true);
      case String text when text.equals("false") -> Optional.of(false);
      default -> throw wrong(name, "true or false");
    };
  }

  /** An array of texts, or one text with commas. */
  public Optional<List<String>> findTexts(String name) {
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

  public Optional<JsonObject> findObject(String name) {
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
