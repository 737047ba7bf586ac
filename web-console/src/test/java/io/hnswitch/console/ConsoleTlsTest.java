package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.console.ConsoleSettings.Reach;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A console and its TCP bridge by TLS, with clients that check its certificate. */
class ConsoleTlsTest {

  private static final PemTrustOptions TRUST =
      new PemTrustOptions().addCertPath(TlsIdentityTest.FILES.resolve("ec.pem").toString());

  private final ConsoleHarness console = new ConsoleHarness(settings());
  private final WebClient client =
      WebClient.create(
          console.lab().vertx(),
          new WebClientOptions().setSsl(true).setTrustOptions(TRUST).setFollowRedirects(false));

  private static ConsoleSettings settings() {
    var tls =
        TlsIdentity.read(
            TlsIdentityTest.FILES.resolve("ec.pem"),
            TlsIdentityTest.FILES.resolve("ec.key.pem"),
            Instant.parse("2026-06-01T00:00:00Z"));
    return new ConsoleSettings("127.0.0.1", 0, ConsoleHarness.TOKEN)
        .withTcp("127.0.0.1", 0)
        .withReach(new Reach(Optional.of(tls), List.of("lab.example.org"), false));
  }

  @AfterEach
  void close() {
    console.close();
  }

  private HttpResponse<Buffer> get(String host, String uri) {
    return console.await(
        client
            .request(HttpMethod.GET, console.port(), "127.0.0.1", uri)
            .putHeader("Host", host + ":" + console.port())
            .bearerTokenAuthentication(ConsoleHarness.TOKEN)
            .send());
  }

  @Test
  void tellsBrowsersToStayWithTls() {
    for (var host : List.of("127.0.0.1", "lab.example.org")) {
      var response = get(host, "/api/v1/nics");
      assertEquals(200, response.statusCode());
      assertEquals("max-age=31536000", response.getHeader("Strict-Transport-Security"));
    }
    // They would stay with it for every other program of the machine, too.
    assertNull(get("localhost", "/api/v1/nics").getHeader("Strict-Transport-Security"));
    assertEquals(403, get("evil.example", "/api/v1/nics").statusCode());
  }

  @Test
  void givesCookiesForTlsOnly() {
    var entered =
        console.await(
            client
                .request(
                    HttpMethod.GET, console.port(), "127.0.0.1", "/?token=" + ConsoleHarness.TOKEN)
                .send());
    assertEquals(303, entered.statusCode());
    assertTrue(entered.getHeader("Set-Cookie").contains("Secure"));
  }

  @Test
  void takesItsOwnPageForItsOwn() {
    var sockets =
        console
            .lab()
            .vertx()
            .createWebSocketClient(new WebSocketClientOptions().setTrustOptions(TRUST));
    var options = console.socketOptions().setSsl(true);
    options.addHeader("Authorization", "Bearer " + ConsoleHarness.TOKEN);
    options.addHeader("Origin", "https://" + console.authority());
    console.await(sockets.connect(options)).close();
    var plain = console.socketOptions().setSsl(true);
    plain.addHeader("Authorization", "Bearer " + ConsoleHarness.TOKEN);
    plain.addHeader("Origin", "http://" + console.authority());
    assertThrows(RuntimeException.class, () -> console.await(sockets.connect(plain)));
  }

  @Test
  void servesTheBusByTls() throws Exception {
    var answer = new CompletableFuture<Buffer>();
    var options = new NetClientOptions().setSsl(true).setTrustOptions(TRUST);
    options.setHostnameVerificationAlgorithm("HTTPS");
    var port = console.console().actualTcpPort().orElseThrow();
    var socket =
        console.await(console.lab().vertx().createNetClient(options).connect(port, "127.0.0.1"));
    socket.handler(answer::complete);
    var request =
        new JsonObject()
            .put("type", "send")
            .put("address", "hnswitch.v1.sys.whoami")
            .put("replyAddress", "r1")
            .put(
                "headers",
                new JsonObject()
                    .put("hnswitch-token", ConsoleHarness.TOKEN)
                    .put("hnswitch-principal", "me")
                    .put("hnswitch-role", "viewer"))
            .put("body", new JsonObject())
            .toBuffer();
    socket.write(Buffer.buffer().appendInt(request.length()).appendBuffer(request));
    var body = answer.get(10, TimeUnit.SECONDS);
    assertEquals(
        "start",
        body.getBuffer(4, body.length())
            .toJsonObject()
            .getJsonObject("body")
            .getJsonObject("data")
            .getString("name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void speaksRecentVersions(String version) {
    assertTrue(connects(version));
  }

  private boolean connects(String version) {
    var options =
        new HttpClientOptions()
            .setSsl(true)
            .setTrustOptions(TRUST)
            .setEnabledSecureTransportProtocols(Set.of(version));
    var versions = console.lab().vertx().createHttpClient(options);
    var connected =
        versions
            .request(HttpMethod.GET, console.port(), "127.0.0.1", "/health/live")
            .compose(request -> request.send())
            .map(true);
    boolean result = console.await(connected);
    versions.close();
    return result;
  }

  @Test
  void speaksNoOldVersions() {
    var options = new NetServerOptions();
    settings().reach().tls().orElseThrow().addTo(options);
    assertEquals(Set.of("TLSv1.2", "TLSv1.3"), options.getEnabledSecureTransportProtocols());
  }

  @Test
  void answersNothingWithoutTls() {
    assertThrows(RuntimeException.class, () -> console.get("/health/live"));
  }
}
