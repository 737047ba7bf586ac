package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import java.util.Optional;

/** The host's part about opening and closing channels. */
final class HostOpens {

  /** Status of an OPEN_RESULT whose ring memory cannot be used. */
  static final int BAD_RINGS = 0xC0000001;

  private final BusHostWork work;

  HostOpens(BusHostWork work) {
    this.work = work;
  }

  void open(ControlMessage.Open message) {
    var channel = work.channels.get(message.channel());
    if (channel == null) {
      work.ignore(ControlFault.UNKNOWN_CHANNEL, message);
      return;
    }
    switch (channel.state()) {
      case HostChannel.State.Unoffered _ -> work.ignore(ControlFault.UNKNOWN_CHANNEL, message);
      case HostChannel.State.Closed _ -> begin(channel, message);
      case HostChannel.State.Closing(var released) -> {
        if (released) {
          work.ignore(ControlFault.UNKNOWN_CHANNEL, message);
        } else {
          work.put(channel.in(new HostChannel.State.ClosingReopen(message)));
        }
      }
      case HostChannel.State.Opening _,
          HostChannel.State.Open _,
          HostChannel.State.ClosingReopen _ ->
          work.ignore(ControlFault.ALREADY_OPEN, message);
      case HostChannel.State.Revoked _, HostChannel.State.Reoffered _ -> {
        // The guest has not seen the rescind yet; OPEN of a revoked channel is never answered.
      }
    }
  }

  private void begin(HostChannel channel, ControlMessage.Open request) {
    var rings = rings(request);
    if (rings.isEmpty()) {
      work.put(channel.in(new HostChannel.State.Closed()));
      work.post(new ControlMessage.OpenResult(request.channel(), request.openId(), BAD_RINGS));
      return;
    }
    int attempt = ++work.attempts;
    work.put(channel.in(new HostChannel.State.Opening(request, attempt)));
    work.effect(new BusHostEffect.OpenChannel(request.channel(), attempt, rings.get(), request));
  }

  /** The rings in accepted memory: one contiguous range, guest's ring first, host's ring behind. */
  private Optional<RingPair> rings(ControlMessage.Open request) {
    var gpadl = work.gpadls.get(request.ring());
    if (gpadl == null
        || !gpadl.channel().equals(request.channel())
        || !(gpadl.state() instanceof HostGpadl.State.Accepted(var ranges))
        || ranges.size() != 1) {
      return Optional.empty();
    }
    var range = ranges.getFirst();
    long transmit = Integer.toUnsignedLong(request.downstreamPage()) * Memory.PAGE;
    long receive = range.bytes() - transmit;
    if (range.offset() != 0
        || !range.isContiguous()
        || !Ring.isSize(transmit)
        || !Ring.isSize(receive)) {
      return Optional.empty();
    }
    return Optional.of(RingPair.of(range.pages().getFirst() * Memory.PAGE, transmit, receive));
  }

  void accepted(ChannelId id, int attempt) {
    var channel = work.channels.get(id);
    if (channel != null
        && channel.state() instanceof HostChannel.State.Opening(var request, var current)
        && current == attempt) {
      work.put(channel.in(new HostChannel.State.Open(request)));
      work.post(new ControlMessage.OpenResult(id, request.openId(), 0));
    } else {
      work.ignore(ControlFault.STALE, "open accepted channel=" + id);
    }
  }

  void refused(ChannelId id, int attempt, int status) {
    var channel = work.channels.get(id);
    if (channel != null
        && channel.state() instanceof HostChannel.State.Opening(var request, var current)
        && current == attempt) {
      work.put(channel.in(new HostChannel.State.Closed()));
      work.post(new ControlMessage.OpenResult(id, request.openId(), status));
    } else {
      work.ignore(ControlFault.STALE, "open refused channel=" + id);
    }
  }

  void close(ControlMessage.Close message) {
    var channel = work.channels.get(message.channel());
    if (channel == null) {
      work.ignore(ControlFault.UNKNOWN_CHANNEL, message);
      return;
    }
    switch (channel.state()) {
      case HostChannel.State.Unoffered _ -> work.ignore(ControlFault.UNKNOWN_CHANNEL, message);
      case HostChannel.State.Open _ -> {
        work.put(channel.in(new HostChannel.State.Closing(false)));
        work.effect(new BusHostEffect.CloseChannel(message.channel()));
      }
      case HostChannel.State.ClosingReopen _ ->
          work.put(channel.in(new HostChannel.State.Closing(false)));
      case HostChannel.State.Closed _, HostChannel.State.Opening _, HostChannel.State.Closing _ ->
          work.ignore(ControlFault.NOT_OPEN, message);
      case HostChannel.State.Revoked _, HostChannel.State.Reoffered _ -> {
        // The guest closes because of the rescind; nothing is open here any more.
      }
    }
  }

  void closeDone(ChannelId id) {
    var channel = work.channels.get(id);
    if (channel == null || !channel.isClosing()) {
      work.ignore(ControlFault.STALE, "close done channel=" + id);
      return;
    }
    work.memory.channelClosed(id);
    if (channel.state() instanceof HostChannel.State.ClosingReopen(var request)) {
      begin(channel, request);
    } else if (channel.state() instanceof HostChannel.State.Closing(var released) && released) {
      if (work.connection instanceof HostConnection.Connected) {
        work.memory.forget(id);
      }
      work.put(channel.in(new HostChannel.State.Unoffered()));
      BusHostMachine.drain(work);
    } else {
      work.put(channel.in(new HostChannel.State.Closed()));
    }
  }

  /** Whether a device may still use the rings in this memory. */
  boolean usesRing(HostGpadl gpadl, ControlMessage.GpadlTeardown message) {
    var channel = work.channels.get(gpadl.channel());
    if (channel == null) {
      return false;
    }
    return switch (channel.state()) {
      case HostChannel.State.Opening(var request, _) -> request.ring().equals(message.gpadl());
      case HostChannel.State.Open(var request) -> request.ring().equals(message.gpadl());
      case HostChannel.State.ClosingReopen(var request) -> request.ring().equals(message.gpadl());
      case HostChannel.State.Unoffered _,
          HostChannel.State.Closed _,
          HostChannel.State.Closing _,
          HostChannel.State.Revoked _,
          HostChannel.State.Reoffered _ ->
          false;
    };
  }
}
