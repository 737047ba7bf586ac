package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {

  private final ConsoleHarness console = new ConsoleHarness();

  @AfterEach
  void close() {
    console.close();
  }

  private int status(String check) {
    return console.await(console.stranger(HttpMethod.GET, "/health/" + check).send()).statusCode();
  }

  private void lab(boolean started, boolean ready) {
    console.fake().on("sys.ping", new JsonObject().put("started", started).put("ready", ready));
  }

  @Test
  void isNotStartedBeforeTheFirstLabIsMade() {
    lab(false, false);
    assertEquals(200, status("live"));
    assertEquals(503, status("started"));
    assertEquals(503, status("ready"));
  }

  @Test
  void isNotReadyWhenTheNodeIsAboutToEnd() {
    lab(true, false);
    assertEquals(200, status("started"));
    assertEquals(503, status("ready"));
  }

  @Test
  void saysWhichCheckItWas() {
    var answer = console.await(console.stranger(HttpMethod.GET, "/health/live").send());
    assertEquals(
        new JsonObject(
            """
            {"status":"UP","checks":[{"id":"console","status":"UP"},{"id":"lab","status":"UP"}]}
            """),
        sorted(answer.bodyAsJsonObject()));
  }

  /** The checks are in no order. */
  private static JsonObject sorted(JsonObject answer) {
    var checks = answer.getJsonArray("checks");
    if (checks.getJsonObject(0).getString("id").equals("lab")) {
      checks.add(checks.remove(0));
    }
    return answer;
  }

  @Test
  void isNotAliveWhenTheLoopOfTheLabStands() {
    var end = new CountDownLatch(1);
    console.lab().context().runOnContext(ignored -> await(end));
    try {
      assertEquals(500, status("live"));
    } finally {
      end.countDown();
    }
    assertEquals(200, status("live"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
