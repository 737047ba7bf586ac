package io.hnswitch.bench.console;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A headless Chromium with an empty profile, spoken to by its DevTools protocol. */
final class Chromium implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;
  private static final int LARGEST_MESSAGE = 1 << 28;

  private final Path profile;
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger asked = new AtomicInteger();
  private final Map<Integer, Promise<JsonObject>> waiting = new ConcurrentHashMap<>();

  Chromium(Vertx vertx) throws Exception {
    profile = Files.createTempDirectory("hnswitch-browser");
    process =
        new ProcessBuilder(
                "/usr/bin/chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-sync",
                "--no-first-run",
                "--window-size=1400,1000",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log").toFile())
            .start();
    var place = place();
    var client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(LARGEST_MESSAGE)
                .setMaxMessageSize(LARGEST_MESSAGE));
    socket =
        await(
            client.connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(Integer.parseInt(place[0]))
                    .setURI(place[1])
                    .setAllowOriginHeader(false)));
    socket.textMessageHandler(text -> answered(new JsonObject(text)));
  }

  private String[] place() throws IOException, InterruptedException {
    var file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (System.nanoTime() < end) {
      var lines = Files.exists(file) ? Files.readString(file).split("\n") : new String[0];
      if (lines.length == 2) {
        return lines;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IllegalStateException("the browser did not start");
  }

  private void answered(JsonObject message) {
    var promise = message.containsKey("id") ? waiting.remove(message.getInteger("id")) : null;
    if (promise == null) {
      return;
    }
    if (message.containsKey("error")) {
      promise.fail(message.getJsonObject("error").encode());
    } else {
      promise.complete(message.getJsonObject("result"));
    }
  }

  private JsonObject ask(String method, JsonObject parameters, String session) throws Exception {
    return await(send(method, parameters, session));
  }

  private Future<JsonObject> send(String method, JsonObject parameters, String session) {
    int id = asked.incrementAndGet();
    var promise = Promise.<JsonObject>promise();
    waiting.put(id, promise);
    var message = new JsonObject().put("id", id).put("method", method).put("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.writeTextMessage(message.encode()).onFailure(promise::tryFail);
    return promise.future();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** A page in a profile of its own: nothing is cached, nobody is signed in. */
  Page page(String script) throws Exception {
    var profileOfPage =
        ask("Target.createBrowserContext", new JsonObject(), "").getString("browserContextId");
    var wanted = new JsonObject().put("url", "about:blank").put("browserContextId", profileOfPage);
    var target = ask("Target.createTarget", wanted, "").getString("targetId");
    var attach = new JsonObject().put("targetId", target).put("flatten", true);
    var session = ask("Target.attachToTarget", attach, "").getString("sessionId");
    var page = new Page(profileOfPage, session);
    page.ask("Page.enable", new JsonObject());
    // What others do with the processors is none of the page's time.
    page.ask("Performance.enable", new JsonObject().put("timeDomain", "threadTicks"));
    page.ask("Page.addScriptToEvaluateOnNewDocument", new JsonObject().put("source", script));
    return page;
  }

  /** A tab. */
  final class Page implements AutoCloseable {

    private final String context;
    private final String session;

    private Page(String context, String session) {
      this.context = context;
      this.session = session;
    }

    JsonObject ask(String method, JsonObject parameters) throws Exception {
      return Chromium.this.ask(method, parameters, session);
    }

    void open(String url) throws Exception {
      ask("Page.navigate", new JsonObject().put("url", url));
    }

    /** The value of an expression, when it is there. */
    Object run(String expression) throws Exception {
      var answer =
          ask(
              "Runtime.evaluate",
              new JsonObject()
                  .put("expression", expression)
                  .put("awaitPromise", true)
                  .put("returnByValue", true));
      if (answer.containsKey("exceptionDetails")) {
        throw new IllegalStateException(answer.getJsonObject("exceptionDetails").encode());
      }
      return answer.getJsonObject("result").getValue("value");
    }

    /** Waits until an expression is true. */
    void until(String expression) throws Exception {
      long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
      while (!Boolean.TRUE.equals(run(expression))) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "not seen: " + expression + " in " + run("document.body.innerText"));
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }

    /** Bytes of JavaScript objects that are still used. */
    long heapBytes() throws Exception {
      ask("HeapProfiler.collectGarbage", new JsonObject());
      return ask("Runtime.getHeapUsage", new JsonObject()).getLong("usedSize");
    }

    /** The browser's own metrics, by name; times are seconds. */
    Map<String, Double> metrics() throws Exception {
      return ask("Performance.getMetrics", new JsonObject()).getJsonArray("metrics").stream()
          .map(JsonObject.class::cast)
          .collect(Collectors.toMap(one -> one.getString("name"), one -> one.getDouble("value")));
    }

    /** Its profile goes with it, in its own time. */
    @Override
    public void close() {
      send("Target.disposeBrowserContext", new JsonObject().put("browserContextId", context), "");
    }
  }

  @Override
  public void close() {
    Processes.end(process);
    Processes.delete(profile);
  }
}
