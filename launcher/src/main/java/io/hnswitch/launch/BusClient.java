package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Speaks with a node's event bus by WebSocket. Every failure is a {@link CliException}. Used by one
 * thread, which blocks.
 */
final class BusClient implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(90);

  /** Well below the silence after which a node hangs up. */
  private static final Duration PING = Duration.ofSeconds(10);

  private static final int QUEUE = 1000;
  private static final JsonObject END = new JsonObject().put("type", "end");

  private final BlockingQueue<JsonObject> messages = new ArrayBlockingQueue<>(QUEUE);
  private final String url;
  private final WebSocket socket;

  /**
   * @param http speaks with the node
   * @param url of the node, without a path
   * @param token may be empty
   */
  BusClient(HttpClient http, String url, String token) {
    this.url = url;
    var builder = http.newWebSocketBuilder().connectTimeout(CONNECT);
    if (!token.isEmpty()) {
      builder.header("Authorization", "Bearer " + token);
    }
    try {
      var place = URI.create(url.replaceFirst("^http", "ws") + "/eventbus/websocket");
      socket = builder.buildAsync(place, new Listener()).join();
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "hnswitch: not a URL of a node: " + url);
    } catch (CompletionException e) {
      throw refused(e.getCause());
    }
  }

  private CliException refused(Throwable cause) {
    if (cause instanceof WebSocketHandshakeException handshake) {
      int status = handshake.getResponse().statusCode();
      boolean notAllowed = status == 401 || status == 403;
      return new CliException(
          notAllowed ? ExitCode.NOT_ALLOWED : ExitCode.FAILED,
          "hnswitch: " + url + " answered with status " + status);
    }
    return new CliException(ExitCode.UNREACHABLE, "hnswitch: no node answers at " + url);
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        put(new JsonObject(text.toString()));
        text.setLength(0);
      }
      // Not before there is room: the node sees that this end is slow.
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      put(END.copy().put("reason", reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable cause) {
      put(END.copy().put("reason", String.valueOf(cause.getMessage())));
    }

    private void put(JsonObject message) {
      try {
        messages.put(message);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Asks and waits.
   *
   * @param headers of the request
   * @return the answer: {@code revision} and {@code data}, or {@code operation}
   */
  JsonObject request(String address, JsonObject body, JsonObject headers) {
    send(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("replyAddress", "answer")
            .put("headers", headers)
            .put("body", body));
    return next(ANSWER).getJsonObject("body");
  }

  /** From here on, what is published at an address comes with {@link #next()}. */
  void subscribe(String address) {
    send(new JsonObject().put("type", "register").put("address", address));
  }

  /** The next message that was published. */
  JsonObject next() {
    while (true) {
      var message = poll(PING);
      if (message == null) {
        send(new JsonObject().put("type", "ping"));
      } else if (!message.getString("type").equals("pong")) {
        return checked(message);
      }
    }
  }

  private JsonObject next(Duration patience) {
    var message = poll(patience);
    if (message == null) {
      throw new CliException(
          ExitCode.UNREACHABLE, "hnswitch: the node at " + url + " did not answer in time");
    }
    return checked(message);
  }

  private JsonObject checked(JsonObject message) {
    return switch (message.getString("type")) {
      case "err" ->
          throw Problem.parse(message.getString("message", ""))
              .map(CliException::of)
              .orElseGet(() -> new CliException(ExitCode.FAILED, "hnswitch: " + message.encode()));
      case "end" ->
          throw new CliException(
              ExitCode.UNREACHABLE,
              "hnswitch: the node at " + url + " went away: " + message.getString("reason"));
      default -> message;
    };
  }

  private JsonObject poll(Duration patience) {
    try {
      return messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "hnswitch: interrupted");
    }
  }

  private void send(JsonObject message) {
    try {
      socket.sendText(message.encode(), true).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException) {
        throw new CliException(ExitCode.UNREACHABLE, "hnswitch: the node at " + url + " went away");
      }
      throw e;
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
