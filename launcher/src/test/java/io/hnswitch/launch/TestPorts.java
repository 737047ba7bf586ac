package io.hnswitch.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback for nodes that have to know each other's before they run. They are below
 * those that the system gives to connections: else one of these could have them a moment later. No
 * two tests get the same.
 */
public final class TestPorts {

  private static final int FIRST = 15_000;
  private static final int LAST = 32_000;
  private static final Set<Integer> GIVEN = new HashSet<>();

  private TestPorts() {}

  /** One that nobody has. */
  public static int take() {
    return take(0);
  }

  /**
   * The first of several that nobody has.
   *
   * @param offsets from the first one, 0 for itself, to 1000
   */
  public static synchronized int take(int... offsets) {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST - 1000);
      if (Arrays.stream(offsets).allMatch(offset -> isFree(port + offset))) {
        Arrays.stream(offsets).forEach(offset -> GIVEN.add(port + offset));
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    if (GIVEN.contains(port)) {
      return false;
    }
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
