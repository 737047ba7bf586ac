package io.hnswitch.launch.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process that was started here; what it says is kept. Every wait has a bound. */
final class Running implements AutoCloseable {

  private static final Duration END = Duration.ofSeconds(5);

  private final List<String> command;
  private final Process process;
  private final List<String> out = new ArrayList<>();
  private final List<String> err = new ArrayList<>();
  private final Thread outReader;
  private final Thread errReader;

  private Running(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    // Not virtual: reading a pipe holds the carrier, and a few processes would hold them all.
    outReader = Thread.ofPlatform().daemon().start(() -> read(process.inputReader(), out));
    errReader = Thread.ofPlatform().daemon().start(() -> read(process.errorReader(), err));
  }

  /**
   * Starts a command.
   *
   * @param environment added to that of this process; an empty value takes a variable away
   */
  static Running start(Path folder, Map<String, String> environment, List<String> command) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    try {
      var process = builder.start();
      process.getOutputStream().close();
      return new Running(command, process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  static Running start(String... command) {
    return start(Path.of("."), Map.of("LC_ALL", "C"), List.of(command));
  }

  /** Runs a command to its end. */
  static Finished run(Duration bound, String... command) {
    try (var running = start(command)) {
      return running.finish(bound);
    }
  }

  private static void read(BufferedReader from, List<String> to) {
    try (from) {
      for (var line = from.readLine(); line != null; line = from.readLine()) {
        add(to, line);
      }
    } catch (IOException e) {
      add(to, "(reading ended: " + e.getMessage() + ")");
    } finally {
      synchronized (to) {
        to.notifyAll();
      }
    }
  }

  private static void add(List<String> to, String line) {
    synchronized (to) {
      to.add(line);
      to.notifyAll();
    }
  }

  /** Waits for a line on standard output and gives it. */
  String awaitOut(Duration bound, Predicate<String> wanted) {
    return await(out, outReader, 1, bound, wanted);
  }

  /** Waits for a line on standard error and gives it. */
  String awaitErr(Duration bound, Predicate<String> wanted) {
    return await(err, errReader, 1, bound, wanted);
  }

  /** Waits for a number of lines on standard output. */
  void awaitOutLines(int lines, Duration bound, Predicate<String> wanted) {
    await(out, outReader, lines, bound, wanted);
  }

  /** Whether there was such a line on standard output until now. */
  boolean hasSaid(Predicate<String> wanted) {
    synchronized (out) {
      return out.stream().anyMatch(wanted);
    }
  }

  /** Lines on standard output until now. */
  List<String> outLines() {
    synchronized (out) {
      return List.copyOf(out);
    }
  }

  /** Lines on standard error until now. */
  List<String> errLines() {
    synchronized (err) {
      return List.copyOf(err);
    }
  }

  private String await(
      List<String> lines, Thread reader, int count, Duration bound, Predicate<String> wanted) {
    long end = System.nanoTime() + bound.toNanos();
    synchronized (lines) {
      while (true) {
        var found = lines.stream().filter(wanted).toList();
        if (found.size() >= count) {
          return found.get(count - 1);
        }
        long left = end - System.nanoTime();
        if (left <= 0 || !reader.isAlive()) {
          throw new AssertionError(
              (left <= 0 ? "not said in " + bound : "it ended before") + ": " + soFar());
        }
        pause(lines, left);
      }
    }
  }

  private static void pause(List<String> lines, long nanos) {
    try {
      // Also the end of a reader is told; the bound is for the moment between the two.
      TimeUnit.NANOSECONDS.timedWait(lines, Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(200)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Duration cpuTime() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** Watches it for a while; fails when it ends meanwhile. */
  void staysAlive(Duration duration) {
    if (ended(duration)) {
      throw new AssertionError("it ended: " + soFar());
    }
  }

  /** Sends a signal by name, like {@code INT}. */
  void signal(String name) {
    run(END, "kill", "-" + name, Long.toString(pid())).succeeds();
  }

  /** Waits for its end, which must come in time. */
  Finished finish(Duration bound) {
    if (!ended(bound)) {
      throw new AssertionError("did not end in " + bound + ": " + soFar());
    }
    join(outReader);
    join(errReader);
    return soFar();
  }

  private boolean ended(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void join(Thread reader) {
    try {
      reader.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Finished soFar() {
    return new Finished(
        command, process.isAlive() ? -1 : process.exitValue(), text(out), text(err));
  }

  private static String text(List<String> lines) {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** As by {@code kill -9}; waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    ended(END);
  }

  @Override
  public void close() {
    kill();
  }

  static List<String> with(List<String> command, String... more) {
    var all = new ArrayList<>(command);
    all.addAll(Arrays.asList(more));
    return all;
  }
}
