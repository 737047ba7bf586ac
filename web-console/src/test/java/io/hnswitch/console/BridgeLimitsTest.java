package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of the bridges may not, and that nobody else notices when it does. */
class BridgeLimitsTest {

  private static final String ALL = "hnswitch.v1.evt.all";

  private final ConsoleHarness console = new ConsoleHarness();

  @AfterEach
  void close() {
    console.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Bridge.MESSAGE_BYTES_MAX + 1, Integer.MAX_VALUE})
  void cutsOffAtLengthsThatNoMessageHas(int length) {
    try (var client = console.tcp()) {
      client.raw(
          new byte[] {
            (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
          });
      assertCut(client, 413);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "1", "\u0000", "GET / HTTP/1.1"})
  void cutsOffAtWhatIsNoObject(String text) {
    try (var client = console.tcp()) {
      assertCut(client.send(text.getBytes(StandardCharsets.UTF_8)), 400);
    }
  }

  @Test
  void takesAMessageInPieces() {
    try (var client = console.tcp()) {
      var body = ping().encode().getBytes(StandardCharsets.UTF_8);
      client.raw(new byte[] {0, 0}).raw(new byte[] {0, (byte) body.length});
      for (byte one : body) {
        client.raw(new byte[] {one});
      }
      assertEquals("pong", client.next().getString("type"));
    }
  }

  @Test
  void refusesRegistrationsBeyondTheLimitAndStaysOpen() {
    try (var client = console.tcp()) {
      for (int i = 0; i < BridgeSession.REGISTRATIONS_MAX; i++) {
        client.send(register("hnswitch.v1.evt.nic.n" + i));
      }
      var refused = client.send(register(ALL)).next();
      assertEquals(ALL, refused.getString("address"));
      assertEquals(429, refused.getInteger("failureCode"));
      assertEquals("pong", client.send(ping()).next().getString("type"));
      console.fake().happen("hnswitch.nic.up", "n7", Map.of());
      assertEquals("hnswitch.v1.evt.nic.n7", client.next().getString("address"));
    }
  }

  /** Time stands still here, so the burst is all that a client has. */
  @Test
  void cutsOffAClientThatFloodsAndServesTheOthers() {
    try (var flooding = console.tcp();
        var other = console.tcp()) {
      for (int i = 0; i < BridgeSession.BURST_MAX; i++) {
        flooding.send(ping());
        assertEquals("pong", flooding.next().getString("type"));
      }
      assertCut(flooding.send(ping()), 429);
      assertEquals("pong", other.send(ping()).next().getString("type"));
    }
  }

  @Test
  void cutsOffAWebSocketThatFloods() {
    var socket = console.socket();
    for (int i = 0; i < BridgeSession.BURST_MAX; i++) {
      assertEquals("{\"type\":\"pong\"}", socket.send(ping().encode()).next());
    }
    assertEquals("closed", socket.send(ping().encode()).next());
  }

  /** The feed is the only queue: what it forgets, a slow client is told of once. */
  @Test
  void givesASlowClientOneGapAndNobodyElse() {
    int events = 40_000;
    var filling = Map.<String, Object>of("filling", "x".repeat(500));
    try (var slow = console.slowTcp();
        var other = console.tcp()) {
      for (var client : List.of(slow, other)) {
        client.send(register(ALL)).send(ping());
        assertEquals("pong", client.next().getString("type"));
      }
      // The other one reads all the time, as far behind as the socket's buffers at most.
      for (int i = 1; i <= events; i++) {
        console.fake().happen("hnswitch.nic.up", "a:hn0", filling);
        if (i % 100 == 0) {
          for (int n = i - 99; n <= i; n++) {
            assertEquals(n, sequence(other.next()));
          }
        }
      }
      var gaps = new ArrayList<JsonObject>();
      long seen = 0;
      while (seen < events) {
        var message = slow.next();
        var event = message.getJsonObject("body");
        if (event.getString("type").equals("hnswitch.gap")) {
          gaps.add(event.getJsonObject("data"));
          assertEquals(seen + 1, Long.parseLong(gaps.getLast().getString("from")));
          seen = Long.parseLong(gaps.getLast().getString("to"));
        } else {
          assertEquals(seen + 1, sequence(message));
          seen++;
        }
      }
      assertEquals(1, gaps.size(), gaps::toString);
      assertTrue(seen == events, "all others were seen");
    }
  }

  /** One floods and is cut off; one asks for much and reads nothing, and is answered no further. */
  @Test
  void serveAThousandOthersBesideTwoThatMisbehave() {
    int clients = 1000;
    int events = 20;
    var describe = request("sys.describe", "r1");
    console.fake().on("sys.describe", new JsonArray().add("x".repeat(200_000)));
    var others = new ArrayList<TcpSocket>();
    try (var flooding = console.tcp();
        var slow = console.slowTcp()) {
      for (int i = 0; i < clients; i++) {
        others.add(console.tcp());
        others.getLast().send(register(ALL)).send(ping());
      }
      others.forEach(other -> assertEquals("pong", other.next().getString("type")));
      for (int i = 0; i < BridgeSession.PENDING_MAX; i++) {
        slow.send(describe);
      }
      for (int i = 0; i <= BridgeSession.BURST_MAX; i++) {
        flooding.send(ping());
      }
      for (int i = 1; i <= events; i++) {
        console.fake().happen("hnswitch.nic.up", "n" + i, Map.of());
      }
      for (var other : others) {
        for (int i = 1; i <= events; i++) {
          assertEquals(i, sequence(other.next()), "all, in order, no gap");
        }
        assertEquals("message", other.send(request("sys.ping", "r2")).next().getString("type"));
      }
      assertEquals(429, last(flooding).getInteger("failureCode"));
      assertTrue(
          console.fake().asked("sys.describe") < BridgeSession.PENDING_MAX,
          "who reads nothing makes no work");
      for (int i = 0; i < BridgeSession.PENDING_MAX; i++) {
        assertEquals("r1", slow.next().getString("address"), "and gets all when it reads");
      }
    } finally {
      others.forEach(TcpSocket::close);
    }
  }

  /** What a client is told when it is cut off. */
  private static JsonObject last(TcpSocket client) {
    var before = client.next();
    for (var next = client.next(); !next.equals(TcpSocket.END); next = client.next()) {
      before = next;
    }
    return before;
  }

  private static JsonObject request(String name, String back) {
    return new JsonObject()
        .put("type", "send")
        .put("address", Operations.get(name).address())
        .put("replyAddress", back)
        .put("body", new JsonObject());
  }

  @Test
  void endsTheTicksOfAClientThatLeaves() {
    try (var client = console.tcp()) {
      client.send(register("hnswitch.v1.tick.summary"));
      assertEquals("hnswitch.v1.tick.summary", client.next().getString("address"));
    }
    console.lab().until(() -> console.lab().timers().pending() == 0);
  }

  @Test
  void answersInTheOrderAsked() {
    try (var client = console.tcp()) {
      for (int i = 0; i < BridgeSession.PENDING_MAX; i++) {
        client.send(
            new JsonObject()
                .put("type", "send")
                .put("address", Operations.get("sys.info").address())
                .put("replyAddress", "r" + i)
                .put("body", new JsonObject()));
      }
      for (int i = 0; i < BridgeSession.PENDING_MAX; i++) {
        assertEquals("r" + i, client.next().getString("address"));
      }
    }
  }

  private static void assertCut(TcpSocket client, int status) {
    var last = client.next();
    assertEquals("err", last.getString("type"), last::encode);
    assertEquals(status, last.getInteger("failureCode"), last::encode);
    assertEquals(TcpSocket.END, client.next());
  }

  private static long sequence(JsonObject message) {
    return Long.parseLong(message.getJsonObject("body").getString("sequence"));
  }

  private static JsonObject ping() {
    return new JsonObject().put("type", "ping");
  }

  private static JsonObject register(String address) {
    return new JsonObject().put("type", "register").put("address", address);
  }
}
