package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.ProblemCode;
import io.hnswitch.console.ConsoleHarness.Socket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code view.get} and {@code tick.view}: a view and what it takes to follow it. */
class ViewTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration QUARTER = Duration.ofMillis(250);

  private final ConsoleHarness console = new ConsoleHarness();
  private final AtomicLong sent = new AtomicLong(1000);
  private final AtomicLong uptime = new AtomicLong(5000);

  ViewTest() {
    console
        .fake()
        .on("sys.info", request -> data(info()))
        .on("nic.list", request -> data(new JsonArray().add(nic()).add(broken("id", "b:hn0"))))
        .on("pair.list", data("[{\"nic\":\"a:hn0\",\"state\":\"vf-active\",\"reason\":null}]"))
        .on("endpoint.list", new JsonArray().add(broken("nic", "b:hn0")))
        .on("switch.list", data("[{\"id\":\"sw0\",\"fdb\":[{\"mac\":\"m\"}],\"ports\":[]}]"))
        .on("ledger.get", new JsonObject("{\"sent\":7,\"devices\":[{\"device\":\"nic a:hn0\"}]}"));
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void isMadeOfAllLists() {
    var answer = get();
    assertEquals(1, answer.getLong("sequence"));
    var view = answer.getJsonObject("view");
    assertEquals(
        new JsonObject(
            "{\"node\":\"left\",\"lab\":{\"revision\":18},\"startedMillis\":1789999995000}"),
        view.getJsonObject("info"));
    assertEquals(nic(), view.getJsonObject("nics").getJsonObject("a:hn0"));
    assertEquals(broken("id", "b:hn0"), view.getJsonObject("nics").getJsonObject("b:hn0"));
    assertEquals(
        new JsonObject("{\"a:hn0\":{\"nic\":\"a:hn0\",\"state\":\"vf-active\"}}"),
        view.getJsonObject("pairs"));
    assertEquals(
        new JsonObject().put("b:hn0", broken("nic", "b:hn0")), view.getJsonObject("endpoints"));
    assertEquals(
        new JsonObject("{\"sw0\":{\"id\":\"sw0\",\"ports\":[]}}"), view.getJsonObject("switches"));
    assertEquals(new JsonObject("{\"sent\":7}"), view.getJsonObject("ledger"));
    Stream.of("vfs", "adapters", "flows", "captures", "rates", "paths")
        .forEach(member -> assertEquals(new JsonObject(), view.getJsonObject(member), member));
    assertEquals(FakeLab.REVISION, view.getInteger("revision"));
    assertEquals(0, view.getJsonObject("events").getInteger("total"));
    assertEquals(14, view.size());
  }

  @Test
  void isMadeAnewForEachRequestWhileNobodyListens() {
    assertEquals(1, get().getLong("sequence"));
    sent.addAndGet(1);
    uptime.addAndGet(3);
    var second = get();
    assertEquals(2, second.getLong("sequence"));
    assertEquals(nic(), second.getJsonObject("view").getJsonObject("nics").getJsonObject("a:hn0"));
    assertEquals(
        1789999995000L,
        second.getJsonObject("view").getJsonObject("info").getLong("startedMillis"));
    assertEquals(2, console.fake().asked("nic.list"));
  }

  @Test
  void isFollowedByPatches() {
    var socket = listen();
    var first = body(socket);
    var followed = get();
    assertEquals(1, console.fake().asked("nic.list"), "asked for the view, not for the lists");
    assertEquals(first.getLong("sequence"), followed.getLong("sequence"));
    assertEquals(first.getString("run"), followed.getString("run"));
    assertEquals(followed.getJsonObject("view"), first.getJsonObject("patch"));
    var view = followed.getJsonObject("view");
    sent.addAndGet(250);
    elapse(SECOND);
    var tick = body(socket);
    assertEquals(2, tick.getLong("sequence"));
    assertEquals(
        250 + 1000,
        tick.getJsonObject("patch")
            .getJsonObject("nics")
            .getJsonObject("a:hn0")
            .getJsonObject("counters")
            .getLong("opackets"));
    view = MergePatch.apply(tick.getJsonObject("patch"), view);
    assertEquals(
        250, view.getJsonObject("rates").getJsonObject("a:hn0").getLong("txFramesPerSecond"));
    assertEquals(get().getJsonObject("view"), view);
    console.fake().on("nic.list", new JsonArray());
    elapse(SECOND);
    tick = body(socket);
    assertTrue(tick.getJsonObject("patch").getJsonObject("nics").containsKey("a:hn0"));
    view = MergePatch.apply(tick.getJsonObject("patch"), view);
    assertEquals(new JsonObject(), view.getJsonObject("nics"));
    assertEquals(new JsonObject(), view.getJsonObject("rates"));
    assertEquals(get().getJsonObject("view"), view);
  }

  @Test
  void isPublishedOnceASecondWhenNothingChanges() {
    var socket = listen();
    body(socket);
    elapse(SECOND);
    body(socket);
    elapse(SECOND);
    var tick = body(socket);
    assertEquals(3, tick.getLong("sequence"));
    assertEquals(new JsonObject(), tick.getJsonObject("patch"));
    assertEquals("2026-09-21T14:13:22Z", tick.getString("at"));
  }

  @Test
  void followsSoonAfterAnEvent() {
    var socket = listen();
    body(socket);
    console.fake().happen("hnswitch.nic.up", "a:hn0", Map.of());
    console.lab().until(() -> console.fake().asked("sys.info") == 2);
    elapse(QUARTER);
    var patch = body(socket).getJsonObject("patch");
    assertEquals(1, patch.getJsonObject("events").getInteger("total"));
    assertTrue(patch.getJsonObject("events").getString("last").endsWith("-00000001"));
    assertFalse(patch.containsKey("rates"), "they are of a whole second");
    elapse(SECOND.minus(QUARTER));
    patch = body(socket).getJsonObject("patch");
    assertTrue(patch.containsKey("rates"));
  }

  @Test
  void hasNoHolesWhenNobodyListenedForAWhile() {
    var socket = listen();
    var view = body(socket).getJsonObject("patch");
    socket.close();
    waitForTimers(0);
    sent.addAndGet(5);
    assertEquals(2, get().getLong("sequence"));
    var again = listen();
    var tick = body(again);
    assertEquals(3, tick.getLong("sequence"));
    assertEquals(new JsonObject(), tick.getJsonObject("patch"));
    assertEquals(nic(), get().getJsonObject("view").getJsonObject("nics").getJsonObject("a:hn0"));
    assertFalse(view.isEmpty());
  }

  @Test
  void leavesARoundOutInWhichAQuestionFails() {
    var socket = listen();
    var first = body(socket);
    console.fake().refuse("switch.list", ProblemCode.PEER_TIMEOUT, "sw0 did not answer");
    elapse(SECOND);
    waitForTimers(2);
    assertEquals(first.getString("at"), get().getString("at"), "the age grows");
    console.fake().on("switch.list", new JsonArray());
    elapse(SECOND);
    var tick = body(socket);
    assertEquals(2, tick.getLong("sequence"));
    assertTrue(tick.getJsonObject("patch").getJsonObject("switches").containsKey("sw0"));
  }

  @Test
  void isRefusedWithWhatItFailedFor() {
    console.fake().refuse("switch.list", ProblemCode.PEER_TIMEOUT, "sw0 did not answer");
    var response = console.get("/api/v1/view");
    assertEquals(ProblemCode.PEER_TIMEOUT.status(), response.statusCode());
    assertEquals("sw0 did not answer", response.bodyAsJsonObject().getString("detail"));
  }

  private JsonObject get() {
    return console.get("/api/v1/view").bodyAsJsonObject().getJsonObject("data");
  }

  private Socket listen() {
    return console
        .socket()
        .send(
            new JsonObject()
                .put("type", "register")
                .put("address", "hnswitch.v1.tick.view")
                .encode());
  }

  /** With one socket open, which is watched for its silence, and the next round due. */
  private void elapse(Duration time) {
    waitForTimers(1 + 1);
    console.lab().elapse(time);
  }

  private void waitForTimers(int pending) {
    console.lab().until(() -> console.lab().timers().pending() == pending);
  }

  private static JsonObject body(Socket socket) {
    return new JsonObject(socket.next()).getJsonObject("body");
  }

  private static JsonObject data(Object data) {
    return new JsonObject().put("data", data);
  }

  private static JsonArray data(String json) {
    return new JsonArray(json);
  }

  private JsonObject info() {
    return new JsonObject()
        .put("node", "left")
        .put("uptimeMillis", uptime.get())
        .put("lab", new JsonObject().put("revision", 18));
  }

  private JsonObject nic() {
    return new JsonObject()
        .put("id", "a:hn0")
        .put("path", "vf")
        .put(
            "counters",
            new JsonObject().put("opackets", sent.get()).put("obytes", 100 * sent.get()));
  }

  private static JsonObject broken(String member, String id) {
    return new JsonObject()
        .put(member, id)
        .put("problem", new JsonObject().put("detail", "did not answer in time"));
  }
}
