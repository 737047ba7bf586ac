package io.hnswitch.vf;

import io.hnswitch.control.Refusal;

/** What the adapter does because of a step of a slot, in the order given. */
sealed interface VfSlotEffect {

  /** Deploy the VF device; answered by VfDeployed or VfNotDeployed. */
  record DeployVf(Grant grant) implements VfSlotEffect {}

  /** Announce the VF to the NIC's host end; answered by NicTold or NicNotTold. */
  record TellAssigned(Grant grant) implements VfSlotEffect {}

  /** Start the offer delay; ends with OfferDue. */
  record StartOfferTimer(int serial) implements VfSlotEffect {}

  /** Start the time for leaving; ends with Overdue. */
  record StartLeaveTimer(int serial, Departure how) implements VfSlotEffect {}

  /** Stop whichever timer of the slot runs. */
  record StopTimer() implements VfSlotEffect {}

  /** Offer the function to the guest; a failure is answered by NotOffered. */
  record Offer(Grant grant) implements VfSlotEffect {}

  /** Ask the guest to let go; a failure is answered by Overdue. */
  record Eject(int serial) implements VfSlotEffect {}

  /** Take the function from the guest; a failure is as good as FunctionGone. */
  record Rescind(int serial) implements VfSlotEffect {}

  /** The hardware is gone: frames to, from and in the VF are lost. */
  record Vanish() implements VfSlotEffect {}

  /** Tell the NIC's host end; always answered by RemovalTold. */
  record TellRemoved(int serial, boolean orderly) implements VfSlotEffect {}

  /** Forget the address filter and the VF's place in the embedded switch. */
  record ClearFilter() implements VfSlotEffect {}

  /** Undeploy the VF device; always answered by VfUndeployed. */
  record UndeployVf(int serial) implements VfSlotEffect {}

  /** Answer who asked for the VF. */
  record AnswerAttach(Grant grant) implements VfSlotEffect {}

  /** Refuse who asked for the VF. */
  record RefuseAttach(Refusal reason, String detail) implements VfSlotEffect {}

  /** Answer everybody who asked for the VF to go. */
  record AnswerDetach() implements VfSlotEffect {}

  /**
   * Publish {@code hnswitch.vf.<what>}.
   *
   * @param how attach, or how it leaves
   */
  record Publish(String what, Grant grant, String how) implements VfSlotEffect {}
}
