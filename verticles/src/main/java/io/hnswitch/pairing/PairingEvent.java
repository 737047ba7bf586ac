package io.hnswitch.pairing;

import io.hnswitch.control.NicControl;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;

/** What happens to the pairing of one hn: facts from outside, and outcomes of its own effects. */
sealed interface PairingEvent {

  /** A VF with hn's address is there. */
  record VfAttached(VfFacts vf) implements PairingEvent {}

  /** The VF leaves; wants {@link PairingEffect.AnswerDeparture}. */
  record VfDeparting(VfId vf, boolean orderly) implements PairingEvent {}

  /** The VF's link changed. */
  record VfLinkChanged(VfId vf, boolean up) implements PairingEvent {}

  /** hn came up; wants {@link PairingEffect.AnswerNicUp}. */
  record NicUp() implements PairingEvent {}

  /** hn goes down; wants {@link PairingEffect.AnswerNicDown}. */
  record NicDown() implements PairingEvent {}

  /** hn goes away; wants {@link PairingEffect.AnswerDetaching}. */
  record NicDetaching() implements PairingEvent {}

  /** The host says by itself that the path is synthetic (NVS 129). */
  record HostSwitchedBack() implements PairingEvent {}

  /** The host gives or withdraws the VF (NVS 128). */
  record AssociationTold(boolean allocated, int serial) implements PairingEvent {}

  /** hn's session with the host is lost. */
  record SyntheticLost() implements PairingEvent {}

  /** hn's session with the host is there again. */
  record SyntheticBack() implements PairingEvent {}

  /** hn's flags changed. */
  record NicFiltersChanged(NicFacts.Filters filters) implements PairingEvent {}

  /** The VF's interface came up or went down. */
  record VfUpChanged(VfId vf, boolean up) implements PairingEvent {}

  /** What became of the effect with this attempt number. */
  sealed interface Outcome extends PairingEvent {
    long attempt();
  }

  /** It is done. */
  record Succeeded(long attempt) implements Outcome {}

  /** hn has merged. */
  record MergeAnswered(long attempt, NicControl.Merged merged) implements Outcome {}

  /** The VF has enabled this. */
  record OffloadsAnswered(long attempt, OffloadCaps enabled) implements Outcome {}

  /** The attach wait is over. */
  record WaitElapsed(long attempt) implements Outcome {}

  /** It is time to try again. */
  record RetryDue(long attempt) implements Outcome {}

  /** It was not, or perhaps not, done. */
  sealed interface Failure extends Outcome {
    /** One sentence. */
    String detail();
  }

  /** Nothing has changed. */
  record Refused(long attempt, String detail) implements Failure {}

  /** No answer in time, or a broken one: it may have been done. */
  record Unanswered(long attempt, String detail) implements Failure {}
}
