package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private final ConsoleHarness console = new ConsoleHarness();

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void tellsWhatHappensFromNowOn() {
    happen("a:hn0");
    await(1);
    var stream = open("/api/v1/events", "");
    happen("b:hn0");
    assertEquals("b:hn0", stream.event().getString("subject"));
  }

  @Test
  void resumesAfterTheLastEventSeen() {
    happen("a:hn0");
    happen("b:hn0");
    happen("c:hn0");
    var seen = await(3).getJsonObject(0).getString("id");
    var stream = open("/api/v1/events", seen);
    assertEquals("b:hn0", stream.event().getString("subject"));
    assertEquals("c:hn0", stream.event().getString("subject"));
    happen("d:hn0");
    assertEquals("d:hn0", stream.event().getString("subject"));
  }

  @Test
  void saysWhatTheReaderMissedOfAnEarlierRun() {
    happen("a:hn0");
    await(1);
    var stream = open("/api/v1/events", "earlier-00000007");
    var gap = stream.event();
    assertEquals("hnswitch.gap", gap.getString("type"));
    assertTrue(gap.getJsonObject("data").getBoolean("restarted"));
    assertEquals("a:hn0", stream.event().getString("subject"));
  }

  @Test
  void beatsWhileNothingHappens() {
    var stream = open("/api/v1/events", "");
    console.lab().elapse(Duration.ofSeconds(15));
    assertEquals(": still here", stream.block());
    console.lab().elapse(Duration.ofSeconds(15));
    assertEquals(": still here", stream.block());
  }

  @Test
  void stopsWhenTheReaderLeaves() {
    var stream = open("/api/v1/events", "");
    assertEquals(1, console.lab().timers().pending());
    stream.leave();
    console.lab().until(() -> console.lab().timers().pending() == 0);
  }

  @Test
  void refusesACursorThatIsNone() {
    var request = console.request(HttpMethod.GET, "/api/v1/events");
    request.putHeader("Last-Event-ID", "yesterday");
    assertEquals(400, console.await(request.send()).statusCode());
  }

  private void happen(String nic) {
    console.fake().happen("hnswitch.nic.up", nic, Map.of());
  }

  /** Waits until the feed holds so many events. */
  private JsonArray await(int events) {
    while (true) {
      var data = console.get("/api/v1/events?since=0").bodyAsJsonObject().getJsonObject("data");
      if (data.getJsonArray("events").size() == events) {
        return data.getJsonArray("events");
      }
    }
  }

  private Stream open(String uri, String lastSeen) {
    var stream = new Stream();
    console.await(
        console
            .plainClient()
            .request(HttpMethod.GET, console.port(), "127.0.0.1", uri)
            .compose(
                request -> {
                  request.putHeader("Authorization", "Bearer " + ConsoleHarness.TOKEN);
                  request.putHeader("Accept", "text/event-stream");
                  if (!lastSeen.isEmpty()) {
                    request.putHeader("Last-Event-ID", lastSeen);
                  }
                  return request.send();
                })
            .map(
                response -> {
                  assertEquals("text/event-stream", response.getHeader("Content-Type"));
                  response.handler(
                      RecordParser.newDelimited("\n\n", block -> stream.add(block.toString())));
                  stream.leave = () -> response.request().connection().close();
                  return response;
                }));
    assertTrue(stream.block().contains("retry: "));
    return stream;
  }

  /** Blocks of a stream of server-sent events, one after the other. */
  private static final class Stream {

    private final BlockingQueue<String> blocks = new LinkedBlockingQueue<>();
    private Supplier<Future<Void>> leave;

    void add(String block) {
      blocks.add(block);
    }

    void leave() {
      leave.get();
    }

    String block() {
      try {
        var block = blocks.poll(10, TimeUnit.SECONDS);
        if (block == null) {
          throw new AssertionError("nothing came");
        }
        return block;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    /** The next event; its id and type are those of the stream. */
    JsonObject event() {
      var lines = block().split("\n");
      assertEquals(3, lines.length, String.join("|", lines));
      var event = new JsonObject(lines[2].substring("data: ".length()));
      assertEquals("id: " + event.getString("id"), lines[0]);
      assertEquals("event: " + event.getString("type"), lines[1]);
      return event;
    }
  }
}
