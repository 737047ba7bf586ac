package io.hnswitch.console;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Bus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Operations that are not the lab's: answered on the console's context. */
final class OwnOperations {

  private final BusGateway gateway;
  private final EventGateway events;
  private final List<Bus.Registration> registrations = new ArrayList<>();

  OwnOperations(BusGateway gateway, EventGateway events) {
    this.gateway = gateway;
    this.events = events;
  }

  /**
   * Begins to answer an operation, on the caller's context.
   *
   * @param handler gives the {@code data}; it gets no request with members that the operation does
   *     not take
   */
  void serve(String name, Function<BusGateway.Call, Future<Object>> handler) {
    var operation = Operations.get(name);
    registrations.add(
        gateway.serve(
            operation,
            call -> {
              requireKnown(operation, call);
              return handler.apply(call).map(events::answer);
            }));
  }

  private static void requireKnown(Operation operation, BusGateway.Call call) {
    var known = operation.parameters().stream().map(Parameter::name).toList();
    for (var member : call.body().fieldNames()) {
      if (!known.contains(member)) {
        throw invalid(member, operation.name() + " takes no \"" + member + "\"");
      }
    }
  }

  /** The refusal of a member. */
  static RuntimeException invalid(String name, String detail) {
    var error = new Problem.Error("/" + name, detail, "", 0, 0);
    return Problem.of(ProblemCode.INVALID_VALUE, detail, List.of(error)).exception();
  }

  /** Answers no more. */
  Future<?> close() {
    return Future.join(registrations.stream().map(Bus.Registration::unregister).toList());
  }
}
