package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ControlDissector;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.ControlParse;
import io.hnswitch.vmbus.wire.VmbusVersion;
import java.util.List;

/**
 * Decides for a guest's bus: version, offers and their devices, shared memory, open and close, and
 * the end of a channel, whose last message is RELID_RELEASED.
 *
 * <p>Every wait for the host is bounded by a timer and ends at once when the channel is rescinded.
 */
public final class BusGuestMachine {

  /** Message connection of guests that ask for less than 5.0. */
  static final int MESSAGE_CONNECTION = 1;

  /** Message connection on which guests ask for 5.0 or more. */
  static final int MULTI_CLIENT_CONNECTION = 4;

  private static final long MESSAGE_INTERRUPT = 2;

  private BusGuestMachine() {}

  /** The next state, and what to do in that order. */
  public record Step(BusGuestState next, List<BusGuestEffect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }
  }

  /** Decides. */
  public static Step on(BusGuestState state, BusGuestEvent event) {
    var work = new BusGuestWork(state);
    switch (event) {
      case BusGuestEvent.Connect _ -> connect(work);
      case BusGuestEvent.Disconnect _ -> disconnect(work);
      case BusGuestEvent.Message(var bytes) -> decode(work, bytes);
      case BusGuestEvent.DeviceAttached(var channel) -> work.devices.attached(channel);
      case BusGuestEvent.DeviceDetached(var channel) -> work.devices.detached(channel);
      case BusGuestEvent.OpenChannel request -> work.opens.open(request);
      case BusGuestEvent.CloseChannel(var channel) -> work.opens.close(channel);
      case BusGuestEvent.ShareMemory request -> work.shares.share(request);
      case BusGuestEvent.UnshareMemory(var gpadl) -> work.shares.unshare(gpadl);
      case BusGuestEvent.TimerElapsed(var timer) -> elapsed(work, timer);
    }
    return work.step();
  }

  private static void connect(BusGuestWork work) {
    if (!(work.connection instanceof GuestConnection.Idle)) {
      work.ignore(ControlFault.STALE, "connect while " + work.connection);
      return;
    }
    ask(work, work.config.versions());
  }

  private static void ask(BusGuestWork work, List<VmbusVersion> versions) {
    if (versions.isEmpty()) {
      fail(work, "the host supports none of " + work.config.versions());
      return;
    }
    var version = versions.getFirst();
    boolean multi = version.hasMessageConnection();
    var request =
        new ControlMessage.InitiateContact(version.wire(), 0, multi ? MESSAGE_INTERRUPT : 0, 0, 0);
    int timer = work.startTimer(work.config.answerWait());
    work.connection =
        new GuestConnection.Negotiating(version, versions.subList(1, versions.size()), timer);
    work.effect(
        new BusGuestEffect.Post(
            multi ? MULTI_CLIENT_CONNECTION : MESSAGE_CONNECTION, request.encode()));
  }

  private static void fail(BusGuestWork work, String detail) {
    work.connection = new GuestConnection.Idle();
    work.effect(new BusGuestEffect.ConnectFailed(detail));
  }

  private static void decode(BusGuestWork work, byte[] bytes) {
    switch (ControlMessage.decode(bytes)) {
      case ControlParse.Ok(var message) -> dispatch(work, message);
      case ControlParse.Unknown _ ->
          work.ignore(ControlFault.UNKNOWN_TYPE, ControlDissector.line(bytes));
      case ControlParse.Malformed _ ->
          work.ignore(ControlFault.MALFORMED, ControlDissector.line(bytes));
    }
  }

  private static void dispatch(BusGuestWork work, ControlMessage message) {
    if (!message.type().isFromHost()) {
      work.ignore(ControlFault.WRONG_DIRECTION, message);
      return;
    }
    if (message instanceof ControlMessage.VersionResponse response) {
      answered(work, response);
      return;
    }
    if (message instanceof ControlMessage.UnloadComplete) {
      unloaded(work, message);
      return;
    }
    if (!(work.connection instanceof GuestConnection.Connected)) {
      work.ignore(ControlFault.NOT_CONNECTED, message);
      return;
    }
    switch (message) {
      case ControlMessage.Offer m -> work.devices.offered(m);
      case ControlMessage.Rescind m -> work.devices.rescinded(m);
      case ControlMessage.AllOffersDelivered m -> work.devices.allOffered(m);
      case ControlMessage.OpenResult m -> work.opens.result(m);
      case ControlMessage.GpadlCreated m -> work.shares.created(m);
      case ControlMessage.GpadlTorndown m -> work.shares.torndown(m);
      case ControlMessage.VersionResponse _,
          ControlMessage.UnloadComplete _,
          ControlMessage.RequestOffers _,
          ControlMessage.Open _,
          ControlMessage.Close _,
          ControlMessage.GpadlHeader _,
          ControlMessage.GpadlBody _,
          ControlMessage.GpadlTeardown _,
          ControlMessage.RelidReleased _,
          ControlMessage.InitiateContact _,
          ControlMessage.Unload _ ->
          throw new IllegalStateException("dispatched before: " + message);
    }
  }

  private static void answered(BusGuestWork work, ControlMessage.VersionResponse response) {
    if (!(work.connection instanceof GuestConnection.Negotiating(var asked, var rest, var timer))) {
      work.ignore(ControlFault.STALE, response);
      return;
    }
    work.cancelTimer(timer);
    if (!response.supported()) {
      ask(work, rest);
    } else if (response.state() != 0) {
      fail(work, "the host failed to connect: state=" + response.state());
    } else {
      int connection =
          asked.hasMessageConnection() ? response.versionOrConnection() : MESSAGE_CONNECTION;
      work.connection =
          new GuestConnection.Connected(asked, connection, GuestConnection.Scan.RUNNING);
      work.effect(new BusGuestEffect.Connected(asked));
      work.post(new ControlMessage.RequestOffers());
    }
  }

  private static void disconnect(BusGuestWork work) {
    switch (work.connection) {
      case GuestConnection.Idle _, GuestConnection.Unloading _ ->
          work.ignore(ControlFault.STALE, "disconnect while " + work.connection);
      case GuestConnection.Negotiating(_, _, var timer) -> {
        work.cancelTimer(timer);
        fail(work, "given up");
      }
      case GuestConnection.Connected(var version, _, _) -> {
        work.opens.unmapAll();
        work.post(new ControlMessage.Unload());
        // Hosts before 3.0 may not answer.
        if (version.compareTo(VmbusVersion.V3_0) >= 0) {
          work.connection =
              new GuestConnection.Unloading(work.startTimer(work.config.answerWait()));
        } else {
          end(work, MemoryFate.LEAKED);
        }
      }
    }
  }

  private static void unloaded(BusGuestWork work, ControlMessage message) {
    if (work.connection instanceof GuestConnection.Unloading(var timer)) {
      work.cancelTimer(timer);
      end(work, MemoryFate.FREE);
    } else {
      work.ignore(ControlFault.STALE, message);
    }
  }

  private static void end(BusGuestWork work, MemoryFate fate) {
    work.connection = new GuestConnection.Idle();
    work.shares.endAll(fate);
    for (var id : List.copyOf(work.channels.keySet())) {
      work.channels.remove(id);
      work.effect(new BusGuestEffect.ChannelFreed(id));
    }
    work.effect(new BusGuestEffect.Disconnected());
  }

  private static void elapsed(BusGuestWork work, int timer) {
    if (work.connection instanceof GuestConnection.Negotiating(var asked, _, var mine)
        && mine == timer) {
      // A host that is silent for one version is silent for all.
      fail(work, "the host did not answer: version=" + asked);
    } else if (work.connection instanceof GuestConnection.Unloading(var mine) && mine == timer) {
      end(work, MemoryFate.LEAKED);
    } else if (!(work.connection instanceof GuestConnection.Connected)
        || (!work.opens.elapsed(timer) && !work.shares.elapsed(timer))) {
      work.ignore(ControlFault.STALE, "timer=" + timer);
    }
  }
}
