package io.hnswitch.pairing;

import io.hnswitch.control.Datapath;
import io.hnswitch.control.RxVfStep;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.time.Duration;

/** What the pairing of one hn wants done. */
sealed interface PairingEffect {

  /** Has an outcome, which echoes the attempt number. */
  sealed interface Request extends PairingEffect {
    long attempt();
  }

  /** A request to the VF. */
  sealed interface ToVf extends Request {
    VfId vf();
  }

  /** A request to hn. */
  sealed interface ToNic extends Request {}

  /** hn listens to what the VF receives. */
  record AcceptFrom(long attempt, VfId vf) implements ToNic {}

  record StopAccepting(long attempt, VfId vf) implements ToNic {}

  /** The VF sends what it receives to hn. */
  record OverrideInput(long attempt, VfId vf) implements ToVf {}

  record RestoreInput(long attempt, VfId vf) implements ToVf {}

  /** Starts the attach wait; {@link PairingEvent.WaitElapsed}. */
  record StartWait(long attempt) implements Request {}

  record CancelWait() implements PairingEffect {}

  /** Outcome {@link PairingEvent.MergeAnswered}. */
  record Merge(long attempt, VfId vf, OffloadCaps capabilities, OffloadCaps enabled, TsoLimits tso)
      implements ToNic {}

  record Unmerge(long attempt, VfId vf) implements ToNic {}

  /** Outcome {@link PairingEvent.OffloadsAnswered}. */
  record SetOffloads(long attempt, VfId vf, OffloadCaps wanted) implements ToVf {}

  record FollowEnabled(long attempt, VfId vf, OffloadCaps enabled) implements ToNic {}

  record SetVfMtu(long attempt, VfId vf, int mtu) implements ToVf {}

  record SetNicMtu(long attempt, int mtu) implements ToNic {}

  record SetFlags(long attempt, VfId vf, boolean up, boolean allMulti, boolean promiscuous)
      implements ToVf {}

  /** Asks for the VF's enabled set as it is; outcome {@link PairingEvent.OffloadsAnswered}. */
  record Survey(long attempt, VfId vf) implements ToVf {}

  record UseVf(long attempt, VfId vf) implements ToNic {}

  record UseSynthetic(long attempt, VfId vf, boolean orderly) implements ToNic {}

  /** A step of receiving by the VF beside hn, in non-transparent mode. */
  record RxVf(long attempt, VfId vf, RxVfStep step, boolean on) implements ToNic {}

  /** The VF receives beside hn from now on, or no longer. */
  record PublishRxVf(VfId vf, boolean on) implements PairingEffect {}

  /** Tells hn the link of the VF that carries its frames. */
  record TellLink(VfId vf, boolean up) implements PairingEffect {}

  /** Starts the time until the next try; {@link PairingEvent.RetryDue}. */
  record StartRetry(long attempt, Duration delay) implements Request {}

  record CancelRetry() implements PairingEffect {}

  /** Everything done to this VF's hn is undone. */
  record AnswerDeparture(VfId vf) implements PairingEffect {}

  /** The path is settled. */
  record AnswerNicUp() implements PairingEffect {}

  /** The path is back and the VF down. */
  record AnswerNicDown() implements PairingEffect {}

  /** The VF has been given back. */
  record AnswerDetaching() implements PairingEffect {}

  /** From here on a switch-over is measured. */
  record SwitchBegins() implements PairingEffect {}

  /** The switch-over is complete. */
  record PublishPathChanged(VfId vf, Datapath to, SwitchCause cause) implements PairingEffect {}

  /** The state that people see changed. */
  record PublishState(String from, String to, String reason) implements PairingEffect {}

  /** A sentence for the log. */
  record Note(String text) implements PairingEffect {}
}
