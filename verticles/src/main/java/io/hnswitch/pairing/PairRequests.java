package io.hnswitch.pairing;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.RxVfStep;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VfView;
import io.hnswitch.id.NicId;
import io.hnswitch.pairing.PairingEffect.AcceptFrom;
import io.hnswitch.pairing.PairingEffect.FollowEnabled;
import io.hnswitch.pairing.PairingEffect.Merge;
import io.hnswitch.pairing.PairingEffect.OverrideInput;
import io.hnswitch.pairing.PairingEffect.RestoreInput;
import io.hnswitch.pairing.PairingEffect.RxVf;
import io.hnswitch.pairing.PairingEffect.SetFlags;
import io.hnswitch.pairing.PairingEffect.SetNicMtu;
import io.hnswitch.pairing.PairingEffect.SetOffloads;
import io.hnswitch.pairing.PairingEffect.SetVfMtu;
import io.hnswitch.pairing.PairingEffect.StopAccepting;
import io.hnswitch.pairing.PairingEffect.Survey;
import io.hnswitch.pairing.PairingEffect.Unmerge;
import io.hnswitch.pairing.PairingEffect.UseSynthetic;
import io.hnswitch.pairing.PairingEffect.UseVf;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;

/**
 * The control requests of one hn's pairing, each turned into its outcome. The future never fails: a
 * refusal, nobody there, an error and silence are outcomes.
 */
final class PairRequests {

  /** A host may take 60 s for a new data path. */
  private static final Duration PATH_TIMEOUT = Duration.ofSeconds(65);

  private final Bus bus;
  private final NicId nic;

  PairRequests(Bus bus, NicId nic) {
    this.bus = bus;
    this.nic = nic;
  }

  Future<PairingEvent.Outcome> ask(PairingEffect.ToNic effect) {
    return switch (effect) {
      case AcceptFrom(var attempt, var vf) -> nic(attempt, new NicControl.AcceptFrom(vf));
      case StopAccepting(var attempt, var vf) -> nic(attempt, new NicControl.StopAccepting(vf));
      case Merge merge -> merge(merge);
      case Unmerge(var attempt, var vf) -> nic(attempt, new NicControl.Unmerge(vf));
      case FollowEnabled(var attempt, var vf, var enabled) ->
          nic(attempt, new NicControl.FollowEnabled(vf, enabled));
      case SetNicMtu(var attempt, var mtu) -> nic(attempt, new NicControl.SetMtu(mtu));
      case RxVf(var attempt, var vf, var step, var on) -> {
        var request = new NicControl.RxVf(vf, step, on);
        yield step == RxVfStep.DATAPATH ? path(attempt, request) : nic(attempt, request);
      }
      case UseVf(var attempt, var vf) -> path(attempt, new NicControl.UseVf(vf));
      case UseSynthetic(var attempt, var vf, var orderly) ->
          path(attempt, new NicControl.UseSynthetic(vf, orderly));
    };
  }

  Future<PairingEvent.Outcome> ask(PairingEffect.ToVf effect) {
    return switch (effect) {
      case OverrideInput override -> vf(override, new VfControl.OverrideInput(nic));
      case RestoreInput restore -> vf(restore, new VfControl.RestoreInput(nic));
      case SetOffloads offloads -> offloads(offloads);
      case Survey survey -> survey(survey);
      case SetVfMtu mtu -> vf(mtu, new VfControl.SetMtu(mtu.mtu(), nic));
      case SetFlags flags ->
          vf(flags, new VfControl.SetFlags(flags.up(), flags.allMulti(), flags.promiscuous(), nic));
    };
  }

  private Future<PairingEvent.Outcome> nic(long attempt, NicControl request) {
    return outcome(attempt, Addresses.nic(nic), request, Bus.CONTROL_TIMEOUT);
  }

  private Future<PairingEvent.Outcome> path(long attempt, NicControl request) {
    return outcome(attempt, Addresses.nic(nic), request, PATH_TIMEOUT);
  }

  private Future<PairingEvent.Outcome> vf(PairingEffect.ToVf effect, VfControl request) {
    return outcome(effect.attempt(), Addresses.vf(effect.vf()), request, Bus.CONTROL_TIMEOUT);
  }

  private Future<PairingEvent.Outcome> merge(Merge effect) {
    var request =
        new NicControl.Merge(effect.vf(), effect.capabilities(), effect.enabled(), effect.tso());
    return bus.request(Addresses.nic(nic), request, NicControl.Merged.class)
        .<PairingEvent.Outcome>map(
            merged -> new PairingEvent.MergeAnswered(effect.attempt(), merged))
        .otherwise(cause -> failure(effect.attempt(), cause));
  }

  private Future<PairingEvent.Outcome> offloads(SetOffloads effect) {
    var request = new VfControl.SetOffloads(effect.wanted(), nic);
    return bus.request(Addresses.vf(effect.vf()), request, VfControl.Enabled.class)
        .<PairingEvent.Outcome>map(
            answer -> new PairingEvent.OffloadsAnswered(effect.attempt(), answer.enabled()))
        .otherwise(cause -> failure(effect.attempt(), cause));
  }

  private Future<PairingEvent.Outcome> survey(Survey effect) {
    return bus.request(Addresses.vf(effect.vf()), new VfControl.Describe(), VfView.class)
        .<PairingEvent.Outcome>map(
            view -> new PairingEvent.OffloadsAnswered(effect.attempt(), view.offloads()))
        .otherwise(cause -> failure(effect.attempt(), cause));
  }

  private <M> Future<PairingEvent.Outcome> outcome(
      long attempt, Address<M> address, M request, Duration timeout) {
    return bus.request(address, request, Outcome.class, timeout)
        .<PairingEvent.Outcome>map(
            answer ->
                switch (answer) {
                  case Outcome.Done _ -> new PairingEvent.Succeeded(attempt);
                  case Outcome.Refused(_, var detail) -> new PairingEvent.Refused(attempt, detail);
                })
        .otherwise(cause -> failure(attempt, cause));
  }

  private static PairingEvent.Outcome failure(long attempt, Throwable cause) {
    var detail = String.valueOf(cause.getMessage());
    boolean notDone =
        cause instanceof RefusedException
            || cause instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.NO_HANDLERS;
    return notDone
        ? new PairingEvent.Refused(attempt, detail)
        : new PairingEvent.Unanswered(attempt, detail);
  }
}
