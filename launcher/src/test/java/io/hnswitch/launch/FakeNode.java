package io.hnswitch.launch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server that answers as a test says, and remembers what it was asked. */
final class FakeNode implements AutoCloseable {

  /** Requests, like {@code PATCH /nics/a:hn0 {"mtu":"1400"}}. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final HttpServer server;

  private record Answer(int status, String body) {}

  FakeNode() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/api/v1", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What a method and path is answered with. */
  FakeNode on(String place, String data) {
    answers.put(place, new Answer(200, "{\"revision\":3,\"data\":" + data + "}"));
    return this;
  }

  /** What a method and path is refused with. */
  FakeNode refuse(String place, int status, String code) {
    var problem =
        new JsonObject()
            .put("type", "/problems/" + code)
            .put("title", code)
            .put("status", status)
            .put("detail", "no, because of " + code)
            .put("code", code);
    answers.put(place, new Answer(status, problem.encode()));
    return this;
  }

  /** What a method and path is answered with, word by word. */
  FakeNode raw(String place, int status, String body) {
    answers.put(place, new Answer(status, body));
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var target = exchange.getRequestURI().toString().substring("/api/v1".length());
    var place = exchange.getRequestMethod() + " " + target;
    requests.add(body.isEmpty() ? place : place + " " + body);
    var token = exchange.getRequestHeaders().getFirst("Authorization");
    var answer =
        "Bearer secret".equals(token)
            ? answers.getOrDefault(place, new Answer(500, "no answer prepared: " + place))
            : new Answer(401, "who are you");
    var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
