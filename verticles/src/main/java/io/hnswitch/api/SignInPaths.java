package io.hnswitch.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What the REST face has for browsers, beside the operations: to sign in and out. */
final class SignInPaths {

  /** The tag that they have in common. */
  static final String TAG = "session";

  private static final String CSRF = "X-CSRF-Token";

  private static final Shape WHO =
      Shape.object("name", Shape.TEXT, "role", Shape.TEXT, "by", Shape.TEXT, "csrf?", Shape.TEXT);
  private static final Shape OUT = Shape.object("signedOut", Shape.FLAG);

  private SignInPaths() {}

  /** Path items by path. */
  static Map<String, JsonObject> all() {
    return Map.of(
        "/login",
        new JsonObject()
            .put(
                "post",
                item("login", "Signs a user in: sets a cookie, and tells the CSRF token.", WHO)
                    .put("security", new JsonArray())
                    .put("requestBody", credentials())),
        "/logout",
        new JsonObject()
            .put(
                "post",
                item("logout", "Signs out, and ends what the session has open.", OUT)
                    .put("parameters", new JsonArray().add(csrf()))),
        "/session",
        new JsonObject()
            .put(
                "get",
                item("session", "Who is signed in, how, and the CSRF token of a cookie.", WHO)));
  }

  private static JsonObject item(String id, String summary, Shape data) {
    return new JsonObject()
        .put("operationId", id)
        .put("tags", new JsonArray().add(TAG))
        .put("summary", summary)
        .put("responses", OpenApi.responses(data));
  }

  private static JsonObject credentials() {
    var text = new JsonObject().put("type", "string");
    var schema =
        new JsonObject()
            .put("type", "object")
            .put(
                "properties",
                new JsonObject()
                    .put("name", text.copy())
                    .put("password", text.copy().put("format", "password").put("writeOnly", true)))
            .put("required", new JsonArray().add("name").add("password"));
    return new JsonObject()
        .put("required", true)
        .put(
            "content",
            new JsonObject().put("application/json", new JsonObject().put("schema", schema)));
  }

  private static JsonObject csrf() {
    return new JsonObject()
        .put("name", CSRF)
        .put("in", "header")
        .put("required", false)
        .put("description", "what login and session told; needed with a cookie")
        .put("schema", new JsonObject().put("type", "string"));
  }
}
