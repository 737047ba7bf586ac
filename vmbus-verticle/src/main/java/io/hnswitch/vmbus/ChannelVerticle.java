package io.hnswitch.vmbus;

import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * An open VMBus channel: two rings in the guest's memory, and the interrupts between the ends. The
 * ends read and write the rings themselves, as they do with real shared memory; who has to look at
 * them is told here.
 */
final class ChannelVerticle extends DeviceVerticle {

  private final String guest;
  private final ChannelId channel;
  private final RingPair rings;
  private final Runnable interruptHost;
  private final Runnable interruptGuest;
  private final List<ChannelEnd> ends = new ArrayList<>();
  private long toHost;
  private long toGuest;

  ChannelVerticle(
      Lab lab,
      String guest,
      ChannelId channel,
      RingPair rings,
      Runnable interruptHost,
      Runnable interruptGuest) {
    super(lab, "channel " + guest + "." + channel);
    this.guest = guest;
    this.channel = channel;
    this.rings = rings;
    this.interruptHost = interruptHost;
    this.interruptGuest = interruptGuest;
  }

  @Override
  protected Future<?> begin() {
    serve(VmbusAddresses.channel(guest, channel), this::on);
    return DONE;
  }

  private Future<?> on(ChannelControl message) {
    switch (message) {
      case ChannelControl.InterruptHost _ -> {
        toHost++;
        interruptHost.run();
      }
      case ChannelControl.InterruptGuest _ -> {
        toGuest++;
        interruptGuest.run();
      }
    }
    return null;
  }

  /** The end of the guest: writes the first ring, reads the second. */
  ChannelEnd guestEnd() {
    return end(
        rings.receiveAddress(),
        rings.receiveBytes(),
        rings.transmitAddress(),
        rings.transmitBytes(),
        ChannelControl.INTERRUPT_HOST);
  }

  /** The end of the host: reads the first ring, writes the second. */
  ChannelEnd hostEnd() {
    return end(
        rings.transmitAddress(),
        rings.transmitBytes(),
        rings.receiveAddress(),
        rings.receiveBytes(),
        ChannelControl.INTERRUPT_GUEST);
  }

  private ChannelEnd end(long in, long inBytes, long out, long outBytes, ChannelControl interrupt) {
    var memory = lab().memory();
    var address = VmbusAddresses.channel(guest, channel);
    var end =
        new ChannelEnd(
            new RingReader(Ring.at(memory, in, inBytes)),
            new RingWriter(Ring.at(memory, out, outBytes)),
            () -> bus().send(address, interrupt));
    ends.add(end);
    return end;
  }

  /** The rings are freed: whoever got an end and has not closed it cannot use it any more. */
  void closeEnds() {
    ends.forEach(ChannelEnd::close);
  }

  /** Interrupts so far, both ways. */
  long interrupts() {
    return toHost + toGuest;
  }
}
