package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.console.ConsoleHarness.Socket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickSourceTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ConsoleHarness console = new ConsoleHarness();
  private final AtomicLong sent = new AtomicLong(1000);

  TickSourceTest() {
    console
        .fake()
        .on("nic.list", request -> new JsonObject().put("data", new JsonArray().add(nic())))
        .on("ledger.get", new JsonObject().put("sent", 7));
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void asksNothingWhileNobodyListens() {
    console.socket().send(register("hnswitch.v1.evt.all"));
    console.lab().elapse(Duration.ofMinutes(1));
    assertEquals(0, console.fake().asked("nic.list"));
    assertEquals(0, console.lab().timers().pending());
  }

  @Test
  void tellsTheNumbersOnceASecond() {
    var socket = console.socket().send(register("hnswitch.v1.tick.summary"));
    var first = body(socket);
    assertEquals(new JsonObject().put("sent", 7), first.getJsonObject("ledger"));
    assertEquals(new JsonObject(), first.getJsonObject("paths"));
    sent.addAndGet(250);
    nextSecond();
    assertEquals(250, sentByVf(body(socket)));
  }

  @Test
  void tellsTheRatesOfEachNic() {
    var socket = console.socket().send(register("hnswitch.v1.tick.nic"));
    body(socket);
    sent.addAndGet(250);
    nextSecond();
    var nic = body(socket).getJsonArray("nics").getJsonObject(0);
    assertEquals("a:hn0", nic.getString("id"));
    assertEquals(250, nic.getInteger("txFramesPerSecond"));
    assertEquals(250 * 100 * 8, nic.getInteger("txBitsPerSecond"));
    assertEquals(0, nic.getInteger("rxFramesPerSecond"));
  }

  @Test
  void stopsWhenTheLastListenerUnregisters() {
    var socket = console.socket().send(register("hnswitch.v1.tick.summary"));
    body(socket);
    waitForTimers(1 + 1);
    socket.send(
        new JsonObject()
            .put("type", "unregister")
            .put("address", "hnswitch.v1.tick.summary")
            .encode());
    waitForTimers(1);
  }

  @Test
  void stopsWhenTheLastListenerLeaves() {
    var one = console.socket().send(register("hnswitch.v1.tick.summary"));
    var other = console.socket().send(register("hnswitch.v1.tick.summary"));
    body(one);
    waitForTimers(2 + 1);
    one.close();
    nextSecond();
    body(other);
    waitForTimers(1 + 1);
    other.close();
    waitForTimers(0);
  }

  /** With one socket open, which is watched for its silence, and the tick due. */
  private void nextSecond() {
    waitForTimers(1 + 1);
    console.lab().elapse(SECOND);
  }

  private void waitForTimers(int pending) {
    console.lab().until(() -> console.lab().timers().pending() == pending);
  }

  private JsonObject nic() {
    return new JsonObject()
        .put("id", "a:hn0")
        .put("path", "vf")
        .put(
            "counters",
            new JsonObject()
                .put("opackets", sent.get())
                .put("opackets-vf", sent.get())
                .put("obytes", 100 * sent.get())
                .put("ipackets", 5)
                .put("ibytes", 500));
  }

  private static JsonObject body(Socket socket) {
    return new JsonObject(socket.next()).getJsonObject("body");
  }

  private static int sentByVf(JsonObject summary) {
    return summary.getJsonObject("paths").getJsonObject("vf").getInteger("txFramesPerSecond");
  }

  private static String register(String address) {
    return new JsonObject().put("type", "register").put("address", address).encode();
  }
}
