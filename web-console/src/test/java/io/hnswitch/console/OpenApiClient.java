package io.hnswitch.console;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Knows an interface by its OpenAPI document alone: calls operations and checks their answers. */
final class OpenApiClient {

  private final OpenAPI contract;
  private final String base;
  private final BiFunction<HttpMethod, String, HttpRequest<Buffer>> requests;
  private final Map<String, Place> places = new LinkedHashMap<>();

  private record Place(HttpMethod method, String path, Operation operation) {}

  /**
   * @throws IllegalArgumentException when the document is not valid; the text says why
   */
  OpenApiClient(String document, BiFunction<HttpMethod, String, HttpRequest<Buffer>> requests) {
    var parsed = new OpenAPIV3Parser().readContents(document);
    if (!parsed.getMessages().isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", parsed.getMessages()));
    }
    this.contract = parsed.getOpenAPI();
    this.base = URI.create(contract.getServers().getFirst().getUrl()).getPath();
    this.requests = requests;
    contract.getPaths().forEach(this::add);
  }

  private void add(String path, PathItem item) {
    item.readOperationsMap()
        .forEach(
            (method, operation) ->
                places.put(
                    operation.getOperationId(),
                    new Place(HttpMethod.valueOf(method.name()), path, operation)));
  }

  Set<String> operations() {
    return places.keySet();
  }

  /** Calls an operation with a request's members wherever the document wants them. */
  Future<HttpResponse<Buffer>> call(String operationId, JsonObject request) {
    var place = places.get(operationId);
    var rest = request.copy();
    var path = place.path;
    var query = new JsonObject();
    var headers = new JsonObject();
    var parameters = place.operation.getParameters();
    for (var parameter : parameters == null ? List.<Parameter>of() : parameters) {
      if (parameter.getIn().equals("header")) {
        headers.put(parameter.getName(), parameter.getExample());
        continue;
      }
      var value = rest.remove(parameter.getName());
      if (value == null) {
        continue;
      }
      if (parameter.getIn().equals("path")) {
        path = path.replace("{" + parameter.getName() + "}", encoded(value));
      } else {
        query.put(parameter.getName(), value);
      }
    }
    var http = requests.apply(place.method, base + path);
    headers.forEach(one -> http.putHeader(one.getKey(), text(one.getValue())));
    query.forEach(one -> http.addQueryParam(one.getKey(), text(one.getValue())));
    var sent = place.operation.getRequestBody() == null ? http.send() : http.sendJsonObject(rest);
    return sent.map(response -> checked(place, response));
  }

  /** Throws when the answer is not what the document says. */
  private HttpResponse<Buffer> checked(Place place, HttpResponse<Buffer> response) {
    var responses = place.operation.getResponses();
    var declared =
        responses.getOrDefault(String.valueOf(response.statusCode()), responses.get("default"));
    var type = response.getHeader("Content-Type");
    var content = declared.getContent().get(type);
    if (content == null) {
      throw new IllegalStateException(
          place + " answers with " + type + ", not " + declared.getContent().keySet());
    }
    var body = response.bodyAsJsonObject();
    for (var name : schema(content.getSchema()).getRequired()) {
      if (!body.containsKey(name)) {
        throw new IllegalStateException(place + " answers without " + name + ": " + body);
      }
    }
    return response;
  }

  private Schema<?> schema(Schema<?> schema) {
    var reference = schema.get$ref();
    return reference == null
        ? schema
        : contract
            .getComponents()
            .getSchemas()
            .get(reference.substring(reference.lastIndexOf('/') + 1));
  }

  private static String encoded(Object value) {
    return URLEncoder.encode(text(value), StandardCharsets.UTF_8);
  }

  private static String text(Object value) {
    return value instanceof JsonArray array
        ? String.join(",", array.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }
}
