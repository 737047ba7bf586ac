package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlDissector;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.ControlParse;
import io.hnswitch.vmbus.wire.VmbusVersion;
import java.util.List;

/**
 * Decides for the host's end of a bus: versions, offers, shared memory, open and close, rescind and
 * release. One state per guest.
 *
 * <p>Nothing that the guest sends is trusted, and nothing of it is fatal: a message that makes no
 * sense is ignored with a {@link ControlFault}.
 */
public final class BusHostMachine {

  private BusHostMachine() {}

  /** The next state, and what to do in that order. */
  public record Step(BusHostState next, List<BusHostEffect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }
  }

  /** Decides. */
  public static Step on(BusHostState state, BusHostEvent event) {
    var work = new BusHostWork(state);
    switch (event) {
      case BusHostEvent.Message(var bytes) -> decode(work, bytes);
      case BusHostEvent.OfferChannel(var offer) -> work.offers.offer(offer);
      case BusHostEvent.RevokeChannel(var channel) -> work.offers.revoke(channel);
      case BusHostEvent.OpenAccepted(var channel, var attempt) ->
          work.opens.accepted(channel, attempt);
      case BusHostEvent.OpenRefused(var channel, var attempt, var status) ->
          work.opens.refused(channel, attempt, status);
      case BusHostEvent.CloseDone(var channel) -> work.opens.closeDone(channel);
      case BusHostEvent.GpadlAccepted(var gpadl) -> work.memory.accepted(gpadl);
      case BusHostEvent.GpadlRejected(var gpadl) -> work.memory.rejected(gpadl);
      case BusHostEvent.GpadlReleased(var gpadl) -> work.memory.released(gpadl);
      case BusHostEvent.GuestLost _ -> lost(work);
    }
    return work.step();
  }

  private static void decode(BusHostWork work, byte[] bytes) {
    switch (ControlMessage.decode(bytes)) {
      case ControlParse.Ok(var message) -> dispatch(work, message);
      case ControlParse.Unknown _ ->
          work.ignore(ControlFault.UNKNOWN_TYPE, ControlDissector.line(bytes));
      case ControlParse.Malformed _ ->
          work.ignore(ControlFault.MALFORMED, ControlDissector.line(bytes));
    }
  }

  private static void dispatch(BusHostWork work, ControlMessage message) {
    if (message.type().isFromHost()) {
      work.ignore(ControlFault.WRONG_DIRECTION, message);
      return;
    }
    if (message instanceof ControlMessage.InitiateContact request) {
      contact(work, request);
      return;
    }
    if (message instanceof ControlMessage.Unload) {
      unload(work, message);
      return;
    }
    if (!(work.connection instanceof HostConnection.Connected connected)) {
      work.ignore(ControlFault.NOT_CONNECTED, message);
      return;
    }
    switch (message) {
      case ControlMessage.RequestOffers _ -> work.offers.request(connected);
      case ControlMessage.Open m -> work.opens.open(m);
      case ControlMessage.Close m -> work.opens.close(m);
      case ControlMessage.GpadlHeader m -> work.memory.header(m);
      case ControlMessage.GpadlBody m -> work.memory.body(m);
      case ControlMessage.GpadlTeardown m -> work.memory.teardown(m);
      case ControlMessage.RelidReleased m -> work.offers.released(m);
      case ControlMessage.InitiateContact _,
          ControlMessage.Unload _,
          ControlMessage.Offer _,
          ControlMessage.Rescind _,
          ControlMessage.AllOffersDelivered _,
          ControlMessage.OpenResult _,
          ControlMessage.GpadlCreated _,
          ControlMessage.GpadlTorndown _,
          ControlMessage.VersionResponse _,
          ControlMessage.UnloadComplete _ ->
          throw new IllegalStateException("dispatched before: " + message);
    }
  }

  private static void contact(BusHostWork work, ControlMessage.InitiateContact request) {
    switch (work.connection) {
      case HostConnection.Disconnected _ -> answer(work, request);
      case HostConnection.Connected _, HostConnection.Disconnecting _ ->
          disconnect(work, new HostConnection.Next.Answer(request));
    }
  }

  private static void unload(BusHostWork work, ControlMessage message) {
    switch (work.connection) {
      case HostConnection.Disconnected _ -> work.ignore(ControlFault.NOT_CONNECTED, message);
      case HostConnection.Connected _, HostConnection.Disconnecting _ ->
          disconnect(work, new HostConnection.Next.SayUnloaded());
    }
  }

  private static void lost(BusHostWork work) {
    switch (work.connection) {
      case HostConnection.Disconnected _ -> {
        // There is nothing to undo.
      }
      case HostConnection.Connected _, HostConnection.Disconnecting _ ->
          disconnect(work, new HostConnection.Next.Nothing());
    }
  }

  private static void disconnect(BusHostWork work, HostConnection.Next next) {
    boolean first = work.connection instanceof HostConnection.Connected;
    work.connection = new HostConnection.Disconnecting(next);
    if (first) {
      List.copyOf(work.channels.values()).forEach(channel -> reset(work, channel));
      work.memory.dropUnfinished();
    }
    drain(work);
  }

  private static void reset(BusHostWork work, HostChannel channel) {
    ChannelId id = channel.offer().channel();
    switch (channel.state()) {
      case HostChannel.State.Unoffered _ -> {
        // The guest never knew it.
      }
      case HostChannel.State.Closed _ -> work.put(channel.in(new HostChannel.State.Unoffered()));
      case HostChannel.State.Opening _, HostChannel.State.Open _ -> {
        work.put(channel.in(new HostChannel.State.Closing(true)));
        work.effect(new BusHostEffect.CloseChannel(id));
      }
      case HostChannel.State.Closing _, HostChannel.State.ClosingReopen _ ->
          work.put(channel.in(new HostChannel.State.Closing(true)));
      case HostChannel.State.Revoked _ -> {
        work.memory.drop(id);
        work.channels.remove(id);
        work.effect(new BusHostEffect.ChannelGone(id));
      }
      case HostChannel.State.Reoffered(var offer) -> {
        work.memory.drop(id);
        work.put(new HostChannel(offer, new HostChannel.State.Unoffered()));
      }
    }
  }

  /** Goes on with the end of a connection as far as the devices are. */
  static void drain(BusHostWork work) {
    if (!(work.connection instanceof HostConnection.Disconnecting(var next))) {
      return;
    }
    // Memory goes after the channels that use it.
    if (work.channels.values().stream().anyMatch(HostChannel::isClosing)
        || !work.memory.releaseAll()) {
      return;
    }
    work.connection = new HostConnection.Disconnected();
    work.effect(new BusHostEffect.Disconnected());
    switch (next) {
      case HostConnection.Next.Answer(var request) -> answer(work, request);
      case HostConnection.Next.SayUnloaded _ -> work.post(new ControlMessage.UnloadComplete());
      case HostConnection.Next.Nothing _ -> {
        // Nobody listens.
      }
    }
  }

  private static void answer(BusHostWork work, ControlMessage.InitiateContact request) {
    var config = work.config;
    var version =
        VmbusVersion.of(request.version()).filter(v -> v.compareTo(config.versionMax()) <= 0);
    if (version.isEmpty()) {
      work.post(new ControlMessage.VersionResponse(false, 0, 0));
      return;
    }
    var agreed = version.get();
    boolean oneMonitorPage =
        (request.hostToGuestMonitor() == 0) != (request.guestToHostMonitor() == 0);
    if (oneMonitorPage) {
      boolean known = agreed.hasConnectionState();
      work.post(new ControlMessage.VersionResponse(known, known ? 2 : 0, 0));
      return;
    }
    work.connection = new HostConnection.Connected(agreed, false);
    int word = agreed.hasMessageConnection() ? config.messageConnection() : agreed.wire();
    work.post(new ControlMessage.VersionResponse(true, 0, word));
    work.effect(new BusHostEffect.Connected(agreed));
  }
}
