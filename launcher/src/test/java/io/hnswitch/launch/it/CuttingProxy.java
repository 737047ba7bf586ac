package io.hnswitch.launch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes TCP connections on to a port of this machine, and cuts them when told. */
final class CuttingProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int to;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  CuttingProxy(int to) {
    this.to = to;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        var node = new Socket();
        node.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
        open.addAll(List.of(client, node));
        Thread.ofVirtual().start(() -> pass(client, node));
        Thread.ofVirtual().start(() -> pass(node, client));
      }
    } catch (IOException e) {
      cut(); // closed
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      return; // cut, which closes both
    }
  }

  /** Cuts every connection, whatever is on its way; new ones are taken again. Gives how many. */
  int cut() {
    int cut = 0;
    for (var socket : open) {
      open.remove(socket);
      try {
        cut += socket.isClosed() ? 0 : 1;
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return cut / 2;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
