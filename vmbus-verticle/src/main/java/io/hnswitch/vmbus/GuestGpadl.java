package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;

/**
 * Memory that the guest shares, as the guest sees it.
 *
 * @param channel it is shared on
 * @param purpose rings, or a buffer of the device
 * @param state see {@link State}
 */
public record GuestGpadl(ChannelId channel, Purpose purpose, State state) {

  /** What the memory is for. */
  public sealed interface Purpose {
    /** The two rings of the channel. */
    record Rings() implements Purpose {}

    /** A buffer; {@code token} is the device's name for its request. */
    record Buffer(long token) implements Purpose {}
  }

  /** Creating → Created → TearingDown → gone. */
  public sealed interface State {
    /** The host was told. */
    record Creating(int timer) implements State {}

    /** The host may use it. */
    record Created() implements State {}

    /**
     * The host was asked to let go.
     *
     * @param timer the bound of the wait
     * @param grace whether this is the short second wait, for a rescind that explains the silence
     * @param failed why it never was of use, for a buffer
     */
    record TearingDown(int timer, boolean grace, Failure failed) implements State {}
  }

  /** Whether and why a buffer's request failed before it was torn down. */
  public sealed interface Failure {
    /** It did not fail. */
    record None() implements Failure {}

    /** It failed. */
    record Because(OpenFault fault, int status) implements Failure {}
  }

  GuestGpadl in(State next) {
    return new GuestGpadl(channel, purpose, next);
  }
}
