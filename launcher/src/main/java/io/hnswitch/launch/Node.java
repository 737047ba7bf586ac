package io.hnswitch.launch;

import io.hnswitch.bus.Codecs;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.LoopTransport;
import io.hnswitch.console.ConsoleSettings;
import io.hnswitch.console.ConsoleSettings.Reach;
import io.hnswitch.console.ConsoleVerticle;
import io.hnswitch.console.metrics.NodeMeters;
import io.hnswitch.frame.Memory;
import io.hnswitch.script.ScriptSettings;
import io.hnswitch.script.ScriptsVerticle;
import io.hnswitch.time.Seeds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running switch: Vert.x, memory, console, and the devices of one lab. Made and used by the main
 * thread; every method blocks.
 */
final class Node {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final int TOKEN_BYTES = 24;

  private final Vertx vertx;
  private final Memory memory;
  private final NodeMeters meters = new NodeMeters(Version.build());
  private final LabVerticle labs;
  private final ConsoleVerticle console;
  private final ScriptsVerticle scripts;
  private final String token = newToken();
  private final Faces faces;

  /**
   * Where a node serves, and where it keeps what it serves with.
   *
   * @param tcp the event bus by TCP; empty for nowhere
   * @param cache where Vert.x may unpack what it serves
   * @param tokens file of the named tokens
   * @param users file of the users
   * @param reach how it may be reached
   */
  record Faces(
      Listen listen, Optional<Listen> tcp, Path cache, Path tokens, Path users, Reach reach) {

    /** For this machine alone, with the users beside the tokens. */
    Faces(Listen listen, Optional<Listen> tcp, Path cache, Path tokens) {
      this(listen, tcp, cache, tokens, tokens.resolveSibling("users.json"), Reach.LOOPBACK);
    }

    private ConsoleSettings settings(String token) {
      var plain =
          new ConsoleSettings(listen.host(), listen.port(), token)
              .withKept(tokens, users)
              .withReach(reach);
      return tcp.map(place -> plain.withTcp(place.host(), place.port())).orElse(plain);
    }
  }

  private Node(
      String name,
      Faces faces,
      LabStart start,
      Optional<ScriptSettings> scripts,
      Function<Lab, DeviceFactory> devices) {
    this.faces = faces;
    vertx =
        meters
            .measure(Vertx.builder().withTransport(LoopTransport.best()), options(faces.cache()))
            .build();
    memory = Memory.reserve(Memory.DEFAULT_BYTES);
    Codecs.install(vertx, memory);
    var lab = new Lab(vertx, memory, new Seeds(start.spec().seed()));
    labs = new LabVerticle(lab, devices.apply(lab), name, start);
    console = new ConsoleVerticle(lab, faces.settings(token), meters);
    this.scripts = new ScriptsVerticle(lab, console, scripts);
  }

  private static VertxOptions options(Path cache) {
    return new VertxOptions()
        .setPreferNativeTransport(true)
        .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors()))
        .setFileSystemOptions(new FileSystemOptions().setFileCacheDir(cache.toString()));
  }

  private static String newToken() {
    var bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Starts a node without scripts. */
  static Node start(
      String name, Faces faces, LabStart start, Function<Lab, DeviceFactory> devices) {
    return start(name, faces, start, Optional.empty(), devices);
  }

  /**
   * Starts a node with a lab, and its scripts behind that. The console comes first: when its port
   * is in use, nothing has been made yet.
   *
   * @throws RuntimeException the cause; then nothing is left
   */
  static Node start(
      String name,
      Faces faces,
      LabStart start,
      Optional<ScriptSettings> scripts,
      Function<Lab, DeviceFactory> devices) {
    var node = new Node(name, faces, start, scripts, devices);
    try {
      await(
          node.vertx
              .deployVerticle(node.labs)
              .compose(served -> node.vertx.deployVerticle(node.console))
              .compose(open -> node.labs.onLoop(() -> node.labs.runner().start(start)))
              .compose(made -> node.vertx.deployVerticle(node.scripts)),
          START);
      return node;
    } catch (RuntimeException | Error e) {
      node.stop();
      throw e;
    }
  }

  /** Without a path. */
  String url() {
    return faces.listen().url(console.actualPort(), faces.reach());
  }

  /** As {@link #url}, for programs on this machine. */
  String localUrl() {
    return faces.listen().localUrl(console.actualPort(), faces.reach());
  }

  /** Host and port of the event bus by TCP; empty when it is not served. */
  Optional<String> tcp() {
    return faces
        .tcp()
        .map(place -> place.authority(console.actualTcpPort().orElseThrow(), faces.reach()));
  }

  String token() {
    return token;
  }

  /** Takes down what was made, the last first, and closes everything; logs what did not work. */
  void stop() {
    quietly("stop the scripts", () -> await(endScripts(), STOP));
    quietly("take the lab down", () -> await(labs.onLoop(() -> labs.runner().leave()), STOP));
    quietly("close", () -> await(vertx.close(), STOP));
    meters.close();
    memory.close();
  }

  private Future<?> endScripts() {
    var deployment = scripts.deploymentID();
    return deployment != null && vertx.deploymentIDs().contains(deployment)
        ? vertx.undeploy(deployment)
        : Future.succeededFuture();
  }

  private static void quietly(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.warn("cannot {} in order: {}", what, e.getMessage());
    }
  }

  private static <T> T await(Future<T> future, Duration patience) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException runtime
          ? runtime
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("nothing happened in " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
