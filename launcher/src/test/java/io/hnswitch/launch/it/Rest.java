package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Asks a node by REST: for what is done too often to start a JVM each time. */
final class Rest {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final Asker asker;
  private final String url;
  private final String base;
  private final String token;

  Rest(String url, String token) {
    this(url, token, Asker.here());
  }

  /** Asks from some place. */
  Rest(String url, String token, Asker asker) {
    this.asker = asker;
    this.url = url;
    base = url + "/api/v1";
    this.token = token;
  }

  /** The {@code data} of an object that can be read. */
  JsonObject get(String path) {
    return send(request(path).GET().build());
  }

  /** The {@code data} of a list that can be read. */
  List<JsonObject> list(String path) {
    return answer(request(path).GET().build()).getJsonArray("data").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  /** What this node alone measures, in Prometheus' text format. */
  String metrics() {
    var said =
        asker.ask(
            HttpRequest.newBuilder(URI.create(url + "/metrics"))
                .timeout(BOUND)
                .header("Authorization", "Bearer " + token)
                .build());
    assertEquals(200, said.statusCode(), said::body);
    return said.body();
  }

  /** Performs an action. */
  JsonObject post(String path, JsonObject body) {
    return send(posted(path, body));
  }

  private HttpRequest posted(String path, JsonObject body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
        .build();
  }

  /** Asks for an action that must be refused; gives the problem. */
  JsonObject refused(String path, JsonObject body) {
    var said = asker.ask(posted(path, body));
    assertTrue(said.statusCode() >= 400, said::body);
    return new JsonObject(said.body());
  }

  /** Whatever the answer is to something that may be refused. */
  HttpResponse<String> answerTo(String path) {
    return asker.ask(request(path).GET().build());
  }

  /** As {@link #answerTo(String)}, for an action. */
  HttpResponse<String> answerTo(String path, JsonObject body) {
    return asker.ask(posted(path, body));
  }

  /** Sets a value. */
  JsonObject put(String path, JsonObject body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header("If-Match", "*")
            .PUT(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build());
  }

  /** Changes a NIC. */
  JsonObject set(String nic, JsonObject change) {
    return send(
        request("/nics/" + nic)
            .header("Content-Type", "application/json")
            .header("If-Match", "*")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(change.encode()))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(BOUND)
        .header("Authorization", "Bearer " + token);
  }

  private JsonObject send(HttpRequest request) {
    return answer(request).getJsonObject("data");
  }

  private JsonObject answer(HttpRequest request) {
    var response = asker.ask(request);
    assertEquals(2, response.statusCode() / 100, () -> request + ": " + response.body());
    return new JsonObject(response.body());
  }

  JsonObject attach(String nic) {
    return post("/nics/" + nic + "/actions/attach-vf", new JsonObject().put("wait", true));
  }

  /**
   * Takes a VF away and waits until its NIC is synthetic.
   *
   * @param how {@code graceful} or {@code surprise}
   */
  JsonObject detach(String nic, String how) {
    return post(
        "/nics/" + nic + "/actions/detach-vf", new JsonObject().put("how", how).put("wait", true));
  }

  /** Looks until something is as wanted; fails when it is not in time. */
  JsonObject until(String path, Predicate<JsonObject> wanted) {
    var data = Eventually.look(QUIET, () -> get(path), wanted);
    assertTrue(wanted.test(data), () -> path + " is still " + data.encodePrettily());
    return data;
  }

  /** The books, once no frame is on its way; they must balance. */
  JsonObject quietLedger() {
    var ledger = until("/ledger", data -> data.getLong("inFlight") == 0);
    assertEquals(0, ledger.getLong("unaccounted"), ledger::encodePrettily);
    long gone =
        ledger.getLong("delivered") + ledger.getLong("filtered") + ledger.getLong("droppedTotal");
    assertEquals(ledger.getLong("sent") + ledger.getLong("created"), gone, ledger::encodePrettily);
    return ledger;
  }

  /** Fails when a numbered frame was lost, came twice or came late between two looks. */
  static void assertAllArrivedOnce(JsonObject before, JsonObject after) {
    for (var trouble : List.of("missing", "duplicated", "reordered")) {
      assertEquals(
          arrivals(before, trouble),
          arrivals(after, trouble),
          () -> trouble + " " + after.encodePrettily());
    }
  }

  /** Numbered frames that later ones of their stream have overtaken for good. */
  static long missing(JsonObject ledger) {
    return arrivals(ledger, "missing");
  }

  static long duplicated(JsonObject ledger) {
    return arrivals(ledger, "duplicated");
  }

  private static long arrivals(JsonObject ledger, String what) {
    return ledger.getJsonObject("arrivals").getLong(what);
  }
}
