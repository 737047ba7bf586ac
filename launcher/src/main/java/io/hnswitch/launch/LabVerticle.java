package io.hnswitch.launch;

import io.hnswitch.api.Background;
import io.hnswitch.api.Operation;
import io.hnswitch.api.OperationService;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Request;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.Lab;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.launch.cluster.ClusterNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers the public operations that are about the lab: {@code {"revision":…,"data":…}}. Runs on
 * the lab's event loop, so what it reads of the books is of one moment.
 */
final class LabVerticle extends VerticleBase {

  /** The console answers for events and the view, for who may what, and for scripts. */
  private static final Set<String> ELSEWHERE = Set.of("event", "view", "token", "user", "script");

  private static final String WHOAMI = "sys.whoami";

  private final Lab lab;
  private final LabState state;
  private final LabSaver saver;
  private final LabRunner runner;
  private final Map<String, Function<Request, Future<?>>> handlers = new HashMap<>();
  private final List<Bus.Registration> registrations = new ArrayList<>();
  private final AuditTrail audit;
  private final Background background;
  private final OperationService service;
  private final Context own;
  private final Optional<ClusterLab> cluster;
  private final ClusterOperations nodes;
  private final Optional<ClusterMigrations> moves;

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
    this(lab, factory, node, start, Optional.empty());
  }

  /**
   * What a node needs that is one of several.
   *
   * @param doors a folder that nobody else can enter
   * @param end makes the process end in order
   */
  record Joined(ClusterNode cluster, Path doors, Runnable end) {}

  /**
   * @param joined how this node is one of several; empty when it is alone
   */
  LabVerticle(
      Lab lab, DeviceFactory factory, String node, LabStart start, Optional<Joined> joined) {
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
    audit = new AuditTrail(own, start.folder().map(one -> new AuditFile(one.path())));
    background =
        new Background(
            timers,
            (id, word, view) -> lab.bus().publish("hnswitch.operation." + word, id, told(view)));
    service =
        new OperationService(lab.vertx().eventBus(), timers, Optional.of(background), audit::add);
    var gate = new ChangeGate();
    var ends = new FlowEnds(lab.bus());
    var states = new LinkStates(lab.bus());
    var flows = new Flows(ends, states, timers);
    var deployments = new Deployments(lab.vertx(), factory);
    var links = new LinkLayers(lab.bus(), timers, deployments, state::spec);
    var captures = new RunningCaptures(lab.captures(), lab.bus(), timers);
    var deployer = new LabDeployer(lab.bus(), deployments, flows, links, captures);
    runner = new LabRunner(own, state, gate, deployer);
    cluster =
        joined.map(
            one ->
                new ClusterLab(
                    own,
                    timers,
                    one.cluster(),
                    lab,
                    state,
                    gate,
                    deployer,
                    flows,
                    start,
                    factory::wires));
    cluster.ifPresent(
        one -> {
          runner.join(one.spread(), one::actual);
          ends.join(one.cluster(), one::place);
          states.join(one.cluster());
          one.share(links);
        });
    moves =
        cluster.map(
            one ->
                new ClusterMigrations(
                    lab,
                    own,
                    timers,
                    one,
                    state,
                    gate,
                    flows,
                    new LabGuests(state, deployer, deployments),
                    joined.get().doors()));
    moves.ifPresent(one -> cluster.get().onLoss(one::lost));
    nodes =
        new ClusterOperations(
            node, state, timers, cluster, joined.map(Joined::end).orElse(() -> {}));
    nodes.addTo(handlers);
    moves.ifPresent(one -> one.addTo(handlers));
    new LabOperations(node, state, runner, cluster).addTo(handlers);
    new RevisionOperations(state, runner).addTo(handlers);
    new NicOperations(lab.bus(), state, gate, deployer).addTo(handlers);
    new SysctlOperations(lab.bus(), state, gate, runner, deployments.units()).addTo(handlers);
    new VfOperations(lab, own, state, gate).addTo(handlers);
    new SwitchOperations(lab.bus(), state, runner, links).addTo(handlers);
    new LinkOperations(lab.bus(), state, gate, deployer, links, lab.seeds()).addTo(handlers);
    var hosts = new HostFaults(lab.bus(), timers, state);
    deployer.watch(hosts::made);
    new FaultOperations(links, new RevokeStorms(lab.bus(), timers, state, gate, hosts), hosts)
        .addTo(handlers);
    new FlowOperations(state, gate, flows).addTo(handlers);
    new ReplayOperations(lab.bus(), state).addTo(handlers);
    new CaptureOperations(captures, state).addTo(handlers);
    audit.addTo(handlers);
    handlers.put(
        "operation.get", request -> Future.succeededFuture(background.view(request.text("id"))));
    handlers.put(
        "operation.cancel",
        request -> Future.succeededFuture(background.cancel(request.text("id"))));
    handlers.put("config.effective", request -> Future.succeededFuture(start.config()));
    handlers.put("ledger.get", request -> Future.succeededFuture(LedgerJson.of(lab.ledger())));
  }

  /** Operation, outcome and problem of an operation that nobody waits for. */
  private static Map<String, Object> told(JsonObject view) {
    var data = new HashMap<String, Object>();
    data.put("operation", view.getString("operation"));
    data.put("by", view.getString("by"));
    var problem = view.getJsonObject("problem");
    if (problem != null) {
      data.put("code", problem.getString("code"));
      data.put("detail", problem.getString("detail"));
    }
    return data;
  }

  @Override
  public Future<?> start() {
    return onLoop(
        () -> {
          registrations.add(
              lab.bus()
                  .serve(
                      Addresses.audit(),
                      record -> {
                        audit.add(record);
                        return null;
                      }));
          for (var operation : Operations.all()) {
            if (!ELSEWHERE.contains(operation.noun()) && !operation.name().equals(WHOAMI)) {
              serve(operation);
            }
          }
          nodes.open();
          moves.ifPresent(ClusterMigrations::open);
          return audit
              .open()
              .compose(
                  open ->
                      cluster
                          .map(one -> one.open(this::perform))
                          .orElseGet(Future::succeededFuture));
        });
  }

  @Override
  public Future<?> stop() {
    return onLoop(
        () ->
            Future.join(registrations.stream().map(Bus.Registration::unregister).toList())
                .transform(ended -> audit.written()));
  }

  /** Takes down what runs here; what is wanted stays. */
  Future<Void> leave() {
    return cluster
        .map(ClusterLab::close)
        .orElseGet(Future::succeededFuture)
        .transform(closed -> runner.leave())
        .transform(left -> cluster.map(ClusterLab::giveUp).orElseGet(Future::succeededFuture));
  }

  /** Changes for the node itself. */
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
    if (!handlers.containsKey(operation.name())) {
      throw new IllegalStateException("nobody serves " + operation.name());
    }
    registrations.add(
        service.serve(
            operation,
            request -> cluster.map(one -> one.answer(request)).orElseGet(() -> perform(request))));
  }

  /** By this node alone. */
  private Future<JsonObject> perform(Request request) {
    var operation = request.operation();
    return Future.succeededFuture()
        .compose(now -> handlers.get(operation.name()).apply(request))
        .compose(data -> kept(operation).map(done -> answer(operation, data)));
  }

  /** Who has been told that something changed can rely on it, whatever happens next. */
  private Future<Void> kept(Operation operation) {
    return switch (operation.kind()) {
      case CHANGE ->
          cluster
              .map(ClusterLab::written)
              .orElseGet(Future::succeededFuture)
              .compose(written -> saver.saved());
      case READ -> Future.succeededFuture();
    };
  }

  private JsonObject answer(Operation operation, Object data) {
    var answer = new JsonObject().put("revision", state.revision()).put("data", data);
    if (operation.kind() == Operation.Kind.CHANGE) {
      saver
          .problem()
          .or(() -> cluster.flatMap(ClusterLab::unwritten))
          .ifPresent(reason -> answer.put("notKept", reason));
    }
    return answer;
  }
}
