package io.hnswitch.launch.it;

import java.time.Duration;
import java.util.List;

/** A TCP stream from one namespace to another, by iperf3, for as long as its test wants it. */
final class TcpStream implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String LISTENS = "Server listening";

  private final Running server;
  private final Running client;

  private TcpStream(Running server, Running client) {
    this.server = server;
    this.client = client;
  }

  /**
   * Starts one.
   *
   * @param address of {@code to}
   * @param more arguments for the client, like a rate
   */
  static TcpStream start(Namespace from, Namespace to, String address, String... more) {
    return start(List.of(), from, to, address, more);
  }

  /**
   * As the other, with both programs behind a prefix.
   *
   * @param prefix a command that runs a command, like {@code nice}
   */
  static TcpStream start(
      List<String> prefix, Namespace from, Namespace to, String address, String... more) {
    var server = started(to, prefix, "iperf3", "-s", "-1", "-i", "0.1", "--forceflush");
    try {
      server.awaitOut(BOUND, line -> line.startsWith(LISTENS));
      var send = Running.with(List.of("iperf3", "-c", address, "-t", "3600"), more);
      return new TcpStream(server, started(from, prefix, send.toArray(String[]::new)));
    } catch (RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static Running started(Namespace side, List<String> prefix, String... command) {
    return side.start(Running.with(prefix, command).toArray(String[]::new));
  }

  /** Waits for so many further tenths of a second in which something arrived. */
  void arrives(int tenths) {
    int now = (int) server.outLines().stream().filter(TcpStream::hasArrived).count();
    server.awaitOutLines(now + tenths, BOUND, TcpStream::hasArrived);
  }

  private static boolean hasArrived(String line) {
    return line.contains("bits/sec") && !line.contains(" 0.00 ");
  }

  /**
   * Ends it in order.
   *
   * @return what the receiver said, with a line for each tenth of a second
   */
  Finished end() {
    client.signal("INT");
    client.finish(BOUND);
    return server.finish(BOUND);
  }

  @Override
  public void close() {
    try {
      client.close();
    } finally {
      server.close();
    }
  }
}
