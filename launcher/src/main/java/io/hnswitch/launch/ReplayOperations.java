package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.Outcome;
import io.hnswitch.lab.EndpointSpec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Function;

/** {@code replay.*}. */
final class ReplayOperations {

  private final Bus bus;
  private final LabState state;

  ReplayOperations(Bus bus, LabState state) {
    this.bus = bus;
    this.state = state;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("replay.start", request -> ask(request, new EndpointControl.StartReplay()));
    handlers.put("replay.stop", request -> ask(request, new EndpointControl.StopReplay()));
  }

  private Future<JsonObject> ask(Request request, EndpointControl message) {
    var nic = NicOperations.nic(state, request.text("nic"));
    if (!(nic.endpoint() instanceof EndpointSpec.Pcap)) {
      throw Problem.of(ProblemCode.NOT_SUPPORTED, nic.id() + " has no endpoint that replays a file")
          .exception();
    }
    var endpoint = Addresses.endpoint(nic.id());
    return bus.request(endpoint, message, Outcome.Done.class)
        .compose(done -> bus.request(endpoint, new EndpointControl.Describe(), EndpointView.class))
        .map(ViewJson::object);
  }
}
