package io.hnswitch.vmbus.vpci;

import java.time.Duration;
import java.util.List;

/** What the guest's end of a vPCI bus wants done. */
public sealed interface VpciGuestEffect {

  /** Send an in-band message; transaction 0 wants no completion, any other one does. */
  record Send(long transaction, byte[] payload) implements VpciGuestEffect {}

  /** Send {@code RelationsDue} behind what waits already. */
  record ScheduleRelations() implements VpciGuestEffect {}

  /** The bus works. */
  record BusInstalled(VpciVersion version) implements VpciGuestEffect {}

  /** The bus does not come up; window and channel are given back by the effects behind this. */
  record AttachFailed(VpciFault fault, int status) implements VpciGuestEffect {}

  /** A function is ready: give it to its driver. */
  record InstallFunction(FunctionDescriptor function, List<Integer> bars)
      implements VpciGuestEffect {}

  /**
   * Take a function from its driver; answered by {@code FunctionDetached}.
   *
   * @param gone the hardware is gone already
   */
  record DetachFunction(int slot, boolean gone) implements VpciGuestEffect {}

  /** A function could not be set up; it is as if it were not there. */
  record FunctionFailed(int slot, int status) implements VpciGuestEffect {}

  /** Nothing is left of a function. */
  record FunctionRemoved(int slot) implements VpciGuestEffect {}

  /** Answer to {@code InterruptWanted}. */
  record InterruptCreated(int slot, int vector, Msi msi) implements VpciGuestEffect {}

  /** Answer to {@code InterruptWanted}. */
  record InterruptFailed(int slot, int vector, VpciFault fault, int status)
      implements VpciGuestEffect {}

  /** From now on the config window reads all ones and ignores writes. */
  record InvalidateConfig() implements VpciGuestEffect {}

  /** Give the config window back. */
  record ReleaseWindow(long window) implements VpciGuestEffect {}

  /** The bus is gone: close the channel. */
  record CloseChannel() implements VpciGuestEffect {}

  /** Send {@code TimerElapsed} after that time, unless cancelled. */
  record StartTimer(long timer, Duration after) implements VpciGuestEffect {}

  /** That timer is not wanted any more. */
  record CancelTimer(long timer) implements VpciGuestEffect {}

  /** Something was ignored; count and log it. */
  record Ignored(VpciFault fault, String detail) implements VpciGuestEffect {}
}
