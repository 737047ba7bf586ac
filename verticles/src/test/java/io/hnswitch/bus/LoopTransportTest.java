package io.hnswitch.bus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopTransportTest {

  /** With loops that go on with tasks for a second, a hundred echoes take a hundred seconds. */
  private static final int ECHOES = 100;

  @Test
  void looksAtSocketsAlthoughATaskAlwaysWaits() throws Exception {
    var vertx =
        Vertx.builder()
            .withTransport(LoopTransport.best())
            .with(new VertxOptions().setEventLoopPoolSize(1))
            .build();
    var busy = new AtomicBoolean(true);
    var turns = new AtomicLong();
    try {
      var context = ((VertxInternal) vertx).createEventLoopContext();
      var done = new CompletableFuture<Integer>();
      context.runOnContext(ignored -> echo(vertx, done));
      context.runOnContext(ignored -> turn(context, busy, turns));
      assertTrue(done.get(60, TimeUnit.SECONDS) == ECHOES);
      assertTrue(turns.get() > ECHOES, "the loop was not busy");
    } finally {
      busy.set(false);
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private static void turn(ContextInternal context, AtomicBoolean busy, AtomicLong turns) {
    if (busy.get()) {
      turns.incrementAndGet();
      context.nettyEventLoop().execute(() -> turn(context, busy, turns));
    }
  }

  private static void echo(Vertx vertx, CompletableFuture<Integer> done) {
    vertx
        .createNetServer()
        .connectHandler(socket -> socket.handler(socket::write))
        .listen(0, "127.0.0.1")
        .compose(server -> vertx.createNetClient().connect(server.actualPort(), "127.0.0.1"))
        .onSuccess(
            socket -> {
              var count = new int[1];
              socket.handler(
                  back -> {
                    if (++count[0] == ECHOES) {
                      done.complete(count[0]);
                    } else {
                      socket.write(back);
                    }
                  });
              socket.write(Buffer.buffer("x"));
            })
        .onFailure(done::completeExceptionally);
  }
}
