package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.vertx.core.Future;
import java.util.UUID;

/** Stands for a device that has left the bus: attaches nothing, detaches at once. */
final class NobodyDevice implements BusDevice {

  @Override
  public ControlMessage.Offer offer() {
    return NicDevice.offer(new UUID(0, 0), new UUID(0, 0));
  }

  @Override
  public void numbered(ChannelId channel) {
    // Nobody offers.
  }

  @Override
  public Future<?> attach(ChannelId channel) {
    return Future.succeededFuture();
  }

  @Override
  public void rescinded(ChannelId channel) {
    // Nobody is there to hear it.
  }

  @Override
  public Future<?> detach(ChannelId channel) {
    return Future.succeededFuture();
  }

  @Override
  public Future<?> opening(ChannelId channel, ChannelEnd end, GuestMemory memory) {
    return Future.failedFuture("no device");
  }

  @Override
  public Future<?> closed(ChannelId channel) {
    return Future.succeededFuture(); // Nobody uses the rings.
  }

  @Override
  public void gone(ChannelId channel) {
    // Nobody waits.
  }

  @Override
  public void interruptHost() {
    // Nobody is there to look.
  }

  @Override
  public void interruptGuest() {
    // Nobody is there to look.
  }
}
