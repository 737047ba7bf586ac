package io.hnswitch.launch;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/**
 * Where a password comes from: standard input, or the terminal, which does not show it. Never an
 * argument: every process of the machine can read those.
 */
final class PasswordOptions {

  private static final int BYTES_MAX = 4096;

  @Option(names = "--password-stdin", description = "read the password from standard input")
  private boolean stdin;

  boolean isStdin() {
    return stdin;
  }

  /**
   * Reads it.
   *
   * @param in standard input
   * @throws CliException when there is none to be had
   */
  String read(InputStream in) {
    return stdin ? readAll(in) : ask();
  }

  /** All of it but the end of the line, which echo adds. */
  private static String readAll(InputStream in) {
    try {
      var bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw invalid("standard input holds more than a password");
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var password = text.replaceFirst("\\r?\\n$", "");
      if (password.isEmpty()) {
        throw invalid("there is no password on standard input");
      }
      if (password.chars().anyMatch(Character::isISOControl)) {
        throw invalid("standard input holds more than one line");
      }
      return password;
    } catch (CharacterCodingException e) {
      throw invalid("standard input is not UTF-8");
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "hnswitch: cannot read standard input: " + e);
    }
  }

  private static String ask() {
    var console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new CliException(
          ExitCode.USAGE, "hnswitch: there is no terminal to ask at: use --password-stdin");
    }
    var password = ask(console, "Password: ");
    if (!password.equals(ask(console, "Once more: "))) {
      throw invalid("these were two different passwords");
    }
    return password;
  }

  private static String ask(Console console, String prompt) {
    var typed = console.readPassword("%s", prompt);
    if (typed == null) {
      throw new CliException(ExitCode.INTERRUPTED, "hnswitch: no password was given");
    }
    return new String(typed);
  }

  private static CliException invalid(String line) {
    return new CliException(ExitCode.INVALID, "hnswitch: " + line);
  }
}
