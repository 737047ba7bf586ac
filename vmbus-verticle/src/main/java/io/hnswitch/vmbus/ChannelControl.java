package io.hnswitch.vmbus;

/** What an open channel understands, on {@link VmbusAddresses#channel}. */
public sealed interface ChannelControl {

  /** The guest has something for the host, or made room it waits for. No answer. */
  record InterruptHost() implements ChannelControl {}

  /** The host has something for the guest, or made room it waits for. No answer. */
  record InterruptGuest() implements ChannelControl {}

  InterruptHost INTERRUPT_HOST = new InterruptHost();
  InterruptGuest INTERRUPT_GUEST = new InterruptGuest();
}
