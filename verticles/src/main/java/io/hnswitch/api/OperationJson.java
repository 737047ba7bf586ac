package io.hnswitch.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What {@code sys.describe} answers: the catalogue, for programs that want to know it. */
public final class OperationJson {

  private OperationJson() {}

  /** Every operation. */
  public static JsonArray all() {
    var list = new JsonArray();
    Operations.all().forEach(operation -> list.add(of(operation)));
    return list;
  }

  private static JsonObject of(Operation operation) {
    return new JsonObject()
        .put("name", operation.name())
        .put("address", operation.address())
        .put("kind", ViewJson.slug(operation.kind()))
        .put("role", operation.roleSlug())
        .put("method", operation.method().name())
        .put("path", operation.path())
        .put("summary", operation.summary())
        .put("schema", OpenApi.request(operation.parameters()))
        .put("reply", operation.reply().schema())
        .put("problems", problems(operation))
        .put("example", new JsonObject(operation.example()));
  }

  private static JsonArray problems(Operation operation) {
    var slugs = new JsonArray();
    operation.problems().forEach(code -> slugs.add(code.slug()));
    return slugs;
  }
}
