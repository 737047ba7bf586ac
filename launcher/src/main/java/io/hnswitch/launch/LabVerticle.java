package io.hnswitch.launch;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Lab;
import io.hnswitch.lab.LabSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the public operations on the event bus: JSON in, {@code {"revision":…,"data":…}} out, and
 * problems as failures whose code is the HTTP status. Runs on the lab's event loop, so what it
 * reads of the books is of one moment.
 */
final class LabVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(LabVerticle.class);

  /** The console answers for events and for who may what. */
  private static final Set<String> ELSEWHERE = Set.of("event", "token");

  private static final String WHOAMI = "sys.whoami";

  private final Lab lab;
  private final LabState state;
  private final LabSaver saver;
  private final LabRunner runner;
  private final Map<String, Function<Request, Future<?>>> handlers = new HashMap<>();
  private final List<MessageConsumer<JsonObject>> consumers = new ArrayList<>();
  private final Context own;

  /**
   * @param node this node's name
   */
  LabVerticle(Lab lab, DeviceFactory factory, String node) {
    this(lab, factory, node, LabStart.of(LabSpec.empty("empty")));
  }

  /**
   * @param node this node's name
   * @param start revisions that an earlier node left, where to keep them, and how it is configured
   */
  LabVerticle(Lab lab, DeviceFactory factory, String node, LabStart start) {
    this.lab = lab;
    own = lab.newContext();
    var timers = lab.timers(own);
    saver = new LabSaver(own, lab.bus(), start.folder());
    state =
        new LabState(
            lab.bus(),
            start
                .earlier()
                .orElseGet(() -> LabHistory.empty(Instant.ofEpochMilli(timers.epochMillis()))),
            timers::epochMillis,
            saver);
    var gate = new ChangeGate();
    var flows = new Flows(lab.bus(), timers);
    var deployments = new Deployments(lab.vertx(), factory);
    var deployer = new LabDeployer(lab.bus(), deployments, flows);
    runner = new LabRunner(own, state, gate, deployer);
    new LabOperations(node, state, runner).addTo(handlers);
    new RevisionOperations(state, runner).addTo(handlers);
    new NicOperations(lab.bus(), state, gate, deployer).addTo(handlers);
    new SysctlOperations(lab.bus(), state, gate, deployer, deployments.units()).addTo(handlers);
    new VfOperations(lab, own, state, gate).addTo(handlers);
    new SwitchOperations(lab.bus(), state).addTo(handlers);
    new FlowOperations(state, gate, flows).addTo(handlers);
    new CaptureOperations(lab.bus(), state).addTo(handlers);
    handlers.put("config.effective", request -> Future.succeededFuture(start.config()));
    handlers.put("ledger.get", request -> Future.succeededFuture(LedgerJson.of(lab.ledger())));
  }

  @Override
  public Future<?> start() {
    return onLoop(
        () -> {
          for (var operation : Operations.all()) {
            if (!ELSEWHERE.contains(operation.noun()) && !operation.name().equals(WHOAMI)) {
              serve(operation);
            }
          }
          return Future.succeededFuture();
        });
  }

  @Override
  public Future<?> stop() {
    return onLoop(() -> Future.join(consumers.stream().map(MessageConsumer::unregister).toList()));
  }

  /** Changes and take-down for the node itself. */
  LabRunner runner() {
    return runner;
  }

  /** Runs an action on the lab's event loop. */
  <T> Future<T> onLoop(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    own.runOnContext(
        ignored -> Future.succeededFuture().compose(now -> action.get()).onComplete(promise));
    return promise.future();
  }

  private void serve(Operation operation) {
    var handler = handlers.get(operation.name());
    if (handler == null) {
      throw new IllegalStateException("nobody serves " + operation.name());
    }
    MessageConsumer<JsonObject> consumer =
        lab.vertx().eventBus().localConsumer(operation.address());
    consumer.handler(message -> answer(operation, handler, message));
    consumers.add(consumer);
  }

  private void answer(
      Operation operation, Function<Request, Future<?>> handler, Message<JsonObject> message) {
    Future.succeededFuture()
        .compose(now -> handler.apply(new Request(operation, body(message), caller(message))))
        .compose(data -> kept(operation).map(done -> (Object) data))
        .onComplete(
            done -> {
              if (done.succeeded()) {
                message.reply(answer(operation, done.result()));
              } else {
                refuse(operation, message, done.cause());
              }
            });
  }

  /** Who has been told that something changed can rely on it, whatever happens next. */
  private Future<Void> kept(Operation operation) {
    return switch (operation.kind()) {
      case CHANGE -> saver.saved();
      case READ -> Future.succeededFuture();
    };
  }

  private JsonObject answer(Operation operation, Object data) {
    var answer = new JsonObject().put("revision", state.revision()).put("data", data);
    if (operation.kind() == Operation.Kind.CHANGE) {
      saver.problem().ifPresent(reason -> answer.put("notKept", reason));
    }
    return answer;
  }

  private static String caller(Message<?> message) {
    var caller = message.headers().get(Operation.CALLER);
    return caller == null ? "" : caller;
  }

  private static JsonObject body(Message<?> message) {
    return switch (message.body()) {
      case null -> new JsonObject();
      case JsonObject json -> json;
      default -> throw Names.invalid("", "a request is a JSON object");
    };
  }

  private static void refuse(Operation operation, Message<?> message, Throwable cause) {
    var problem = Problem.of(cause);
    if (problem.code().equals(ProblemCode.INTERNAL.slug())) {
      var log = LOG.atError().setCause(cause).addKeyValue("code", problem.code());
      var requestId = message.headers().get(Operation.REQUEST_ID);
      if (requestId != null) {
        log = log.addKeyValue("requestId", requestId);
      }
      log.log("{} failed", operation.name());
    }
    message.fail(problem.status(), problem.toJson().encode());
  }
}
