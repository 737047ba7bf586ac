package io.hnswitch.launch;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Asks a node for operations by its REST face. Every failure is a {@link CliException}. */
final class NodeClient {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longer than the node waits itself. */
  private static final Duration ANSWER = Duration.ofSeconds(90);

  private final HttpClient http;
  private final String url;
  private final String token;

  /** As {@link #NodeClient(String, String, Trust)}, for who trusts as the system does. */
  NodeClient(String url, String token) {
    this(url, token, Trust.system());
  }

  /**
   * @param url without a path, like {@code http://127.0.0.1:8080}
   * @param token may be empty
   * @param trust which node is believed to be the one at an https URL
   */
  NodeClient(String url, String token, Trust trust) {
    this.url = url;
    this.token = token;
    var builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    trust.context().ifPresent(builder::sslContext);
    http = builder.build();
  }

  String url() {
    return url;
  }

  /**
   * Asks for an operation.
   *
   * @param request what it takes; goes into path, query and body
   * @return the {@code data} of the answer: an object, an array or a plain value
   */
  Object request(String operation, JsonObject request) {
    return answer(operation, request, false, "").getValue("data");
  }

  /** As {@link #request}, for operations that answer with an object. */
  JsonObject object(String operation, JsonObject request) {
    return request(operation, request) instanceof JsonObject object ? object : new JsonObject();
  }

  /** By the event bus. */
  BusClient bus() {
    return new BusClient(http, url, token);
  }

  /**
   * Asks for an operation.
   *
   * @param async not to wait for a change
   * @param requestId empty for one that the node makes up
   * @return the whole answer
   */
  JsonObject answer(String name, JsonObject request, boolean async, String requestId) {
    var operation = Operations.get(name);
    var rest = request.copy();
    var path = new StringBuilder(operation.path());
    for (var parameter : operation.parameters()) {
      if (operation.isInPath(parameter)) {
        var place = "{" + parameter.name() + "}";
        int at = path.indexOf(place);
        var value = encode(String.valueOf(rest.remove(parameter.name())));
        path.replace(at, at + place.length(), value);
      }
    }
    boolean get = operation.method() == Operation.Method.GET;
    var target = get ? path + query(rest) : path.toString();
    var builder =
        builder(target)
            .timeout(ANSWER)
            .method(
                operation.method().name(),
                get
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(rest.encode()));
    if (!get) {
      builder.header("Content-Type", "application/json");
    }
    if (operation.needsIfMatch()) {
      // What has no --if-revision is meant for any.
      builder.header("If-Match", "*");
    }
    if (async) {
      builder.header("Prefer", "respond-async");
    }
    if (!requestId.isEmpty()) {
      builder.header("Idempotency-Key", requestId);
    }
    return read(send(builder.build(), BodyHandlers.ofString()));
  }

  /**
   * Reads the stream of events until the node ends it; one JSON object each.
   *
   * @param since cursor, empty to begin now
   */
  Stream<JsonObject> events(String since) {
    var query = since.isEmpty() ? "" : query(new JsonObject().put("since", since));
    var request = builder("/events" + query).setHeader("Accept", "text/event-stream").build();
    var response = send(request, BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw problem(response.statusCode(), String.join("\n", response.body().toList()));
    }
    return response
        .body()
        .filter(line -> line.startsWith("data:"))
        .map(line -> new JsonObject(line.substring("data:".length()).trim()));
  }

  /**
   * Writes what the node has at a path into a file; a failure says that it is not whole.
   *
   * @param path below {@code /api/v1}; its parts are encoded by the caller
   */
  void download(String path, Path file) {
    var response = send(builder(path).timeout(ANSWER).build(), BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      if (response.statusCode() != 200) {
        throw problem(
            response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      save(body, file);
    } catch (IOException e) {
      throw unreachable("the node at " + url + " went away: " + e.getMessage());
    }
  }

  /**
   * Copies what the node sends until it ends it, as it comes, or until the reader goes away.
   *
   * @param path below {@code /api/v1}; its parts are encoded by the caller
   */
  void stream(String path, OutputStream to) {
    var response = send(builder(path).build(), BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      if (response.statusCode() != 200) {
        throw problem(
            response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      var buffer = new byte[1 << 16];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        if (!write(to, buffer, read)) {
          return;
        }
      }
    } catch (IOException e) {
      throw unreachable("the node at " + url + " went away: " + e.getMessage());
    }
  }

  /** False when nobody reads any more: that is how a pipe ends. */
  private static boolean write(OutputStream to, byte[] buffer, int bytes) {
    try {
      to.write(buffer, 0, bytes);
      to.flush();
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private static void save(InputStream body, Path file) {
    try {
      Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      var detail = "hnswitch: cannot write " + file + " whole: " + e;
      throw new CliException(ExitCode.FAILED, detail);
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":");
  }

  private HttpRequest.Builder builder(String path) {
    HttpRequest.Builder builder;
    try {
      builder = HttpRequest.newBuilder(URI.create(url + "/api/v1" + path));
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "hnswitch: not a URL of a node: " + url);
    }
    builder.header("Accept", "application/json");
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  private static String query(JsonObject parameters) {
    var pairs = new ArrayList<String>();
    for (var parameter : parameters) {
      pairs.add(encode(parameter.getKey()) + "=" + encode(String.valueOf(parameter.getValue())));
    }
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (HttpTimeoutException e) {
      throw unreachable("the node at " + url + " did not answer in time");
    } catch (SSLException e) {
      throw unreachable(
          "the node at "
              + url
              + " is not trusted or speaks no TLS: "
              + e.getMessage()
              + " (--ca names a certificate to trust)");
    } catch (ConnectException e) {
      throw unreachable("no node answers at " + url);
    } catch (IOException e) {
      throw unreachable("the node at " + url + " went away: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "hnswitch: interrupted");
    }
  }

  private static CliException unreachable(String line) {
    return new CliException(ExitCode.UNREACHABLE, "hnswitch: " + line);
  }

  private JsonObject read(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw problem(response.statusCode(), response.body());
    }
    try {
      return new JsonObject(response.body());
    } catch (DecodeException e) {
      throw new CliException(
          ExitCode.FAILED, "hnswitch: " + url + " is no hnswitch node: its answer is not JSON");
    }
  }

  private CliException problem(int status, String body) {
    return Problem.parse(body)
        .map(CliException::of)
        .orElseGet(
            () ->
                new CliException(
                    status == 401 || status == 403 ? ExitCode.NOT_ALLOWED : ExitCode.FAILED,
                    List.of("hnswitch: " + url + " answered with status " + status)));
  }
}
