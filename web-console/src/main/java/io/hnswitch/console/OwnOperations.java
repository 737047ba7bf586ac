package io.hnswitch.console;

import io.hnswitch.api.OperationService;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.bus.Bus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Operations that are not the lab's: answered on the console's context. */
final class OwnOperations {

  private final OperationService service;
  private final EventGateway events;
  private final List<Bus.Registration> registrations = new ArrayList<>();

  OwnOperations(OperationService service, EventGateway events) {
    this.service = service;
    this.events = events;
  }

  /**
   * Begins to answer an operation, on the caller's context.
   *
   * @param handler gives the {@code data}
   */
  void serve(String name, Function<Request, Future<Object>> handler) {
    registrations.add(
        service.serve(Operations.get(name), request -> handler.apply(request).map(events::answer)));
  }

  /** Answers no more. */
  Future<?> close() {
    return Future.join(registrations.stream().map(Bus.Registration::unregister).toList());
  }

  /** Says that a change is not on the disk. */
  static <T> Future<T> notKept(String detail) {
    return Future.failedFuture(Problem.of(ProblemCode.UNAVAILABLE, detail).exception());
  }
}
