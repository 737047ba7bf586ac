package io.hnswitch.bus;

import io.hnswitch.frame.FrameBurst;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What carries the messages of a {@link Bus}. It keeps the order between one sender and one
 * receiver, hands over the very object, and runs handlers on the loop of the device that registered
 * them.
 */
public interface Transport {

  /** Sends a control message that has no answer; without a receiver it is gone. */
  void send(String address, Object message);

  /** Hands a message to everybody who listens. */
  void publish(String address, Object message);

  /**
   * Sends a request.
   *
   * @return the answer, on the loop of who asks; fails when nobody is there, nobody answers in time
   *     or the receiver fails
   */
  Future<Object> request(String address, Object message, Duration timeout);

  /**
   * Serves an address: the handler's future gives the answer, null stands for none. A {@link
   * RefusedException} is answered as its refusal, another failure as a failure, and so is an
   * exception, which is then reported as a bug.
   */
  Bus.Registration serve(String address, Function<Object, Future<?>> handler);

  /** Listens to what is published. */
  Bus.Registration listen(String address, Consumer<Object> handler);

  /** As {@link Bus#onFrames}. */
  Bus.Registration onFrames(
      String address, Consumer<FrameBurst> handler, Consumer<FrameBurst> discarded);

  /** A way for bursts of the device that asks, in order, to one address. */
  FrameWay way(String address);

  /** Where bursts are handed over. */
  @FunctionalInterface
  interface FrameWay {
    /** False when nobody is there; the burst is still the caller's then. */
    boolean hand(FrameBurst burst);
  }
}
