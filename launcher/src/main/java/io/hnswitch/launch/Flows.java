package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowEnd;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.FlowSpec;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops measured flows at their two ends, and keeps the last result of each: it stays
 * readable until a flow of the same name starts or {@value #KEPT} newer ones have stopped. Used on
 * the lab's event loop only.
 */
final class Flows {

  private static final Logger LOG = LoggerFactory.getLogger(Flows.class);

  /** Flows that are remembered after they have stopped. */
  static final int KEPT = 100;

  /** What the frames of small datagrams have room for. */
  private static final int LAST_NUMBER = 65_535;

  /** Nodes that number their flows apart. */
  static final int NODES_MAX = 64;

  /** How long a stopped flow's last frames may take, in steps of {@link #STEP}. */
  private static final int STEPS_MAX = 50;

  private static final Duration STEP = Duration.ofMillis(20);

  /** How long a flow of the lab waits for the links to its receiver. */
  private static final Duration WIRED = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(100);

  private final FlowEnds ends;
  private final LinkStates links;
  private final Timers timers;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private final Map<String, JsonObject> stopped = new LinkedHashMap<>();

  /** Those whose receiver is on a node that is not there yet, or that wait for links. */
  private final Set<String> waiting = new HashSet<>();

  /** Those of them that look for links now. */
  private final Set<Running> looking = Collections.newSetFromMap(new IdentityHashMap<>());

  private int first;
  private int span = LAST_NUMBER;
  private int number;

  /**
   * A flow, and what both ends were told.
   *
   * @param lab that it began in
   * @param way the links that it must have
   */
  private record Running(FlowSpec flow, FlowOrder order, LabSpec lab, List<String> way) {

    Running(FlowSpec flow, FlowOrder order) {
      this(flow, order, LabSpec.empty("none"), List.of());
    }
  }

  Flows(FlowEnds ends, LinkStates links, Timers timers) {
    this.ends = ends;
    this.links = links;
    this.timers = timers;
  }

  /**
   * From now on other nodes number flows too.
   *
   * @param node number of this one, 0 to {@value #NODES_MAX} - 1
   */
  void join(int node) {
    span = LAST_NUMBER / NODES_MAX;
    first = node * span;
    // Who counts a flow of an earlier run must not take one of this run for it.
    number = (int) (timers.epochMillis() % span);
  }

  /**
   * Tells who counts, then the sender.
   *
   * @param lab where the two ends are found
   */
  Future<Void> start(FlowSpec flow, LabSpec lab) {
    return start(flow, lab, List.of());
  }

  /**
   * As {@link #start}, when the links between both ends are up: those of a lab that is just being
   * made come up after its flows. After a while it begins without them.
   */
  Future<Void> startWired(FlowSpec flow, LabSpec lab) {
    return start(
        flow, lab, LinkWay.between(switchOf(flow.from(), lab), switchOf(flow.to(), lab), lab));
  }

  private static String switchOf(NicId nic, LabSpec lab) {
    return lab.nic(nic).map(NicSpec::switchName).orElse("");
  }

  private Future<Void> start(FlowSpec flow, LabSpec lab, List<String> way) {
    if (running.containsKey(flow.name())) {
      return Future.failedFuture(
          Problem.of(ProblemCode.STATE_CONFLICT, "flow " + flow.name() + " runs already")
              .exception());
    }
    number = number % span + 1;
    var route = new Running(flow, FlowOrders.of(flow, lab, first + number), lab, way);
    // Known from now on, so that the name is taken while the ends are asked.
    running.put(flow.name(), route);
    return links
        .areUp(way, lab)
        .compose(up -> up ? beginOrWait(route) : awaitWay(route))
        .onSuccess(done -> stopped.remove(flow.name()));
  }

  private Future<Void> beginOrWait(Running route) {
    var flow = route.flow();
    return begin(route)
        .recover(
            cause -> {
              if (ends.isElsewhere(flow.to())) {
                LOG.info("flow {} waits for its receiver: {}", flow.name(), cause.getMessage());
                waiting.add(flow.name());
                return Future.succeededFuture();
              }
              running.remove(flow.name(), route);
              return forget(flow).transform(forgotten -> Future.failedFuture(cause));
            });
  }

  private Future<Void> awaitWay(Running route) {
    waiting.add(route.flow().name());
    if (looking.add(route)) {
      lookForWay(route, timers.nanos() + WIRED.toNanos());
    }
    return Future.succeededFuture();
  }

  private void lookForWay(Running route, long endNanos) {
    timers.after(
        LOOK,
        () ->
            links
                .areUp(route.way(), route.lab())
                .onSuccess(
                    up -> {
                      boolean late = timers.nanos() - endNanos > 0;
                      if (running.get(route.flow().name()) != route) {
                        looking.remove(route);
                      } else if (up || late) {
                        looking.remove(route);
                        beginLate(route, up);
                      } else {
                        lookForWay(route, endNanos);
                      }
                    }));
  }

  private void beginLate(Running route, boolean up) {
    var name = route.flow().name();
    if (!up) {
      LOG.info("flow {} begins without its links {}", name, route.way());
    }
    waiting.remove(name);
    begin(route)
        .onFailure(
            cause -> {
              LOG.info("flow {} waits for its receiver: {}", name, cause.getMessage());
              waiting.add(name);
            });
  }

  private Future<Void> begin(Running route) {
    return ends.tell(route.flow().to(), new EndpointControl.ReceiveFlow(route.order()))
        .compose(
            ready -> ends.tell(route.flow().from(), new EndpointControl.SendFlow(route.order())));
  }

  /** Receivers have begun anew: they are told what to count, and who waited for them begins. */
  void renew(Predicate<NicId> receivers) {
    running.values().stream()
        .filter(route -> receivers.test(route.flow().to()))
        .forEach(
            route -> {
              var name = route.flow().name();
              if (waiting.contains(name)) {
                awaitWay(route);
                return;
              }
              ends.tell(route.flow().to(), new EndpointControl.ReceiveFlow(route.order()))
                  .onFailure(
                      cause ->
                          LOG.warn(
                              "flow {} does not reach its receiver: {}", name, cause.getMessage()));
            });
  }

  /** What a guest sends, for the node that it goes to. */
  JsonArray of(String guest) {
    var orders = new JsonArray();
    running.values().stream()
        .filter(route -> route.flow().from().guest().equals(guest))
        .forEach(route -> orders.add(FlowEnds.json(route.order())));
    return orders;
  }

  /** The sender is at another node: its flows run there from now on. */
  void leave(String guest) {
    running
        .values()
        .removeIf(
            route -> {
              boolean leaves = route.flow().from().guest().equals(guest);
              if (leaves) {
                waiting.remove(route.flow().name());
              }
              return leaves;
            });
  }

  /** A flow that runs already is here from now on. */
  void adopt(FlowSpec flow, FlowOrder order) {
    running.put(flow.name(), new Running(flow, order));
  }

  /** Stops a flow and keeps its result; that there is none is fine. */
  Future<Void> stop(String id) {
    var route = running.remove(id);
    waiting.remove(id);
    if (route == null) {
      return Future.succeededFuture();
    }
    // An end may be gone or failing; the other is still to be asked.
    return ends.tell(route.flow().from(), new EndpointControl.StopFlow(id))
        .transform(done -> settled(route, STEPS_MAX))
        .onSuccess(result -> keep(id, result))
        .transform(kept -> forget(route.flow()));
  }

  /** What has left must arrive or be lost before the books of a flow are closed. */
  private Future<JsonObject> settled(Running route, int steps) {
    return describe(route, "stopped")
        .compose(
            result -> {
              if (steps == 0 || result.getLong("lost") == 0) {
                return Future.succeededFuture(result);
              }
              Promise<JsonObject> promise = Promise.promise();
              timers.after(STEP, () -> settled(route, steps - 1).onComplete(promise));
              return promise.future();
            });
  }

  private Future<Void> forget(FlowSpec flow) {
    var forget = new EndpointControl.ForgetFlow(flow.name());
    return ends.tell(flow.from(), forget)
        .transform(gone -> ends.tell(flow.to(), forget))
        .transform(gone -> Future.succeededFuture());
  }

  private void keep(String id, JsonObject result) {
    stopped.put(id, result);
    if (stopped.size() > KEPT) {
      stopped.remove(stopped.keySet().iterator().next());
    }
  }

  boolean isRunning(String id) {
    return running.containsKey(id);
  }

  /** Names of all flows, running or remembered. */
  Collection<String> names() {
    var names = new ArrayList<>(running.keySet());
    names.addAll(stopped.keySet());
    return names;
  }

  /** All flows, running ones first. */
  Future<List<JsonObject>> describe() {
    var views = running.values().stream().map(route -> describe(route, word(route))).toList();
    return NicOperations.all(views)
        .map(
            all -> {
              var list = new ArrayList<>(all);
              list.addAll(stopped.values());
              return list;
            });
  }

  /** A flow by its name; fails with a problem when there is none. */
  Future<JsonObject> describe(String id) {
    var route = running.get(id);
    if (route != null) {
      return describe(route, word(route));
    }
    var result = stopped.get(id);
    return result == null
        ? Future.failedFuture(Names.notFound("flow", id, names()))
        : Future.succeededFuture(result);
  }

  private String word(Running route) {
    return waiting.contains(route.flow().name()) ? "waiting" : "running";
  }

  private Future<JsonObject> describe(Running route, String state) {
    var flow = route.flow();
    return end(flow.from(), flow.name())
        .compose(from -> end(flow.to(), flow.name()).map(to -> json(route, state, from, to)));
  }

  /** What an end says; zeros when it does not answer. */
  private Future<FlowEnd> end(NicId nic, String id) {
    return ends.describe(nic, id)
        .otherwise(new FlowEnd(id, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  /**
   * An echoed flow is counted where it comes back to. As long as it runs, what is on its way is not
   * lost: then only numbers that later ones have passed count.
   */
  private static JsonObject json(Running route, String state, FlowEnd from, FlowEnd to) {
    var flow = route.flow();
    var counted = route.order().echo() ? from : to;
    long lost = from.running() ? counted.missing() : Math.max(0, from.sent() - counted.received());
    return new JsonObject()
        .put("id", flow.name())
        .put("from", flow.from().toString())
        .put("to", flow.to().toString())
        .put("state", state.equals("running") && !from.running() ? "done" : state)
        .put("udp", flow.udp())
        .put("rate", flow.rate().toString())
        .put("size", flow.size())
        .put("count", flow.count())
        .put("echo", route.order().echo())
        .put("sent", from.sent())
        .put("received", counted.received())
        .put("lost", lost)
        .put("duplicated", counted.duplicated())
        .put("reordered", counted.reordered())
        .put("largestGapMs", counted.largestGapNanos() / 1_000 / 1_000.0)
        .put(
            "latencyUs",
            new JsonObject()
                .put("min", micros(counted.latencyMinNanos()))
                .put("p50", micros(counted.latencyP50Nanos()))
                .put("p90", micros(counted.latencyP90Nanos()))
                .put("p99", micros(counted.latencyP99Nanos()))
                .put("max", micros(counted.latencyMaxNanos())));
  }

  private static double micros(long nanos) {
    return nanos / 1_000.0;
  }
}
