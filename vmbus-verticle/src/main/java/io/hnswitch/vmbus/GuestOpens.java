package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.GpadlId;
import io.hnswitch.vmbus.wire.UserData;
import java.util.List;
import java.util.Optional;

/** The guest's part about opening and closing channels. */
final class GuestOpens {

  private final BusGuestWork work;

  GuestOpens(BusGuestWork work) {
    this.work = work;
  }

  void open(BusGuestEvent.OpenChannel request) {
    var fault = check(request);
    if (fault.isPresent()) {
      failed(request.channel(), fault.get(), 0, MemoryFate.FREE);
      return;
    }
    var channel = work.channels.get(request.channel());
    var gpadl =
        work.shares.create(
            request.channel(),
            new GuestGpadl.Purpose.Rings(),
            request.address(),
            request.transmitBytes() + request.receiveBytes());
    work.put(channel.with(new GuestChannel.Rings.Sharing(request, gpadl)));
  }

  private Optional<OpenFault> check(BusGuestEvent.OpenChannel request) {
    var channel = work.channels.get(request.channel());
    if (channel == null || !(work.connection instanceof GuestConnection.Connected)) {
      return Optional.of(OpenFault.UNKNOWN_CHANNEL);
    }
    if (channel.revoked()) {
      return Optional.of(OpenFault.REVOKED);
    }
    if (!(channel.rings() instanceof GuestChannel.Rings.Closed)) {
      return Optional.of(OpenFault.NOT_CLOSED);
    }
    if (request.userData().length > UserData.BYTES_MAX) {
      return Optional.of(OpenFault.USER_DATA_TOO_LONG);
    }
    if (!Ring.isSize(request.transmitBytes()) || !Ring.isSize(request.receiveBytes())) {
      return Optional.of(OpenFault.BAD_RING_SIZE);
    }
    return GuestShares.check(request.address(), request.transmitBytes() + request.receiveBytes());
  }

  /** The memory of the rings is shared: open. */
  void shared(ChannelId id) {
    var channel = work.channels.get(id);
    if (!(channel.rings() instanceof GuestChannel.Rings.Sharing(var request, var gpadl))) {
      throw new IllegalStateException("rings shared while " + channel.rings());
    }
    // A signal may come right behind the result, so the channel is mapped before it is open.
    work.effect(new BusGuestEffect.MapChannel(id, rings(request)));
    work.post(
        new ControlMessage.Open(
            id,
            id.value(),
            gpadl,
            request.targetVp(),
            (int) (request.transmitBytes() / Memory.PAGE),
            UserData.of(request.userData())));
    int timer = work.startTimer(work.config.answerWait());
    work.put(channel.with(new GuestChannel.Rings.Opening(request, gpadl, timer)));
  }

  void result(ControlMessage.OpenResult message) {
    var id = message.channel();
    var channel = work.channels.get(id);
    if (channel == null
        || message.openId() != id.value()
        || !(channel.rings()
            instanceof GuestChannel.Rings.Opening(var request, var gpadl, var timer))) {
      work.ignore(ControlFault.STALE, message);
      return;
    }
    if (message.status() != 0) {
      abandon(channel, gpadl, timer, OpenFault.OPEN_REFUSED, message.status());
      return;
    }
    work.cancelTimer(timer);
    work.put(channel.with(new GuestChannel.Rings.Open(gpadl)));
    work.effect(new BusGuestEffect.ChannelOpened(id, gpadl, rings(request)));
  }

  /** Ends an open that is on the way, if there is one. */
  void abort(ChannelId id, OpenFault fault) {
    var channel = work.channels.get(id);
    if (channel.rings() instanceof GuestChannel.Rings.Sharing(_, var gpadl)) {
      work.put(channel.with(new GuestChannel.Rings.Failing(gpadl, fault, 0)));
      work.shares.tearDown(gpadl, new GuestGpadl.Failure.None());
    } else if (channel.rings() instanceof GuestChannel.Rings.Opening(_, var gpadl, var timer)) {
      abandon(channel, gpadl, timer, fault, 0);
    }
  }

  private void abandon(
      GuestChannel channel, GpadlId gpadl, int timer, OpenFault fault, int status) {
    work.cancelTimer(timer);
    work.effect(new BusGuestEffect.UnmapChannel(channel.offer().channel()));
    work.put(channel.with(new GuestChannel.Rings.Failing(gpadl, fault, status)));
    work.shares.tearDown(gpadl, new GuestGpadl.Failure.None());
  }

  boolean elapsed(int timer) {
    for (var channel : List.copyOf(work.channels.values())) {
      if (channel.rings() instanceof GuestChannel.Rings.Opening(_, _, var mine) && mine == timer) {
        abort(channel.offer().channel(), OpenFault.TIMEOUT);
        return true;
      }
    }
    return false;
  }

  void close(ChannelId id) {
    var channel = work.channels.get(id);
    if (channel == null || !(work.connection instanceof GuestConnection.Connected)) {
      return;
    }
    if (channel.isPrimary()) {
      for (var sub : List.copyOf(work.channels.values())) {
        if (!sub.isPrimary() && sub.isSameDevice(channel.offer())) {
          closeOne(sub);
        }
      }
    }
    closeOne(channel);
  }

  private void closeOne(GuestChannel channel) {
    if (channel.rings() instanceof GuestChannel.Rings.Open(var gpadl)) {
      var id = channel.offer().channel();
      work.effect(new BusGuestEffect.UnmapChannel(id));
      work.post(new ControlMessage.Close(id));
      work.put(channel.with(new GuestChannel.Rings.Closing(gpadl)));
      work.shares.tearDown(gpadl, new GuestGpadl.Failure.None());
    }
  }

  /** The memory of the rings came back, or never will. */
  void memoryEnded(ChannelId id, MemoryFate fate) {
    var channel = work.channels.get(id);
    work.put(channel.with(new GuestChannel.Rings.Closed()));
    switch (channel.rings()) {
      case GuestChannel.Rings.Closed _ ->
          throw new IllegalStateException("rings ended while closed: " + id);
      case GuestChannel.Rings.Sharing _, GuestChannel.Rings.Opening _ ->
          failed(id, OpenFault.ABANDONED, 0, fate);
      case GuestChannel.Rings.Open _, GuestChannel.Rings.Closing _ ->
          work.effect(new BusGuestEffect.ChannelClosed(id, fate));
      case GuestChannel.Rings.Failing(_, var fault, var status) -> failed(id, fault, status, fate);
    }
  }

  /** The host did not take the memory of the rings. */
  void memoryRefused(ChannelId id, int status) {
    work.put(work.channels.get(id).with(new GuestChannel.Rings.Closed()));
    failed(id, OpenFault.MEMORY_REFUSED, status, MemoryFate.FREE);
  }

  void unmapAll() {
    for (var channel : work.channels.values()) {
      var rings = channel.rings();
      if (rings instanceof GuestChannel.Rings.Opening(_, _, var timer)) {
        work.cancelTimer(timer);
      }
      if (rings instanceof GuestChannel.Rings.Opening || rings instanceof GuestChannel.Rings.Open) {
        work.effect(new BusGuestEffect.UnmapChannel(channel.offer().channel()));
      }
    }
  }

  private void failed(ChannelId id, OpenFault fault, int status, MemoryFate fate) {
    work.effect(new BusGuestEffect.OpenFailed(id, fault, status, fate));
  }

  private static RingPair rings(BusGuestEvent.OpenChannel request) {
    return RingPair.of(request.address(), request.transmitBytes(), request.receiveBytes());
  }
}
