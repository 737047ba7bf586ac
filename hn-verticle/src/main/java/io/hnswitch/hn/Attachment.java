package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.time.Retry;
import io.hnswitch.time.Timers;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether an hn has its channel and a session on it: who waits for that, what pairing knows of it,
 * and when a session that failed is tried again.
 */
final class Attachment {

  /**
   * A FreeBSD hn(4) whose session fails stays without its channel until it is detached (reference
   * C16); here a host that was only silent for a while gets its guest back.
   */
  private static final Duration FIRST = Duration.ofMillis(500);

  private static final Duration MOST = Duration.ofSeconds(30);

  private final Bus bus;
  private final NicId nic;
  private final MacAddress mac;
  private final NicInterface face;
  private final Consumer<ChannelId> open;
  private final Retry retry;
  private Optional<ChannelId> channel = Optional.empty();
  private Promise<Outcome> ready = Promise.promise();
  private boolean attached;
  private boolean sessionLost;
  private boolean ending;

  /**
   * @param open opens a channel for a session
   */
  Attachment(
      Bus bus,
      NicId nic,
      MacAddress mac,
      NicInterface face,
      Timers timers,
      Consumer<ChannelId> open) {
    this.bus = bus;
    this.nic = nic;
    this.mac = mac;
    this.face = face;
    this.open = open;
    this.retry = new Retry(timers, FIRST, MOST, this::open);
  }

  /** The channel that is offered. */
  Optional<ChannelId> channel() {
    return channel;
  }

  /** Whether pairing has heard of this NIC. */
  boolean isAttached() {
    return attached;
  }

  /** Done with the first session; refused when it failed. */
  Future<Outcome> whenReady() {
    return ready.future();
  }

  void offered(ChannelId offered) {
    channel = Optional.of(offered);
    open();
  }

  void rescinded() {
    channel = Optional.empty();
    retry.cancel();
  }

  private void open() {
    retry.cancel();
    if (ready.future().isComplete() && !attached) {
      ready = Promise.promise();
    }
    if (!ending) {
      channel.ifPresent(open);
    }
  }

  /** A session is there. */
  void sessionReady() {
    retry.succeeded();
    if (sessionLost) {
      sessionLost = false;
      bus.send(Addresses.pairing(), new PairingControl.SyntheticAttached(nic));
    }
  }

  /** Tells pairing, the first time. */
  void announce() {
    if (attached) {
      return;
    }
    attached = true;
    bus.request(
            Addresses.pairing(),
            new PairingControl.NicAttached(nic, mac, face.isUp(), face.mtu()),
            Outcome.class)
        .otherwise(Outcome.DONE)
        .onSuccess(ready::tryComplete);
  }

  /**
   * A session ended by itself, or was not made.
   *
   * @return the refusal for whoever waits for one
   */
  Outcome sessionFailed(String reason) {
    if (attached && !ending) {
      sessionLost = true;
      bus.send(Addresses.pairing(), new PairingControl.SyntheticDetached(nic));
    }
    bus.publish(new LabEvent("hnswitch.nic.failed", nic.toString(), Map.of("reason", reason)));
    var refused = Outcome.refused(Refusal.DEVICE_FAILED, nic + ": " + reason);
    refuse(refused);
    return refused;
  }

  /** After a failure, as long as the channel is offered. */
  void tryAgain() {
    if (channel.isPresent() && !ending) {
      retry.failed();
    }
  }

  /** Whoever waits for the first session waits for nothing. */
  void refuse(Outcome refused) {
    ready.tryComplete(refused);
  }

  /** Whether hn goes away. */
  boolean isEnding() {
    return ending;
  }

  /** hn goes away: no session is made any more. */
  void ending() {
    ending = true;
    retry.cancel();
  }
}
