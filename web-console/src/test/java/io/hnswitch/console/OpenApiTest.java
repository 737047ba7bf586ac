package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The document of the REST face, read by swagger-parser, which refuses one that is not valid. */
class OpenApiTest {

  private final ConsoleHarness console = new ConsoleHarness();

  @AfterEach
  void close() {
    console.close();
  }

  private OpenApiClient client() {
    var document = console.get("/api/v1/openapi.json");
    assertEquals("3.1.0", document.bodyAsJsonObject().getString("openapi"));
    return new OpenApiClient(document.bodyAsString(), console::request);
  }

  @Test
  void hasEveryOperationOnceAndNoOther() {
    var names = Operations.all().stream().map(Operation::name).collect(Collectors.toSet());
    names.addAll(List.of("events", "login", "logout", "session"));
    assertEquals(names, client().operations());
  }

  @Test
  void isEnoughToCallEveryOperationWithItsExample() {
    var client = client();
    int compared = 0;
    for (var operation : Operations.all()) {
      var example = new JsonObject(operation.example());
      var response = console.await(client.call(operation.name(), example));
      boolean served = !operation.name().equals("adapter.get");
      assertEquals(served ? 200 : 503, response.statusCode(), operation.name());
      if (served
          && response.bodyAsJsonObject().getValue("data") instanceof JsonObject data
          && data.getValue("request") instanceof JsonObject got) {
        for (var member : example) {
          assertEquals(
              member.getValue().toString(),
              got.getValue(member.getKey()).toString(),
              operation.name() + " " + member.getKey());
          compared++;
        }
      }
    }
    assertTrue(compared > 20, "the lab tells what it was asked");
  }

  @Test
  void saysOfAMistakeWhatTheDocumentSays() {
    var response =
        console.await(client().call("adapter.get", new JsonObject().put("adapter", "no")));
    assertTrue(response.getHeader("Content-Type").startsWith("application/problem+json"));
  }
}
