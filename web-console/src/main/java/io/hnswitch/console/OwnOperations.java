package io.hnswitch.console;

import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.hnswitch.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Operations that the console serves itself; it refuses members that they do not take. */
final class OwnOperations {

  private final BusGateway gateway;
  private final EventGateway events;
  private final List<Bus.Registration> registrations = new ArrayList<>();

  OwnOperations(BusGateway gateway, EventGateway events) {
    this.gateway = gateway;
    this.events = events;
  }

  /** Begins to answer one, on the caller's context. */
  void serve(String name, Function<BusGateway.Call, Future<Object>> handler) {
    var operation = Operations.get(name);
    var known = operation.parameters().stream().map(Parameter::name).toList();
    registrations.add(
        gateway.serve(
            operation,
            call -> {
              for (var member : call.body().fieldNames()) {
                if (!known.contains(member)) {
                  throw invalid(member, name + " takes no \"" + member + "\"");
                }
              }
              return handler.apply(call).map(events::answer);
            }));
  }

  /** Answers no more. */
  Future<?> close() {
    return Future.join(registrations.stream().map(Bus.Registration::unregister).toList());
  }

  /** A member that is a text; empty when it is absent. */
  static String text(JsonObject body, String name) {
    return switch (body.getValue(name)) {
      case null -> "";
      case String text -> text;
      default -> throw invalid(name, name + " must be a text");
    };
  }

  /** Says that a change is not on the disk. */
  static <T> Future<T> notKept(String detail) {
    return Future.failedFuture(Problem.of(ProblemCode.UNAVAILABLE, detail).exception());
  }

  private static ProblemException invalid(String name, String detail) {
    var error = new Problem.Error("/" + name, detail, "", 0, 0);
    return Problem.of(ProblemCode.INVALID_VALUE, detail, List.of(error)).exception();
  }
}
