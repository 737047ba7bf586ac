package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import java.util.List;

/** The host's part about offers, rescinds and releases. */
final class HostOffers {

  private final BusHostWork work;

  HostOffers(BusHostWork work) {
    this.work = work;
  }

  void request(HostConnection.Connected connected) {
    if (connected.offersRequested()) {
      work.ignore(ControlFault.OFFERS_REQUESTED_ALREADY, new ControlMessage.RequestOffers());
      return;
    }
    work.connection = new HostConnection.Connected(connected.version(), true);
    for (var channel : List.copyOf(work.channels.values())) {
      if (channel.state() instanceof HostChannel.State.Unoffered) {
        announce(channel.offer());
      }
    }
    work.post(new ControlMessage.AllOffersDelivered());
  }

  void offer(ControlMessage.Offer wanted) {
    var key = HostChannel.key(wanted);
    for (var channel : work.channels.values()) {
      if (channel.key().equals(key)) {
        again(channel, wanted);
        return;
      }
    }
    var id = lowestFree();
    if (!id.isUsable()) {
      work.effect(new BusHostEffect.OfferRefused(wanted));
      return;
    }
    var offer = numbered(wanted, id);
    work.effect(new BusHostEffect.ChannelNumbered(id, offer));
    if (work.connection instanceof HostConnection.Connected(_, var requested) && requested) {
      announce(offer);
    } else {
      work.put(new HostChannel(offer, new HostChannel.State.Unoffered()));
    }
  }

  private void again(HostChannel channel, ControlMessage.Offer wanted) {
    if (!(channel.state() instanceof HostChannel.State.Revoked)) {
      work.effect(new BusHostEffect.OfferRefused(wanted));
      return;
    }
    var offer = numbered(wanted, channel.offer().channel());
    work.effect(new BusHostEffect.ChannelNumbered(offer.channel(), offer));
    work.put(channel.in(new HostChannel.State.Reoffered(offer)));
  }

  void revoke(ChannelId id) {
    var channel = work.channels.get(id);
    if (channel == null) {
      work.ignore(ControlFault.UNKNOWN_CHANNEL, "revoke channel=" + id);
      return;
    }
    boolean connected = work.connection instanceof HostConnection.Connected;
    switch (channel.state()) {
      case HostChannel.State.Revoked _ -> work.ignore(ControlFault.STALE, "revoke channel=" + id);
      case HostChannel.State.Reoffered _ -> work.put(channel.in(new HostChannel.State.Revoked()));
      case HostChannel.State.Unoffered _ -> gone(id);
      case HostChannel.State.Closed _,
          HostChannel.State.Opening _,
          HostChannel.State.Open _,
          HostChannel.State.Closing _,
          HostChannel.State.ClosingReopen _ -> {
        boolean released =
            channel.state() instanceof HostChannel.State.Closing(var byGuest) && byGuest;
        if (connected && !released) {
          work.put(channel.in(new HostChannel.State.Revoked()));
          work.memory.revoked(id);
          work.post(new ControlMessage.Rescind(id));
        } else {
          gone(id);
          BusHostMachine.drain(work);
        }
      }
    }
  }

  void released(ControlMessage.RelidReleased message) {
    var id = message.channel();
    var channel = work.channels.get(id);
    if (channel == null) {
      work.ignore(ControlFault.UNKNOWN_CHANNEL, message);
      return;
    }
    switch (channel.state()) {
      case HostChannel.State.Unoffered _ -> work.ignore(ControlFault.UNKNOWN_CHANNEL, message);
      case HostChannel.State.Closed _ -> {
        work.memory.forget(id);
        work.put(channel.in(new HostChannel.State.Unoffered()));
      }
      case HostChannel.State.Closing(var released) -> {
        if (released) {
          work.ignore(ControlFault.UNKNOWN_CHANNEL, message);
        } else {
          work.put(channel.in(new HostChannel.State.Closing(true)));
        }
      }
      case HostChannel.State.Opening _,
          HostChannel.State.Open _,
          HostChannel.State.ClosingReopen _ ->
          work.ignore(ControlFault.NOT_RELEASABLE, message);
      case HostChannel.State.Revoked _ -> gone(id);
      case HostChannel.State.Reoffered(var offer) -> {
        work.memory.drop(id);
        announce(offer);
      }
    }
  }

  private void gone(ChannelId id) {
    work.memory.drop(id);
    work.channels.remove(id);
    work.effect(new BusHostEffect.ChannelGone(id));
  }

  private void announce(ControlMessage.Offer offer) {
    work.put(new HostChannel(offer, new HostChannel.State.Closed()));
    work.post(offer);
  }

  private ChannelId lowestFree() {
    int value = 1;
    for (var id : work.channels.keySet()) {
      if (id.value() != value) {
        break;
      }
      value++;
    }
    return new ChannelId(value);
  }

  private static ControlMessage.Offer numbered(ControlMessage.Offer offer, ChannelId id) {
    return new ControlMessage.Offer(
        offer.interfaceId(),
        offer.instanceId(),
        offer.flags(),
        offer.mmioMegabytes(),
        offer.userData(),
        offer.subIndex(),
        id,
        offer.monitorId(),
        true,
        id.value() | 2 << 12);
  }
}
