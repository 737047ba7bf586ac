package io.hnswitch.bus;

import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.ledger.DeviceLedger;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.eventbus.impl.MessageConsumerImpl;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The only caller of the Vert.x event bus inside the switch. Messages are typed by their {@link
 * Address}; the very object is handed over, so whatever is sent is immutable, or (a burst) belongs
 * to the receiver from then on.
 */
public final class Bus {

  /** How long a control request waits when the caller has no reason for another time. */
  public static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(5);

  /** Read, never changed: one for all, as interrupts are sent for every burst. */
  private static final DeliveryOptions CONTROL = control();

  private final Vertx vertx;

  public Bus(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Sends a control message that has no answer. */
  public <M> void send(Address<M> address, M message) {
    vertx.eventBus().send(address.value(), message, CONTROL);
  }

  /** Publishes an event to whoever listens. */
  public void publish(LabEvent event) {
    vertx.eventBus().publish(Addresses.events().value(), event, control());
  }

  /** Publishes an event; the data is a list of names and values in turn. */
  public void publish(String type, String subject, Map<String, Object> data) {
    publish(new LabEvent(type, subject, data));
  }

  /**
   * Sends a request.
   *
   * @return the answer; fails with {@link RefusedException} when the answer is a refusal and the
   *     caller wants another type, with the bus's own failure when nobody answers in time
   */
  public <M, R> Future<R> request(
      Address<M> address, M message, Class<R> answer, Duration timeout) {
    return vertx
        .eventBus()
        .request(address.value(), message, control().setSendTimeout(timeout.toMillis()))
        .compose(reply -> accept(reply.body(), answer));
  }

  /** As {@link #request} with the usual time. */
  public <M, R> Future<R> request(Address<M> address, M message, Class<R> answer) {
    return request(address, message, answer, CONTROL_TIMEOUT);
  }

  private static <R> Future<R> accept(Object body, Class<R> answer) {
    if (answer.isInstance(body)) {
      return Future.succeededFuture(answer.cast(body));
    }
    if (body instanceof Outcome.Refused(var reason, var detail)) {
      return Future.failedFuture(new RefusedException(reason, detail));
    }
    return Future.failedFuture(
        new IllegalStateException("wanted " + answer.getName() + ", got " + body));
  }

  /**
   * Serves control messages on the caller's context. What the handler's future gives is the answer;
   * a failed future is answered as a failure, as is an exception, which then goes to the context.
   * Messages without an answer may return null.
   */
  public <M> Registration serve(Address<M> address, Function<M, Future<?>> handler) {
    MessageConsumer<Object> consumer = vertx.eventBus().localConsumer(address.value());
    consumer.handler(message -> answer(message, apply(address, handler, message)));
    return consumer::unregister;
  }

  private static <M> Future<?> apply(
      Address<M> address, Function<M, Future<?>> handler, Message<Object> message) {
    try {
      return handler.apply(cast(address, message));
    } catch (RuntimeException | OutOfMemoryError e) {
      // Who asked must not wait for its time-out; that it is a bug is said by throwing on.
      answer(message, Future.failedFuture(e));
      throw e;
    }
  }

  private static <M> M cast(Address<M> address, Message<Object> message) {
    return address.type().cast(message.body());
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

  /** Listens to published events on the caller's context. */
  public Registration onEvents(Consumer<LabEvent> handler) {
    MessageConsumer<LabEvent> consumer = vertx.eventBus().localConsumer(Addresses.events().value());
    consumer.handler(message -> handler.accept(message.body()));
    return consumer::unregister;
  }

  /**
   * Receives bursts on the caller's context; each belongs to the handler that gets it.
   *
   * @param discarded gets, on the same context, what the bus has no place for: too many wait, or
   *     the registration was taken back meanwhile
   */
  public Registration onFrames(
      Address<FrameBurst> address, Consumer<FrameBurst> handler, Consumer<FrameBurst> discarded) {
    MessageConsumer<FrameBurst> consumer = vertx.eventBus().localConsumer(address.value());
    if (consumer instanceof MessageConsumerImpl<FrameBurst> queue) {
      queue.discardHandler(message -> discarded.accept(message.body()));
    }
    consumer.handler(message -> handler.accept(message.body()));
    return consumer::unregister;
  }

  /** A way for bursts to one neighbour. */
  public FrameSender sender(Address<FrameBurst> address, DeviceLedger ledger) {
    MessageProducer<FrameBurst> producer =
        vertx
            .eventBus()
            .sender(
                address.value(),
                new DeliveryOptions().setLocalOnly(true).setCodecName(FrameBurstCodec.NAME));
    return new FrameSender(producer, ledger);
  }

  private static DeliveryOptions control() {
    return new DeliveryOptions().setLocalOnly(true).setCodecName(ControlCodec.NAME);
  }

  /** Something registered on the bus. */
  @FunctionalInterface
  public interface Registration {
    /** Takes it back; what is already queued for it is discarded: silence the senders first. */
    Future<Void> unregister();
  }

  /** Sends bursts to one neighbour and keeps the account. */
  public static final class FrameSender {

    private final MessageProducer<FrameBurst> producer;
    private final DeviceLedger ledger;

    FrameSender(MessageProducer<FrameBurst> producer, DeviceLedger ledger) {
      this.producer = producer;
      this.ledger = ledger;
    }

    /** Hands a burst over. When nobody is there, its frames are dropped and counted. */
    public void send(FrameBurst burst) {
      int frames = burst.size();
      var written = producer.write(burst);
      if (written.failed()) {
        ledger.dropped(DropReason.NO_OWNER, frames);
        burst.release();
      } else {
        ledger.out(frames);
      }
    }
  }
}
