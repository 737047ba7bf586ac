package io.hnswitch.vmbus;

import io.hnswitch.bus.Bus;
import io.hnswitch.control.Outcome;
import io.hnswitch.id.NicId;
import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.UserData;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * A synthetic NIC on the bus: its driver is an hn, its device a netvsp; both are told by message.
 */
final class NicDevice implements BusDevice {

  /** How long an end of a channel may be busy with something else before it counts as gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Class of network devices. */
  static final UUID CLASS = UUID.fromString("f8615163-df3e-46c5-913f-f2d2f965ed0e");

  private final Bus bus;
  private final NicId nic;

  NicDevice(Bus bus, NicId nic) {
    this.bus = bus;
    this.nic = nic;
  }

  NicId nic() {
    return nic;
  }

  /** Stable for a NIC, as the instance ids of a virtual machine are. */
  static UUID instance(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ControlMessage.Offer offer() {
    return offer(CLASS, instance("nic " + nic));
  }

  static ControlMessage.Offer offer(UUID deviceClass, UUID instance) {
    return new ControlMessage.Offer(
        deviceClass, instance, 0, 0, UserData.NONE, 0, new ChannelId(0), -1, true, 0);
  }

  private void tellDriver(VmbusControl.DriverEvent event) {
    bus.send(VmbusAddresses.guestDriver(nic), event);
  }

  private void tellDevice(VmbusControl.DeviceEvent event) {
    bus.send(VmbusAddresses.hostDevice(nic), event);
  }

  @Override
  public void numbered(ChannelId channel) {
    // Who offers is answered with the number.
  }

  @Override
  public Future<?> attach(ChannelId channel) {
    tellDriver(new VmbusControl.DriverEvent.ChannelOffered(channel));
    return Future.succeededFuture();
  }

  @Override
  public void rescinded(ChannelId channel) {
    tellDriver(new VmbusControl.DriverEvent.ChannelRescinded(channel));
  }

  @Override
  public Future<?> detach(ChannelId channel) {
    // The rings are freed next: not before the driver, which may be slow, has let go of them.
    return bus.request(
        VmbusAddresses.guestDriver(nic),
        new VmbusControl.DriverEvent.LetGo(channel),
        Outcome.class,
        PATIENCE);
  }

  @Override
  public Future<?> opening(ChannelId channel, ChannelEnd end, GuestMemory memory) {
    return bus.request(
        VmbusAddresses.hostDevice(nic),
        new VmbusControl.DeviceEvent.Opening(channel, end, memory),
        Outcome.Done.class);
  }

  @Override
  public Future<?> closed(ChannelId channel) {
    return bus.request(
        VmbusAddresses.hostDevice(nic),
        new VmbusControl.DeviceEvent.Closed(channel),
        Outcome.class,
        PATIENCE);
  }

  @Override
  public void gone(ChannelId channel) {
    // The device asked for it and waits for nothing.
  }

  @Override
  public void interruptHost() {
    tellDevice(HOST);
  }

  @Override
  public void interruptGuest() {
    tellDriver(GUEST);
  }

  private static final VmbusControl.DeviceEvent HOST = new VmbusControl.DeviceEvent.Interrupt();
  private static final VmbusControl.DriverEvent GUEST = new VmbusControl.DriverEvent.Interrupt();
}
