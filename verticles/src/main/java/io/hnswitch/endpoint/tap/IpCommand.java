package io.hnswitch.endpoint.tap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the {@code ip} command of iproute2 and waits for it. */
final class IpCommand {

  /** Where it is when an ordinary user's PATH leaves system directories out. */
  private static final List<String> SYSTEM_DIRECTORIES =
      List.of("/usr/sbin", "/sbin", "/usr/local/sbin");

  private static final int STDERR_MAX = 4096;

  private final Path executable;

  IpCommand(Path executable) {
    this.executable = executable;
  }

  /** The command on PATH; a name that is found nowhere fails when it is run. */
  static IpCommand find() {
    var path = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
    return new IpCommand(
        Stream.concat(Stream.of(path), SYSTEM_DIRECTORIES.stream())
            .filter(directory -> directory.startsWith("/"))
            .map(directory -> Path.of(directory, "ip"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("/usr/sbin/ip")));
  }

  void run(Deadline deadline, List<String> arguments) {
    run(deadline, arguments, List.of());
  }

  /**
   * Runs one command.
   *
   * @param lines what it reads from standard input; far below the 64 KiB a pipe holds
   * @throws TapCommandException when it is missing, exits with anything but 0, or is not done in
   *     time (it is then killed)
   */
  void run(Deadline deadline, List<String> arguments, List<String> lines) {
    var command = new ArrayList<String>();
    command.add(executable.toString());
    command.addAll(arguments);
    var shown = String.join(" ", command) + (lines.isEmpty() ? "" : " << " + lines);
    var process = start(command, shown);
    try {
      var unread = write(process, lines);
      Duration left = deadline.left();
      if (!process.waitFor(left.toNanos(), TimeUnit.NANOSECONDS)) {
        throw failure(TapError.TIMED_OUT, "ip did not end in time", shown, "");
      }
      if (process.exitValue() != 0) {
        var stderr = new String(process.getErrorStream().readNBytes(STDERR_MAX), UTF_8).strip();
        throw new TapCommandException(
            errorOf(stderr), "ip refused", shown, process.exitValue(), stderr);
      }
      if (!unread.isEmpty()) {
        throw failure(TapError.IO, "ip did not read its batch", shown, unread);
      }
    } catch (IOException e) {
      throw failure(TapError.IO, "cannot talk to ip", shown, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(TapError.TIMED_OUT, "interrupted while ip ran", shown, "");
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(List<String> command, String shown) {
    if (!Files.isExecutable(executable)) {
      throw failure(
          TapError.COMMAND_MISSING,
          "the ip command is missing, please install the package iproute2",
          shown,
          "");
    }
    var builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException e) {
      throw failure(TapError.IO, "cannot start ip", shown, e.getMessage());
    }
  }

  /**
   * Answers why not everything could be written; a command that ended early has said more itself.
   */
  private static String write(Process process, List<String> lines) {
    try (var stdin = process.outputWriter(UTF_8)) {
      for (var line : lines) {
        stdin.write(line);
        stdin.write('\n');
      }
      return "";
    } catch (IOException e) {
      return "cannot write: " + e.getMessage();
    }
  }

  private static TapCommandException failure(
      TapError error, String what, String shown, String detail) {
    return new TapCommandException(
        error, what, shown, TapCommandException.NO_EXIT_CODE, detail == null ? "" : detail);
  }

  static TapError errorOf(String stderr) {
    if (stderr.contains("Operation not permitted") || stderr.contains("Permission denied")) {
      return TapError.NOT_PERMITTED;
    }
    return stderr.contains("File exists") || stderr.contains("ddress already assigned")
        ? TapError.NAME_IN_USE
        : TapError.COMMAND_FAILED;
  }
}
