package io.hnswitch.wire;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.Outcome;
import io.vertx.core.Future;

/** Plugs a link with a device of its own into the wire of an adapter, and out again. */
public final class WirePlug {

  private final Bus bus;
  private final String link;
  private final String adapter;

  public WirePlug(Bus bus, String link, String adapter) {
    this.bus = bus;
    this.link = link;
    this.adapter = adapter;
  }

  /**
   * From now on the adapter sends to {@link Addresses#linkFromAdapter}.
   *
   * @param peer what is at the far end, for people
   */
  public Future<Outcome.Done> connect(String peer) {
    var egress = Addresses.linkFromAdapter(link).value();
    return bus.request(
        Addresses.adapter(adapter),
        new AdapterControl.ConnectWire(link, peer, egress),
        Outcome.Done.class);
  }

  /** Nothing comes any more; an adapter that is gone already has no wire left to pull out. */
  public Future<Outcome> disconnect() {
    return bus.request(
        Addresses.adapter(adapter), new AdapterControl.DisconnectWire(link), Outcome.class);
  }
}
