package io.hnswitch.bench.console;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node with a lab, in a process and a folder of its own, on free ports of loopback. */
final class NodeProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Process process;
  private final JsonObject ready;

  /**
   * Starts and waits until it is ready.
   *
   * @param java the options of its JVM
   */
  NodeProcess(List<String> java, String lab) throws IOException, InterruptedException {
    folder = Files.createTempDirectory("hnswitch-bench");
    var file = Files.writeString(folder.resolve("lab.yaml"), lab);
    var readyFile = folder.resolve("ready");
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(java);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.hnswitch.launch.Main", "run", file.toString()));
    command.addAll(List.of("--listen", "127.0.0.1:0", "--tcp-listen", "127.0.0.1:0"));
    command.addAll(List.of("--ready-file", readyFile.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
    process = builder.start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(readyFile)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        var log = Files.readString(folder.resolve("log"));
        close();
        throw new IllegalStateException("the node did not start: " + log);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    ready = new JsonObject(Files.readString(readyFile));
  }

  String url() {
    return ready.getString("url");
  }

  /** Where one is signed in at once. */
  String urlOfStart() {
    return url() + "/?token=" + token();
  }

  String token() {
    return ready.getString("token");
  }

  int tcpPort() {
    var place = ready.getString("tcp");
    return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
  }

  /** The time that it has had a processor. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    Processes.end(process);
    Processes.delete(folder);
  }
}
