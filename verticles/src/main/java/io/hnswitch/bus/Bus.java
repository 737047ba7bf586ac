package io.hnswitch.bus;

import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.ledger.DeviceLedger;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How devices reach each other: typed messages over a {@link Transport}, in a running switch the
 * Vert.x event bus. Messages are typed by their {@link Address}; the very object is handed over, so
 * whatever is sent is immutable, or (a burst) belongs to the receiver from then on.
 */
public final class Bus {

  /** How long a control request waits when the caller has no reason for another time. */
  public static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(5);

  private final Transport transport;

  public Bus(Vertx vertx) {
    this(new VertxTransport(vertx));
  }

  Bus(Transport transport) {
    this.transport = transport;
  }

  /** Sends a control message that has no answer. */
  public <M> void send(Address<M> address, M message) {
    transport.send(address.value(), message);
  }

  /** Publishes an event to whoever listens. */
  public void publish(LabEvent event) {
    transport.publish(Addresses.events().value(), event);
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
    return transport
        .request(address.value(), message, timeout)
        .compose(body -> accept(body, answer));
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
    return transport.serve(address.value(), message -> handler.apply(address.type().cast(message)));
  }

  /** Listens to published events on the caller's context. */
  public Registration onEvents(Consumer<LabEvent> handler) {
    return transport.listen(Addresses.events().value(), event -> handler.accept((LabEvent) event));
  }

  /**
   * Receives bursts on the caller's context; each belongs to the handler that gets it.
   *
   * @param discarded gets, on the same context, what the bus has no place for: too many wait, or
   *     the registration was taken back meanwhile
   */
  public Registration onFrames(
      Address<FrameBurst> address, Consumer<FrameBurst> handler, Consumer<FrameBurst> discarded) {
    return transport.onFrames(address.value(), handler, discarded);
  }

  /** A way for bursts to one neighbour. */
  public FrameSender sender(Address<FrameBurst> address, DeviceLedger ledger) {
    return new FrameSender(transport.way(address.value()), ledger);
  }

  /** Something registered on the bus. */
  @FunctionalInterface
  public interface Registration {
    /** Takes it back; what is already queued for it is discarded: silence the senders first. */
    Future<Void> unregister();
  }

  /** Sends bursts to one neighbour and keeps the account. */
  public static final class FrameSender {

    private final Transport.FrameWay way;
    private final DeviceLedger ledger;

    FrameSender(Transport.FrameWay way, DeviceLedger ledger) {
      this.way = way;
      this.ledger = ledger;
    }

    /** Hands a burst over. When nobody is there, its frames are dropped and counted. */
    public void send(FrameBurst burst) {
      int frames = burst.size();
      if (way.hand(burst)) {
        ledger.out(frames);
      } else {
        ledger.dropped(DropReason.NO_OWNER, frames);
        burst.release();
      }
    }
  }
}
