package io.hnswitch.bench;

import io.hnswitch.bus.Lab;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** A TCP connection between the event loops of two labs that carries nothing but bytes. */
final class PlainTcp {

  private static final int OUTSTANDING = 8;

  private final Lab from;

  /** Vert.x closes the connections of a client that nobody knows any more. */
  private final NetClient client;

  private final NetSocket near;
  private final NetSocket far;
  private volatile long bytes;
  private boolean sending;

  private PlainTcp(Lab from, NetClient client, NetSocket near, NetSocket far) {
    this.from = from;
    this.client = client;
    this.near = near;
    this.far = far;
    far.handler(some -> bytes = bytes + some.length());
  }

  /**
   * Connects two labs.
   *
   * @param address that the second one listens at
   */
  static PlainTcp between(Lab from, Lab to, String address) {
    Promise<NetSocket> accepted = Promise.promise();
    int port =
        on(
            to,
            () ->
                to.vertx()
                    .createNetServer(new NetServerOptions().setTcpNoDelay(true))
                    .connectHandler(accepted::complete)
                    .listen(0, address)
                    .map(server -> server.actualPort()));
    var client = from.vertx().createNetClient(new NetClientOptions().setTcpNoDelay(true));
    var near = on(from, () -> client.connect(port, address));
    return new PlainTcp(from, client, near, BenchLab.await(accepted.future()));
  }

  private static <T> T on(Lab lab, Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    lab.newContext().runOnContext(ignored -> action.get().onComplete(promise));
    return BenchLab.await(promise.future());
  }

  /** Bytes that came. */
  long bytes() {
    return bytes;
  }

  /** Writes pieces of a size, as fast as they are taken. */
  void send(int size) {
    var piece = Buffer.buffer(new byte[size]);
    from.loop()
        .execute(
            () -> {
              sending = true;
              for (int i = 0; i < OUTSTANDING; i++) {
                write(piece);
              }
            });
  }

  private void write(Buffer piece) {
    if (sending) {
      near.write(piece).onComplete(written -> from.loop().execute(() -> write(piece)));
    }
  }

  void stop() {
    from.loop().execute(() -> sending = false);
  }

  /** Each piece comes back. */
  void echo() {
    far.handler(far::write);
  }

  /** Writes 64 bytes, and says how long it took until they were back. */
  void ping(LongConsumer answer) {
    from.loop()
        .execute(
            () -> {
              long begun = System.nanoTime();
              near.handler(back -> answer.accept(System.nanoTime() - begun));
              near.write(Buffer.buffer(new byte[FrameShape.HEAD]));
            });
  }
}
