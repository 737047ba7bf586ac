package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.GpaRangeBuffer;
import io.hnswitch.vmbus.wire.GpadlId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The guest's part about memory that it shares. */
final class GuestShares {

  private final BusGuestWork work;

  GuestShares(BusGuestWork work) {
    this.work = work;
  }

  /** What is wrong with memory for one range, if anything is. */
  static Optional<OpenFault> check(long address, long bytes) {
    if (address <= 0 || address % Memory.PAGE != 0 || bytes <= 0 || bytes % Memory.PAGE != 0) {
      return Optional.of(OpenFault.BAD_MEMORY);
    }
    return bytes / Memory.PAGE > GpaRangeBuffer.PAGES_MAX
        ? Optional.of(OpenFault.RANGE_TOO_LARGE)
        : Optional.empty();
  }

  void share(BusGuestEvent.ShareMemory request) {
    var channel = work.channels.get(request.channel());
    Optional<OpenFault> fault;
    if (channel == null || !(work.connection instanceof GuestConnection.Connected)) {
      fault = Optional.of(OpenFault.UNKNOWN_CHANNEL);
    } else if (channel.revoked()) {
      fault = Optional.of(OpenFault.REVOKED);
    } else {
      fault = check(request.address(), request.bytes());
    }
    if (fault.isPresent()) {
      work.effect(
          new BusGuestEffect.ShareFailed(
              request.channel(), request.token(), fault.get(), 0, MemoryFate.FREE));
      return;
    }
    var purpose = new GuestGpadl.Purpose.Buffer(request.token());
    create(request.channel(), purpose, request.address(), request.bytes());
  }

  GpadlId create(ChannelId channel, GuestGpadl.Purpose purpose, long address, long bytes) {
    var id = work.nextGpadl;
    while (work.gpadls.containsKey(id)) {
      id = id.next();
    }
    work.nextGpadl = id.next();
    for (var message :
        GpaRangeBuffer.describe(channel, id, address / Memory.PAGE, (int) (bytes / Memory.PAGE))) {
      work.post(message);
    }
    int timer = work.startTimer(work.config.answerWait());
    work.gpadls.put(id, new GuestGpadl(channel, purpose, new GuestGpadl.State.Creating(timer)));
    return id;
  }

  void created(ControlMessage.GpadlCreated message) {
    var id = message.gpadl();
    var gpadl = work.gpadls.get(id);
    if (gpadl == null
        || !gpadl.channel().equals(message.channel())
        || !(gpadl.state() instanceof GuestGpadl.State.Creating(var timer))) {
      work.ignore(ControlFault.STALE, message);
      return;
    }
    work.cancelTimer(timer);
    if (message.status() != 0) {
      work.gpadls.remove(id);
      refused(gpadl, message.status());
      return;
    }
    work.gpadls.put(id, gpadl.in(new GuestGpadl.State.Created()));
    switch (gpadl.purpose()) {
      case GuestGpadl.Purpose.Rings _ -> work.opens.shared(gpadl.channel());
      case GuestGpadl.Purpose.Buffer(var token) ->
          work.effect(new BusGuestEffect.MemoryShared(gpadl.channel(), token, id));
    }
  }

  private void refused(GuestGpadl gpadl, int status) {
    var channel = gpadl.channel();
    switch (gpadl.purpose()) {
      case GuestGpadl.Purpose.Rings _ -> work.opens.memoryRefused(channel, status);
      case GuestGpadl.Purpose.Buffer(var token) ->
          work.effect(
              new BusGuestEffect.ShareFailed(
                  channel, token, OpenFault.MEMORY_REFUSED, status, MemoryFate.FREE));
    }
    work.devices.release(channel);
  }

  void unshare(GpadlId id) {
    var gpadl = work.gpadls.get(id);
    if (gpadl == null
        || !(work.connection instanceof GuestConnection.Connected)
        || gpadl.purpose() instanceof GuestGpadl.Purpose.Rings
        || !(gpadl.state() instanceof GuestGpadl.State.Created)) {
      work.ignore(ControlFault.STALE, "unshare gpadl=" + id);
      return;
    }
    tearDown(id, new GuestGpadl.Failure.None());
  }

  /** Asks the host to let go of memory, in whatever state it is. */
  void tearDown(GpadlId id, GuestGpadl.Failure failed) {
    var gpadl = work.gpadls.get(id);
    if (gpadl.state() instanceof GuestGpadl.State.Creating(var timer)) {
      work.cancelTimer(timer);
    }
    work.post(new ControlMessage.GpadlTeardown(gpadl.channel(), id));
    await(id, gpadl, work.channels.get(gpadl.channel()).revoked(), failed);
  }

  private void await(GpadlId id, GuestGpadl gpadl, boolean grace, GuestGpadl.Failure failed) {
    int timer = work.startTimer(grace ? work.config.revokeGrace() : work.config.answerWait());
    work.gpadls.put(id, gpadl.in(new GuestGpadl.State.TearingDown(timer, grace, failed)));
  }

  void torndown(ControlMessage.GpadlTorndown message) {
    var gpadl = work.gpadls.get(message.gpadl());
    if (gpadl != null && gpadl.state() instanceof GuestGpadl.State.TearingDown(var timer, _, _)) {
      work.cancelTimer(timer);
      ended(message.gpadl(), gpadl, MemoryFate.FREE);
    } else {
      work.ignore(ControlFault.STALE, message);
    }
  }

  /** The channel is revoked: nothing on it is waited for longer than the grace. */
  void revoked(ChannelId channel) {
    for (var id : of(channel)) {
      var gpadl = work.gpadls.get(id);
      switch (gpadl.state()) {
        case GuestGpadl.State.Creating _ ->
            tearDown(id, new GuestGpadl.Failure.Because(OpenFault.REVOKED, 0));
        case GuestGpadl.State.Created _ -> {
          // The driver's detach gives it back.
        }
        case GuestGpadl.State.TearingDown(var timer, var grace, var failed) -> {
          if (!grace) {
            work.cancelTimer(timer);
            await(id, gpadl, true, failed);
          }
        }
      }
    }
  }

  /** The driver is gone: whatever it still shares is taken back. */
  void unshareAll(ChannelId channel) {
    for (var id : of(channel)) {
      switch (work.gpadls.get(id).state()) {
        case GuestGpadl.State.Creating _ ->
            tearDown(id, new GuestGpadl.Failure.Because(OpenFault.ABANDONED, 0));
        case GuestGpadl.State.Created _ -> tearDown(id, new GuestGpadl.Failure.None());
        case GuestGpadl.State.TearingDown _ -> {
          // On its way.
        }
      }
    }
  }

  boolean hasAny(ChannelId channel) {
    return !of(channel).isEmpty();
  }

  boolean elapsed(int timer) {
    for (var id : List.copyOf(work.gpadls.keySet())) {
      var gpadl = work.gpadls.get(id);
      if (gpadl.state() instanceof GuestGpadl.State.Creating(var mine) && mine == timer) {
        late(id, gpadl);
        return true;
      }
      if (gpadl.state() instanceof GuestGpadl.State.TearingDown(var mine, var grace, var failed)
          && mine == timer) {
        boolean revoked = work.channels.get(gpadl.channel()).revoked();
        if (revoked) {
          // The host forgot the channel and its memory: its silence is harmless.
          ended(id, gpadl, MemoryFate.FREE);
        } else if (grace) {
          ended(id, gpadl, MemoryFate.LEAKED);
        } else {
          await(id, gpadl, true, failed);
        }
        return true;
      }
    }
    return false;
  }

  private void late(GpadlId id, GuestGpadl gpadl) {
    switch (gpadl.purpose()) {
      case GuestGpadl.Purpose.Rings _ -> work.opens.abort(gpadl.channel(), OpenFault.TIMEOUT);
      case GuestGpadl.Purpose.Buffer _ ->
          tearDown(id, new GuestGpadl.Failure.Because(OpenFault.TIMEOUT, 0));
    }
  }

  /** The connection is gone. */
  void endAll(MemoryFate fate) {
    for (var id : List.copyOf(work.gpadls.keySet())) {
      var gpadl = work.gpadls.get(id);
      switch (gpadl.state()) {
        case GuestGpadl.State.Creating(var timer) -> work.cancelTimer(timer);
        case GuestGpadl.State.Created _ -> {
          // Nothing waits.
        }
        case GuestGpadl.State.TearingDown(var timer, _, _) -> work.cancelTimer(timer);
      }
      finish(id, gpadl, fate);
    }
  }

  private void ended(GpadlId id, GuestGpadl gpadl, MemoryFate fate) {
    finish(id, gpadl, fate);
    work.devices.release(gpadl.channel());
  }

  private void finish(GpadlId id, GuestGpadl gpadl, MemoryFate fate) {
    work.gpadls.remove(id);
    var channel = gpadl.channel();
    switch (gpadl.purpose()) {
      case GuestGpadl.Purpose.Rings _ -> work.opens.memoryEnded(channel, fate);
      case GuestGpadl.Purpose.Buffer(var token) -> {
        if (gpadl.state()
            instanceof
            GuestGpadl.State.TearingDown(_, _, GuestGpadl.Failure.Because(var fault, var status))) {
          work.effect(new BusGuestEffect.ShareFailed(channel, token, fault, status, fate));
        } else if (gpadl.state() instanceof GuestGpadl.State.Creating) {
          work.effect(new BusGuestEffect.ShareFailed(channel, token, OpenFault.ABANDONED, 0, fate));
        } else {
          work.effect(new BusGuestEffect.MemoryUnshared(channel, id, token, fate));
        }
      }
    }
  }

  private List<GpadlId> of(ChannelId channel) {
    return work.gpadls.entrySet().stream()
        .filter(entry -> entry.getValue().channel().equals(channel))
        .map(Map.Entry::getKey)
        .toList();
  }
}
