package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import java.util.List;

/** The guest's part about offers, drivers and rescinds. */
final class GuestDevices {

  private final BusGuestWork work;

  GuestDevices(BusGuestWork work) {
    this.work = work;
  }

  void offered(ControlMessage.Offer offer) {
    var id = offer.channel();
    if (!id.isUsable()) {
      refuse(ControlFault.BAD_CHANNEL_ID, offer);
      return;
    }
    if (work.channels.containsKey(id)) {
      // Releasing the number would take the live channel away from its driver.
      work.ignore(ControlFault.CHANNEL_ID_IN_USE, offer);
      return;
    }
    boolean hasPrimary = false;
    boolean hasSame = false;
    for (var channel : work.channels.values()) {
      if (!channel.revoked() && channel.isSameDevice(offer)) {
        hasPrimary |= channel.isPrimary();
        hasSame |= channel.offer().subIndex() == offer.subIndex();
      }
    }
    if (offer.subIndex() == 0 && hasSame) {
      refuse(ControlFault.DUPLICATE_PRIMARY, offer);
    } else if (offer.subIndex() != 0 && (!hasPrimary || hasSame)) {
      refuse(ControlFault.ORPHAN_SUBCHANNEL, offer);
    } else {
      work.put(
          new GuestChannel(
              offer, GuestChannel.Device.ATTACHING, false, new GuestChannel.Rings.Closed()));
      work.effect(new BusGuestEffect.AttachDevice(id, offer));
    }
  }

  private void refuse(ControlFault fault, ControlMessage.Offer offer) {
    work.ignore(fault, offer);
    work.post(new ControlMessage.RelidReleased(offer.channel()));
  }

  void allOffered(ControlMessage.AllOffersDelivered message) {
    if (work.connection
        instanceof GuestConnection.Connected(var version, var connection, var scan)) {
      if (scan != GuestConnection.Scan.RUNNING) {
        work.ignore(ControlFault.STALE, message);
        return;
      }
      work.connection =
          new GuestConnection.Connected(version, connection, GuestConnection.Scan.ATTACHING);
      scanned();
    }
  }

  private void scanned() {
    if (work.connection instanceof GuestConnection.Connected(var version, var connection, var scan)
        && scan == GuestConnection.Scan.ATTACHING
        && work.channels.values().stream()
            .noneMatch(channel -> channel.device() == GuestChannel.Device.ATTACHING)) {
      work.connection =
          new GuestConnection.Connected(version, connection, GuestConnection.Scan.DONE);
      work.effect(new BusGuestEffect.ScanCompleted());
    }
  }

  void attached(ChannelId id) {
    var channel = work.channels.get(id);
    if (channel == null || channel.device() != GuestChannel.Device.ATTACHING) {
      work.ignore(ControlFault.STALE, "attached channel=" + id);
      return;
    }
    work.put(channel.with(GuestChannel.Device.ATTACHED));
    scanned();
    detachRevoked();
  }

  void rescinded(ControlMessage.Rescind message) {
    var id = message.channel();
    var channel = work.channels.get(id);
    if (channel == null || channel.revoked()) {
      work.ignore(ControlFault.UNKNOWN_CHANNEL, message);
      return;
    }
    work.put(channel.asRevoked());
    // Revoked must be visible before anybody wakes up, or a waiter may send again.
    work.effect(new BusGuestEffect.ChannelRescinded(id));
    work.opens.abort(id, OpenFault.REVOKED);
    work.shares.revoked(id);
    detachRevoked();
    release(id);
  }

  /** Starts every detach that is due: a primary's after those of its sub-channels. */
  private void detachRevoked() {
    for (var channel : List.copyOf(work.channels.values())) {
      if (channel.revoked()
          && channel.device() == GuestChannel.Device.ATTACHED
          && !waitsForSubchannels(channel)) {
        work.put(channel.with(GuestChannel.Device.DETACHING));
        work.effect(new BusGuestEffect.DetachDevice(channel.offer().channel()));
      }
    }
  }

  private boolean waitsForSubchannels(GuestChannel channel) {
    return channel.isPrimary()
        && work.channels.values().stream()
            .anyMatch(
                sub ->
                    !sub.isPrimary()
                        && sub.isSameDevice(channel.offer())
                        && (sub.device() == GuestChannel.Device.ATTACHING
                            || sub.device() == GuestChannel.Device.DETACHING
                            || (sub.revoked() && sub.device() == GuestChannel.Device.ATTACHED)));
  }

  void detached(ChannelId id) {
    var channel = work.channels.get(id);
    if (channel == null || channel.device() == GuestChannel.Device.DETACHED) {
      work.ignore(ControlFault.STALE, "detached channel=" + id);
      return;
    }
    if (work.connection instanceof GuestConnection.Unloading) {
      work.put(channel.with(GuestChannel.Device.DETACHED));
      return;
    }
    work.put(channel.with(GuestChannel.Device.DETACHED));
    work.opens.close(id);
    work.opens.abort(id, OpenFault.ABANDONED);
    work.shares.unshareAll(id);
    detachRevoked();
    release(id);
  }

  /** Sends the last message about a channel when nothing is left of it. */
  void release(ChannelId id) {
    var channel = work.channels.get(id);
    if (channel == null
        || !channel.revoked()
        || channel.device() != GuestChannel.Device.DETACHED
        || !(channel.rings() instanceof GuestChannel.Rings.Closed)
        || work.shares.hasAny(id)) {
      return;
    }
    work.channels.remove(id);
    work.post(new ControlMessage.RelidReleased(id));
    work.effect(new BusGuestEffect.ChannelFreed(id));
  }
}
