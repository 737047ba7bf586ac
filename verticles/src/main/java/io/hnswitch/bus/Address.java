package io.hnswitch.bus;

/**
 * An event-bus address and the type of what is sent to it.
 *
 * @param <M> the message type, a sealed protocol or {@link io.hnswitch.frame.FrameBurst}
 */
public record Address<M>(String value, Class<M> type) {

  @Override
  public String toString() {
    return value;
  }
}
