package io.hnswitch.vmbus.vpci;

/** What happens to the guest's end of a vPCI bus. */
public sealed interface VpciGuestEvent {

  /** The channel is open: attach. */
  record Attach() implements VpciGuestEvent {}

  /** The host sent an in-band message. */
  record Message(byte[] payload) implements VpciGuestEvent {}

  /** The host sent a completion; the transaction is not trusted. */
  record Completion(long transaction, byte[] payload) implements VpciGuestEvent {}

  /** The list of functions is to be worked on. */
  record RelationsDue() implements VpciGuestEvent {}

  /** The operating system let a function go. */
  record FunctionDetached(int slot) implements VpciGuestEvent {}

  /** The driver of a function wants an interrupt. */
  record InterruptWanted(int slot, int vector, int cpu) implements VpciGuestEvent {}

  /** The channel was rescinded. */
  record Revoked() implements VpciGuestEvent {}

  /** The bus driver is detached. */
  record Detach() implements VpciGuestEvent {}

  /** A timer that was started and not cancelled ran out. */
  record TimerElapsed(long timer) implements VpciGuestEvent {}
}
