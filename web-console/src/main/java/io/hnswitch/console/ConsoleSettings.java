package io.hnswitch.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the console is started with.
 *
 * @param host where it listens; what {@link Reach} does not allow fails the deployment
 * @param port TCP port, 0 for any that is free
 * @param token the secret that opens it, for admins; long and random
 * @param tcp where the event bus is served by TCP too; empty for nowhere
 * @param kept where named tokens and users are kept
 * @param reach how it may be reached
 */
public record ConsoleSettings(
    String host, int port, String token, Optional<Tcp> tcp, Kept kept, Reach reach) {

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

  /**
   * Files in a folder of its owner alone, with hashes; empty to forget them with the node.
   *
   * @param tokens of the named tokens
   * @param users of the users
   */
  public record Kept(Optional<Path> tokens, Optional<Path> users) {
    static final Kept NOWHERE = new Kept(Optional.empty(), Optional.empty());
  }

  /**
   * How the console may be reached.
   *
   * @param tls what it shows to be itself; empty for no TLS
   * @param hosts further names that it is served under, without port
   * @param insecure may be reached by other machines even without TLS
   */
  public record Reach(Optional<TlsIdentity> tls, List<String> hosts, boolean insecure) {

    /** By this machine alone, without TLS. */
    public static final Reach LOOPBACK = new Reach(Optional.empty(), List.of(), false);

    public Reach {
      hosts = List.copyOf(hosts);
    }

    /**
     * Whether it may listen on a host. A name that is not the loopback's counts as reachable by
     * others.
     */
    public boolean allows(String host) {
      return Loopback.isLoopback(host) || tls.isPresent() || insecure;
    }

    /** Whether it listens there although everybody on the way can read and change what is said. */
    public boolean isExposed(String host) {
      return !Loopback.isLoopback(host) && tls.isEmpty();
    }
  }

  public ConsoleSettings {
    requirePort(port);
    if (token.length() < TOKEN_LENGTH_MIN) {
      throw new IllegalArgumentException(
          "console token too short: length=" + token.length() + ", needed=" + TOKEN_LENGTH_MIN);
    }
  }

  /** The usual ones: no TCP, for this machine, and named tokens and users end with the node. */
  public ConsoleSettings(String host, int port, String token) {
    this(host, port, token, Optional.empty(), Kept.NOWHERE, Reach.LOOPBACK);
  }

  /** The same, and the event bus by TCP. */
  public ConsoleSettings withTcp(String tcpHost, int tcpPort) {
    return new ConsoleSettings(
        host, port, token, Optional.of(new Tcp(tcpHost, tcpPort)), kept, reach);
  }

  /** The same, and named tokens and users are kept. */
  public ConsoleSettings withKept(Path tokens, Path users) {
    return new ConsoleSettings(
        host, port, token, tcp, new Kept(Optional.of(tokens), Optional.of(users)), reach);
  }

  /** The same, reachable otherwise. */
  public ConsoleSettings withReach(Reach other) {
    return new ConsoleSettings(host, port, token, tcp, kept, other);
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
