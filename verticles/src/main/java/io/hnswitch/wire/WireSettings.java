package io.hnswitch.wire;

import java.time.Duration;

/**
 * How a node takes part in links between nodes.
 *
 * @param node its name
 * @param host the address that it listens at
 * @param port that it listens at; 0 for any that is free
 * @param secret that all nodes know
 * @param times when what is given up
 * @param limits of what one link may have on its way
 */
public record WireSettings(
    String node, String host, int port, String secret, Times times, Limits limits) {

  public WireSettings {
    if (node.isEmpty() || node.length() > Hello.NAME_MAX) {
      throw new IllegalArgumentException("bad name of a node: \"" + node + "\"");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("wires need a secret");
    }
  }

  /** With the usual times and limits. */
  public WireSettings(String node, String host, int port, String secret) {
    this(node, host, port, secret, Times.USUAL, Limits.USUAL);
  }

  @Override
  public String toString() {
    return "WireSettings[node=" + node + ", host=" + host + ", port=" + port + "]";
  }

  /**
   * Times.
   *
   * @param keepAlive between two looks at a connection, each of which measures the round trip
   * @param dead without a word from the far end, after which a connection is given up
   * @param handshake that a new connection may take until it carries frames
   * @param retryFirst before the second try to connect; each further one comes after twice the time
   * @param retryMost between two tries at most
   * @param farewell that the end of a link waits for the far end's last word
   */
  public record Times(
      Duration keepAlive,
      Duration dead,
      Duration handshake,
      Duration retryFirst,
      Duration retryMost,
      Duration farewell) {

    public static final Times USUAL =
        new Times(
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofMillis(100),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1));
  }

  /**
   * Limits of one direction of a link.
   *
   * @param bytes sent and not acknowledged; beyond that the wire has no credit
   * @param bursts received that may be in use here; without one nothing is read
   */
  public record Limits(int bytes, int bursts) {

    public static final Limits USUAL = new Limits(8 << 20, 64);

    public Limits {
      if (bytes < WireBurst.BYTES_MAX || bursts < 1) {
        throw new IllegalArgumentException("limits too small: " + bytes + ", " + bursts);
      }
    }
  }
}
