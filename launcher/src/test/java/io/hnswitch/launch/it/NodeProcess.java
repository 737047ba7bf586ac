package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A node that runs as a process of its own. Closing it kills it if nobody stopped it before. */
final class NodeProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final Running running;
  private final JsonObject self;

  private NodeProcess(Running running, JsonObject self) {
    this.running = running;
    this.self = self;
  }

  /** Starts the jar with a lab and waits until it is ready. */
  static NodeProcess start(Place place, String lab) {
    var file = place.write("lab.yaml", lab);
    return start(place, Checkout.hnswitch(place.temporary()), file.toString());
  }

  /**
   * Starts a node and waits until it is ready.
   *
   * @param hnswitch the command, without a verb
   * @param arguments of {@code run}, beside those that say where to listen
   */
  static NodeProcess start(Place place, List<String> hnswitch, String... arguments) {
    return startOn("127.0.0.1:0", place, hnswitch, arguments);
  }

  /** Starts the jar where another node was before. */
  static NodeProcess startOnPort(String port, Place place, String... arguments) {
    return startOn("127.0.0.1:" + port, place, Checkout.hnswitch(place.temporary()), arguments);
  }

  private static NodeProcess startOn(
      String listen, Place place, List<String> hnswitch, String... arguments) {
    var ready = place.root().resolve("ready.json");
    var command =
        Running.with(hnswitch, "run", "--listen", listen, "--ready-file", ready.toString());
    var running =
        Running.start(place.root(), place.environment(), Running.with(command, arguments));
    try {
      running.awaitOut(START, line -> line.startsWith("ready in "));
      return new NodeProcess(running, read(ready));
    } catch (RuntimeException | Error e) {
      running.close();
      throw e;
    }
  }

  private static JsonObject read(Path ready) {
    try {
      return new JsonObject(Files.readString(ready));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Running process() {
    return running;
  }

  Rest rest() {
    return new Rest(self.getString("url"), self.getString("token"));
  }

  /** Asked from where it is. */
  Rest rest(Asker asker) {
    return new Rest(self.getString("url"), self.getString("token"), asker);
  }

  /** What the ready file says. */
  JsonObject self() {
    return self;
  }

  String token() {
    return self.getString("token");
  }

  String url() {
    return self.getString("url");
  }

  /** Where it says it listens. */
  String port() {
    return url().substring(url().lastIndexOf(':') + 1);
  }

  /** As Ctrl-C does; it must end in order. */
  Finished stop() {
    assertEquals(running.pid(), self.getLong("pid"), "the ready file names another process");
    running.signal("INT");
    var said = running.finish(STOP).succeeds();
    assertFalse(said.err().contains("cannot"), said::toString);
    return said;
  }

  @Override
  public void close() {
    running.close();
  }
}
