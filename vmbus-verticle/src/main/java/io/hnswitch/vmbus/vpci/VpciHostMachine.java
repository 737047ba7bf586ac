package io.hnswitch.vmbus.vpci;

import java.util.List;

/**
 * Decides for the host's end of a vPCI bus: version, the list with the one function, power,
 * resources, interrupts, and taking the function back.
 *
 * <p>Before a version is agreed anything but asking for one is fatal to the channel; after that a
 * request that makes no sense is answered with {@link VpciStatus#BAD_DATA}.
 */
public final class VpciHostMachine {

  private VpciHostMachine() {}

  /** The next state, and what to do in that order. */
  public record Step(VpciHostState next, List<VpciHostEffect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }
  }

  /** Decides. */
  public static Step on(VpciHostState state, VpciHostEvent event) {
    var work = new VpciHostWork(state);
    switch (event) {
      case VpciHostEvent.ChannelOpened _ -> opened(work);
      case VpciHostEvent.ChannelClosed _ -> closed(work);
      case VpciHostEvent.Packet packet -> packet(work, packet);
      case VpciHostEvent.Violation(var detail) -> work.kill(VpciFault.PROTOCOL, detail);
      case VpciHostEvent.EjectWanted _ -> eject(work);
      case VpciHostEvent.FunctionLost _ -> lost(work);
      case VpciHostEvent.TimerElapsed(var timer) -> elapsed(work, timer);
    }
    return work.step();
  }

  private static void opened(VpciHostWork work) {
    // A guest that crashed did not close: what it had must not outlive it.
    work.powerOff();
    work.channel = new VpciHostState.Channel.Greeting();
  }

  private static void closed(VpciHostWork work) {
    work.powerOff();
    work.channel = new VpciHostState.Channel.Closed();
    // A guest that closed let go of the function too.
    if (work.presence instanceof VpciHostState.Presence.Ejecting(var timer)) {
      work.effect(new VpciHostEffect.CancelTimer(timer));
      work.gone(true);
    }
  }

  private static void eject(VpciHostWork work) {
    switch (work.presence) {
      case VpciHostState.Presence.Ejecting _, VpciHostState.Presence.Gone _ ->
          work.ignore(VpciFault.EJECTED_ALREADY, "eject");
      case VpciHostState.Presence.Present _ -> {
        switch (work.channel) {
          case VpciHostState.Channel.Running _ -> {
            work.effect(new VpciHostEffect.Send(new VpciMessage.Eject(0).encode()));
            int timer = work.startTimer();
            work.presence = new VpciHostState.Presence.Ejecting(timer);
          }
          case VpciHostState.Channel.Closed _ -> work.gone(true);
          // There is no version in which the guest could be asked.
          case VpciHostState.Channel.Greeting _, VpciHostState.Channel.Dead _ -> work.gone(false);
        }
      }
    }
  }

  private static void lost(VpciHostWork work) {
    if (work.presence instanceof VpciHostState.Presence.Gone) {
      work.ignore(VpciFault.STALE, "function lost");
      return;
    }
    if (work.presence instanceof VpciHostState.Presence.Ejecting(var timer)) {
      work.effect(new VpciHostEffect.CancelTimer(timer));
    }
    work.gone(false);
  }

  private static void elapsed(VpciHostWork work, int timer) {
    if (work.presence instanceof VpciHostState.Presence.Ejecting(var mine) && mine == timer) {
      work.gone(false);
    } else {
      work.ignore(VpciFault.STALE, "timer=" + timer);
    }
  }

  private static void packet(VpciHostWork work, VpciHostEvent.Packet packet) {
    boolean gone = work.presence instanceof VpciHostState.Presence.Gone;
    if (gone) {
      work.ignore(VpciFault.REVOKED, "message after the rescind");
      return;
    }
    switch (work.channel) {
      case VpciHostState.Channel.Closed _, VpciHostState.Channel.Dead _ ->
          work.ignore(VpciFault.STALE, "message on a channel that is not served");
      case VpciHostState.Channel.Greeting _ -> greeting(work, packet);
      case VpciHostState.Channel.Running running -> running(work, running, packet);
    }
  }

  private static void greeting(VpciHostWork work, VpciHostEvent.Packet packet) {
    if (!(VpciMessage.decode(packet.payload())
        instanceof VpciParse.Ok(VpciMessage.QueryProtocolVersion(var word)))) {
      work.kill(VpciFault.WRONG_ORDER, "request before a version is agreed");
      return;
    }
    var version = VpciVersion.of(word).filter(work.config.versions()::contains);
    if (version.isPresent()) {
      work.channel = new VpciHostState.Channel.Running(version.get(), 0, false);
      work.complete(packet, VpciReply.version(VpciStatus.OK, word));
    } else {
      int newest = work.config.versions().stream().mapToInt(VpciVersion::wire).max().orElse(0);
      work.complete(packet, VpciReply.version(VpciStatus.REVISION_MISMATCH, newest));
    }
  }

  private static void running(
      VpciHostWork work, VpciHostState.Channel.Running running, VpciHostEvent.Packet packet) {
    switch (VpciMessage.decode(packet.payload())) {
      case VpciParse.Unknown(var type) ->
          work.badData(packet, "type=0x" + Integer.toHexString(type));
      case VpciParse.Malformed(var field, var value) -> work.badData(packet, field + "=" + value);
      case VpciParse.Ok(var message) -> request(work, running, packet, message);
    }
  }

  private static void request(
      VpciHostWork work,
      VpciHostState.Channel.Running running,
      VpciHostEvent.Packet packet,
      VpciMessage message) {
    switch (message) {
      case VpciMessage.QueryProtocolVersion _ ->
          work.kill(VpciFault.WRONG_ORDER, "version asked for again");
      case VpciMessage.QueryBusRelations _ -> {
        var list =
            new VpciMessage.BusRelations(
                running.version().hasNumaRelations(), List.of(work.config.function()));
        work.effect(new VpciHostEffect.Send(list.encode()));
        work.complete(packet, VpciReply.status(VpciStatus.OK));
      }
      case VpciMessage.QueryResourceRequirements(var slot) -> {
        if (work.isSlot(packet, slot)) {
          work.complete(packet, VpciReply.resources(work.config.bars()));
        }
      }
      case VpciMessage.PowerOn(var window) -> work.powerOn(running, packet, window);
      case VpciMessage.PowerOff _ -> {
        work.powerOff();
        work.complete(packet, VpciReply.status(VpciStatus.OK));
      }
      case VpciMessage.ResourcesAssigned m -> work.assign(running, packet, m);
      case VpciMessage.ResourcesReleased(var slot) -> {
        if (work.isSlot(packet, slot)) {
          work.release();
          work.complete(packet, VpciReply.status(VpciStatus.OK));
        }
      }
      case VpciMessage.CreateInterrupt m -> work.createInterrupt(packet, m);
      case VpciMessage.DeleteInterrupt m -> work.deleteInterrupt(packet, m);
      case VpciMessage.EjectionComplete(var slot, _) -> ejected(work, slot);
      case VpciMessage.BusRelations _, VpciMessage.Eject _ ->
          work.badData(packet, "message of the host");
    }
  }

  private static void ejected(VpciHostWork work, int slot) {
    if (slot == 0 && work.presence instanceof VpciHostState.Presence.Ejecting(var timer)) {
      work.effect(new VpciHostEffect.CancelTimer(timer));
      work.gone(true);
    } else {
      work.ignore(VpciFault.STALE, "ejection complete slot=" + slot);
    }
  }
}
