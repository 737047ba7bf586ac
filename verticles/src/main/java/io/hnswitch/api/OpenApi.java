package io.hnswitch.api;

import io.hnswitch.api.Operation.Method;
import io.hnswitch.api.Operation.Parameter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The REST face as an OpenAPI 3.1 document, made from the catalogue of {@link Operations} that also
 * routes it.
 */
public final class OpenApi {

  private static final String VERSION = "3.1.0";
  private static final String JSON = "application/json";

  private OpenApi() {}

  /**
   * The document.
   *
   * @param version of the program
   * @param url of the REST face as the reader reaches it, like {@code http://127.0.0.1:8080/api/v1}
   */
  public static JsonObject document(String version, String url) {
    var paths = new TreeMap<String, JsonObject>();
    for (var operation : Operations.all()) {
      paths
          .computeIfAbsent(operation.path(), path -> new JsonObject())
          .put(operation.method().name().toLowerCase(Locale.ROOT), json(operation));
    }
    paths.computeIfAbsent("/events", path -> new JsonObject()).put("get", events());
    paths.putAll(SignInPaths.all());
    var all = new JsonObject();
    paths.forEach(all::put);
    return new JsonObject()
        .put("openapi", VERSION)
        .put(
            "info",
            new JsonObject()
                .put("title", "hnswitch")
                .put("version", version)
                .put("summary", "A virtual switch with transparent mode network VFs")
                .put(
                    "description",
                    "Every operation is also on the event bus, under its operationId, with the"
                        + " same request and the same errors.")
                .put(
                    "license",
                    new JsonObject().put("name", "Apache-2.0").put("identifier", "Apache-2.0")))
        .put("servers", new JsonArray().add(new JsonObject().put("url", url)))
        .put("tags", tags())
        .put("security", new JsonArray().add(new JsonObject().put("token", new JsonArray())))
        .put("paths", all)
        .put("components", components());
  }

  private static JsonArray tags() {
    var tags = new JsonArray();
    Operations.all().stream()
        .map(Operation::noun)
        .distinct()
        .forEach(noun -> tags.add(new JsonObject().put("name", noun)));
    tags.add(new JsonObject().put("name", SignInPaths.TAG));
    return tags;
  }

  private static JsonObject json(Operation operation) {
    var json =
        new JsonObject()
            .put("operationId", operation.name())
            .put("tags", new JsonArray().add(operation.noun()))
            .put("summary", operation.summary())
            .put("description", "For the role " + operation.roleSlug() + " and above.");
    var example = new JsonObject(operation.example());
    var inUrl =
        operation.parameters().stream()
            .filter(one -> operation.isInPath(one) || operation.method() == Method.GET)
            .toList();
    var parameters = new JsonArray();
    inUrl.forEach(one -> parameters.add(inUrl(operation, one, example)));
    if (operation.needsIfMatch()) {
      parameters.add(ifMatch());
    }
    if (!parameters.isEmpty()) {
      json.put("parameters", parameters);
    }
    if (operation.method() != Method.GET) {
      json.put("requestBody", body(operation, example));
    }
    return json.put("responses", responses(operation));
  }

  private static JsonObject inUrl(Operation operation, Parameter parameter, JsonObject example) {
    boolean inPath = operation.isInPath(parameter);
    var json =
        new JsonObject()
            .put("name", parameter.name())
            .put("in", inPath ? "path" : "query")
            .put("required", inPath || parameter.required())
            .put("description", parameter.summary())
            .put("schema", type(parameter));
    if (parameter.type() == Parameter.Type.TEXTS) {
      json.put("style", "form").put("explode", false);
    }
    if (example.containsKey(parameter.name())) {
      json.put("example", example.getValue(parameter.name()));
    }
    return json;
  }

  private static JsonObject ifMatch() {
    return new JsonObject()
        .put("name", "If-Match")
        .put("in", "header")
        .put("required", true)
        .put("description", "the ETag of the answer that the change builds on, or * for any")
        .put("schema", new JsonObject().put("type", "string"))
        .put("example", "*");
  }

  private static JsonObject type(Parameter parameter) {
    var type = new JsonObject().put("type", parameter.type().jsonType());
    return switch (parameter.type()) {
      case TEXTS -> type.put("items", new JsonObject().put("type", "string"));
      case SECRET -> type.put("format", "password").put("writeOnly", true);
      case TEXT, NUMBER, BOOLEAN, OBJECT -> type;
    };
  }

  private static JsonObject body(Operation operation, JsonObject example) {
    var rest =
        operation.parameters().stream()
            .filter(parameter -> !operation.isInPath(parameter))
            .toList();
    var left = example.copy();
    operation.parameters().stream()
        .filter(operation::isInPath)
        .forEach(parameter -> left.remove(parameter.name()));
    return new JsonObject()
        .put("required", rest.stream().anyMatch(Parameter::required))
        .put(
            "content",
            new JsonObject()
                .put(JSON, new JsonObject().put("schema", request(rest)).put("example", left)));
  }

  /** The JSON Schema of an object with these members and no others. */
  public static JsonObject request(List<Parameter> parameters) {
    var properties = new JsonObject();
    var required = new JsonArray();
    for (var parameter : parameters) {
      properties.put(parameter.name(), type(parameter).put("description", parameter.summary()));
      if (parameter.required()) {
        required.add(parameter.name());
      }
    }
    return new JsonObject()
        .put("type", "object")
        .put("properties", properties)
        .put("required", required)
        .put("additionalProperties", false);
  }

  /** Done, with some data, or any problem. */
  static JsonObject responses(Shape data) {
    var ok =
        new JsonObject()
            .put("description", "Done.")
            .put(
                "content",
                new JsonObject().put(JSON, new JsonObject().put("schema", answer(data))));
    return new JsonObject().put("200", ok).put("default", problem(List.of()));
  }

  private static JsonObject responses(Operation operation) {
    var responses = responses(operation.reply());
    if (operation.kind() == Operation.Kind.CHANGE) {
      responses.put("202", accepted());
    }
    var byStatus = new TreeMap<String, List<ProblemCode>>();
    operation
        .problems()
        .forEach(
            code ->
                byStatus
                    .computeIfAbsent(Integer.toString(code.status()), one -> new ArrayList<>())
                    .add(code));
    byStatus.forEach((status, codes) -> responses.put(status, problem(codes)));
    return responses;
  }

  private static JsonObject answer(Shape data) {
    return new JsonObject()
        .put("type", "object")
        .put(
            "properties",
            new JsonObject()
                .put(
                    "revision",
                    new JsonObject()
                        .put("type", "integer")
                        .put("description", "of the lab; the entity tag, too"))
                .put("data", data.schema().put("description", "what was asked for"))
                .put(
                    "notKept",
                    new JsonObject()
                        .put("type", "string")
                        .put("description", "why a change that was made is not on the disk")))
        .put("required", new JsonArray().add("revision").add("data"));
  }

  private static JsonObject accepted() {
    var schema =
        new JsonObject()
            .put("type", "object")
            .put(
                "properties",
                new JsonObject().put("operation", new JsonObject().put("type", "string")))
            .put("required", new JsonArray().add("operation"));
    return new JsonObject()
        .put(
            "description",
            "Begun, because of Prefer: respond-async; operation.get says what became of it.")
        .put("content", new JsonObject().put(JSON, new JsonObject().put("schema", schema)));
  }

  private static JsonObject content(String type, String schema) {
    return new JsonObject()
        .put(type, new JsonObject().put("schema", new JsonObject().put("$ref", schema)));
  }

  private static JsonObject problem(List<ProblemCode> codes) {
    var slugs = codes.stream().map(ProblemCode::slug).collect(Collectors.joining(", "));
    return new JsonObject()
        .put(
            "description",
            "Refused or failed, as RFC 9457 has it" + (slugs.isEmpty() ? "." : ": " + slugs + "."))
        .put("content", content("application/problem+json", "#/components/schemas/Problem"));
  }

  private static JsonObject events() {
    var since =
        new JsonObject()
            .put("name", "since")
            .put("in", "query")
            .put("required", false)
            .put("description", "the sequence of the last event seen; without it from now on")
            .put("schema", new JsonObject().put("type", "string"));
    return new JsonObject()
        .put("operationId", "events")
        .put("tags", new JsonArray().add("event"))
        .put("summary", "Events as they happen, as CloudEvents in server-sent events.")
        .put("parameters", new JsonArray().add(since))
        .put(
            "responses",
            new JsonObject()
                .put(
                    "200",
                    new JsonObject()
                        .put("description", "A stream that does not end.")
                        .put(
                            "content",
                            new JsonObject()
                                .put(
                                    "text/event-stream",
                                    new JsonObject()
                                        .put("schema", new JsonObject().put("type", "string")))))
                .put("default", problem(List.of())));
  }

  private static JsonObject components() {
    var text = new JsonObject().put("type", "string");
    var number = new JsonObject().put("type", "integer");
    var error =
        new JsonObject()
            .put("type", "object")
            .put(
                "properties",
                new JsonObject()
                    .put("pointer", text.copy())
                    .put("detail", text.copy())
                    .put("suggestion", text.copy())
                    .put("line", number.copy())
                    .put("column", number.copy()));
    var codes = new JsonArray();
    for (var code : ProblemCode.values()) {
      codes.add(code.slug());
    }
    var problem =
        new JsonObject()
            .put("type", "object")
            .put(
                "properties",
                new JsonObject()
                    .put("type", text.copy())
                    .put("title", text.copy())
                    .put("status", number.copy())
                    .put("detail", text.copy())
                    .put("code", text.copy().put("enum", codes))
                    .put("requestId", text.copy().put("description", "of the request"))
                    .put("errors", new JsonObject().put("type", "array").put("items", error)))
            .put(
                "required",
                new JsonArray().add("type").add("title").add("status").add("detail").add("code"));
    return new JsonObject()
        .put("schemas", new JsonObject().put("Problem", problem))
        .put(
            "securitySchemes",
            new JsonObject()
                .put("token", new JsonObject().put("type", "http").put("scheme", "bearer")));
  }
}
