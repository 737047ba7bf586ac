package io.hnswitch.wire.packet;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.hnswitch.endpoint.InterfacePort;
import io.hnswitch.endpoint.NativeLoop;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.lab.InterfaceSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.metrics.Reading;
import io.hnswitch.wire.WirePlug;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A link whose far end is an interface of the system: the wire of one adapter. What it sends is
 * delivered, what comes has entered the lab.
 *
 * <p>Events: {@code hnswitch.link.down}, with {@code remote} and {@code reason}, when nothing gets
 * through the interface any more, and {@code hnswitch.link.up}, with {@code remote}, when it does
 * again.
 */
public final class PacketLinkVerticle extends DeviceVerticle implements InterfacePort.Owner {

  private static final int BURSTS = 32;

  private final LinkSpec link;
  private final InterfaceSpec device;
  private final String adapter;
  private WirePlug plug;
  private Bus.FrameSender toAdapter;
  private InterfacePort port;

  /**
   * @param device the far end of the link
   */
  public PacketLinkVerticle(Lab lab, LinkSpec link, InterfaceSpec device) {
    super(lab, "link " + link.name());
    this.link = link;
    this.device = device;
    this.adapter = link.endpoints().getFirst();
  }

  @Override
  protected Future<?> begin() {
    var missing = NativeLoop.missing(lab().loop(), "link " + link.name());
    if (missing.isPresent()) {
      return Future.failedFuture(missing.get());
    }
    plug = new WirePlug(bus(), link.name(), adapter);
    toAdapter = sender(Addresses.adapterFromWire(adapter));
    var home = new InterfacePort.Home(lab(), ledger(), deviceContext(), executor(), timers());
    var witness = lab().captures().wire(adapter).witness(ledger().device());
    port = new InterfacePort(home, witness, device.name(), device.netns(), BURSTS, this);
    serve(Addresses.link(link.name()), this::serve);
    onFrames(Addresses.linkFromAdapter(link.name()), port::write);
    return port.open()
        .compose(there -> plug.connect(device.name()))
        .recover(cause -> port.close().transform(down -> Future.failedFuture(cause)));
  }

  @Override
  protected Future<?> end() {
    return plug.disconnect().transform(done -> settle()).transform(done -> port.close());
  }

  @Override
  public void received(FrameBurst burst) {
    toAdapter.send(burst);
  }

  @Override
  public void down(String reason) {
    bus()
        .publish(
            "hnswitch.link.down",
            link.name(),
            Map.of("remote", device.toString(), "reason", reason));
  }

  @Override
  public void up() {
    bus().publish("hnswitch.link.up", link.name(), Map.of("remote", device.toString()));
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(
        new Reading.Outside(
            link.name(),
            adapter,
            port.reason().isEmpty(),
            port.sent(),
            port.received(),
            port.counters()));
  }

  private Future<?> serve(LinkControl request) {
    return switch (request) {
      case LinkControl.Describe _ -> Future.succeededFuture(view());
    };
  }

  private LinkView view() {
    return new LinkView(
        link.name(),
        link.endpoints(),
        port.reason().isEmpty() ? LinkView.UP : LinkView.DOWN,
        port.reason(),
        List.of(
            way(adapter, device.name(), port.sent(), port::sentDropped),
            way(device.name(), adapter, port.received(), port::receivedDropped)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new LinkView.Packet(device.name(), device.netns(), port.counters())));
  }

  private static LinkView.Way way(
      String from, String to, Reading.Traffic traffic, ToLongFunction<DropReason> dropped) {
    var reasons = new EnumMap<DropReason, Long>(DropReason.class);
    for (var reason : DropReason.values()) {
      reasons.put(reason, dropped.applyAsLong(reason));
    }
    return new LinkView.Way(from, to, traffic.frames(), traffic.bytes(), reasons);
  }
}
