package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlDissector;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.GpadlId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The state of a host's end while one event is worked on; lives for one step. */
final class BusHostWork {

  final BusHostState.Config config;
  final TreeMap<ChannelId, HostChannel> channels;
  final TreeMap<GpadlId, HostGpadl> gpadls;
  final HostOffers offers;
  final HostOpens opens;
  final HostMemory memory;
  HostConnection connection;
  int attempts;
  private final List<BusHostEffect> effects = new ArrayList<>();

  BusHostWork(BusHostState state) {
    config = state.config();
    connection = state.connection();
    channels = new TreeMap<>(state.channels());
    gpadls = new TreeMap<>(state.gpadls());
    attempts = state.attempts();
    offers = new HostOffers(this);
    opens = new HostOpens(this);
    memory = new HostMemory(this);
  }

  BusHostMachine.Step step() {
    return new BusHostMachine.Step(
        new BusHostState(config, connection, channels, gpadls, attempts), effects);
  }

  void put(HostChannel channel) {
    channels.put(channel.offer().channel(), channel);
  }

  void effect(BusHostEffect effect) {
    effects.add(effect);
  }

  void post(ControlMessage message) {
    effects.add(new BusHostEffect.Post(message.encode()));
  }

  void ignore(ControlFault fault, String detail) {
    effects.add(new BusHostEffect.Ignored(fault, detail));
  }

  void ignore(ControlFault fault, ControlMessage message) {
    ignore(fault, ControlDissector.line(message));
  }
}
