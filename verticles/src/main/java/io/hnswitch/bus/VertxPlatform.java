package io.hnswitch.bus;

import io.hnswitch.time.Timers;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Function;

/** Devices as verticles of one Vert.x, all of them on one event loop. */
final class VertxPlatform implements Platform {

  private final Vertx vertx;
  private final EventLoop loop;
  private final Transport transport;
  private final Function<Context, Timers> timers;

  /** A device's context on the lab's event loop. */
  record Loop(ContextInternal context, Timers timers) implements DeviceLoop {

    @Override
    public void execute(Runnable action) {
      context.runOnContext(ignored -> action.run());
    }

    @Override
    public void afterWhatWasSent(Runnable action) {
      // All are on one event loop: what was sent is in its queue, what that sends is one further.
      execute(() -> execute(action));
    }
  }

  VertxPlatform(Vertx vertx, Function<Context, Timers> timers) {
    this.vertx = vertx;
    this.timers = timers;
    this.transport = new VertxTransport(vertx);
    this.loop = ((VertxInternal) vertx).createEventLoopContext().nettyEventLoop();
  }

  Vertx vertx() {
    return vertx;
  }

  EventLoop loop() {
    return loop;
  }

  ContextInternal newContext() {
    return ((VertxInternal) vertx).contextBuilder().withEventLoop(loop).build();
  }

  Timers timers(Context context) {
    return timers.apply(context);
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public DeviceLoop newLoop(String device) {
    var context = newContext();
    return new Loop(context, timers.apply(context));
  }

  @Override
  public Future<String> deploy(VerticleBase verticle) {
    return vertx.deployVerticle(verticle);
  }

  @Override
  public Future<Void> undeploy(String deployment) {
    return vertx.undeploy(deployment);
  }
}
