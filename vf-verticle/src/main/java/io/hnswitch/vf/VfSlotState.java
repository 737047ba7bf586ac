package io.hnswitch.vf;

import io.hnswitch.control.Refusal;
import java.util.Optional;

/**
 * Where a VF slot is in its life.
 *
 * <pre>
 * Free        attach                       Preparing
 * Preparing   deployed, host end told      Announced (Offered, when hurried)
 *             not deployed                 Free
 *             host end not told            Withdrawing
 * Withdrawing undeployed                   Free
 * Announced   offer delay over, hurried    Offered
 *             detach                       Leaving
 * Offered     detach, given back,
 *             offer not taken              Leaving
 * Leaving     surprise while graceful,
 *             overdue                      Leaving, by surprise
 *             function gone and host end told   Removing
 * Removing    undeployed                   Free
 * </pre>
 */
sealed interface VfSlotState {

  /** The one instance that is needed. */
  VfSlotState FREE = new Free();

  /** Nobody has it. */
  record Free() implements VfSlotState {}

  /**
   * The VF device is made, then the host end of the NIC told.
   *
   * @param hurry the guest has asked for the data path already
   */
  record Preparing(Grant grant, boolean hurry) implements VfSlotState {}

  /** The NIC could not be told; the VF device is taken down again. */
  record Withdrawing(Grant grant, Refusal reason, String detail) implements VfSlotState {}

  /** The host end knows of the VF, the offer delay runs. */
  record Announced(Grant grant) implements VfSlotState {}

  /** The guest has been offered the function. */
  record Offered(Grant grant) implements VfSlotState {}

  /**
   * The VF is being taken away.
   *
   * @param gone vPCI is done with the function
   * @param told the host end of the NIC knows
   */
  record Leaving(Grant grant, Departure how, boolean gone, boolean told) implements VfSlotState {}

  /** The VF device is being taken down. */
  record Removing(Grant grant, Departure how) implements VfSlotState {}

  /** Whom the VF is given to; nobody while it is free. */
  default Optional<Grant> holder() {
    return switch (this) {
      case Free() -> Optional.empty();
      case Preparing s -> Optional.of(s.grant());
      case Withdrawing s -> Optional.of(s.grant());
      case Announced s -> Optional.of(s.grant());
      case Offered s -> Optional.of(s.grant());
      case Leaving s -> Optional.of(s.grant());
      case Removing s -> Optional.of(s.grant());
    };
  }

  /** The state in one word. */
  default String word() {
    return switch (this) {
      case Free() -> "free";
      case Preparing ignored -> "announced";
      case Announced ignored -> "announced";
      case Offered ignored -> "offered";
      case Withdrawing ignored -> "leaving";
      case Leaving ignored -> "leaving";
      case Removing ignored -> "leaving";
    };
  }
}
