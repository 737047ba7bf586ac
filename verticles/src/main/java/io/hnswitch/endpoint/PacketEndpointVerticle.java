package io.hnswitch.endpoint;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.metrics.Reading;
import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An endpoint that is an interface of the system: what is behind it is the guest's network stack.
 * See {@link InterfacePort}.
 *
 * <p>Events: {@code hnswitch.endpoint.disconnected}, with {@code reason}, when nothing gets through
 * it any more, and {@code hnswitch.endpoint.connected}, with {@code remote}, when it does again.
 */
public final class PacketEndpointVerticle extends DeviceVerticle implements InterfacePort.Owner {

  private static final String KIND = "packet";
  private static final int BURSTS = 16;

  private final NicId nic;
  private final String name;
  private final String netns;
  private final long mac;
  private Bus.FrameSender below;
  private Arrivals arrivals;
  private InterfacePort port;

  /**
   * @param mac the NIC's
   * @param name the interface
   * @param netns the network namespace it is in; empty for that of this process
   */
  public PacketEndpointVerticle(Lab lab, NicId nic, MacAddress mac, String name, String netns) {
    super(lab, "endpoint " + nic);
    this.nic = nic;
    this.name = name;
    this.netns = netns;
    this.mac = mac.value();
  }

  @Override
  protected Future<?> begin() {
    var missing = NativeLoop.missing(lab().loop(), KIND + " endpoint of " + nic);
    if (missing.isPresent()) {
      return Future.failedFuture(missing.get());
    }
    below = sender(Addresses.nicTransmit(nic));
    arrivals = lab().ledger().newArrivals();
    var home = new InterfacePort.Home(lab(), ledger(), deviceContext(), executor(), timers());
    var witness = lab().captures().point(nic).witness(ledger().device());
    port =
        new InterfacePort(home, witness, false, name, netns, BURSTS, this, arrivals::arrived, mac);
    serve(Addresses.endpoint(nic), this::on);
    onFrames(Addresses.endpointReceive(nic), port::write);
    return port.open().recover(cause -> port.close().transform(down -> Future.failedFuture(cause)));
  }

  @Override
  protected Future<?> end() {
    return port.close();
  }

  private Future<?> on(EndpointControl message) {
    return DescriptorEndpoints.answer(message, KIND, nic, port.pool(), this::view);
  }

  @Override
  public void received(FrameBurst burst) {
    below.send(burst);
  }

  @Override
  public void down(String reason) {
    bus().publish("hnswitch.endpoint.disconnected", nic.toString(), Map.of("reason", reason));
  }

  @Override
  public void up() {
    bus().publish("hnswitch.endpoint.connected", nic.toString(), Map.of("remote", name));
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(new Reading.Endpoint(nic.toString(), KIND, view().counters()));
  }

  private EndpointView view() {
    var settings = new TreeMap<String, String>();
    settings.put("interface", name);
    settings.put("netns", netns);
    settings.put("link", port.reason().isEmpty() ? "up" : "down");
    port.reason().ifPresent(reason -> settings.put("reason", reason));
    return new EndpointView(nic, KIND, settings, arrivals.sums(), port.counters());
  }
}
