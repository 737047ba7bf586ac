package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Request;
import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.Explained;
import io.hnswitch.control.FrameSample;
import io.hnswitch.control.NicView;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.lab.EndpointSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.policy.Trail;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * {@code switch.explain}: goes with a frame from switch to switch, each of which says what its
 * frame path decides, until it is delivered, dropped, or leaves this node.
 */
final class ExplainOperation {

  /** Switches that a frame may cross, floods included. */
  private static final int HOPS_MAX = 64;

  private static final Future<Void> DONE = Future.succeededFuture();

  private final Bus bus;
  private final LabState state;
  private final ExplainedDoors doors;

  ExplainOperation(Bus bus, LabState state, LinkLayers links) {
    this.bus = bus;
    this.state = state;
    this.doors = new ExplainedDoors(bus, state, links);
  }

  Future<JsonObject> explain(Request request) {
    var nic = NicOperations.nic(state, request.text("nic"));
    var sample = sample(request, nic);
    var journey = new ExplainedJourney(sample.bytes());
    return doors
        .leave(nic, journey)
        .compose(left -> left.isEmpty() ? DONE : leave(nic, left.get(), sample, journey))
        .map(done -> journey.toJson());
  }

  private FrameSample sample(Request request, NicSpec nic) {
    var text = request.findText("text");
    var hex = request.findText("frame");
    if (text.isPresent() == hex.isPresent()) {
      throw Names.invalid("", "switch.explain needs text or frame");
    }
    try {
      return text.isPresent()
          ? FrameText.words(text.get(), nic.mac(), this::station)
          : FrameText.hex(hex.get());
    } catch (IllegalArgumentException e) {
      throw Names.invalid(text.isPresent() ? "/text" : "/frame", e.getMessage());
    }
  }

  private Optional<MacAddress> station(IpAddress address) {
    return state.spec().nics().values().stream()
        .filter(nic -> has(nic.endpoint(), address.toString()))
        .map(NicSpec::mac)
        .findFirst();
  }

  private static boolean has(EndpointSpec endpoint, String address) {
    return switch (endpoint) {
      case EndpointSpec.Host host ->
          host.ips().stream().anyMatch(ip -> ip.address().toString().equals(address));
      case EndpointSpec.Tap tap ->
          tap.ips().stream().anyMatch(ip -> ip.address().toString().equals(address));
      case EndpointSpec.Packet _, EndpointSpec.Qemu _, EndpointSpec.Pcap _, EndpointSpec.None _ ->
          false;
    };
  }

  private Future<Void> leave(
      NicSpec nic, NicView view, FrameSample sample, ExplainedJourney journey) {
    var vf = view.vf();
    if (view.path() == Datapath.VF && vf.isPresent()) {
      return ask(
          Addresses.adapter(vf.get().adapter()),
          new AdapterControl.ExplainFromVf(vf.get(), sample),
          "adapter " + vf.get().adapter(),
          journey);
    }
    return ask(
        Addresses.virtualSwitch(nic.switchName()),
        new SwitchControl.Explain(nic.id().toString(), sample),
        "switch " + nic.switchName(),
        journey);
  }

  private <M> Future<Void> ask(
      Address<M> address, M question, String device, ExplainedJourney journey) {
    if (++journey.hops > HOPS_MAX) {
      journey.end("unknown", device, "it crosses too many switches to be followed further");
      return DONE;
    }
    return bus.request(address, question, Explained.class)
        .compose(said -> goOn(device, said, journey));
  }

  private Future<Void> goOn(String device, Explained said, ExplainedJourney journey) {
    var dropped = false;
    for (Trail.Step step : said.steps()) {
      if (step.check().equals("dropped")) {
        journey.end("dropped", step.where(), step.verdict());
        dropped = true;
      } else {
        journey.step(step.where(), step.check(), step.verdict());
      }
    }
    if (said.ways().isEmpty() && !dropped) {
      journey.end("filtered", device, "nobody there accepts it");
    }
    var all = DONE;
    for (var way : said.ways()) {
      var sample = new FrameSample(journey.bytes, way.tag());
      all =
          all.compose(
              before ->
                  device.startsWith("adapter ")
                      ? fromAdapter(device.substring("adapter ".length()), way, sample, journey)
                      : fromSwitch(way, sample, journey));
    }
    return all;
  }

  private Future<Void> fromSwitch(Explained.Way way, FrameSample sample, ExplainedJourney journey) {
    if (way.to().indexOf(':') < 0) {
      return ask(
          Addresses.adapter(way.to()),
          new AdapterControl.ExplainFromUplink(sample),
          "adapter " + way.to(),
          journey);
    }
    return doors.enter(NicId.parse(way.to()), "by its VMBus channel", way.tag(), journey);
  }

  private Future<Void> fromAdapter(
      String adapter, Explained.Way way, FrameSample sample, ExplainedJourney journey) {
    return bus.request(Addresses.adapter(adapter), new AdapterControl.Describe(), AdapterView.class)
        .compose(
            view ->
                switch (way.to()) {
                  case "uplink" ->
                      ask(
                          Addresses.virtualSwitch(view.virtualSwitch()),
                          new SwitchControl.Explain(adapter, sample),
                          "switch " + view.virtualSwitch(),
                          journey);
                  case "wire" -> byWire(view, sample, journey);
                  default -> toVf(view, way, journey);
                });
  }

  private Future<Void> byWire(AdapterView view, FrameSample sample, ExplainedJourney journey) {
    var wire = view.wire();
    var peer = wire.map(AdapterView.Wire::peer).orElse("");
    if (state.here().adapters().containsKey(peer)) {
      var link = wire.get().link();
      journey.step("link " + link, "wire", "to adapter " + peer);
      if (!doors.passes(link, view.id(), journey)) {
        return DONE;
      }
      return ask(
          Addresses.adapter(peer),
          new AdapterControl.ExplainFromWire(sample),
          "adapter " + peer,
          journey);
    }
    journey.end(
        "leaves",
        "adapter " + view.id(),
        wire.isPresent() ? "by link " + wire.get().link() + " to " + peer : "by its wire");
    return DONE;
  }

  private Future<Void> toVf(AdapterView view, Explained.Way way, ExplainedJourney journey) {
    var vf = view.id() + "/" + way.to();
    return view.slots().stream()
        .filter(slot -> slot.vf().toString().equals(vf))
        .findFirst()
        .map(slot -> doors.enter(slot.nic(), "by its VF " + vf, way.tag(), journey))
        .orElse(DONE);
  }
}
