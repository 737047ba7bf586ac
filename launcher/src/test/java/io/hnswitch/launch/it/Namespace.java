package io.hnswitch.launch.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A network namespace by name; it need not exist. */
record Namespace(String name) {

  private static final Duration BOUND = Duration.ofSeconds(20);

  boolean exists() {
    return Files.exists(Path.of("/run/netns", name));
  }

  /** Runs a command inside, to its end. */
  Finished run(Duration bound, String... command) {
    return Running.run(bound, inside(command));
  }

  /** Runs a short command inside, to its end. */
  Finished run(String... command) {
    return run(BOUND, command);
  }

  /** Starts a command inside. */
  Running start(String... command) {
    return Running.start(inside(command));
  }

  private String[] inside(String... command) {
    return Running.with(List.of("ip", "netns", "exec", name), command).toArray(String[]::new);
  }

  /** A command that runs another one inside, and is that one from then on. */
  List<String> wrapper() {
    return Running.with(List.of("nsenter", "--net=/run/netns/" + name));
  }

  void make() {
    Running.run(BOUND, "ip", "netns", "add", name).succeeds();
  }

  /** Whoever made it. */
  void remove() {
    if (exists()) {
      Running.run(BOUND, "ip", "netns", "delete", name).succeeds();
    }
  }
}
