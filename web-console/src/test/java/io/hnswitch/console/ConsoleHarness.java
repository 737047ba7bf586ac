package io.hnswitch.console;

import io.hnswitch.testing.LabHarness;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A console on a port of its own before a {@link FakeLab}, and a client. */
final class ConsoleHarness implements AutoCloseable {

  static final String TOKEN = "a-token-for-tests-0123456789";

  private static final long PATIENCE_SECONDS = 10;

  /** Few, for tests have no time. */
  private static final int ITERATIONS = 10;

  private final LabHarness harness = LabHarness.withOtherLoops();
  private final FakeLab fake = new FakeLab(harness.lab());
  private final ConsoleVerticle console;
  private final WebClient client =
      WebClient.create(harness.vertx(), new WebClientOptions().setFollowRedirects(false));

  /** Held on to: Vert.x closes a client, and its connections, when it is garbage. */
  private final WebSocketClient sockets = harness.vertx().createWebSocketClient();

  private final HttpClient plain = harness.vertx().createHttpClient();

  ConsoleHarness() {
    this(new ConsoleSettings("127.0.0.1", 0, TOKEN).withTcp("127.0.0.1", 0));
  }

  /** With a console of one's own. */
  ConsoleHarness(ConsoleSettings settings) {
    console = harness.deploy(new ConsoleVerticle(harness.lab(), settings, ITERATIONS));
  }

  LabHarness lab() {
    return harness;
  }

  FakeLab fake() {
    return fake;
  }

  ConsoleVerticle console() {
    return console;
  }

  int port() {
    return console.actualPort();
  }

  String authority() {
    return "127.0.0.1:" + port();
  }

  /** A request as a stranger makes it. */
  HttpRequest<Buffer> stranger(HttpMethod method, String uri) {
    return client.request(method, port(), "127.0.0.1", uri);
  }

  /** A request with the token. */
  HttpRequest<Buffer> request(HttpMethod method, String uri) {
    return stranger(method, uri).bearerTokenAuthentication(TOKEN);
  }

  HttpResponse<Buffer> get(String uri) {
    return await(request(HttpMethod.GET, uri).send());
  }

  <T> T await(Future<T> future) {
    return harness.await(future);
  }

  HttpClient plainClient() {
    return plain;
  }

  /** Opens a WebSocket with the token. */
  Socket socket() {
    return socket(TOKEN);
  }

  /** Opens a WebSocket with a token. */
  Socket socket(String token) {
    return new Socket(
        await(connect(socketOptions().addHeader("Authorization", "Bearer " + token))));
  }

  /** Opens a connection to the TCP bridge. */
  TcpSocket tcp() {
    return TcpSocket.to(console.actualTcpPort().orElseThrow());
  }

  /** As {@link #tcp}, for a client that reads nothing. */
  TcpSocket slowTcp() {
    return TcpSocket.withoutRoom(console.actualTcpPort().orElseThrow());
  }

  /** Makes a token of a role, called like it. */
  String tokenOf(String role) {
    var made =
        await(
            request(HttpMethod.POST, "/api/v1/tokens")
                .sendJsonObject(new JsonObject().put("name", role).put("role", role)));
    return made.bodyAsJsonObject().getJsonObject("data").getString("token");
  }

  WebSocketConnectOptions socketOptions() {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(port())
        .setURI("/eventbus/websocket");
  }

  Future<WebSocket> connect(WebSocketConnectOptions options) {
    return sockets.connect(options);
  }

  /** Messages of a WebSocket, one after the other. */
  static final class Socket {

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    Socket(WebSocket socket) {
      this.socket = socket;
      socket.textMessageHandler(messages::add);
      socket.closeHandler(ignored -> messages.add("closed"));
    }

    Socket send(String message) {
      socket.writeTextMessage(message);
      return this;
    }

    /** The next message; {@code closed} when there are no more. */
    String next() {
      try {
        var message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("no message in " + PATIENCE_SECONDS + " s");
        }
        return message;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    void close() {
      socket.close();
    }
  }

  @Override
  public void close() {
    harness.close();
  }
}
