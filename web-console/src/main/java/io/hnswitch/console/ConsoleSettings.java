package io.hnswitch.console;

/**
 * What the console is started with.
 *
 * @param host where it listens: {@code localhost}, an address of 127.0.0.0/8 or {@code ::1};
 *     anything else fails the deployment, as there is no TLS
 * @param port TCP port, 0 for any that is free
 * @param token the secret that opens it; long and random
 */
public record ConsoleSettings(String host, int port, String token) {

  private static final int TOKEN_LENGTH_MIN = 16;

  public ConsoleSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("not a TCP port: " + port);
    }
    if (token.length() < TOKEN_LENGTH_MIN) {
      throw new IllegalArgumentException(
          "console token too short: length=" + token.length() + ", needed=" + TOKEN_LENGTH_MIN);
    }
  }

  /** Without the token, which is nobody's business. */
  @Override
  public String toString() {
    return "ConsoleSettings[" + host + ":" + port + "]";
  }
}
