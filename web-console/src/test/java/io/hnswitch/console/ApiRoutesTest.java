package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operations;
import io.hnswitch.api.ProblemCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiRoutesTest {

  private final ConsoleHarness console = new ConsoleHarness();

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void routesEveryOperationOfTheCatalogue() {
    for (var operation : Operations.all()) {
      var uri = "/api/v1" + operation.path().replaceAll("\\{[a-z]+}", "x");
      var method = HttpMethod.valueOf(operation.method().name());
      var response = console.await(console.request(method, uri).send());
      var expected =
          switch (operation.name()) {
            case "adapter.get" -> 503;
            case "token.create", "user.create" -> 400;
            case "token.revoke", "user.set", "user.delete" -> 404;
            case "lab.apply", "nic.set", "link.set" -> 428;
            default -> 200;
          };
      assertEquals(expected, response.statusCode(), operation.name());
    }
  }

  @Test
  void sendsTheMergedRequestToTheOperation() {
    var response =
        console.await(
            console
                .request(HttpMethod.POST, "/api/v1/nics/a%3Ahn0/actions/detach-vf?wait=true")
                .putHeader("Idempotency-Key", "7c1")
                .sendJsonObject(new JsonObject().put("how", "surprise")));
    assertEquals(200, response.statusCode());
    assertEquals(
        new JsonObject()
            .put("revision", FakeLab.REVISION)
            .put(
                "data",
                new JsonObject()
                    .put("operation", "vf.detach")
                    .put(
                        "request",
                        new JsonObject()
                            .put("how", "surprise")
                            .put("nic", "a:hn0")
                            .put("wait", "true"))
                    .put(
                        "headers",
                        new JsonObject()
                            .put("hnswitch-request-id", "7c1")
                            .put("hnswitch-principal", "start")
                            .put("hnswitch-role", "admin")
                            .put("hnswitch-from", "rest 127.0.0.1"))),
        response.bodyAsJsonObject());
  }

  @Test
  void wantsToKnowWhichRevisionAChangeIsFor() {
    var body = new JsonObject().put("mtu", 1400);
    var missing = console.request(HttpMethod.PATCH, "/api/v1/nics/a:hn0");
    assertProblem(console.await(missing.sendJsonObject(body)), 428, "revision-required");
    for (var tag : List.of("*", "\"18\"")) {
      var said = console.request(HttpMethod.PATCH, "/api/v1/nics/a:hn0").putHeader("If-Match", tag);
      assertEquals(200, console.await(said.sendJsonObject(body)).statusCode(), tag);
    }
    var inBody = console.request(HttpMethod.PATCH, "/api/v1/nics/a:hn0");
    assertEquals(
        200, console.await(inBody.sendJsonObject(body.copy().put("ifRevision", 3))).statusCode());
  }

  @Test
  void takesAnEncodedSlashAsPartOfAName() {
    var request = console.get("/api/v1/vfs/pf0%2Fvf3").bodyAsJsonObject().getJsonObject("data");
    assertEquals(new JsonObject().put("vf", "pf0/vf3"), request.getJsonObject("request"));
  }

  @Test
  void tagsAnswersWithTheRevision() {
    var response = console.get("/api/v1/nics");
    assertEquals("\"18\"", response.getHeader("ETag"));
    assertEquals("no-store", response.getHeader("Cache-Control"));
    assertEquals("application/json", response.getHeader("Content-Type"));
  }

  @Test
  void takesAPostedLabFile() {
    var response =
        console.await(
            console
                .request(HttpMethod.PUT, "/api/v1/lab?dryRun=true")
                .putHeader("Content-Type", "application/yaml")
                .putHeader("If-Match", "\"18\"")
                .sendBuffer(Buffer.buffer("kind: Lab\n")));
    assertEquals(
        new JsonObject().put("text", "kind: Lab\n").put("dryRun", "true").put("ifRevision", 18),
        response.bodyAsJsonObject().getJsonObject("data").getJsonObject("request"));
  }

  @Test
  void passesRefusalsOn() {
    console.fake().refuse("vf.attach", ProblemCode.NO_VF_FREE, "pf0 has 4 VFs, all given");
    var response = send(HttpMethod.POST, "/api/v1/nics/a:hn0/actions/attach-vf", "");
    assertProblem(response, 409, "no-vf-free");
    assertEquals("pf0 has 4 VFs, all given", response.bodyAsJsonObject().getString("detail"));
    assertEquals("/problems/no-vf-free", response.bodyAsJsonObject().getString("type"));
  }

  @Test
  void saysThatADeviceDidNotAnswer() {
    console.fake().timeOut("nic.get");
    assertProblem(console.get("/api/v1/nics/a:hn0"), 504, "peer-timeout");
  }

  @Test
  void saysThatNobodyServesAnOperation() {
    assertProblem(console.get("/api/v1/adapters/pf0"), 503, "unavailable");
  }

  @Test
  void refusesUnknownPaths() {
    assertProblem(console.get("/api/v1/frobnicate"), 404, "unknown-operation");
    assertProblem(console.get("/api/v1"), 404, "unknown-operation");
    assertProblem(console.get("/api/v2/nics"), 404, "not-found");
    assertProblem(console.get("/nothing"), 404, "not-found");
  }

  @Test
  void refusesWrongMethods() {
    var response = send(HttpMethod.DELETE, "/api/v1/nics/a:hn0", "");
    assertProblem(response, 405, "method-not-allowed");
    assertEquals("GET, PATCH", response.getHeader("Allow"));
  }

  @Test
  void refusesMalformedJson() {
    var response = send(HttpMethod.PATCH, "/api/v1/nics/a:hn0", "{\"mtu\":");
    assertProblem(response, 400, "invalid-value");
    assertTrue(
        response.bodyAsJsonObject().getString("detail").startsWith("the body is not JSON: "),
        response.bodyAsString());
  }

  @Test
  void refusesLargeBodies() {
    var response = send(HttpMethod.PATCH, "/api/v1/nics/a:hn0", " ".repeat((1 << 20) + 1));
    assertProblem(response, 413, "too-large");
  }

  @Test
  void refusesMalformedEscapes() {
    var response = console.get("/api/v1/nics/%zz");
    assertProblem(response, 400, "invalid-value");
  }

  @Test
  void givesEventsAfterACursor() {
    console.fake().happen("hnswitch.nic.up", "a:hn0", Map.of("mtu", 1500));
    console.fake().happen("hnswitch.lab.changed", "demo", Map.of("revision", 19L));
    var answer = untilEvents(2).bodyAsJsonObject();
    assertEquals(19, answer.getInteger("revision"));
    var data = answer.getJsonObject("data");
    var first = data.getJsonArray("events").getJsonObject(0);
    assertEquals("a:hn0", first.getString("subject"));
    var rest = console.get("/api/v1/events/since?cursor=" + first.getString("id"));
    assertEquals(
        "demo",
        rest.bodyAsJsonObject()
            .getJsonObject("data")
            .getJsonArray("events")
            .getJsonObject(0)
            .getString("subject"));
    assertNotNull(data.getString("cursor"));
  }

  @Test
  void refusesCursorsAndLimitsThatAreNone() {
    assertProblem(console.get("/api/v1/events?since=yesterday"), 400, "invalid-value");
    assertProblem(console.get("/api/v1/events?since=0&limit=0"), 400, "invalid-value");
    assertProblem(console.get("/api/v1/events/since?limit=1001"), 400, "invalid-value");
    assertProblem(console.get("/api/v1/events/since?limit=-5"), 400, "invalid-value");
  }

  @Test
  void servesThePage() {
    var page = console.get("/");
    assertEquals(200, page.statusCode());
    assertTrue(page.getHeader("Content-Type").startsWith("text/html"));
    assertTrue(console.get("/main.js").getHeader("Content-Type").contains("javascript"));
    assertTrue(console.get("/style.css").getHeader("Content-Type").startsWith("text/css"));
  }

  @Test
  void servesNothingBesideThePage() {
    assertEquals(404, console.get("/../logback-test.xml").statusCode());
    assertEquals(404, console.get("/%2e%2e/logback-test.xml").statusCode());
    assertEquals(404, console.get("/view/").statusCode());
    assertEquals(404, console.get("/io/hnswitch/console/Gate.class").statusCode());
  }

  private HttpResponse<Buffer> untilEvents(int wanted) {
    HttpResponse<Buffer> response;
    JsonArray events;
    do {
      response = console.get("/api/v1/events?since=0");
      events = response.bodyAsJsonObject().getJsonObject("data").getJsonArray("events");
    } while (events.size() < wanted);
    return response;
  }

  private HttpResponse<Buffer> send(HttpMethod method, String uri, String body) {
    return console.await(
        console
            .request(method, uri)
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
  }

  private static void assertProblem(HttpResponse<Buffer> response, int status, String code) {
    assertEquals(status, response.statusCode(), response.bodyAsString());
    assertEquals("application/problem+json", response.getHeader("Content-Type"));
    assertEquals(code, response.bodyAsJsonObject().getString("code"));
    assertEquals(status, response.bodyAsJsonObject().getInteger("status"));
  }
}
