package io.hnswitch.bus;

import io.hnswitch.frame.FrameBurst;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.eventbus.impl.MessageConsumerImpl;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/** The Vert.x event bus; the only class inside the switch that calls it. */
final class VertxTransport implements Transport {

  /** Read, never changed: one for all, as interrupts are sent for every burst. */
  private static final DeliveryOptions CONTROL = control();

  private final Vertx vertx;

  VertxTransport(Vertx vertx) {
    this.vertx = vertx;
  }

  private static DeliveryOptions control() {
    return new DeliveryOptions().setLocalOnly(true).setCodecName(ControlCodec.NAME);
  }

  @Override
  public void send(String address, Object message) {
    vertx.eventBus().send(address, message, CONTROL);
  }

  @Override
  public void publish(String address, Object message) {
    vertx.eventBus().publish(address, message, control());
  }

  @Override
  public Future<Object> request(String address, Object message, Duration timeout) {
    return vertx
        .eventBus()
        .request(address, message, control().setSendTimeout(timeout.toMillis()))
        .map(Message::body);
  }

  @Override
  public Bus.Registration serve(String address, Function<Object, Future<?>> handler) {
    MessageConsumer<Object> consumer = vertx.eventBus().localConsumer(address);
    consumer.handler(message -> answer(message, apply(handler, message)));
    return consumer::unregister;
  }

  private static Future<?> apply(Function<Object, Future<?>> handler, Message<Object> message) {
    try {
      return handler.apply(message.body());
    } catch (RuntimeException | OutOfMemoryError e) {
      // Who asked must not wait for its time-out; that it is a bug is said by throwing on.
      answer(message, Future.failedFuture(e));
      throw e;
    }
  }

  private static void answer(Message<Object> message, Future<?> result) {
    if (message.replyAddress() == null || result == null) {
      return;
    }
    result.onComplete(
        done -> {
          if (done.succeeded()) {
            message.reply(done.result(), control());
          } else if (done.cause() instanceof RefusedException refused) {
            message.reply(refused.refused(), control());
          } else {
            message.fail(500, String.valueOf(done.cause().getMessage()));
          }
        });
  }

  @Override
  public Bus.Registration listen(String address, Consumer<Object> handler) {
    MessageConsumer<Object> consumer = vertx.eventBus().localConsumer(address);
    consumer.handler(message -> handler.accept(message.body()));
    return consumer::unregister;
  }

  @Override
  public Bus.Registration onFrames(
      String address, Consumer<FrameBurst> handler, Consumer<FrameBurst> discarded) {
    MessageConsumer<FrameBurst> consumer = vertx.eventBus().localConsumer(address);
    if (consumer instanceof MessageConsumerImpl<FrameBurst> queue) {
      queue.discardHandler(message -> discarded.accept(message.body()));
    }
    consumer.handler(message -> handler.accept(message.body()));
    return consumer::unregister;
  }

  @Override
  public FrameWay way(String address) {
    MessageProducer<FrameBurst> producer =
        vertx
            .eventBus()
            .sender(
                address,
                new DeliveryOptions().setLocalOnly(true).setCodecName(FrameBurstCodec.NAME));
    return burst -> !producer.write(burst).failed();
  }
}
