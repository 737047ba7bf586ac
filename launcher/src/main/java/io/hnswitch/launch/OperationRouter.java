package io.hnswitch.launch;

import io.hnswitch.api.Caller;
import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.hnswitch.api.Request;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.launch.cluster.ClusterNode;
import io.hnswitch.launch.cluster.Member;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers an operation that any node is asked for by the nodes that it concerns. The node that is
 * asked checks, records and replays; the others only perform.
 */
final class OperationRouter {

  /** Below the 30 s that requests on the bus have by default. */
  private static final Duration PATIENCE = Duration.ofSeconds(28);

  private static final Duration READ = Duration.ofSeconds(3);

  /** Leading a change asks every node in turn. */
  private static final Duration LEAD = Duration.ofMinutes(5);

  private static final Set<String> MOVES = Set.of("guest.migrate", "cluster.drain");

  /** Until it is noticed that a leader has gone. */
  private static final int LEADER_TRIES = 30;

  /** Until a flow is where its sender has gone. */
  private static final int FLOW_TRIES = 12;

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final ClusterNode cluster;
  private final Timers timers;
  private final LabState state;
  private final Function<Request, Future<JsonObject>> local;
  private final Supplier<Future<Void>> catchUp;
  private final Map<String, Set<Promise<JsonObject>>> asked = new HashMap<>();

  /**
   * @param local answers by this node alone, {@code revision} and {@code data}
   * @param catchUp makes this node know every revision there is
   */
  OperationRouter(
      ClusterNode cluster,
      Timers timers,
      LabState state,
      Function<Request, Future<JsonObject>> local,
      Supplier<Future<Void>> catchUp) {
    this.cluster = cluster;
    this.timers = timers;
    this.state = state;
    this.local = local;
    this.catchUp = catchUp;
  }

  /** Registers what other nodes ask for. */
  void open() {
    cluster.peers().serve("operation", this::perform);
  }

  private Future<JsonObject> perform(JsonObject body) {
    var operation =
        Operations.find(body.getString("operation"))
            .orElseThrow(
                () ->
                    Problem.of(
                            ProblemCode.UNKNOWN_OPERATION,
                            "node "
                                + cluster.name()
                                + " knows no operation "
                                + body.getString("operation"))
                        .exception());
    var caller = new Caller(body.getString("name"), body.getString("role"), body.getString("from"));
    return local.apply(Request.of(operation, body.getJsonObject("request"), caller));
  }

  /** Answers a request, wherever what it concerns is. */
  Future<JsonObject> answer(Request request) {
    boolean changes =
        request.operation().kind() == Operation.Kind.CHANGE && !isOfThisNode(request.operation());
    if (changes && !cluster.members().isMajority()) {
      return Future.failedFuture(ChangeCoordinator.frozen(cluster).exception());
    }
    return request.operation().name().equals("flow.get")
        ? flow(request, FLOW_TRIES)
        : route(request);
  }

  /**
   * A flow goes with the guest that sends it: shortly after that has moved, nobody may say that he
   * has it.
   */
  private Future<JsonObject> flow(Request request, int tries) {
    return route(request)
        .recover(
            cause ->
                tries > 1 && isUnknown(cause) && isOfLab(request)
                    ? pause().compose(later -> flow(request, tries - 1))
                    : Future.failedFuture(cause));
  }

  private boolean isOfLab(Request request) {
    return request.findText("id").filter(state.spec().flows()::containsKey).isPresent();
  }

  private Future<JsonObject> route(Request request) {
    return switch (OperationReach.of(request, state.spec())) {
      case OperationReach.Here() -> local.apply(request);
      case OperationReach.Leader() -> byLeader(request);
      case OperationReach.Node(var node, var device) -> by(node, device, request);
      case OperationReach.All() -> byAll(request);
      case OperationReach.Whoever() -> byWhoever(request);
    };
  }

  /** Nothing that the nodes share. */
  private static boolean isOfThisNode(Operation operation) {
    return operation.noun().equals("operation") || operation.name().equals("cluster.leave");
  }

  private Future<JsonObject> byLeader(Request request) {
    return byLeader(request, LEADER_TRIES);
  }

  /** One that has just gone is the leader until that is noticed; nothing has been done by it. */
  private Future<JsonObject> byLeader(Request request, int tries) {
    var leader = cluster.members().leader();
    if (leader.isEmpty()) {
      return Future.failedFuture(
          Problem.of(ProblemCode.UNAVAILABLE, "the cluster has no leader now").exception());
    }
    if (leader.get().self()) {
      return local.apply(request);
    }
    return ask(leader.get().name(), request, LEAD)
        .compose(this::upTo)
        .recover(
            cause ->
                tries > 1 && isNotReached(cause)
                    ? pause().compose(later -> byLeader(request, tries - 1))
                    : Future.failedFuture(cause));
  }

  /** What the other node answers comes as the bus's own failure. */
  private static boolean isNotReached(Throwable cause) {
    return cause instanceof ProblemException
        && Problem.of(cause).code().equals(ProblemCode.UNAVAILABLE.slug());
  }

  private Future<Void> pause() {
    Promise<Void> promise = Promise.promise();
    timers.after(PAUSE, promise::complete);
    return promise.future();
  }

  private Future<JsonObject> by(String node, String device, Request request) {
    if (node.equals(cluster.name())) {
      return local.apply(request);
    }
    if (cluster.members().named(node).isEmpty()) {
      return Future.failedFuture(absent(node, device).exception());
    }
    boolean reads = request.operation().kind() == Operation.Kind.READ;
    var patience = MOVES.contains(request.operation().name()) ? LEAD : PATIENCE;
    var asked = ask(node, request, reads ? READ : patience);
    return reads ? asked : asked.compose(this::upTo);
  }

  private static Problem absent(String node, String device) {
    return Problem.of(
        ProblemCode.UNAVAILABLE,
        device + " is on node " + node + ", which is not in the cluster now");
  }

  private Future<JsonObject> ask(String node, Request request, Duration patience) {
    var caller = request.caller();
    Promise<JsonObject> answer = Promise.promise();
    asked.computeIfAbsent(node, none -> new HashSet<>()).add(answer);
    cluster
        .peers()
        .ask(
            node,
            "operation",
            new JsonObject()
                .put("operation", request.operation().name())
                .put("request", request.body())
                .put("name", caller.name())
                .put("role", caller.role())
                .put("from", caller.from()),
            patience)
        .onComplete(
            done -> {
              Optional.ofNullable(asked.get(node)).ifPresent(all -> all.remove(answer));
              if (done.succeeded()) {
                answer.tryComplete(done.result());
              } else {
                answer.tryFail(done.cause());
              }
            });
    return answer.future();
  }

  /** A node is there no more: it will not answer. */
  void lost(String node) {
    var none =
        Problem.of(
            ProblemCode.PEER_TIMEOUT,
            "node " + node + " has gone before it said whether it has done what was asked");
    List.copyOf(asked.getOrDefault(node, Set.of()))
        .forEach(answer -> answer.tryFail(none.exception()));
    asked.remove(node);
  }

  /** Whoever is told of a change here sees it here. */
  private Future<JsonObject> upTo(JsonObject answer) {
    return answer.getLong("revision", 0L) <= state.revision()
        ? Future.succeededFuture(answer)
        : catchUp.get().transform(done -> Future.succeededFuture(answer));
  }

  private Future<JsonObject> byAll(Request request) {
    var answers = new ArrayList<Future<JsonObject>>();
    for (var member : cluster.members().all()) {
      answers.add(
          member.self()
              ? local.apply(request)
              : ask(member.name(), request, READ).otherwise(silent(request.operation())));
    }
    return Future.all(answers)
        .map(
            all -> {
              List<JsonObject> given = all.list();
              var data =
                  given.stream()
                      .map(answer -> answer.getValue("data"))
                      .filter(one -> one != null)
                      .toList();
              var merged = AnswerMerge.of(request.operation().name(), data);
              if (merged instanceof JsonArray list) {
                missing(request.operation(), list);
              }
              return new JsonObject().put("revision", state.revision()).put("data", merged);
            });
  }

  private static JsonObject silent(Operation operation) {
    return new JsonObject();
  }

  /** What is on a node that does not answer is there, with the reason. */
  private void missing(Operation operation, JsonArray list) {
    var wanted =
        switch (operation.name()) {
          case "nic.list" ->
              ids(lab -> lab.nics().keySet().stream().map(Object::toString).toList());
          case "switch.list" -> ids(lab -> lab.switches().keySet());
          default -> List.<String>of();
        };
    var there = new LinkedHashSet<String>();
    list.forEach(one -> there.add(((JsonObject) one).getString("id")));
    for (var id : wanted) {
      if (!there.contains(id)) {
        int colon = id.indexOf(':');
        var node =
            colon < 0
                ? state.spec().placeOfSwitch(id)
                : state.spec().placeOfGuest(id.substring(0, colon));
        list.add(new JsonObject().put("id", id).put("problem", absent(node, id).toJson()));
      }
    }
  }

  private List<String> ids(Function<LabSpec, java.util.Collection<String>> of) {
    return List.copyOf(of.apply(state.spec()));
  }

  private Future<JsonObject> byWhoever(Request request) {
    var others =
        cluster.members().all().stream()
            .filter(member -> !member.self())
            .map(Member::name)
            .toList();
    return local
        .apply(request)
        .recover(
            cause -> isUnknown(cause) ? next(others, request, cause) : Future.failedFuture(cause));
  }

  private Future<JsonObject> next(List<String> nodes, Request request, Throwable unknown) {
    return nodes.isEmpty()
        ? Future.failedFuture(unknown)
        : ask(nodes.getFirst(), request, PATIENCE)
            .recover(
                cause ->
                    isUnknown(cause)
                        ? next(nodes.subList(1, nodes.size()), request, unknown)
                        : Future.failedFuture(cause));
  }

  private static boolean isUnknown(Throwable cause) {
    return Problem.of(cause).code().equals(ProblemCode.NOT_FOUND.slug());
  }
}
