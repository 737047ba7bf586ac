package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.Operations;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each role tries every operation of the catalogue on every face. */
class RolesTest {

  private static final int FORBIDDEN = 403;
  private static final int UNAUTHENTICATED = 401;

  private final ConsoleHarness console = new ConsoleHarness();

  @AfterEach
  void close() {
    console.close();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void allowsByRestWhatTheRoleMay(Role role) {
    var token = console.tokenOf(slug(role));
    for (var operation : Operations.all()) {
      var uri = "/api/v1" + operation.path().replaceAll("\\{[a-z]+}", "x");
      var response =
          console.await(
              console
                  .stranger(HttpMethod.valueOf(operation.method().name()), uri)
                  .bearerTokenAuthentication(token)
                  .send());
      boolean refused = response.statusCode() == FORBIDDEN;
      assertEquals(!may(role, operation), refused, operation.name() + " " + slug(role));
      if (refused) {
        assertEquals("forbidden", response.bodyAsJsonObject().getString("code"));
        assertEquals(0, console.fake().asked(operation.name()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void allowsByWebSocketWhatTheRoleMay(Role role) {
    var socket = console.socket(console.tokenOf(slug(role)));
    for (var operation : Operations.all()) {
      socket.send(request(operation, new JsonObject()).encode());
      check(role, operation, new JsonObject(socket.next()), FORBIDDEN);
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void allowsByTcpWhatTheRoleMay(Role role) {
    try (var socket = console.tcp()) {
      var headers = new JsonObject().put("hnswitch-token", console.tokenOf(slug(role)));
      for (var operation : Operations.all()) {
        // The first message says who speaks; the others need not.
        socket.send(request(operation, headers));
        headers = new JsonObject();
        check(role, operation, socket.next(), FORBIDDEN);
      }
    }
  }

  @Test
  void allowsByTcpWhatViewersMayWithoutAToken() {
    try (var socket = console.tcp()) {
      for (var operation : Operations.all()) {
        socket.send(request(operation, new JsonObject()));
        check(Role.VIEWER, operation, socket.next(), UNAUTHENTICATED);
      }
    }
  }

  private void check(Role role, Operation operation, JsonObject answer, int status) {
    var what = operation.name() + " " + slug(role) + ": " + answer.encode();
    assertEquals("r-" + operation.name(), answer.getString("address"), what);
    boolean refused =
        answer.getString("type").equals("err") && answer.getInteger("failureCode") == status;
    assertEquals(!may(role, operation), refused, what);
    if (refused) {
      var problem = new JsonObject(answer.getString("message"));
      assertEquals(
          status == FORBIDDEN ? "forbidden" : "unauthenticated", problem.getString("code"));
      assertEquals(0, console.fake().asked(operation.name()), what);
    }
  }

  /** The rule in other words than the code's: each role may what those before it may. */
  private static boolean may(Role role, Operation operation) {
    return switch (operation.role()) {
      case VIEWER -> true;
      case OPERATOR -> role != Role.VIEWER;
      case ADMIN -> role == Role.ADMIN;
    };
  }

  private static JsonObject request(Operation operation, JsonObject headers) {
    var body = new JsonObject(operation.example());
    return new JsonObject()
        .put("type", "send")
        .put("address", operation.address())
        .put("replyAddress", "r-" + operation.name())
        .put("headers", headers)
        .put("body", body);
  }

  @Test
  void tellsWhoOneIs() {
    var token = console.tokenOf("operator");
    var response =
        console.await(
            console
                .stranger(HttpMethod.GET, "/api/v1/whoami")
                .bearerTokenAuthentication(token)
                .send());
    assertEquals(
        new JsonObject().put("name", "operator").put("role", "operator"),
        response.bodyAsJsonObject().getJsonObject("data"));
    try (var socket = console.tcp()) {
      socket.send(request(Operations.get("sys.whoami"), new JsonObject()));
      assertEquals(
          "anonymous", socket.next().getJsonObject("body").getJsonObject("data").getString("name"));
    }
  }

  @Test
  void showsTheSecretOnce() {
    var token = console.tokenOf("viewer");
    var list = console.get("/api/v1/tokens").bodyAsString();
    assertEquals(1, new JsonObject(list).getJsonArray("data").size());
    assertFalse(list.contains(token), list);
    assertFalse(list.contains("sha256"), list);
  }

  @Test
  void cutsTheConnectionsOfARevokedTokenOff() {
    var token = console.tokenOf("viewer");
    var other = console.socket(console.tokenOf("operator"));
    var socket = console.socket(token);
    try (var tcp = console.tcp()) {
      tcp.send(request(Operations.get("sys.ping"), new JsonObject().put("hnswitch-token", token)));
      assertEquals("message", tcp.next().getString("type"));
      var revoked =
          console.await(
              console.request(HttpMethod.POST, "/api/v1/tokens/viewer/actions/revoke").send());
      assertEquals(2, revoked.bodyAsJsonObject().getJsonObject("data").getInteger("cut"));
      assertEquals("closed", socket.next());
      assertEquals(UNAUTHENTICATED, tcp.next().getInteger("failureCode"));
      assertEquals(TcpSocket.END, tcp.next());
    }
    var ping = request(Operations.get("sys.ping"), new JsonObject());
    assertEquals("rec", new JsonObject(other.send(ping.encode()).next()).getString("type"));
    var response =
        console.await(
            console
                .stranger(HttpMethod.GET, "/api/v1/ping")
                .bearerTokenAuthentication(token)
                .send());
    assertEquals(UNAUTHENTICATED, response.statusCode());
  }

  /** What arrives at whoever serves an operation, as {@link FakeLab} tells it. */
  @Test
  void believesNoClientThatSaysWhoItIs() {
    var said =
        new JsonObject()
            .put("hnswitch-principal", "node")
            .put("hnswitch-role", "admin")
            .put("hnswitch-from", "nowhere");
    var viewer = console.tokenOf("viewer");
    var rest = console.stranger(HttpMethod.GET, "/api/v1/nics/x").bearerTokenAuthentication(viewer);
    said.forEach(one -> rest.putHeader(one.getKey(), one.getValue().toString()));
    var data = console.await(rest.send()).bodyAsJsonObject().getJsonObject("data");
    assertKnown("viewer", "rest 127.0.0.1", data);
    var socket = console.socket(viewer);
    socket.send(request(Operations.get("nic.get"), said).encode());
    assertKnown("viewer", "websocket 127.0.0.1", data(new JsonObject(socket.next())));
    try (var tcp = console.tcp()) {
      tcp.send(request(Operations.get("nic.get"), said));
      assertKnown("anonymous", "tcp 127.0.0.1", data(tcp.next()));
      tcp.send(request(Operations.get("nic.get"), said.copy().put("hnswitch-token", viewer)));
      assertKnown("viewer", "tcp 127.0.0.1", data(tcp.next()));
      tcp.send(request(Operations.get("nic.down"), said));
      assertEquals(FORBIDDEN, tcp.next().getInteger("failureCode"));
    }
  }

  private static void assertKnown(String name, String from, JsonObject data) {
    var headers = data.getJsonObject("headers");
    assertEquals(name, headers.getString("hnswitch-principal"));
    assertEquals("viewer", headers.getString("hnswitch-role"));
    assertEquals(from, headers.getString("hnswitch-from"));
  }

  private static JsonObject data(JsonObject answer) {
    return answer.getJsonObject("body").getJsonObject("data");
  }

  @Test
  void refusesUnknownTokensOfTcpClients() {
    try (var socket = console.tcp()) {
      var headers = new JsonObject().put("hnswitch-token", "wrong");
      socket.send(request(Operations.get("sys.ping"), headers));
      var answer = socket.next();
      assertEquals("r-sys.ping", answer.getString("address"));
      assertEquals(UNAUTHENTICATED, answer.getInteger("failureCode"));
    }
  }

  private static String slug(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
