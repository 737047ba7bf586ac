package io.hnswitch.wire;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.lab.LinkSpec;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A link between two adapters of this node. It tells each where the other takes frames and is not
 * on their way: they hand them to each other.
 */
public final class LocalLinkVerticle extends DeviceVerticle {

  private final LinkSpec link;
  private final String first;
  private final String last;

  public LocalLinkVerticle(Lab lab, LinkSpec link) {
    super(lab, "link " + link.name());
    this.link = link;
    this.first = link.endpoints().getFirst();
    this.last = link.endpoints().getLast();
  }

  @Override
  protected Future<?> begin() {
    serve(Addresses.link(link.name()), this::serve);
    return connect(first, last)
        .compose(
            done ->
                connect(last, first)
                    .recover(
                        cause ->
                            disconnect(first).transform(undone -> Future.failedFuture(cause))));
  }

  @Override
  protected Future<?> end() {
    // An adapter that is gone already has no wire left to pull out.
    return Future.join(disconnect(first), disconnect(last)).otherwiseEmpty();
  }

  private Future<Outcome.Done> connect(String adapter, String peer) {
    var egress = Addresses.adapterFromWire(peer).value();
    return bus()
        .request(
            Addresses.adapter(adapter),
            new AdapterControl.ConnectWire(link.name(), peer, egress),
            Outcome.Done.class);
  }

  private Future<Outcome> disconnect(String adapter) {
    return bus()
        .request(
            Addresses.adapter(adapter),
            new AdapterControl.DisconnectWire(link.name()),
            Outcome.class);
  }

  private Future<?> serve(LinkControl request) {
    return switch (request) {
      case LinkControl.Describe ignored ->
          describe(first).compose(one -> describe(last).map(other -> view(one, other)));
    };
  }

  /** The end at an adapter, or nothing when the adapter does not answer or has another wire. */
  private Future<Optional<AdapterView.Wire>> describe(String adapter) {
    return bus()
        .request(Addresses.adapter(adapter), new AdapterControl.Describe(), AdapterView.class)
        .map(view -> view.wire().filter(wire -> wire.link().equals(link.name())))
        .otherwise(Optional.empty());
  }

  private LinkView view(Optional<AdapterView.Wire> one, Optional<AdapterView.Wire> other) {
    var missing =
        one.isEmpty() ? Optional.of(first) : Optional.of(last).filter(end -> other.isEmpty());
    return new LinkView(
        link.name(),
        link.endpoints(),
        missing.isEmpty() ? LinkView.UP : LinkView.DOWN,
        missing.map(adapter -> adapter + " does not have it"),
        List.of(way(first, last, one), way(last, first, other)),
        Optional.empty());
  }

  private static LinkView.Way way(String from, String to, Optional<AdapterView.Wire> end) {
    Map<String, Long> counters = end.map(AdapterView.Wire::counters).orElse(Map.of());
    return new LinkView.Way(
        from,
        to,
        counters.getOrDefault("tx-frames", 0L),
        counters.getOrDefault("tx-bytes", 0L),
        Map.of(DropReason.CREDIT_EXHAUSTED, counters.getOrDefault("credit-drops", 0L)));
  }
}
