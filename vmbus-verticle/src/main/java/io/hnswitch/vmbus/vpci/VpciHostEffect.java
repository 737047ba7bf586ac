package io.hnswitch.vmbus.vpci;

import java.time.Duration;

/** What the host's end of a vPCI bus wants done. */
public sealed interface VpciHostEffect {

  /** Send an in-band message without a completion. */
  record Send(byte[] payload) implements VpciHostEffect {}

  /** Send a completion. */
  record Complete(long transaction, byte[] payload) implements VpciHostEffect {}

  /** Make the function's config space readable in the guest's window. */
  record MapWindow(long address) implements VpciHostEffect {}

  /** The window shows all ones from now on. */
  record UnmapWindow(long address) implements VpciHostEffect {}

  /** The function may work: it has its resources. */
  record FunctionAssigned() implements VpciHostEffect {}

  /** The function must not work any more. */
  record FunctionReleased() implements VpciHostEffect {}

  /** Deliver this interrupt of the function as that vector on that processor. */
  record MapInterrupt(Msi msi, int vector, int cpu) implements VpciHostEffect {}

  /** Deliver this interrupt no more. */
  record UnmapInterrupt(Msi msi) implements VpciHostEffect {}

  /** Rescind the channel; {@code orderly} when the guest let go of the function first. */
  record RescindChannel(boolean orderly) implements VpciHostEffect {}

  /** The guest broke the protocol: serve its channel no more. */
  record KillChannel(VpciFault fault, String detail) implements VpciHostEffect {}

  /** Send {@code TimerElapsed} after that time, unless cancelled. */
  record StartTimer(int timer, Duration after) implements VpciHostEffect {}

  /** That timer is not wanted any more. */
  record CancelTimer(int timer) implements VpciHostEffect {}

  /** Something was ignored; count and log it. */
  record Ignored(VpciFault fault, String detail) implements VpciHostEffect {}
}
