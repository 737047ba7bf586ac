package io.hnswitch.vf;

import io.hnswitch.control.Refusal;
import io.hnswitch.vf.VfSlotEffect.AnswerAttach;
import io.hnswitch.vf.VfSlotEffect.AnswerDetach;
import io.hnswitch.vf.VfSlotEffect.ClearFilter;
import io.hnswitch.vf.VfSlotEffect.DeployVf;
import io.hnswitch.vf.VfSlotEffect.Eject;
import io.hnswitch.vf.VfSlotEffect.Offer;
import io.hnswitch.vf.VfSlotEffect.Publish;
import io.hnswitch.vf.VfSlotEffect.RefuseAttach;
import io.hnswitch.vf.VfSlotEffect.Rescind;
import io.hnswitch.vf.VfSlotEffect.StartLeaveTimer;
import io.hnswitch.vf.VfSlotEffect.StartOfferTimer;
import io.hnswitch.vf.VfSlotEffect.StopTimer;
import io.hnswitch.vf.VfSlotEffect.TellAssigned;
import io.hnswitch.vf.VfSlotEffect.TellRemoved;
import io.hnswitch.vf.VfSlotEffect.UndeployVf;
import io.hnswitch.vf.VfSlotEffect.Vanish;
import io.hnswitch.vf.VfSlotEvent.Attach;
import io.hnswitch.vf.VfSlotEvent.Detach;
import io.hnswitch.vf.VfSlotEvent.FunctionGone;
import io.hnswitch.vf.VfSlotEvent.Hurry;
import io.hnswitch.vf.VfSlotEvent.NicNotTold;
import io.hnswitch.vf.VfSlotEvent.NicTold;
import io.hnswitch.vf.VfSlotEvent.NotOffered;
import io.hnswitch.vf.VfSlotEvent.OfferDue;
import io.hnswitch.vf.VfSlotEvent.Overdue;
import io.hnswitch.vf.VfSlotEvent.RemovalTold;
import io.hnswitch.vf.VfSlotEvent.VfDeployed;
import io.hnswitch.vf.VfSlotEvent.VfNotDeployed;
import io.hnswitch.vf.VfSlotEvent.VfUndeployed;
import io.hnswitch.vf.VfSlotState.Announced;
import io.hnswitch.vf.VfSlotState.Free;
import io.hnswitch.vf.VfSlotState.Leaving;
import io.hnswitch.vf.VfSlotState.Offered;
import io.hnswitch.vf.VfSlotState.Preparing;
import io.hnswitch.vf.VfSlotState.Removing;
import io.hnswitch.vf.VfSlotState.Withdrawing;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides the life of one VF slot. A VF that leaves gracefully is ejected and everything waits for
 * the guest; one that leaves by surprise is gone first and told of afterwards. An event that does
 * not fit the state, or answers an effect of an earlier grant, changes nothing.
 */
final class VfSlotMachine {

  /** A state and what to do about it. */
  record Step(VfSlotState next, List<VfSlotEffect> effects) {}

  private VfSlotMachine() {}

  static Step on(VfSlotState state, VfSlotEvent event) {
    return switch (state) {
      case Free s -> onFree(s, event);
      case Preparing s -> onPreparing(s, event);
      case Withdrawing s -> onWithdrawing(s, event);
      case Announced s -> onAnnounced(s, event);
      case Offered s -> onOffered(s, event);
      case Leaving s -> onLeaving(s, event);
      case Removing s -> onRemoving(s, event);
    };
  }

  private static Step onFree(Free state, VfSlotEvent event) {
    return event instanceof Attach(var grant)
        ? step(new Preparing(grant, false), new DeployVf(grant))
        : step(state);
  }

  private static Step onPreparing(Preparing state, VfSlotEvent event) {
    var grant = state.grant();
    return switch (event) {
      case VfDeployed(int serial) when serial == grant.serial() ->
          step(state, new TellAssigned(grant));
      case VfNotDeployed(int serial, var detail) when serial == grant.serial() ->
          step(VfSlotState.FREE, new RefuseAttach(Refusal.DEVICE_FAILED, detail));
      case NicTold(int serial) when serial == grant.serial() -> announce(state);
      case NicNotTold(int serial, var reason, var detail) when serial == grant.serial() ->
          step(new Withdrawing(grant, reason, detail), new ClearFilter(), new UndeployVf(serial));
      case Hurry() -> step(new Preparing(grant, true));
      case Attach _,
          VfDeployed _,
          VfNotDeployed _,
          NicTold _,
          NicNotTold _,
          OfferDue _,
          NotOffered _,
          Detach _,
          FunctionGone _,
          Overdue _,
          RemovalTold _,
          VfUndeployed _ ->
          step(state);
    };
  }

  private static Step announce(Preparing state) {
    var grant = state.grant();
    var attached = new Publish("attached", grant, "attach");
    return state.hurry()
        ? step(
            new Offered(grant),
            new AnswerAttach(grant),
            attached,
            new Offer(grant),
            new Publish("offered", grant, "attach"))
        : step(
            new Announced(grant),
            new AnswerAttach(grant),
            attached,
            new StartOfferTimer(grant.serial()));
  }

  private static Step onWithdrawing(Withdrawing state, VfSlotEvent event) {
    return event instanceof VfUndeployed(int serial) && serial == state.grant().serial()
        ? step(VfSlotState.FREE, new RefuseAttach(state.reason(), state.detail()))
        : step(state);
  }

  private static Step onAnnounced(Announced state, VfSlotEvent event) {
    var grant = state.grant();
    return switch (event) {
      case OfferDue(int serial) when serial == grant.serial() -> offer(grant);
      case Hurry() -> offer(grant, new StopTimer());
      // The guest has nothing to let go of yet, so the function counts as gone.
      case Detach(var how) ->
          step(
              new Leaving(grant, how, true, false),
              detaching(grant, how),
              new StopTimer(),
              new Vanish(),
              new TellRemoved(grant.serial(), how == Departure.GRACEFUL));
      case Attach _,
          VfDeployed _,
          VfNotDeployed _,
          NicTold _,
          NicNotTold _,
          OfferDue _,
          NotOffered _,
          FunctionGone _,
          Overdue _,
          RemovalTold _,
          VfUndeployed _ ->
          step(state);
    };
  }

  private static Step offer(Grant grant, VfSlotEffect... before) {
    var effects = new ArrayList<>(List.of(before));
    effects.add(new Offer(grant));
    effects.add(new Publish("offered", grant, "attach"));
    return new Step(new Offered(grant), List.copyOf(effects));
  }

  private static Step onOffered(Offered state, VfSlotEvent event) {
    var grant = state.grant();
    return switch (event) {
      case Detach(var how) when how == Departure.SURPRISE -> surprise(grant);
      case Detach _ ->
          step(
              new Leaving(grant, Departure.GRACEFUL, false, false),
              detaching(grant, Departure.GRACEFUL),
              new Eject(grant.serial()),
              new StartLeaveTimer(grant.serial(), Departure.GRACEFUL));
      case FunctionGone(boolean steered) ->
          gone(grant, Departure.RETURNED, steered, detaching(grant, Departure.RETURNED));
      case NotOffered(int serial) when serial == grant.serial() ->
          gone(grant, Departure.NOT_OFFERED, false, detaching(grant, Departure.NOT_OFFERED));
      case Attach _,
          VfDeployed _,
          VfNotDeployed _,
          NicTold _,
          NicNotTold _,
          OfferDue _,
          Hurry _,
          NotOffered _,
          Overdue _,
          RemovalTold _,
          VfUndeployed _ ->
          step(state);
    };
  }

  /** The hardware goes first; the guest and everybody else hear of it afterwards. */
  private static Step surprise(Grant grant) {
    return step(
        new Leaving(grant, Departure.SURPRISE, false, false),
        detaching(grant, Departure.SURPRISE),
        new StopTimer(),
        new Vanish(),
        new TellRemoved(grant.serial(), false),
        new Rescind(grant.serial()),
        new StartLeaveTimer(grant.serial(), Departure.SURPRISE));
  }

  /** vPCI is done; the NIC's host end is to hear of it, and whether the guest had let go. */
  private static Step gone(Grant grant, Departure how, boolean steered, VfSlotEffect first) {
    return step(
        new Leaving(grant, how, true, false),
        first,
        new Vanish(),
        new TellRemoved(grant.serial(), !steered));
  }

  private static Step onLeaving(Leaving state, VfSlotEvent event) {
    var grant = state.grant();
    boolean bySurprise = state.how() == Departure.SURPRISE;
    return switch (event) {
      case Detach(var how) when how == Departure.SURPRISE && !bySurprise && !state.gone() ->
          surprise(grant);
      case Overdue(int serial, var how)
          when serial == grant.serial() && how == state.how() && !state.gone() ->
          bySurprise ? removeWhenDone(grant, state.how(), true, state.told()) : surprise(grant);
      case FunctionGone(boolean steered) when !state.gone() ->
          bySurprise
              ? removeWhenDone(grant, state.how(), true, state.told())
              : gone(grant, state.how(), steered, new StopTimer());
      case NotOffered(int serial) when serial == grant.serial() && !state.gone() ->
          bySurprise
              ? removeWhenDone(grant, state.how(), true, state.told())
              : gone(grant, state.how(), false, new StopTimer());
      case RemovalTold(int serial) when serial == grant.serial() ->
          removeWhenDone(grant, state.how(), state.gone(), true);
      case Attach _,
          VfDeployed _,
          VfNotDeployed _,
          NicTold _,
          NicNotTold _,
          OfferDue _,
          Hurry _,
          NotOffered _,
          Detach _,
          FunctionGone _,
          Overdue _,
          RemovalTold _,
          VfUndeployed _ ->
          step(state);
    };
  }

  private static Step removeWhenDone(Grant grant, Departure how, boolean gone, boolean told) {
    return gone && told
        ? step(
            new Removing(grant, how),
            new StopTimer(),
            new ClearFilter(),
            new UndeployVf(grant.serial()))
        : step(new Leaving(grant, how, gone, told));
  }

  private static Step onRemoving(Removing state, VfSlotEvent event) {
    var grant = state.grant();
    return event instanceof VfUndeployed(int serial) && serial == grant.serial()
        ? step(
            VfSlotState.FREE,
            new AnswerDetach(),
            new Publish("detached", grant, state.how().slug()))
        : step(state);
  }

  private static Publish detaching(Grant grant, Departure how) {
    return new Publish("detaching", grant, how.slug());
  }

  private static Step step(VfSlotState next, VfSlotEffect... effects) {
    return new Step(next, List.of(effects));
  }
}
