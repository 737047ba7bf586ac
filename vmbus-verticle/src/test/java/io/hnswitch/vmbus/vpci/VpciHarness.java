package io.hnswitch.vmbus.vpci;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The guest's end of a vPCI bus, alone or with the host's. Alone, {@link #sent} is what it says;
 * with a host, messages travel until both are silent.
 */
final class VpciHarness {

  static final FunctionDescriptor VF =
      new FunctionDescriptor(0x15b3, 0x1018, 0x80, 0x020000, 0x00801414, 0, 7);
  static final List<Integer> BARS = List.of(0xfff00000 | 0xc, -1, 0, 0, 0, 0);
  static final long WINDOW = 0x2000;

  VpciGuestState guest =
      VpciGuestState.initial(
          new VpciGuestState.Config(VpciVersion.FREEBSD, WINDOW, Duration.ofSeconds(10)));
  VpciHostState host;
  final List<VpciGuestEffect> guestEffects = new ArrayList<>();
  final List<VpciHostEffect> hostEffects = new ArrayList<>();
  final List<VpciMessage> sent = new ArrayList<>();
  final Deque<VpciGuestEffect.Send> toHost = new ArrayDeque<>();
  boolean relationsAtOnce = true;
  boolean detachesAtOnce = true;
  boolean channelDead;

  VpciHarness() {
    this(List.of(VpciVersion.values()));
  }

  VpciHarness(List<VpciVersion> hostVersions) {
    host =
        VpciHostState.initial(
            new VpciHostState.Config(hostVersions, VF, BARS, VpciHostState.Config.EJECT_WAIT));
  }

  static FunctionDescriptor function(int slot, int serial) {
    return new FunctionDescriptor(0x15b3, 0x1018, 0, 0x020000, 0, slot, serial);
  }

  void guest(VpciGuestEvent event) {
    var step = VpciGuestMachine.on(guest, event);
    guest = step.next();
    guest.validate();
    guestEffects.addAll(step.effects());
    for (var effect : step.effects()) {
      if (effect instanceof VpciGuestEffect.Send send) {
        toHost.add(send);
        sent.add(decoded(send.payload()));
      }
    }
    for (var effect : step.effects()) {
      if (effect instanceof VpciGuestEffect.ScheduleRelations && relationsAtOnce) {
        guest(new VpciGuestEvent.RelationsDue());
      } else if (effect instanceof VpciGuestEffect.DetachFunction(var slot, _) && detachesAtOnce) {
        guest(new VpciGuestEvent.FunctionDetached(slot));
      }
    }
  }

  void host(VpciHostEvent event) {
    var step = VpciHostMachine.on(host, event);
    host = step.next();
    hostEffects.addAll(step.effects());
    for (var effect : step.effects()) {
      switch (effect) {
        case VpciHostEffect.Send(var payload) -> hear(payload);
        case VpciHostEffect.Complete(var transaction, var payload) ->
            guest(new VpciGuestEvent.Completion(transaction, padded(payload)));
        case VpciHostEffect.RescindChannel _ -> guest(new VpciGuestEvent.Revoked());
        case VpciHostEffect other -> {
          // Seen in the list.
        }
      }
    }
  }

  /** Attaches with the host until both are silent. */
  void attach() {
    host(new VpciHostEvent.ChannelOpened());
    guest(new VpciGuestEvent.Attach());
    settle();
  }

  void settle() {
    while (!toHost.isEmpty()) {
      var send = toHost.remove();
      host(
          new VpciHostEvent.Packet(
              send.transaction(), send.transaction() != 0, padded(send.payload())));
    }
  }

  /** As the ring does it: lengths are multiples of 8. */
  static byte[] padded(byte[] bytes) {
    return Arrays.copyOf(bytes, (bytes.length + 7) & -8);
  }

  void hear(byte[] payload) {
    guest(new VpciGuestEvent.Message(padded(payload)));
  }

  void hear(VpciMessage message) {
    hear(message.encode());
  }

  void list(FunctionDescriptor... functions) {
    hear(new VpciMessage.BusRelations(false, List.of(functions)));
  }

  /** Completes what the guest asked last. */
  void answer(byte[] reply) {
    var asked = guest.asked().orElseThrow(() -> new AssertionError("nothing is asked"));
    guest(new VpciGuestEvent.Completion(asked.transaction(), padded(reply)));
  }

  /** Answers everything well, as long as something is asked. */
  void answerAll() {
    while (guest.asked().isPresent()) {
      answer(
          guest.asked().get().what() instanceof VpciGuestState.What.Resources
              ? VpciReply.resources(BARS)
              : VpciReply.status(VpciStatus.OK));
    }
  }

  /** A guest without a host that is installed with these functions. */
  void install(FunctionDescriptor... functions) {
    guest(new VpciGuestEvent.Attach());
    answer(VpciReply.status(VpciStatus.OK));
    list(functions);
    answerAll();
    if (!(guest.phase() instanceof VpciGuestState.Phase.Installed)) {
      throw new AssertionError("not installed: " + guest);
    }
    forget();
  }

  void forget() {
    guestEffects.clear();
    sent.clear();
  }

  long count(Class<?> type) {
    return guestEffects.stream().filter(type::isInstance).count();
  }

  <T> List<T> every(Class<T> type) {
    return guestEffects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T> List<T> everyOfHost(Class<T> type) {
    return hostEffects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends VpciMessage> List<T> said(Class<T> type) {
    return sent.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<VpciFault> faults() {
    return every(VpciGuestEffect.Ignored.class).stream()
        .map(VpciGuestEffect.Ignored::fault)
        .toList();
  }

  static VpciMessage decoded(byte[] payload) {
    return switch (VpciMessage.decode(padded(payload))) {
      case VpciParse.Ok(var message) -> message;
      case VpciParse other -> throw new AssertionError(other.toString());
    };
  }
}
