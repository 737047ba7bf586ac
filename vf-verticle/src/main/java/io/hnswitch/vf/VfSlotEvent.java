package io.hnswitch.vf;

import io.hnswitch.control.Refusal;

/** What happens to a VF slot. Answers to effects carry the serial of the grant they belong to. */
sealed interface VfSlotEvent {

  /** A NIC is to get the VF; only for a free slot. */
  record Attach(Grant grant) implements VfSlotEvent {}

  /** The VF device is there. */
  record VfDeployed(int serial) implements VfSlotEvent {}

  /** The VF device could not be made. */
  record VfNotDeployed(int serial, String detail) implements VfSlotEvent {}

  /** The host end of the NIC has taken the announcement. */
  record NicTold(int serial) implements VfSlotEvent {}

  /** The host end of the NIC does not exist or did not take the announcement. */
  record NicNotTold(int serial, Refusal reason, String detail) implements VfSlotEvent {}

  /** The offer delay is over. */
  record OfferDue(int serial) implements VfSlotEvent {}

  /** The guest asked for the data path before the offer. */
  record Hurry() implements VfSlotEvent {}

  /** The guest's vPCI did not take the offer. */
  record NotOffered(int serial) implements VfSlotEvent {}

  /** The VF is to go; GRACEFUL or SURPRISE. */
  record Detach(Departure how) implements VfSlotEvent {}

  /**
   * vPCI is done with the function.
   *
   * @param steered the NIC's frames still go to the VF: the guest did not let go in order
   */
  record FunctionGone(boolean steered) implements VfSlotEvent {}

  /**
   * vPCI did not take the request to eject or rescind, or the time for that is over.
   *
   * @param how what was asked of vPCI: GRACEFUL or SURPRISE
   */
  record Overdue(int serial, Departure how) implements VfSlotEvent {}

  /** The host end of the NIC knows that the VF is gone, or cannot be told. */
  record RemovalTold(int serial) implements VfSlotEvent {}

  /** The VF device is gone. */
  record VfUndeployed(int serial) implements VfSlotEvent {}
}
