package io.hnswitch.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hnswitch.api.Operation;
import io.hnswitch.api.Operation.Parameter.Type;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the one JSON object of an operation's request from what a REST request says in its path,
 * query, body and {@code If-Match}. Nothing may be said twice in different words.
 */
final class RequestJson {

  private static final List<String> YAML =
      List.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

  private final Operation operation;
  private final JsonObject json = new JsonObject();

  RequestJson(Operation operation) {
    this.operation = operation;
  }

  /**
   * Takes in the body.
   *
   * @param contentType empty when the request has none
   * @throws ProblemException when it is neither a JSON object nor, where a lab file is wanted, YAML
   */
  RequestJson body(String contentType, String text) {
    if (text.isBlank()) {
      return this;
    }
    int parameters = contentType.indexOf(';');
    var mediaType =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    if (mediaType.isEmpty() || mediaType.endsWith("/json") || mediaType.endsWith("+json")) {
      parse(text).forEach(member -> put(member.getKey(), member.getValue()));
    } else if (YAML.contains(mediaType) && operation.parameter("text").isPresent()) {
      put("text", text);
    } else {
      throw invalid(
          "",
          "the body is "
              + mediaType
              + "; send application/json"
              + (operation.parameter("text").isPresent() ? " or application/yaml" : ""));
    }
    return this;
  }

  private JsonObject parse(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      throw e.getCause() instanceof JsonProcessingException json
          ? malformed(json)
          : invalid("", "the body is not a JSON object");
    }
  }

  /** The parser repeats what it stumbled over, which must not be a secret. */
  private ProblemException malformed(JsonProcessingException cause) {
    var place = cause.getLocation();
    int line = place == null ? 0 : place.getLineNr();
    int column = place == null ? 0 : place.getColumnNr();
    boolean isSecret = operation.parameters().stream().anyMatch(one -> one.type() == Type.SECRET);
    var detail = "the body is not JSON" + (isSecret ? "" : ": " + cause.getOriginalMessage());
    return Problem.of(
            ProblemCode.INVALID_VALUE,
            detail + " (line " + line + ", column " + column + ")",
            List.of(new Problem.Error("", detail, "", line, column)))
        .exception();
  }

  /**
   * Takes in parameters of the path or query, all text.
   *
   * @throws ProblemException when one is a secret: URLs are written down in many places
   */
  RequestJson texts(Iterable<Map.Entry<String, String>> texts) {
    for (var text : texts) {
      if (isSecret(text.getKey())) {
        throw invalid(
            "/" + text.getKey(), text.getKey() + " belongs into the body, never into the URL");
      }
      put(text.getKey(), text.getValue());
    }
    return this;
  }

  private boolean isSecret(String name) {
    return operation.parameter(name).filter(one -> one.type() == Type.SECRET).isPresent();
  }

  /**
   * Takes in {@code If-Match}: an entity tag is the lab's revision.
   *
   * @param tag empty when the request has none
   */
  RequestJson ifMatch(String tag) {
    if (tag.isEmpty() || tag.equals("*") || operation.parameter("ifRevision").isEmpty()) {
      return this;
    }
    if (!tag.matches("\"\\d{1,18}\"")) {
      throw invalid("/ifRevision", "If-Match is not an entity tag of this interface: " + tag);
    }
    put("ifRevision", Long.parseLong(tag.substring(1, tag.length() - 1)));
    return this;
  }

  /** All of it. */
  JsonObject json() {
    return json;
  }

  private void put(String name, Object value) {
    var before = json.getValue(name);
    if (before != null && !before.toString().equals(String.valueOf(value))) {
      throw invalid(
          "/" + name.replace("~", "~0").replace("/", "~1"),
          name + " is given twice: " + before + " and " + value);
    }
    json.put(name, value);
  }

  private static ProblemException invalid(String pointer, String detail) {
    return Problem.of(
            ProblemCode.INVALID_VALUE,
            detail,
            List.of(new Problem.Error(pointer, detail, "", 0, 0)))
        .exception();
  }
}
