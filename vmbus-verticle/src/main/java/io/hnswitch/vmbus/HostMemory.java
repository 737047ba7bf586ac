package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.GpaRange;
import io.hnswitch.vmbus.wire.GpaRangeBuffer;
import io.hnswitch.vmbus.wire.GpadlId;
import java.util.List;
import java.util.Map;

/** The host's part about memory that the guest shares. */
final class HostMemory {

  /** Status of a GPADL_CREATED that refuses. */
  static final int REFUSED = 0x8000FFFF;

  private final BusHostWork work;

  HostMemory(BusHostWork work) {
    this.work = work;
  }

  void header(ControlMessage.GpadlHeader m) {
    var channel = work.channels.get(m.channel());
    if (channel == null || isUnknownToGuest(channel)) {
      work.ignore(ControlFault.UNKNOWN_CHANNEL, m);
      return;
    }
    int wanted = m.bufferBytes() / 8;
    if (work.gpadls.containsKey(m.gpadl())
        || sharedWords() + wanted > work.config.sharedPagesMax()) {
      work.post(new ControlMessage.GpadlCreated(m.channel(), m.gpadl(), REFUSED));
      return;
    }
    var nothing = new HostGpadl.State.InProgress(null, 0, wanted, m.ranges());
    collect(m.gpadl(), m.channel(), nothing, m.words());
  }

  void body(ControlMessage.GpadlBody m) {
    var gpadl = work.gpadls.get(m.gpadl());
    if (gpadl == null) {
      work.ignore(ControlFault.UNKNOWN_GPADL, m);
    } else if (gpadl.state() instanceof HostGpadl.State.InProgress before) {
      collect(m.gpadl(), gpadl.channel(), before, m.words());
    } else {
      work.ignore(ControlFault.WRONG_GPADL_STATE, m);
    }
  }

  private void collect(
      GpadlId id, ChannelId channel, HostGpadl.State.InProgress before, List<Long> more) {
    // Surplus data is ignored.
    int taken = Math.min(more.size(), before.wanted() - before.words());
    var last = new HostGpadl.Part(before.last(), more.subList(0, taken));
    int count = before.words() + taken;
    if (count < before.wanted()) {
      put(
          id,
          channel,
          new HostGpadl.State.InProgress(last, count, before.wanted(), before.ranges()));
      return;
    }
    var words = joined(last, count);
    switch (GpaRangeBuffer.parse(words, before.ranges())) {
      case GpaRangeBuffer.Parse.Malformed(var field, var value) -> {
        work.gpadls.remove(id);
        work.ignore(ControlFault.MALFORMED, "gpadl=" + id + " " + field + "=" + value);
        work.post(new ControlMessage.GpadlCreated(channel, id, REFUSED));
      }
      case GpaRangeBuffer.Parse.Ok(var parsed) -> {
        if (work.channels.get(channel).isRevoked()) {
          put(id, channel, new HostGpadl.State.Accepted(parsed));
          work.post(new ControlMessage.GpadlCreated(channel, id, 0));
        } else {
          put(id, channel, new HostGpadl.State.Offered(parsed));
          work.effect(new BusHostEffect.OfferGpadl(channel, id, parsed));
        }
      }
    }
  }

  private static List<Long> joined(HostGpadl.Part last, int count) {
    var words = new Long[count];
    int at = count;
    for (var part = last; part != null; part = part.before()) {
      at -= part.words().size();
      for (int i = 0; i < part.words().size(); i++) {
        words[at + i] = part.words().get(i);
      }
    }
    return List.of(words);
  }

  void teardown(ControlMessage.GpadlTeardown m) {
    var gpadl = work.gpadls.get(m.gpadl());
    if (gpadl == null || !gpadl.channel().equals(m.channel())) {
      work.ignore(ControlFault.UNKNOWN_GPADL, m);
      return;
    }
    if (!(gpadl.state() instanceof HostGpadl.State.Accepted)) {
      work.ignore(ControlFault.WRONG_GPADL_STATE, m);
      return;
    }
    var channel = work.channels.get(m.channel());
    if (channel.isRevoked()) {
      work.gpadls.remove(m.gpadl());
      work.post(new ControlMessage.GpadlTorndown(m.gpadl()));
    } else if (work.opens.usesRing(gpadl, m)) {
      work.ignore(ControlFault.GPADL_IN_USE, m);
    } else if (channel.isClosing()) {
      // The device may still write into it: it is asked when it has closed.
      put(m.gpadl(), m.channel(), new HostGpadl.State.TearingDown(false));
    } else {
      askRelease(m.gpadl(), m.channel());
    }
  }

  void accepted(GpadlId id) {
    var gpadl = work.gpadls.get(id);
    if (gpadl != null && gpadl.state() instanceof HostGpadl.State.Offered(var ranges)) {
      put(id, gpadl.channel(), new HostGpadl.State.Accepted(ranges));
      work.post(new ControlMessage.GpadlCreated(gpadl.channel(), id, 0));
    } else {
      work.ignore(ControlFault.STALE, "gpadl accepted=" + id);
    }
  }

  void rejected(GpadlId id) {
    var gpadl = work.gpadls.get(id);
    if (gpadl != null && gpadl.state() instanceof HostGpadl.State.Offered) {
      work.gpadls.remove(id);
      work.post(new ControlMessage.GpadlCreated(gpadl.channel(), id, REFUSED));
    } else {
      work.ignore(ControlFault.STALE, "gpadl rejected=" + id);
    }
  }

  void released(GpadlId id) {
    var gpadl = work.gpadls.get(id);
    if (gpadl == null
        || !(gpadl.state() instanceof HostGpadl.State.TearingDown(var asked))
        || !asked) {
      work.ignore(ControlFault.STALE, "gpadl released=" + id);
      return;
    }
    work.gpadls.remove(id);
    if (work.connection instanceof HostConnection.Connected) {
      work.post(new ControlMessage.GpadlTorndown(id));
    }
    BusHostMachine.drain(work);
  }

  /** The device closed a channel: what the guest wants back can be asked for now. */
  void channelClosed(ChannelId channel) {
    for (var entry : of(channel)) {
      if (entry.getValue().state() instanceof HostGpadl.State.TearingDown(var asked) && !asked) {
        askRelease(entry.getKey(), channel);
      }
    }
  }

  /** The device took its channel away: it uses none of its memory any more. */
  void revoked(ChannelId channel) {
    for (var entry : of(channel)) {
      var id = entry.getKey();
      switch (entry.getValue().state()) {
        case HostGpadl.State.InProgress _, HostGpadl.State.Accepted _ -> {
          // Kept until the guest is done with it.
        }
        case HostGpadl.State.Offered _ -> {
          work.gpadls.remove(id);
          work.post(new ControlMessage.GpadlCreated(channel, id, REFUSED));
        }
        case HostGpadl.State.TearingDown _ -> {
          work.gpadls.remove(id);
          work.post(new ControlMessage.GpadlTorndown(id));
        }
      }
    }
  }

  /** The guest forgot a live channel: whatever it still shared is given up. */
  void forget(ChannelId channel) {
    for (var entry : of(channel)) {
      work.gpadls.remove(entry.getKey());
      if (!(entry.getValue().state() instanceof HostGpadl.State.InProgress)) {
        work.effect(new BusHostEffect.ReleaseGpadl(channel, entry.getKey()));
      }
    }
  }

  /** A channel without a device is gone. */
  void drop(ChannelId channel) {
    of(channel).forEach(entry -> work.gpadls.remove(entry.getKey()));
  }

  /** The connection ends: what is incomplete never becomes complete. */
  void dropUnfinished() {
    work.gpadls.values().removeIf(g -> g.state() instanceof HostGpadl.State.InProgress);
  }

  /** Asks for all memory back; true when there is none left. */
  boolean releaseAll() {
    for (var entry : List.copyOf(work.gpadls.entrySet())) {
      boolean asked =
          entry.getValue().state() instanceof HostGpadl.State.TearingDown(var already) && already;
      if (!asked) {
        askRelease(entry.getKey(), entry.getValue().channel());
      }
    }
    return work.gpadls.isEmpty();
  }

  private void askRelease(GpadlId id, ChannelId channel) {
    put(id, channel, new HostGpadl.State.TearingDown(true));
    work.effect(new BusHostEffect.ReleaseGpadl(channel, id));
  }

  private void put(GpadlId id, ChannelId channel, HostGpadl.State state) {
    work.gpadls.put(id, new HostGpadl(channel, state));
  }

  private List<Map.Entry<GpadlId, HostGpadl>> of(ChannelId channel) {
    return work.gpadls.entrySet().stream()
        .filter(entry -> entry.getValue().channel().equals(channel))
        .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
        .toList();
  }

  private long sharedWords() {
    long sum = 0;
    for (var gpadl : work.gpadls.values()) {
      sum +=
          switch (gpadl.state()) {
            case HostGpadl.State.InProgress s -> s.wanted();
            case HostGpadl.State.Offered(var ranges) -> pages(ranges);
            case HostGpadl.State.Accepted(var ranges) -> pages(ranges);
            case HostGpadl.State.TearingDown _ -> 1;
          };
    }
    return sum;
  }

  private static long pages(List<GpaRange> ranges) {
    return ranges.stream().mapToLong(range -> range.pages().size()).sum();
  }

  private static boolean isUnknownToGuest(HostChannel channel) {
    return channel.state() instanceof HostChannel.State.Unoffered
        || (channel.state() instanceof HostChannel.State.Closing(var released) && released);
  }
}
