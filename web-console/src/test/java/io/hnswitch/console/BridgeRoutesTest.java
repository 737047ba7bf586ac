package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Addresses;
import io.hnswitch.console.ConsoleHarness.Socket;
import io.hnswitch.id.NicId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeRoutesTest {

  private final ConsoleHarness console = new ConsoleHarness();
  private Socket socket;

  @BeforeEach
  void open() {
    socket = console.socket();
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void answersRequests() {
    var answer = ask("hnswitch.v1.ctl.vf.attach", new JsonObject().put("nic", "a:hn0"));
    assertEquals("rec", answer.getString("type"));
    assertEquals(18, answer.getJsonObject("body").getInteger("revision"));
    assertEquals("vf.attach", data(answer).getString("operation"));
    assertEquals("a:hn0", data(answer).getJsonObject("request").getString("nic"));
  }

  @Test
  void answersQuestionsAboutTheInterface() {
    assertEquals("rec", ask("hnswitch.v1.sys.info", new JsonObject()).getString("type"));
  }

  @Test
  void passesRefusalsOn() {
    console.fake().refuse("vf.attach", ProblemCode.NO_VF_FREE, "pf0 has 4 VFs, all given");
    var answer = ask("hnswitch.v1.ctl.vf.attach", new JsonObject());
    assertEquals("err", answer.getString("type"));
    assertEquals(409, answer.getInteger("failureCode"));
    assertEquals("no-vf-free", new JsonObject(answer.getString("message")).getString("code"));
  }

  @Test
  void letsOnlyKnownHeadersThrough() {
    socket.send(
        new JsonObject()
            .put("type", "send")
            .put("address", "hnswitch.v1.ctl.nic.up")
            .put("replyAddress", "r1")
            .put(
                "headers",
                new JsonObject()
                    .put("hnswitch-request-id", "7c1")
                    .put("hnswitch-role", "viewer")
                    .put("hnswitch-principal", "me")
                    .put("other", "x"))
            .put("body", new JsonObject())
            .encode());
    assertEquals(
        new JsonObject()
            .put("hnswitch-request-id", "7c1")
            .put("hnswitch-principal", "start")
            .put("hnswitch-role", "admin")
            .put("hnswitch-from", "websocket 127.0.0.1"),
        data(new JsonObject(socket.next())).getJsonObject("headers"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hnswitch.i.nic.a:hn0",
        "hnswitch.d.nic.a:hn0.tx",
        "hnswitch.i.events",
        "hnswitch.v1.evt.all",
        "hnswitch.v1.tick.summary",
        "hnswitch.v1.ctl.frobnicate",
        "hnswitch.v1.ctl.nic",
        "xhnswitch.v1.ctl.nic.list",
        "__vertx.reply.1",
        ""
      })
  void letsNothingElseIn(String address) {
    List<Object> arrived = new CopyOnWriteArrayList<>();
    if (!address.isEmpty()) {
      console.lab().vertx().eventBus().localConsumer(address, message -> arrived.add(message));
    }
    socket.send(send(address, new JsonObject()));
    var answer = new JsonObject(socket.next());
    assertEquals("err", answer.getString("type"));
    assertEquals("r1", answer.getString("address"));
    assertEquals(403, answer.getInteger("failureCode"));
    assertEquals(List.of(), arrived);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hnswitch.i.events",
        "hnswitch.i.pairing",
        "hnswitch.d.endpoint.a:hn0.rx",
        "hnswitch.v1.ctl.nic.list",
        "hnswitch.v1.sys.info",
        "hnswitch.v1.evt",
        "hnswitch.v1.evt.",
        "hnswitchxv1xevtxall",
        "other"
      })
  void letsNothingElseOut(String address) {
    socket.send(register(address));
    assertRefused(address, 403);
  }

  @Test
  void knowsTheInternalAddressesThatItKeepsIn() {
    assertTrue(Addresses.nic(NicId.parse("a:hn0")).value().startsWith("hnswitch.i."));
    assertTrue(Addresses.nicTransmit(NicId.parse("a:hn0")).value().startsWith("hnswitch.d."));
  }

  @Test
  void refusesToPublish() {
    socket.send(
        new JsonObject(send("hnswitch.v1.ctl.nic.down", new JsonObject()))
            .put("type", "publish")
            .encode());
    assertRefused("r1", 403);
    assertEquals(0, console.fake().asked("nic.down"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"text\"", "null"})
  void refusesBodiesThatAreNoObjects(String body) {
    socket.send(
        "{\"type\":\"send\",\"address\":\"hnswitch.v1.ctl.nic.down\",\"replyAddress\":\"r1\",\"body\":"
            + body
            + "}");
    assertEquals("err", new JsonObject(socket.next()).getString("type"));
    assertEquals(0, console.fake().asked("nic.down"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"type\":1}", "{\"type\":\"send\"}"})
  void survivesMalformedMessages(String message) {
    socket.send(message).close();
    socket = console.socket();
    assertEquals("rec", ask("hnswitch.v1.ctl.nic.list", new JsonObject()).getString("type"));
  }

  @Test
  void closesOnMessagesThatAreTooLarge() {
    var filling = " ".repeat(Bridge.MESSAGE_BYTES_MAX);
    socket.send(send("hnswitch.v1.ctl.nic.list", new JsonObject().put("text", filling)));
    assertEquals("closed", socket.next());
    assertEquals(0, console.fake().asked("nic.list"));
  }

  @Test
  void publishesEventsOnThreeAddresses() {
    socket
        .send(register("hnswitch.v1.evt.all"))
        .send(register("hnswitch.v1.evt.nic"))
        .send(register("hnswitch.v1.evt.nic.a:hn0"));
    ask("hnswitch.v1.ctl.nic.list", new JsonObject());
    console.fake().happen("hnswitch.nic.path-changed", "a:hn0", Map.of("to", "vf"));
    var got = List.of(receive(), receive(), receive());
    assertEquals(
        List.of("hnswitch.v1.evt.all", "hnswitch.v1.evt.nic", "hnswitch.v1.evt.nic.a:hn0"),
        got.stream().map(message -> message.getString("address")).sorted().toList());
    for (var message : got) {
      assertEquals("00000001", message.getJsonObject("body").getString("sequence"));
      assertEquals("vf", message.getJsonObject("body").getJsonObject("data").getString("to"));
    }
  }

  private void assertRefused(String address, int status) {
    var answer = new JsonObject(socket.next());
    assertEquals("err", answer.getString("type"));
    assertEquals(address, answer.getString("address"));
    assertEquals(status, answer.getInteger("failureCode"));
    assertEquals("forbidden", new JsonObject(answer.getString("message")).getString("code"));
  }

  private JsonObject receive() {
    return new JsonObject(socket.next());
  }

  private JsonObject ask(String address, JsonObject body) {
    socket.send(send(address, body));
    var answer = new JsonObject(socket.next());
    assertEquals("r1", answer.getString("address"), answer.encode());
    return answer;
  }

  private static JsonObject data(JsonObject answer) {
    return answer.getJsonObject("body").getJsonObject("data");
  }

  private static String send(String address, JsonObject body) {
    return new JsonObject()
        .put("type", "send")
        .put("address", address)
        .put("replyAddress", "r1")
        .put("headers", new JsonObject())
        .put("body", body)
        .encode();
  }

  private static String register(String address) {
    return new JsonObject().put("type", "register").put("address", address).encode();
  }
}
