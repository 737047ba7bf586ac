package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.LabEvent;
import io.hnswitch.metrics.Reading;
import io.hnswitch.metrics.Readings;
import io.hnswitch.testing.OpenMetricsText;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsRoutesTest {

  private static final String OPENMETRICS = "application/openmetrics-text";

  private final ConsoleHarness console = new ConsoleHarness();

  @AfterEach
  void close() {
    console.close();
  }

  private OpenMetricsText scrape() {
    var answer =
        console.await(
            console.request(HttpMethod.GET, "/metrics").putHeader("Accept", OPENMETRICS).send());
    assertEquals(200, answer.statusCode(), answer.bodyAsString());
    return OpenMetricsText.parse(answer.bodyAsString());
  }

  @Test
  void servesViewersAndNobodyWithoutAToken() {
    var stranger = console.await(console.stranger(HttpMethod.GET, "/metrics").send());
    assertEquals(401, stranger.statusCode());
    var viewer =
        console.await(
            console
                .stranger(HttpMethod.GET, "/metrics")
                .bearerTokenAuthentication(console.tokenOf("viewer"))
                .send());
    assertEquals(200, viewer.statusCode());
    var inTheAddress =
        console.await(
            console.stranger(HttpMethod.GET, "/metrics?token=" + ConsoleHarness.TOKEN).send());
    assertEquals(200, inTheAddress.statusCode(), "a scrape is no page");
    assertEquals(
        405, console.await(console.request(HttpMethod.POST, "/metrics").send()).statusCode());
  }

  @Test
  void servesEitherFormAndSaysWhich() {
    var plain = console.get("/metrics");
    assertEquals("text/plain; version=0.0.4; charset=utf-8", plain.getHeader("Content-Type"));
    assertEquals("accept", plain.getHeader("Vary"));
    assertTrue(plain.bodyAsString().contains("\n# TYPE hnswitch_bus_discarded_total counter\n"));
    assertTrue(!plain.bodyAsString().contains("# EOF"));
    assertTrue(scrape().family("hnswitch_bus_discarded").isPresent());
  }

  @Test
  void countsClientsOfTheBridges() {
    assertEquals(0, scrape().value("hnswitch_bridge_clients", Map.of()));
    var socket = console.socket();
    socket.send("{\"type\":\"ping\"}").next();
    try (var tcp = console.tcp()) {
      tcp.send(new JsonObject().put("type", "ping"));
      tcp.next();
      assertEquals(2, scrape().value("hnswitch_bridge_clients", Map.of()));
    }
    socket.close();
  }

  @Test
  void showsWhatIsMeasuredAndNoLonger() {
    var readings = console.lab().lab().readings();
    Readings.Source device = into -> into.accept(new Reading.Switch("sw0", List.of(), 7, 3));
    console.lab().onLoop(() -> add(readings, device));
    assertEquals(7, scrape().value("hnswitch_fdb_entries", Map.of("switch", "sw0")));
    assertEquals(3, scrape().value("hnswitch_fdb_moves_total", Map.of("switch", "sw0")));
    console.lab().onLoop(() -> remove(readings, device));
    assertEquals(List.of(), scrape().samples("hnswitch_fdb_entries"));
  }

  private static boolean add(Readings readings, Readings.Source device) {
    readings.add(device);
    return true;
  }

  private static boolean remove(Readings readings, Readings.Source device) {
    readings.remove(device);
    return true;
  }

  @Test
  void answersManyAtOnce() {
    var scrapes =
        Stream.generate(() -> console.request(HttpMethod.GET, "/metrics").send())
            .limit(20)
            .toList();
    console.await(Future.all(scrapes));
    scrapes.forEach(one -> assertEquals(200, one.result().statusCode()));
  }

  @Test
  void survivesADeviceThatCannotBeMeasured() {
    var readings = console.lab().lab().readings();
    Readings.Source broken =
        into -> {
          throw new IllegalStateException("broken for a test");
        };
    console.lab().onLoop(() -> add(readings, broken));
    assertEquals(500, console.get("/metrics").statusCode());
    console.lab().onLoop(() -> remove(readings, broken));
    assertEquals(200, console.get("/metrics").statusCode());
  }

  @Test
  void hearsOfSwitchOvers() {
    console
        .lab()
        .bus()
        .publish(
            new LabEvent(
                "hnswitch.nic.path-changed",
                "a:hn0",
                Map.of("cause", "detach", "switchMs", 3.0, "lost", 2L)));
    console.lab().settle();
    var text = scrape();
    assertEquals(1, text.value("hnswitch_switchover_duration_seconds_count", Map.of()));
    assertEquals(2, text.value("hnswitch_switchover_lost_frames_total", Map.of()));
  }
}
