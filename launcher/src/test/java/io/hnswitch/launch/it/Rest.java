package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Asks a node by REST: for what is done too often to start a JVM each time. */
final class Rest {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofSeconds(10);

  /** Carries a request to a node. */
  interface Carrier {
    Answer send(String method, String url, Map<String, String> headers, String body);
  }

  /** What came back, as it came. */
  record Answer(int status, String body) {}

  private final Carrier carrier;
  private final String base;
  private final String token;

  Rest(String url, String token) {
    this(url, token, overHttp());
  }

  Rest(String url, String token, Carrier carrier) {
    base = url + "/api/v1";
    this.token = token;
    this.carrier = carrier;
  }

  private static Carrier overHttp() {
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return (method, url, headers, body) -> {
      var request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(BOUND)
              .method(method, HttpRequest.BodyPublishers.ofString(body));
      headers.forEach(request::header);
      try {
        var response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(method + " " + url, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    };
  }

  /** The {@code data} of an object that can be read. */
  JsonObject get(String path) {
    return succeeds("GET", path, Map.of(), "").getJsonObject("data");
  }

  /** The {@code data} of a list that can be read. */
  JsonArray list(String path) {
    return succeeds("GET", path, Map.of(), "").getJsonArray("data");
  }

  /** Performs an action. */
  JsonObject post(String path, JsonObject body) {
    return succeeds("POST", path, Map.of(), body.encode()).getJsonObject("data");
  }

  /** Sets a value. */
  JsonObject put(String path, JsonObject body) {
    return succeeds("PUT", path, Map.of("If-Match", "*"), body.encode()).getJsonObject("data");
  }

  /** Changes a NIC. */
  JsonObject set(String nic, JsonObject change) {
    return succeeds("PATCH", "/nics/" + nic, Map.of("If-Match", "*"), change.encode())
        .getJsonObject("data");
  }

  private JsonObject succeeds(
      String method, String path, Map<String, String> headers, String body) {
    var answer = send(method, path, headers, body);
    assertEquals(2, answer.status() / 100, () -> method + " " + path + ": " + answer.body());
    return new JsonObject(answer.body());
  }

  /** Whatever the answer is. */
  Answer send(String method, String path, Map<String, String> headers, String body) {
    var all = new LinkedHashMap<String, String>(headers);
    all.put("Authorization", "Bearer " + token);
    if (!body.isEmpty()) {
      all.put("Content-Type", "application/json");
    }
    return carrier.send(method, base + path, all, body);
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
