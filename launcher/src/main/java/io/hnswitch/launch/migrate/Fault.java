package io.hnswitch.launch.migrate;

import io.hnswitch.migration.SourceEffect;
import io.hnswitch.migration.TargetEffect;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * For tests alone: at a step of a migration that a test has chosen a process dies as by {@code kill
 * -9}, this one or another, or the step fails. The system property {@value #PROPERTY} names a file;
 * while that is there, it has a step like {@code source.Suspend} or {@code target.Confirm.RESUME},
 * and behind a space the id of a process or {@code fails}. It is taken once. Without the property
 * nothing is looked for.
 */
final class Fault {

  static final String PROPERTY = "hnswitch.test.fault";

  private static final Optional<Path> FILE =
      Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
  private static final String FAILS = "fails";

  /** What the kernel has for the end of a process by {@code SIGKILL}. */
  private static final int KILLED = 137;

  private Fault() {}

  /** Before a step of the source; a failed future says that it fails. */
  static Future<Void> at(SourceEffect effect) {
    return FILE.isEmpty()
        ? Future.succeededFuture()
        : take(
            "source."
                + name(effect)
                + (effect instanceof SourceEffect.Request(var ask, var _) ? "." + ask : ""));
  }

  /** Before a step of the target; a failed future says that it fails. */
  static Future<Void> at(TargetEffect effect) {
    return FILE.isEmpty()
        ? Future.succeededFuture()
        : take(
            "target."
                + name(effect)
                + (effect instanceof TargetEffect.Confirm(var ask) ? "." + ask : ""));
  }

  private static String name(Object effect) {
    return effect.getClass().getSimpleName();
  }

  private static Future<Void> take(String step) {
    var file = FILE.orElseThrow();
    try {
      if (!Files.exists(file)) {
        return Future.succeededFuture();
      }
      var words = Files.readString(file).strip().split(" ");
      if (!words[0].equals(step)) {
        return Future.succeededFuture();
      }
      Files.delete(file);
      if (words[1].equals(FAILS)) {
        return Future.failedFuture("step " + step + " fails in a test");
      }
      kill(Long.parseLong(words[1]));
      return Future.succeededFuture();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Done when it is dead. */
  private static void kill(long process) {
    if (process == ProcessHandle.current().pid()) {
      Runtime.getRuntime().halt(KILLED);
    }
    ProcessHandle.of(process)
        .ifPresent(
            other -> {
              other.destroyForcibly();
              other.onExit().join();
            });
  }
}
