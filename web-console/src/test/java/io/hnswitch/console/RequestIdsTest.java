package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.hnswitch.api.AuditRecord;
import io.hnswitch.api.Operations;
import io.hnswitch.bus.Addresses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request has an id, and every refused change is recorded with it. */
class RequestIdsTest {

  private static final String ATTACH = "/api/v1/nics/a:hn0/actions/attach-vf";

  private final ConsoleHarness console = new ConsoleHarness();
  private final List<AuditRecord> records = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    console.close();
  }

  private void listen() {
    console
        .lab()
        .bus()
        .serve(
            Addresses.audit(),
            record -> {
              records.add(record);
              return null;
            });
  }

  private HttpResponse<Buffer> attach(String token, String header, String value) {
    return console.await(
        console
            .stranger(HttpMethod.POST, ATTACH)
            .bearerTokenAuthentication(token)
            .putHeader(header, value)
            .send());
  }

  private static JsonObject headers(HttpResponse<Buffer> response) {
    return response.bodyAsJsonObject().getJsonObject("data").getJsonObject("headers");
  }

  @Test
  void areMadeUpForWhoeverSaysNone() {
    var first = attach(ConsoleHarness.TOKEN, "X-Nothing", "");
    var second = attach(ConsoleHarness.TOKEN, "X-Nothing", "");
    var id = first.getHeader("X-Request-Id");
    assertFalse(id.isEmpty());
    assertNotEquals(id, second.getHeader("X-Request-Id"));
    assertEquals(id, headers(first).getString("hnswitch-request-id"));
    assertEquals("true", headers(first).getString("hnswitch-request-id-made-up"));
    var lost = console.get("/api/v1/frobnicate");
    assertEquals(
        lost.getHeader("X-Request-Id"), lost.bodyAsJsonObject().getString("requestId"), "problems");
  }

  @Test
  void areTheClientsWhenItSaysOne() {
    var response = attach(ConsoleHarness.TOKEN, "Idempotency-Key", "7c1");
    assertEquals("7c1", response.getHeader("X-Request-Id"));
    assertFalse(headers(response).containsKey("hnswitch-request-id-made-up"));
    for (var bad : List.of("a b", "x".repeat(101))) {
      var refused = attach(ConsoleHarness.TOKEN, "Idempotency-Key", bad);
      assertEquals(400, refused.statusCode());
      assertEquals("invalid-value", refused.bodyAsJsonObject().getString("code"));
    }
    try (var socket = console.tcp()) {
      socket.send(
          new JsonObject()
              .put("type", "send")
              .put("address", Operations.get("sys.ping").address())
              .put("replyAddress", "r1")
              .put("headers", new JsonObject().put("hnswitch-request-id", "7c1"))
              .put("body", new JsonObject()));
      assertEquals(
          new JsonObject().put("hnswitch-request-id", "7c1"),
          socket.next().getJsonObject("headers"));
    }
  }

  @Test
  void comeWithWhoDoesNotWait() {
    for (var prefer : List.of("respond-async", "wait=10, respond-async", "respond-async;x")) {
      var response = attach(ConsoleHarness.TOKEN, "Prefer", prefer);
      assertEquals("true", headers(response).getString("hnswitch-async"), prefer);
    }
    for (var prefer : List.of("wait=10", "not-respond-async")) {
      var response = attach(ConsoleHarness.TOKEN, "Prefer", prefer);
      assertFalse(headers(response).containsKey("hnswitch-async"), prefer);
    }
  }

  @Test
  void areNamedByAnAnswerThatIsNotThereYet() {
    console
        .fake()
        .on("vf.attach", request -> new JsonObject().put("operation", "op-1").put("data", null));
    var response = attach(ConsoleHarness.TOKEN, "Prefer", "respond-async");
    assertEquals(202, response.statusCode());
    assertEquals("/api/v1/operations/op-1", response.getHeader("Location"));
  }

  @Test
  void areRecordedWithChangesThatTheRoleMayNot() {
    listen();
    var token = console.tokenOf("viewer");
    assertEquals(403, attach(token, "Idempotency-Key", "7c1").statusCode());
    var socket = console.socket(token);
    for (var name : List.of("vf.attach", "token.list")) {
      var body = new JsonObject().put("nic", "a:hn0");
      socket.send(
          new JsonObject()
              .put("type", "send")
              .put("address", Operations.get(name).address())
              .put("replyAddress", "r1")
              .put("body", body)
              .encode());
      assertEquals("err", new JsonObject(socket.next()).getString("type"));
    }
    console.lab().until(() -> records.size() >= 3);
    var made = records.getFirst();
    assertEquals("token.create done", made.operation() + " " + made.result());
    var rest = records.get(1);
    assertEquals("vf.attach forbidden", rest.operation() + " " + rest.result());
    assertEquals("7c1", rest.requestId());
    assertEquals("viewer", rest.caller().name());
    assertEquals("rest 127.0.0.1", rest.caller().from());
    assertEquals("websocket 127.0.0.1", records.get(2).caller().from());
    assertEquals("{\"nic\":\"a:hn0\"}", records.get(2).request());
    assertEquals(3, records.size(), "what only reads is not recorded");
  }
}
