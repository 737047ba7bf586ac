package io.hnswitch.launch;

import io.hnswitch.api.Request;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.LabEvent;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.SwitchSpec;
import io.hnswitch.launch.cluster.ClusterNode;
import io.hnswitch.launch.cluster.Member;
import io.hnswitch.time.Timers;
import io.hnswitch.wire.WireHub;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lab of a node that is one of several: the same revisions as the others, and of each its own
 * share. Used on the lab's event loop only.
 *
 * <p>Events, their subject a node's name: {@code hnswitch.cluster.member-joined}, {@code
 * .member-left}, {@code .majority-lost}, {@code .majority-found}, {@code .merged}, {@code
 * .registered-anew}, {@code .share-made}, {@code .share-failed}.
 */
final class ClusterLab {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterLab.class);

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration AGAIN_MAX = Duration.ofSeconds(10);
  private static final String MADE = "made";
  private static final String LAYERS = "link.layers";
  private static final String NODE = "node";

  private final Context own;
  private final Timers timers;
  private final ClusterNode cluster;
  private final Lab lab;
  private final LabState state;
  private final ChangeGate gate;
  private final Flows flows;
  private final ShareKeeper shares;
  private final RevisionLog log;
  private final LabFollower follower;
  private final EditQueue edits;
  private final ChangeParticipant participant;
  private final EventRelay relay;
  private final ClusterWires wires;
  private final Function<LabSpec, LabSpec> placed;
  private Consumer<String> loss = node -> {};
  private OperationRouter router;
  private Set<String> names = Set.of();
  private long known;
  private boolean majority;
  private boolean closed;
  private boolean realizing;
  private boolean looking;
  private boolean compareSoon;
  private Runnable unlisten = () -> {};
  private Duration again = LOOK;
  private long tryNanos;
  private String problem = "";
  private long splits;

  /**
   * @param own context on the lab's event loop
   * @param start what the node begins with where the cluster has nothing
   * @param wired gets what links to other nodes need
   */
  ClusterLab(
      Context own,
      Timers timers,
      ClusterNode cluster,
      Lab lab,
      LabState state,
      ChangeGate gate,
      LabDeployer deployer,
      Flows flows,
      LabStart start,
      Consumer<WireHub> wired) {
    this.own = own;
    this.timers = timers;
    this.cluster = cluster;
    this.lab = lab;
    this.state = state;
    this.gate = gate;
    this.flows = flows;
    placed = this::placed;
    log = new RevisionLog(cluster.revisions());
    shares = new ShareKeeper(cluster, deployer);
    follower = new LabFollower(cluster, state, log, placed, start.spec());
    edits = new EditQueue(state, log, shares, follower::catchUp);
    participant =
        new ChangeParticipant(
            own,
            timers,
            cluster,
            state,
            gate,
            shares,
            log,
            this::share,
            () -> edits.written().transform(written -> follower.catchUp()));
    relay = new EventRelay(cluster, lab.bus());
    wires = new ClusterWires(cluster, lab, state::spec, wired);
    lab.node(cluster.settings().number(), timers.epochMillis());
    flows.join(cluster.settings().number());
    state.join(this::share, edits);
  }

  /** What of a lab is on this node. */
  private LabSpec share(LabSpec whole) {
    return whole.share(cluster.name());
  }

  /** What has no place stays where it is; what is new comes to the node that is asked. */
  LabSpec placed(LabSpec whole) {
    var switches = new LinkedHashMap<String, SwitchSpec>();
    whole
        .switches()
        .forEach(
            (name, one) -> {
              var before = state.spec().placeOfSwitch(name);
              switches.put(
                  name,
                  one.place().isEmpty() ? one.at(before.isEmpty() ? cluster.name() : before) : one);
            });
    return whole.withSwitches(switches);
  }

  ClusterNode cluster() {
    return cluster;
  }

  /** What this node lays over links, all nodes that have ends of them do. */
  void share(LinkLayers links) {
    links.join(body -> cluster.peers().tell(LAYERS, body.put(NODE, cluster.name())));
    cluster
        .peers()
        .hear(
            LAYERS,
            body -> {
              if (!cluster.name().equals(body.getString(NODE))) {
                links.adopt(body);
              }
            });
  }

  /** Leads changes when this node is the leader. */
  Spread spread() {
    return new ChangeCoordinator(cluster, state, participant, log, follower::catchUp);
  }

  /**
   * Begins to serve the other nodes, and to follow them.
   *
   * @param local answers an operation by this node alone
   */
  Future<Void> open(Function<Request, Future<JsonObject>> local) {
    router = new OperationRouter(cluster, timers, state, local, follower::catchUp);
    router.open();
    participant.open();
    follower.open();
    relay.open();
    cluster.peers().hear(MADE, this::made);
    cluster.probe().open(this::registered);
    Runnable soon = () -> own.runOnContext(ignored -> look());
    unlisten =
        cluster
            .members()
            .onChange(
                soon,
                () ->
                    own.runOnContext(
                        ignored -> {
                          compareSoon = true;
                          splits++;
                          cluster.probe().changed();
                          tell("merged", cluster.name(), Map.of());
                          look();
                        }));
    cluster.revisions().onChange(soon);
    return cluster.peers().open().onSuccess(done -> look()).onSuccess(done -> next());
  }

  /** Answers a request, wherever what it concerns is. */
  Future<JsonObject> answer(Request request) {
    return router.answer(request);
  }

  private void next() {
    timers.after(
        LOOK,
        () -> {
          if (!closed) {
            look();
            next();
          }
        });
  }

  private void look() {
    if (closed) {
      return;
    }
    members();
    cluster.probe().look();
    participant.look();
    if (looking) {
      return;
    }
    looking = true;
    var round = compareSoon && follower.isJoined() ? compare() : follower.catchUp();
    round.onComplete(
        done -> {
          looking = false;
          if (done.failed()) {
            LOG.debug("waits for the cluster's lab: {}", done.cause().getMessage());
          } else {
            realize();
          }
        });
  }

  private Future<Void> compare() {
    return follower
        .compare()
        .compose(done -> shares.confirm())
        .onSuccess(done -> compareSoon = false);
  }

  private void members() {
    var now = new TreeSet<String>();
    cluster.members().all().forEach(member -> now.add(member.name()));
    if (now.isEmpty()) {
      return;
    }
    if (!now.equals(names) || known != state.revision()) {
      known = state.revision();
      wires.changed();
    }
    if (!now.equals(names)) {
      cluster.probe().changed();
    }
    for (var name : now) {
      if (!names.contains(name)) {
        tell("member-joined", name, Map.of("members", now.size()));
      }
    }
    for (var name : names) {
      if (!now.contains(name)) {
        tell("member-left", name, Map.of("members", now.size()));
        router.lost(name);
        loss.accept(name);
      }
    }
    names = now;
    boolean enough = cluster.members().isMajority();
    if (enough != majority) {
      majority = enough;
      compareSoon |= enough && follower.isJoined();
      tell(
          enough ? "majority-found" : "majority-lost",
          cluster.name(),
          Map.of("members", now.size(), "needed", cluster.members().quorum()));
    }
  }

  private void registered(String peer, Set<String> addresses) {
    LOG.warn("{} did not reach {}: registered anew", peer, addresses);
    tell(
        "registered-anew",
        cluster.name(),
        Map.of("peer", peer, "addresses", List.copyOf(addresses)));
  }

  private void tell(String word, String node, Map<String, Object> data) {
    lab.bus().publish(new LabEvent("hnswitch.cluster." + word, node, data));
  }

  /** Makes what runs here what is wanted here, unless a change does it that is under way. */
  private void realize() {
    if (realizing || participant.isBusy() || edits.isBusy() || !follower.isJoined()) {
      return;
    }
    if (shares.actual().equals(state.here())) {
      begun();
      return;
    }
    if (timers.nanos() - tryNanos < 0) {
      return;
    }
    realizing = true;
    gate.alone(this::makeShare)
        .onComplete(
            done -> {
              realizing = false;
              if (done.failed()) {
                failed(done.cause());
                return;
              }
              again = LOOK;
              problem = "";
              begun();
              if (done.result()) {
                cluster.peers().tell(MADE, new JsonObject().put("node", cluster.name()));
                tell("share-made", cluster.name(), Map.of("revision", state.revision()));
              }
            });
  }

  /** Gives whether anything was made: what happened before its turn may have done it. */
  private Future<Boolean> makeShare() {
    return shares.actual().equals(state.here())
        ? Future.succeededFuture(false)
        : wires.open().compose(open -> shares.become(state.here(), state.spec())).map(true);
  }

  private void begun() {
    if (!state.isStarted()) {
      state.begun();
    }
  }

  private void failed(Throwable cause) {
    var reason = String.valueOf(cause.getMessage());
    if (!reason.equals(problem)) {
      LOG.warn("this node's part of the lab is not there: {}", reason);
      tell("share-failed", cluster.name(), Map.of("reason", reason));
    }
    problem = reason;
    tryNanos = timers.nanos() + again.toNanos();
    again = again.multipliedBy(2).compareTo(AGAIN_MAX) > 0 ? AGAIN_MAX : again.multipliedBy(2);
  }

  /** A node has made its part anew: its wires can be reached, and receivers there know no flow. */
  private void made(JsonObject body) {
    var node = body.getString("node");
    if (!node.equals(cluster.name())) {
      wires.changed();
      flows.renew(nic -> state.spec().placeOfGuest(nic.guest()).equals(node));
    }
  }

  /** Whether enough nodes are there, and this one has its part. */
  boolean isReady() {
    return majority && problem.isEmpty();
  }

  /** Why this node's part is not there; empty when it is. */
  String problem() {
    return problem;
  }

  /** How often this node was in the smaller part of a cluster in parts. */
  long splits() {
    return splits;
  }

  /** How often this node was not reached by others and has registered anew. */
  long repairs() {
    return cluster.probe().repairs();
  }

  /** Done when this node knows every revision there is. */
  Future<Void> catchUp() {
    return follower.catchUp();
  }

  /** A guest has left for another node, in whose lab it is. */
  void departed(String guest) {
    var guests = new LinkedHashMap<>(shares.actual().guests());
    guests.remove(guest);
    var left = new LinkedHashMap<>(shares.actual().flows());
    left.values().removeIf(flow -> flow.from().guest().equals(guest));
    shares.changed(shares.actual().withFlows(left).withGuests(guests));
  }

  /** Told of each node that is there no more. */
  void onLoss(Consumer<String> told) {
    loss = told;
  }

  /** What runs on this node. */
  LabSpec actual() {
    return shares.actual();
  }

  /** Why the last single change is in no revision. */
  Optional<String> unwritten() {
    return Optional.of(edits.problem()).filter(text -> !text.isEmpty());
  }

  /** Where a NIC is. */
  String place(NicId nic) {
    return state.spec().placeOfGuest(nic.guest());
  }

  /** What runs on this node. */
  Set<String> devices() {
    return new LinkedHashSet<>(ShareKeeper.devices(shares.actual()));
  }

  /** Nodes that the lab places something at. */
  List<String> places() {
    var places = new TreeSet<String>();
    state.spec().switches().values().forEach(one -> places.add(one.place()));
    return List.copyOf(places);
  }

  /** Completes when every single change made here is a revision. */
  Future<Void> written() {
    return edits.written();
  }

  /** The leader's name; empty when there is none. */
  String leader() {
    return cluster.members().leader().map(Member::name).orElse("");
  }

  /** Serves and follows no more; what runs here is given up when it is gone. */
  Future<Void> close() {
    closed = true;
    unlisten.run();
    relay.close();
    return cluster.peers().close();
  }

  /** Gives up what ran here. */
  Future<Void> giveUp() {
    return wires.close().transform(done -> shares.leave());
  }
}
