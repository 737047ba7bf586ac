package io.hnswitch.vmbus.vpci;

import java.util.List;
import java.util.Optional;

/**
 * Decides for the guest's end of a vPCI bus (FreeBSD: {@code vmbus_pcib}).
 *
 * <p>The bus has one request under way at a time; an eject that comes early waits until the bus is
 * installed, so removal never overlaps attach. Every wait is bounded, and ends at once when the
 * channel is rescinded; after that nothing is sent.
 */
public final class VpciGuestMachine {

  private VpciGuestMachine() {}

  /** The next state, and what to do in that order. */
  public record Step(VpciGuestState next, List<VpciGuestEffect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }
  }

  /** Decides. */
  public static Step on(VpciGuestState state, VpciGuestEvent event) {
    var work = new VpciGuestWork(state);
    switch (event) {
      case VpciGuestEvent.Attach _ -> attach(work);
      case VpciGuestEvent.Message(var payload) -> message(work, payload);
      case VpciGuestEvent.Completion(var transaction, var payload) ->
          completion(work, transaction, payload);
      case VpciGuestEvent.RelationsDue _ -> work.relations.due();
      case VpciGuestEvent.FunctionDetached(var slot) -> work.relations.detached(slot);
      case VpciGuestEvent.InterruptWanted wanted -> work.interruptWanted(wanted);
      case VpciGuestEvent.Revoked _ -> revoked(work);
      case VpciGuestEvent.Detach _ -> detach(work);
      case VpciGuestEvent.TimerElapsed(var timer) -> elapsed(work, timer);
    }
    return work.step();
  }

  private static void attach(VpciGuestWork work) {
    if (work.phase instanceof VpciGuestState.Phase.New) {
      negotiate(work, work.config.versions());
    } else {
      work.ignore(VpciFault.STALE, "attach");
    }
  }

  private static void negotiate(VpciGuestWork work, List<VpciVersion> versions) {
    if (versions.isEmpty()) {
      work.fail(VpciFault.NO_VERSION, VpciStatus.REVISION_MISMATCH);
      return;
    }
    var version = versions.getFirst();
    work.phase = new VpciGuestState.Phase.Negotiating(versions.subList(1, versions.size()));
    work.ask(
        new VpciGuestState.What.Version(version),
        new VpciMessage.QueryProtocolVersion(version.wire()));
  }

  private static void message(VpciGuestWork work, byte[] payload) {
    switch (VpciMessage.decode(payload)) {
      case VpciParse.Malformed(var field, var value) ->
          work.ignore(VpciFault.MALFORMED, field + "=" + value);
      case VpciParse.Unknown(var type) ->
          work.ignore(VpciFault.UNEXPECTED_MESSAGE, "type=0x" + Integer.toHexString(type));
      case VpciParse.Ok(VpciMessage.BusRelations list) -> work.relations.listed(list.functions());
      case VpciParse.Ok(VpciMessage.Eject(var slot)) -> work.relations.eject(slot);
      case VpciParse.Ok(var other) -> work.ignore(VpciFault.UNEXPECTED_MESSAGE, other.toString());
    }
  }

  private static void completion(VpciGuestWork work, long transaction, byte[] reply) {
    var asked = work.asked;
    if (asked.isEmpty() || asked.get().transaction() != transaction) {
      work.interruptAnswered(transaction, reply);
      return;
    }
    work.answered();
    int status = VpciReply.status(reply);
    switch (asked.get().what()) {
      case VpciGuestState.What.Version(var version) -> versionAnswered(work, version, status);
      case VpciGuestState.What.Resources(var slot) -> sized(work, slot, status, reply);
      case VpciGuestState.What.PowerOn _ -> poweredOn(work, status);
      case VpciGuestState.What.PowerOff _ -> poweredOff(work);
      case VpciGuestState.What.Assign(var slot) -> assigned(work, slot, status);
      case VpciGuestState.What.Abandoned _ -> work.advance();
    }
  }

  private static void versionAnswered(VpciGuestWork work, VpciVersion version, int status) {
    if (!(work.phase instanceof VpciGuestState.Phase.Negotiating(var rest))) {
      throw new IllegalStateException("version answered while " + work.phase);
    }
    if (status >= 0) {
      work.agreed(version);
    } else if (status == VpciStatus.REVISION_MISMATCH) {
      negotiate(work, rest);
    } else {
      work.fail(VpciFault.PROTOCOL, status);
    }
  }

  private static void sized(VpciGuestWork work, int slot, int status, byte[] reply) {
    var function = work.functions.get(slot);
    var bars = VpciReply.bars(reply);
    if (status < 0 || bars.isEmpty()) {
      work.relations.failed(slot, status < 0 ? status : VpciStatus.MISSING);
    } else {
      work.functions.put(slot, function.in(new VpciFunction.State.Sized(bars.get())));
    }
    work.advance();
  }

  private static void poweredOn(VpciGuestWork work, int status) {
    if (status >= 0) {
      work.phase = new VpciGuestState.Phase.Assigning();
      work.advance();
    } else if (work.phase instanceof VpciGuestState.Phase.PoweringOn(var again) && again) {
      work.fail(VpciFault.PROTOCOL, status);
    } else {
      // A bus that was left powered on, by a crash for example, is switched off once.
      work.phase = new VpciGuestState.Phase.PoweringOff();
      work.ask(new VpciGuestState.What.PowerOff(), new VpciMessage.PowerOff());
    }
  }

  private static void poweredOff(VpciGuestWork work) {
    if (work.phase instanceof VpciGuestState.Phase.PoweringOff) {
      work.powerOn(true);
    } else {
      work.end();
    }
  }

  private static void assigned(VpciGuestWork work, int slot, int status) {
    var function = work.functions.get(slot);
    if (status >= 0 && function.state() instanceof VpciFunction.State.Sized(var bars)) {
      work.functions.put(slot, function.in(new VpciFunction.State.Assigned(bars)));
    } else if (work.phase instanceof VpciGuestState.Phase.Installed) {
      work.relations.failed(slot, status);
    } else {
      work.fail(VpciFault.PROTOCOL, status);
      return;
    }
    work.advance();
  }

  private static void revoked(VpciGuestWork work) {
    if (work.revoked) {
      work.ignore(VpciFault.STALE, "revoked");
      return;
    }
    work.revoked = true;
    work.effect(new VpciGuestEffect.InvalidateConfig());
    leave(work, VpciFault.REVOKED);
  }

  private static void detach(VpciGuestWork work) {
    leave(work, VpciFault.ABANDONED);
  }

  /** The bus goes away: at once while it attaches, after its functions when it is installed. */
  private static void leave(VpciGuestWork work, VpciFault fault) {
    switch (work.phase) {
      case VpciGuestState.Phase.Ended _ -> work.ignore(VpciFault.STALE, fault.toString());
      case VpciGuestState.Phase.New _,
          VpciGuestState.Phase.Negotiating _,
          VpciGuestState.Phase.Listing _,
          VpciGuestState.Phase.Sizing _,
          VpciGuestState.Phase.PoweringOn _,
          VpciGuestState.Phase.PoweringOff _,
          VpciGuestState.Phase.Assigning _ ->
          work.fail(fault, 0);
      case VpciGuestState.Phase.Installed _ -> {
        work.phase = new VpciGuestState.Phase.Detaching();
        work.answered();
        work.interruptsEnded(fault);
        work.relations.removeAll();
        work.advance();
      }
      case VpciGuestState.Phase.Detaching _ -> {
        if (work.revoked) {
          work.answered();
          work.advance();
        } else {
          work.ignore(VpciFault.STALE, fault.toString());
        }
      }
    }
  }

  private static void elapsed(VpciGuestWork work, long timer) {
    boolean asked = work.asked.isPresent() && work.asked.get().transaction() == timer;
    boolean listing = work.phase instanceof VpciGuestState.Phase.Listing(var mine) && mine == timer;
    if (work.interrupts.containsKey(timer)) {
      work.interruptLate(timer);
    } else if (!asked && !listing) {
      work.ignore(VpciFault.STALE, "timer=" + timer);
    } else if (work.phase instanceof VpciGuestState.Phase.Detaching) {
      work.asked = Optional.empty();
      work.end();
    } else if (work.phase instanceof VpciGuestState.Phase.Installed) {
      work.late();
    } else {
      work.fail(VpciFault.TIMEOUT, 0);
    }
  }
}
