package io.hnswitch.console;

import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client of the TCP bridge that blocks; objects behind their length. */
final class TcpSocket implements AutoCloseable {

  static final JsonObject END = new JsonObject().put("type", "closed");

  private static final int PATIENCE_MS = 10_000;

  /**
   * Little enough to be full soon. A window of less than a segment of the loopback interface (64
   * KiB) would let the reader wait for its peer's timer, 200 ms, each time that it has been full.
   */
  private static final int RECEIVE_BYTES = 256 << 10;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final DataOutputStream out;

  private TcpSocket(int port, int receiveBytes) {
    try {
      if (receiveBytes > 0) {
        socket.setReceiveBufferSize(receiveBytes);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TcpSocket to(int port) {
    return new TcpSocket(port, 0);
  }

  /** One that soon lets its peer wait, for who reads nothing. */
  static TcpSocket withoutRoom(int port) {
    return new TcpSocket(port, RECEIVE_BYTES);
  }

  TcpSocket send(JsonObject message) {
    return send(message.encode().getBytes(StandardCharsets.UTF_8));
  }

  TcpSocket send(byte[] body) {
    try {
      out.writeInt(body.length);
      out.write(body);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends bytes as they are. */
  TcpSocket raw(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next message; {@link #END} when there are no more. */
  JsonObject next() {
    try {
      var body = new byte[in.readInt()];
      in.readFully(body);
      return new JsonObject(new String(body, StandardCharsets.UTF_8));
    } catch (EOFException | SocketException e) {
      return END;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
