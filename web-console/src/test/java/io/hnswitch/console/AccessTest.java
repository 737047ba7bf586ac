package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets in, and what a browser is told to keep out. */
class AccessTest {

  private final ConsoleHarness console = new ConsoleHarness();

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void refusesStrangersEverywhereButAtHealth() {
    for (var uri : List.of("/", "/main.js", "/api/v1/nics", "/api/v1/events", "/api/v1/nothing")) {
      var response = stranger(uri);
      assertEquals(401, response.statusCode(), uri);
      assertEquals("application/problem+json", response.getHeader("Content-Type"));
      assertEquals("unauthenticated", response.bodyAsJsonObject().getString("code"));
      assertEquals("Bearer realm=\"hnswitch\"", response.getHeader("WWW-Authenticate"));
    }
    assertEquals(200, stranger("/health/live").statusCode());
    assertEquals(200, stranger("/health/ready").statusCode());
  }

  @Test
  void asksNothingOfTheLabForStrangers() {
    stranger("/api/v1/nics");
    assertEquals(0, console.fake().asked("nic.list"));
  }

  @Test
  void turnsTheTokenInTheAddressIntoACookie() {
    var entered = stranger("/?token=" + ConsoleHarness.TOKEN + "&view=a%20b");
    assertEquals(303, entered.statusCode());
    assertEquals("/?view=a+b", entered.getHeader("Location"));
    var cookie = entered.getHeader("Set-Cookie");
    assertTrue(cookie.contains("; HTTPOnly"), cookie);
    assertTrue(cookie.contains("; SameSite=Strict"), cookie);
    assertTrue(cookie.contains("; Path=/"), cookie);
    var page = ask("/").putHeader("Cookie", cookie.substring(0, cookie.indexOf(';')));
    assertEquals(200, console.await(page.send()).statusCode());
  }

  @Test
  void sendsNobodyElsewhere() {
    var entered = stranger("//evil.example/?token=" + ConsoleHarness.TOKEN);
    assertEquals("/evil.example/", entered.getHeader("Location"));
  }

  @Test
  void admitsAScriptWithTheTokenInTheAddress() {
    var response = stranger("/api/v1/nics/a:hn0?token=" + ConsoleHarness.TOKEN);
    assertEquals(200, response.statusCode());
    assertFalse(response.bodyAsString().contains("token"), response.bodyAsString());
  }

  @Test
  void refusesAWrongTokenInTheAddress() {
    var response = stranger("/?token=wrong");
    assertEquals(401, response.statusCode());
    assertNull(response.getHeader("Set-Cookie"));
  }

  @Test
  void refusesOtherNamesForThisMachine() {
    var rebound = console.request(HttpMethod.GET, "/").virtualHost("rebound.example");
    assertEquals(403, console.await(rebound.send()).statusCode());
    var health = console.stranger(HttpMethod.GET, "/health/live").virtualHost("rebound.example");
    assertEquals(403, console.await(health.send()).statusCode());
  }

  @Test
  void refusesPagesFromElsewhere() {
    var change = console.request(HttpMethod.POST, "/api/v1/nics/a:hn0/actions/down");
    assertEquals(403, fromOrigin(change, "http://localhost:3000"));
    assertEquals(0, console.fake().asked("nic.down"));
    assertEquals(200, fromOrigin(change, "http://" + console.authority()));
  }

  private int fromOrigin(HttpRequest<Buffer> request, String origin) {
    return console.await(request.putHeader("Origin", origin).send()).statusCode();
  }

  @Test
  void tellsBrowsersToRunNothingButTheFilesOfThePage() {
    for (var uri : List.of("/", "/api/v1/nics", "/api/v1/nothing", "/health/live")) {
      var response = console.get(uri);
      var policy = response.getHeader("Content-Security-Policy");
      assertTrue(policy.startsWith("default-src 'none';"), policy);
      assertTrue(policy.contains("frame-ancestors 'none'"), policy);
      assertFalse(policy.contains("unsafe"), policy);
      assertEquals("nosniff", response.getHeader("X-Content-Type-Options"));
      assertEquals("no-referrer", response.getHeader("Referrer-Policy"));
    }
  }

  @Test
  void hasNoInlineScriptOrStyleAndNothingFromElsewhere() {
    var page = console.get("/").bodyAsString();
    assertFalse(Pattern.compile("<script(?![^>]*src=)").matcher(page).find());
    assertFalse(Pattern.compile("<style|\\sstyle=|\\son\\w+=|https?://").matcher(page).find());
  }

  @Test
  void refusesSocketsOfStrangers() {
    assertEquals(401, refusal(console.socketOptions()));
    assertEquals(401, refusal(console.socketOptions().setURI("/eventbus/websocket?token=wrong")));
  }

  @Test
  void refusesSocketsOfPagesFromElsewhere() {
    assertEquals(403, refusal(withToken().addHeader("Origin", "http://evil.example")));
    assertEquals(403, refusal(withToken().addHeader("Origin", "http://localhost:3000")));
  }

  @Test
  void refusesSocketsUnderOtherNames() {
    assertEquals(403, refusal(withToken().addHeader("Host", "rebound.example")));
  }

  @Test
  void admitsSocketsWithTheTokenInTheAddress() {
    var options =
        console.socketOptions().setURI("/eventbus/websocket?token=" + ConsoleHarness.TOKEN);
    console.await(console.connect(options)).close();
  }

  @Test
  void admitsSocketsOfThePageWithItsCookie() {
    var options =
        console
            .socketOptions()
            .addHeader("Origin", "http://" + console.authority())
            .addHeader("Cookie", "hnswitch-" + console.port() + "=" + ConsoleHarness.TOKEN);
    console.await(console.connect(options)).close();
  }

  private WebSocketConnectOptions withToken() {
    return console.socketOptions().addHeader("Authorization", "Bearer " + ConsoleHarness.TOKEN);
  }

  private int refusal(WebSocketConnectOptions options) {
    return assertThrows(
            UpgradeRejectedException.class, () -> console.await(console.connect(options)))
        .getStatus();
  }

  private HttpRequest<Buffer> ask(String uri) {
    return console.stranger(HttpMethod.GET, uri);
  }

  private HttpResponse<Buffer> stranger(String uri) {
    return console.await(ask(uri).send());
  }
}
