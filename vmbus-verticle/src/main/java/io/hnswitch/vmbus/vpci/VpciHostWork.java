package io.hnswitch.vmbus.vpci;

import java.util.ArrayList;
import java.util.List;

/** The state of the host's end of a vPCI bus while one event is worked on; lives for one step. */
final class VpciHostWork {

  private static final int MSIS_MAX = 494;
  private static final int VECTORS_MAX = 32;
  private static final int MODE_MAX = 1;
  private static final int PAGE = 4096;
  private static final long MSI_ADDRESS = 0xFEE00000L;

  final VpciHostState.Config config;
  VpciHostState.Channel channel;
  VpciHostState.Presence presence;
  private final List<Msi> interrupts;
  private int serial;
  private final List<VpciHostEffect> effects = new ArrayList<>();

  VpciHostWork(VpciHostState state) {
    config = state.config();
    channel = state.channel();
    presence = state.presence();
    interrupts = new ArrayList<>(state.interrupts());
    serial = state.serial();
  }

  VpciHostMachine.Step step() {
    return new VpciHostMachine.Step(
        new VpciHostState(config, channel, presence, interrupts, serial), effects);
  }

  void effect(VpciHostEffect effect) {
    effects.add(effect);
  }

  void ignore(VpciFault fault, String detail) {
    effects.add(new VpciHostEffect.Ignored(fault, detail));
  }

  int startTimer() {
    effects.add(new VpciHostEffect.StartTimer(++serial, config.ejectWait()));
    return serial;
  }

  void complete(VpciHostEvent.Packet packet, byte[] reply) {
    if (packet.answered()) {
      effects.add(new VpciHostEffect.Complete(packet.transaction(), reply));
    }
  }

  void badData(VpciHostEvent.Packet packet, String detail) {
    ignore(VpciFault.MALFORMED, detail);
    complete(packet, VpciReply.status(VpciStatus.BAD_DATA));
  }

  boolean isSlot(VpciHostEvent.Packet packet, int slot) {
    if (slot != 0) {
      badData(packet, "slot=" + Integer.toUnsignedString(slot));
    }
    return slot == 0;
  }

  void kill(VpciFault fault, String detail) {
    powerOff();
    channel = new VpciHostState.Channel.Dead();
    effects.add(new VpciHostEffect.KillChannel(fault, detail));
  }

  void powerOn(VpciHostState.Channel.Running running, VpciHostEvent.Packet packet, long window) {
    if (running.window() != 0 || window <= 0 || window % PAGE != 0) {
      badData(packet, "config window=" + window + ", mapped=" + running.window());
      return;
    }
    channel = new VpciHostState.Channel.Running(running.version(), window, false);
    effects.add(new VpciHostEffect.MapWindow(window));
    complete(packet, VpciReply.status(VpciStatus.OK));
  }

  /** Takes everything back that the guest has of the function. */
  void powerOff() {
    release();
    interrupts.forEach(msi -> effects.add(new VpciHostEffect.UnmapInterrupt(msi)));
    interrupts.clear();
    if (channel instanceof VpciHostState.Channel.Running(var version, var window, _)
        && window != 0) {
      channel = new VpciHostState.Channel.Running(version, 0, false);
      effects.add(new VpciHostEffect.UnmapWindow(window));
    }
  }

  void assign(
      VpciHostState.Channel.Running running,
      VpciHostEvent.Packet packet,
      VpciMessage.ResourcesAssigned message) {
    if (!isSlot(packet, message.slot())) {
      return;
    }
    // The window is the sign of power: without it the function cannot take resources.
    if (message.msis() > MSIS_MAX || running.window() == 0) {
      badData(packet, "msi count=" + message.msis() + ", window=" + running.window());
      return;
    }
    if (!running.assigned()) {
      channel = new VpciHostState.Channel.Running(running.version(), running.window(), true);
      effects.add(new VpciHostEffect.FunctionAssigned());
    }
    complete(packet, VpciReply.assigned(0));
  }

  void release() {
    if (channel instanceof VpciHostState.Channel.Running(var version, var window, var assigned)
        && assigned) {
      channel = new VpciHostState.Channel.Running(version, window, false);
      effects.add(new VpciHostEffect.FunctionReleased());
    }
  }

  void createInterrupt(VpciHostEvent.Packet packet, VpciMessage.CreateInterrupt message) {
    if (!isSlot(packet, message.slot())) {
      return;
    }
    if (message.count() < 1
        || message.count() > VECTORS_MAX
        || message.mode() > MODE_MAX
        || interrupts.size() >= MSIS_MAX) {
      badData(packet, "vector count=" + message.count() + ", mode=" + message.mode());
      return;
    }
    var msi = new Msi(message.count(), ++serial, MSI_ADDRESS | (long) message.cpu() << 12);
    interrupts.add(msi);
    effects.add(new VpciHostEffect.MapInterrupt(msi, message.vector(), message.cpu()));
    complete(packet, VpciReply.interrupt(msi));
  }

  void deleteInterrupt(VpciHostEvent.Packet packet, VpciMessage.DeleteInterrupt message) {
    if (!isSlot(packet, message.slot())) {
      return;
    }
    if (!interrupts.remove(message.msi())) {
      badData(packet, "unknown interrupt " + message.msi());
      return;
    }
    effects.add(new VpciHostEffect.UnmapInterrupt(message.msi()));
    complete(packet, VpciReply.status(VpciStatus.OK));
  }

  /** The function leaves: the hardware first, then the guest's view of the bus. */
  void gone(boolean orderly) {
    powerOff();
    presence = new VpciHostState.Presence.Gone();
    effects.add(new VpciHostEffect.RescindChannel(orderly));
  }
}
