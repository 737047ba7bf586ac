package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlDissector;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.GpadlId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The state of a guest's bus while one event is worked on; lives for one step. */
final class BusGuestWork {

  final BusGuestState.Config config;
  final TreeMap<ChannelId, GuestChannel> channels;
  final TreeMap<GpadlId, GuestGpadl> gpadls;
  final GuestDevices devices;
  final GuestOpens opens;
  final GuestShares shares;
  GuestConnection connection;
  GpadlId nextGpadl;
  private int timers;
  private final List<BusGuestEffect> effects = new ArrayList<>();

  BusGuestWork(BusGuestState state) {
    config = state.config();
    connection = state.connection();
    channels = new TreeMap<>(state.channels());
    gpadls = new TreeMap<>(state.gpadls());
    nextGpadl = state.nextGpadl();
    timers = state.timers();
    devices = new GuestDevices(this);
    opens = new GuestOpens(this);
    shares = new GuestShares(this);
  }

  BusGuestMachine.Step step() {
    return new BusGuestMachine.Step(
        new BusGuestState(config, connection, channels, gpadls, nextGpadl, timers), effects);
  }

  void put(GuestChannel channel) {
    channels.put(channel.offer().channel(), channel);
  }

  void effect(BusGuestEffect effect) {
    effects.add(effect);
  }

  void post(ControlMessage message) {
    if (connection instanceof GuestConnection.Connected connected) {
      effects.add(new BusGuestEffect.Post(connected.messageConnection(), message.encode()));
    } else {
      throw new IllegalStateException("not connected: " + connection + ", message=" + message);
    }
  }

  int startTimer(Duration after) {
    int timer = ++timers;
    effects.add(new BusGuestEffect.StartTimer(timer, after));
    return timer;
  }

  void cancelTimer(int timer) {
    effects.add(new BusGuestEffect.CancelTimer(timer));
  }

  void ignore(ControlFault fault, String detail) {
    effects.add(new BusGuestEffect.Ignored(fault, detail));
  }

  void ignore(ControlFault fault, ControlMessage message) {
    ignore(fault, ControlDissector.line(message));
  }
}
