package io.hnswitch.console;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the console is started with.
 *
 * @param host where it listens: {@code localhost}, an address of 127.0.0.0/8 or {@code ::1};
 *     anything else fails the deployment, as there is no TLS
 * @param port TCP port, 0 for any that is free
 * @param token the secret that opens it, for admins; long and random
 * @param tcp where the event bus is served by TCP too; empty for nowhere
 * @param tokenFile where named tokens are kept, as hashes, in a folder of its owner alone; empty to
 *     forget them with the node
 */
public record ConsoleSettings(
    String host, int port, String token, Optional<Tcp> tcp, Optional<Path> tokenFile) {

  private static final int TOKEN_LENGTH_MIN = 16;

  /**
   * A place for the TCP bridge; the same rules as for the console's.
   *
   * @param port 0 for any that is free
   */
  public record Tcp(String host, int port) {
    public Tcp {
      requirePort(port);
    }
  }

  public ConsoleSettings {
    requirePort(port);
    if (token.length() < TOKEN_LENGTH_MIN) {
      throw new IllegalArgumentException(
          "console token too short: length=" + token.length() + ", needed=" + TOKEN_LENGTH_MIN);
    }
  }

  /** The usual ones: no TCP, and named tokens end with the node. */
  public ConsoleSettings(String host, int port, String token) {
    this(host, port, token, Optional.empty(), Optional.empty());
  }

  /** The same, and the event bus by TCP. */
  public ConsoleSettings withTcp(String tcpHost, int tcpPort) {
    return new ConsoleSettings(
        host, port, token, Optional.of(new Tcp(tcpHost, tcpPort)), tokenFile);
  }

  /** The same, and named tokens are kept. */
  public ConsoleSettings withTokenFile(Path file) {
    return new ConsoleSettings(host, port, token, tcp, Optional.of(file));
  }

  private static void requirePort(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("not a TCP port: " + port);
    }
  }

  /** Without the token, which is nobody's business. */
  @Override
  public String toString() {
    return "ConsoleSettings[" + host + ":" + port + "]";
  }
}
