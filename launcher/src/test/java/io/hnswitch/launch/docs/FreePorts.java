package io.hnswitch.launch.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Other ports for nodes that meet than a document says, since those may be in use here. */
final class FreePorts {

  /** Where a node meets others, takes their messages, and their wires. */
  private static final List<Integer> OFFSETS = List.of(0, 100, 200);

  private static final Pattern PORT = Pattern.compile("\\b57[0-9]{2}\\b");
  private static final int FIRST = 20_000;
  private static final int LAST = 30_000;

  private final TreeMap<String, Integer> ports = new TreeMap<>();
  private final Set<Integer> used = new HashSet<>();

  /** The same text with other ports, always the same for one that the document says. */
  String instead(String text) {
    return PORT.matcher(text)
        .replaceAll(found -> Integer.toString(ports.computeIfAbsent(found.group(), one -> free())));
  }

  private int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (OFFSETS.stream().allMatch(offset -> !used.contains(port + offset) && is(port + offset))) {
        OFFSETS.forEach(offset -> used.add(port + offset));
        return port;
      }
    }
  }

  private static boolean is(int port) {
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
