package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlDissector;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.ControlParse;
import io.hnswitch.vmbus.wire.UserData;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Both ends of a bus, connected by queues of encoded messages. Devices answer at once unless told
 * otherwise; everything that happens is kept.
 */
final class BusHarness {

  static final UUID NIC = UUID.fromString("f8615163-df3e-46c5-913f-f2d2f965ed0e");

  BusHostState host;
  BusGuestState guest;
  final List<BusHostEffect> hostEffects = new ArrayList<>();
  final List<BusGuestEffect> guestEffects = new ArrayList<>();
  final List<String> toHostLog = new ArrayList<>();
  final List<String> toGuestLog = new ArrayList<>();
  final List<Integer> connections = new ArrayList<>();
  final Deque<byte[]> toHost = new ArrayDeque<>();
  final Deque<byte[]> toGuest = new ArrayDeque<>();
  boolean attachesAtOnce = true;
  boolean detachesAtOnce = true;
  boolean opensAtOnce = true;
  boolean closesAtOnce = true;
  boolean takesMemoryAtOnce = true;
  int openStatus;
  boolean refusesMemory;
  boolean hostIsDeaf;
  private long nextAddress = 0x100000;

  BusHarness() {
    this(BusHostState.Config.DEFAULT, BusGuestState.Config.DEFAULT);
  }

  BusHarness(BusHostState.Config hostConfig, BusGuestState.Config guestConfig) {
    host = BusHostState.initial(hostConfig);
    guest = BusGuestState.initial(guestConfig);
  }

  void host(BusHostEvent event) {
    var step = BusHostMachine.on(host, event);
    host = step.next();
    host.validate();
    hostEffects.addAll(step.effects());
    step.effects().forEach(this::perform);
  }

  void guest(BusGuestEvent event) {
    var step = BusGuestMachine.on(guest, event);
    guest = step.next();
    guest.validate();
    guestEffects.addAll(step.effects());
    step.effects().forEach(this::perform);
  }

  private void perform(BusHostEffect effect) {
    if (effect instanceof BusHostEffect.Post(var bytes)) {
      toGuest.add(bytes);
      toGuestLog.add(ControlDissector.line(bytes));
    } else if (effect instanceof BusHostEffect.OpenChannel open && opensAtOnce) {
      host(
          openStatus == 0
              ? new BusHostEvent.OpenAccepted(open.channel(), open.attempt())
              : new BusHostEvent.OpenRefused(open.channel(), open.attempt(), openStatus));
    } else if (effect instanceof BusHostEffect.CloseChannel(var channel) && closesAtOnce) {
      host(new BusHostEvent.CloseDone(channel));
    } else if (effect instanceof BusHostEffect.OfferGpadl offer && takesMemoryAtOnce) {
      host(
          refusesMemory
              ? new BusHostEvent.GpadlRejected(offer.gpadl())
              : new BusHostEvent.GpadlAccepted(offer.gpadl()));
    } else if (effect instanceof BusHostEffect.ReleaseGpadl release && takesMemoryAtOnce) {
      host(new BusHostEvent.GpadlReleased(release.gpadl()));
    }
  }

  private void perform(BusGuestEffect effect) {
    if (effect instanceof BusGuestEffect.Post(var connection, var bytes)) {
      toHost.add(bytes);
      toHostLog.add(ControlDissector.line(bytes));
      connections.add(connection);
    } else if (effect instanceof BusGuestEffect.AttachDevice attach && attachesAtOnce) {
      guest(new BusGuestEvent.DeviceAttached(attach.channel()));
    } else if (effect instanceof BusGuestEffect.DetachDevice(var channel) && detachesAtOnce) {
      guest(new BusGuestEvent.DeviceDetached(channel));
    }
  }

  /** Delivers messages until both queues are empty. */
  void settle() {
    for (int i = 0; !toHost.isEmpty() || !toGuest.isEmpty(); i++) {
      if (i > 10_000) {
        throw new IllegalStateException("the two sides do not stop talking");
      }
      while (!toHost.isEmpty()) {
        var bytes = toHost.remove();
        if (!hostIsDeaf) {
          host(new BusHostEvent.Message(bytes));
        }
      }
      while (!toGuest.isEmpty()) {
        guest(new BusGuestEvent.Message(toGuest.remove()));
      }
    }
  }

  void connect() {
    guest(new BusGuestEvent.Connect());
    settle();
  }

  static ControlMessage.Offer offer(int instance, int subIndex, int channel) {
    return new ControlMessage.Offer(
        NIC,
        new UUID(1, instance),
        0,
        0,
        UserData.NONE,
        subIndex,
        new ChannelId(channel),
        -1,
        true,
        0);
  }

  /** The host's device offers a channel; returns its number. */
  ChannelId offer(int instance, int subIndex) {
    host(new BusHostEvent.OfferChannel(offer(instance, subIndex, 0)));
    settle();
    return last(hostEffects, BusHostEffect.ChannelNumbered.class).channel();
  }

  void sendOpen(ChannelId channel) {
    guest(new BusGuestEvent.OpenChannel(channel, nextAddress, 8192, 16384, 0, new byte[0]));
    nextAddress += 0x10000;
  }

  void open(ChannelId channel) {
    sendOpen(channel);
    settle();
  }

  void close(ChannelId channel) {
    guest(new BusGuestEvent.CloseChannel(channel));
    settle();
  }

  void rescind(ChannelId channel) {
    host(new BusHostEvent.RevokeChannel(channel));
    settle();
  }

  /** Lets the newest timer of the guest run out. */
  void elapse() {
    guest(
        new BusGuestEvent.TimerElapsed(
            last(guestEffects, BusGuestEffect.StartTimer.class).timer()));
    settle();
  }

  /** A message of the guest, without the guest. */
  void say(ControlMessage message) {
    host(new BusHostEvent.Message(message.encode()));
  }

  /** A message of the host, without the host. */
  void hear(ControlMessage message) {
    guest(new BusGuestEvent.Message(message.encode()));
  }

  static ControlMessage decoded(byte[] bytes) {
    return switch (ControlMessage.decode(bytes)) {
      case ControlParse.Ok(var message) -> message;
      case ControlParse other -> throw new IllegalStateException(other.toString());
    };
  }

  static <T> T last(List<?> list, Class<T> type) {
    return list.reversed().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + list));
  }

  static <T> List<T> every(List<?> list, Class<T> type) {
    return list.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The names of the messages that a log has. */
  static List<String> names(List<String> log) {
    return log.stream().map(line -> line.split(" ")[0]).toList();
  }

  List<ControlFault> guestFaults() {
    return every(guestEffects, BusGuestEffect.Ignored.class).stream()
        .map(BusGuestEffect.Ignored::fault)
        .toList();
  }

  List<ControlFault> hostFaults() {
    return every(hostEffects, BusHostEffect.Ignored.class).stream()
        .map(BusHostEffect.Ignored::fault)
        .toList();
  }
}
