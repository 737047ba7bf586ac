package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Asks a node by REST: for what is done too often to start a JVM each time. */
final class Rest {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final String token;

  Rest(String url, String token) {
    base = url + "/api/v1";
    this.token = token;
  }

  /** The {@code data} of an object that can be read. */
  JsonObject get(String path) {
    return send(request(path).GET().build());
  }

  /** Performs an action. */
  JsonObject post(String path, JsonObject body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build());
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
    try {
      var response = http.send(request, BodyHandlers.ofString());
      assertEquals(2, response.statusCode() / 100, () -> request + ": " + response.body());
      return new JsonObject(response.body()).getJsonObject("data");
    } catch (IOException e) {
      throw new UncheckedIOException(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
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
