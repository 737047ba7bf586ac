package io.hnswitch.console;

import io.hnswitch.api.Operation;
import io.hnswitch.api.OperationService;
import io.hnswitch.api.Request;
import io.hnswitch.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The console's face for code inside this process, under the rules of the other faces. What it
 * calls runs on the console's event loop, beside the lab's.
 */
public final class InnerFace {

  private final Context context;
  private final BusGateway gateway;
  private final EventGateway events;
  private final Timers timers;
  private final OwnOperations operations;

  InnerFace(
      Context context,
      BusGateway gateway,
      OperationService service,
      EventGateway events,
      Timers timers) {
    this.context = context;
    this.gateway = gateway;
    this.events = events;
    this.timers = timers;
    operations = new OwnOperations(service, events);
  }

  /** Time on the console's event loop. */
  public Timers timers() {
    return timers;
  }

  /** Runs an action on the console's event loop; from any thread. */
  public void run(Runnable action) {
    context.runOnContext(ignored -> action.run());
  }

  /** Runs an action on the console's event loop and gives its outcome; from any thread. */
  public <T> Future<T> call(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    run(() -> Future.succeededFuture().compose(now -> action.get()).onComplete(promise));
    return promise.future();
  }

  /** Work that would hold the event loop up; its outcome comes back to it. */
  public <T> Future<T> aside(Callable<T> work) {
    return context.executeBlocking(work, false);
  }

  /**
   * Answers an operation of the catalogue; called on the console's event loop.
   *
   * @param handler gives the {@code data}
   */
  public void serve(String operation, Function<Request, Future<Object>> handler) {
    operations.serve(operation, handler);
  }

  /** Answers no operation any more. */
  public Future<?> unserve() {
    return operations.close();
  }

  /**
   * A client that asks and listens under a name and a role.
   *
   * @param name stands in the records as who asked
   * @param inbox gets each event with the address it was listened to at, on the console's event
   *     loop; it answers by {@link InnerClient#taken} when it has dealt with it
   */
  public InnerClient connect(
      String name, Operation.Role role, BiConsumer<String, JsonObject> inbox) {
    return new InnerClient(context, gateway, events, timers, new Principal(name, role), inbox);
  }
}
