package io.hnswitch.launch;

import io.hnswitch.bus.Codecs;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.LoopTransport;
import io.hnswitch.console.ConsoleSettings;
import io.hnswitch.console.ConsoleSettings.Reach;
import io.hnswitch.console.ConsoleVerticle;
import io.hnswitch.console.SharedRosters;
import io.hnswitch.console.metrics.NodeMeters;
import io.hnswitch.frame.Memory;
import io.hnswitch.launch.cluster.ClusterNode;
import io.hnswitch.launch.cluster.ClusterRosters;
import io.hnswitch.launch.cluster.ClusterSettings;
import io.hnswitch.script.ScriptSettings;
import io.hnswitch.script.ScriptsVerticle;
import io.hnswitch.time.Seeds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
  private final Optional<Path> doors;

  /** Of the scripts; empty when the node did not come that far. */
  private volatile Optional<String> running = Optional.empty();

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
      Optional<Joining> joining,
      Function<Lab, DeviceFactory> devices) {
    this.faces = faces;
    var cluster =
        joining.map(
            one ->
                ClusterNode.join(
                    one.settings(), this::builder, () -> options(faces.cache()), START));
    vertx =
        cluster.map(ClusterNode::vertx).orElseGet(() -> builder(options(faces.cache())).build());
    memory = Memory.reserve(Memory.DEFAULT_BYTES);
    Codecs.install(vertx, memory);
    var lab = new Lab(vertx, memory, new Seeds(start.spec().seed()));
    doors = cluster.map(one -> doors(faces.cache()));
    labs =
        new LabVerticle(
            lab,
            devices.apply(lab),
            name,
            start,
            cluster.map(
                one ->
                    new LabVerticle.Joined(one, doors.orElseThrow(), joining.orElseThrow().end())));
    console =
        new ConsoleVerticle(
            lab,
            faces.settings(token),
            meters,
            cluster.<SharedRosters>map(ClusterRosters::new).orElse(SharedRosters.NONE));
    this.scripts = new ScriptsVerticle(lab, console, scripts);
  }

  /**
   * How a node is one of several.
   *
   * @param end makes the process end in order
   */
  record Joining(ClusterSettings settings, Runnable end) {}

  /** Where TAPs come in from other nodes: nobody else can enter it. */
  private static Path doors(Path cache) {
    try {
      var parent = Files.createDirectories(cache.toAbsolutePath().getParent());
      return Files.createTempDirectory(
          parent,
          "doors-",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private VertxBuilder builder(VertxOptions options) {
    return meters.measure(Vertx.builder().withTransport(LoopTransport.best()), options);
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
    return start(name, faces, start, Optional.empty(), Optional.empty(), devices);
  }

  /** As {@link #start(String, Faces, LabStart, Function)}, with scripts. */
  static Node start(
      String name,
      Faces faces,
      LabStart start,
      Optional<ScriptSettings> scripts,
      Function<Lab, DeviceFactory> devices) {
    return start(name, faces, start, scripts, Optional.empty(), devices);
  }

  /**
   * Starts a node with a lab, and its scripts behind that. The console comes first: when its port
   * is in use, nothing has been made yet. One of several is there before the lab is: it waits for
   * enough of the others.
   *
   * @param joining how it is one of several; empty when it is alone
   * @throws RuntimeException the cause; then nothing is left
   */
  static Node start(
      String name,
      Faces faces,
      LabStart start,
      Optional<ScriptSettings> scripts,
      Optional<Joining> joining,
      Function<Lab, DeviceFactory> devices) {
    var node = new Node(name, faces, start, scripts, joining, devices);
    try {
      await(
          node.vertx
              .deployVerticle(node.labs)
              .compose(served -> node.vertx.deployVerticle(node.console))
              .compose(open -> node.begin(start))
              .compose(made -> node.vertx.deployVerticle(node.scripts))
              .map(node::began),
          START);
      return node;
    } catch (RuntimeException | Error e) {
      node.stop();
      throw e;
    }
  }

  private Future<?> begin(LabStart start) {
    return doors.isPresent()
        ? Future.succeededFuture()
        : labs.onLoop(() -> labs.runner().start(start));
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
    quietly("take the lab down", () -> await(labs.onLoop(labs::leave), STOP));
    quietly("close", () -> await(vertx.close(), STOP));
    quietly("take the doors away", () -> doors.ifPresent(path -> path.toFile().delete()));
    meters.close();
    memory.close();
  }

  private String began(String deployment) {
    running = Optional.of(deployment);
    return deployment;
  }

  private Future<?> endScripts() {
    return running
        .filter(vertx.deploymentIDs()::contains)
        .map(vertx::undeploy)
        .orElseGet(Future::succeededFuture);
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
