package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Request;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.FlowSpec;
import io.hnswitch.lab.Rate;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Function;

/** {@code flow.*}. */
final class FlowOperations {

  private final LabState state;
  private final ChangeGate gate;
  private final Flows flows;

  FlowOperations(LabState state, ChangeGate gate, Flows flows) {
    this.state = state;
    this.gate = gate;
    this.flows = flows;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("flow.list", request -> flows.describe().map(JsonArray::new));
    handlers.put("flow.get", request -> flows.describe(request.text("id")));
    handlers.put("flow.start", this::start);
    handlers.put("flow.stop", this::stop);
  }

  private Future<JsonObject> start(Request request) {
    var flow = flow(request);
    return gate.beside(
            () ->
                flows
                    .start(flow, state.spec())
                    .onSuccess(done -> state.edit(LabState.flow(flow), Cause.of(request))))
        .compose(done -> flows.describe(flow.name()));
  }

  private FlowSpec flow(Request request) {
    var from = end(request, "from");
    var to = end(request, "to");
    int udp = (int) request.number("udp", 1, 65_535, FlowSpec.DEFAULT_UDP);
    int size =
        (int) request.number("size", FlowSpec.MIN_SIZE, FlowSpec.MAX_SIZE, FlowSpec.DEFAULT_SIZE);
    long count = request.number("count", 0, Long.MAX_VALUE, 0);
    var rate = rate(request.findText("rate").orElse(FlowSpec.DEFAULT_RATE.toString()));
    var id = request.findText("id").orElseGet(this::freeId);
    try {
      return new FlowSpec(id, from, to, udp, rate, size, count, request.flag("echo"));
    } catch (IllegalArgumentException e) {
      throw Names.invalid("", e.getMessage());
    }
  }

  private NicId end(Request request, String name) {
    return NicOperations.nic(state, request.text(name)).id();
  }

  private static Rate rate(String text) {
    try {
      return Rate.parse(text);
    } catch (IllegalArgumentException e) {
      throw Names.invalid("/rate", e.getMessage());
    }
  }

  private String freeId() {
    int number = 1;
    while (flows.names().contains("f" + number) || state.spec().flows().containsKey("f" + number)) {
      number++;
    }
    return "f" + number;
  }

  private Future<JsonObject> stop(Request request) {
    var id = request.text("id");
    if (!flows.isRunning(id)) {
      return flows.describe(id);
    }
    return gate.beside(
            () ->
                flows
                    .stop(id)
                    .onSuccess(done -> state.edit(LabState.noFlow(id), Cause.of(request))))
        .compose(done -> flows.describe(id));
  }
}
