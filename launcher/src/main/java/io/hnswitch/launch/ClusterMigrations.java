package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.LabEvent;
import io.hnswitch.lab.GuestSpec;
import io.hnswitch.launch.cluster.ClusterNode;
import io.hnswitch.launch.cluster.Member;
import io.hnswitch.launch.cluster.SharedMap;
import io.hnswitch.launch.migrate.MigrationPeer;
import io.hnswitch.launch.migrate.MigrationReport;
import io.hnswitch.launch.migrate.Migrations;
import io.hnswitch.launch.migrate.Tunnel;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.migration.Side;
import io.hnswitch.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code guest.migrate} and {@code cluster.drain}: guests go from node to node while their traffic
 * runs. Whose a guest is when a node has died on the way, a map says that all nodes share. Used on
 * the lab's event loop only.
 *
 * <p>Events, their subject the guest: {@code hnswitch.guest.migrated} with {@code from}, {@code to}
 * and {@code darkMicros}, {@code hnswitch.guest.not-migrated} with {@code from}, {@code to} and
 * {@code reason}.
 */
final class ClusterMigrations {

  private static final String VERB = "migrate";
  private static final String FLOWS = "flows";
  private static final String CHANGING = "changing";

  /** For the revision that places the guest elsewhere. */
  private static final Duration PLACED = Duration.ofSeconds(15);

  /**
   * For a change of the lab to end that a migration has met; who asks waits no longer than 30 s.
   */
  private static final Duration CHANGED = Duration.ofSeconds(20);

  private static final Duration LOOK = Duration.ofMillis(10);

  private final Lab lab;
  private final Timers timers;
  private final ClusterNode cluster;
  private final ClusterLab own;
  private final LabState state;
  private final ChangeGate gate;
  private final Flows flows;
  private final SharedMap decisions;
  private final Migrations migrations;

  /** What guests send that are about to come, by the guest's name. */
  private final Map<String, JsonArray> orders = new HashMap<>();

  private final Set<ClusterTunnel> tunnels = new HashSet<>();
  private final SecureRandom random = new SecureRandom();

  /**
   * @param home what a guest's devices are made by
   * @param doors a folder that nobody else can enter
   */
  ClusterMigrations(
      Lab lab,
      Context context,
      Timers timers,
      ClusterLab own,
      LabState state,
      ChangeGate gate,
      Flows flows,
      LabGuests home,
      Path doors) {
    this.lab = lab;
    this.timers = timers;
    this.cluster = own.cluster();
    this.own = own;
    this.state = state;
    this.gate = gate;
    this.flows = flows;
    decisions = cluster.migrations();
    migrations =
        new Migrations(
            lab,
            context,
            timers,
            new ClusterGuests(home, state, gate, this::came, this::went),
            (id, guest, wish) -> decide(id, wish),
            doors);
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("guest.migrate", request -> migrate(request.text("guest"), request.text("to")));
    handlers.put("cluster.drain", request -> drain());
  }

  /** Registers what other nodes ask for. */
  void open() {
    var peers = cluster.peers();
    peers.serve(VERB, this::receive);
    peers.take((id, message) -> migrations.tunnelled(MigrationId.parse(id), message));
  }

  /** While the lab is being changed no guest comes, and the other node waits for that to end. */
  private Future<JsonObject> receive(JsonObject body) {
    var message = body.getJsonObject("message");
    if (body.containsKey(FLOWS)) {
      orders.put(body.getString("guest"), body.getJsonArray(FLOWS));
    }
    return gate.isHeld() && Migrations.isBeginning(message)
        ? Future.succeededFuture(
            Migrations.refusal("node " + cluster.name() + " is changing the lab")
                .put(CHANGING, true))
        : migrations.receive(body.getString("node"), message);
  }

  /** A node is there no more. */
  void lost(String node) {
    migrations.peerLost(node);
    List.copyOf(tunnels).forEach(tunnel -> tunnel.lost(node));
  }

  private Future<Side> decide(MigrationId id, Side wish) {
    return decisions
        .putIfAbsent(id.toString(), wish.name())
        .compose(first -> decisions.get(id.toString()))
        .map(text -> Side.valueOf(text.orElseThrow()));
  }

  /** The guest is this node's, with what it sends: whoever looks finds it here. */
  private void came(GuestSpec guest) {
    takeFlows(guest.name());
    cluster
        .owners()
        .take(ShareKeeper.guest(guest.name()), cluster.name(), cluster.run())
        .onFailure(
            cause ->
                lab.bus()
                    .publish(
                        new LabEvent(
                            "hnswitch.cluster.share-failed",
                            cluster.name(),
                            Map.of("reason", "not written down: " + cause.getMessage()))));
  }

  private void went(GuestSpec guest) {
    flows.leave(guest.name());
    own.departed(guest.name());
  }

  /**
   * The other node, for one migration. The flows that the guest sends go with the word: this node
   * may not live to tell of them when the guest runs there.
   */
  private final class Peer implements MigrationPeer {

    private final String guest;
    private final String node;
    private boolean changing;

    Peer(String guest, String node) {
      this.guest = guest;
      this.node = node;
    }

    @Override
    public String node() {
      return node;
    }

    /** Whether it took no guest because the lab is being changed there. */
    boolean isChanging() {
      return changing;
    }

    @Override
    public Future<JsonObject> request(JsonObject message, Duration patience) {
      var body = new JsonObject().put("node", cluster.name()).put("message", message);
      if (Migrations.isWord(message)) {
        body.put("guest", guest).put(FLOWS, flows.of(guest));
      }
      return cluster
          .peers()
          .ask(node, VERB, body, patience)
          .onSuccess(answer -> changing |= answer.getBoolean(CHANGING, false));
    }

    @Override
    public Future<Tunnel> tunnel(MigrationId id) {
      var tunnel = new ClusterTunnel(cluster.peers(), node, id, tunnels::remove);
      tunnels.add(tunnel);
      return Future.succeededFuture(tunnel);
    }
  }

  private Future<JsonObject> migrate(String guest, String to) {
    if (!state.here().guests().containsKey(guest)) {
      throw Names.notFound("guest", guest, state.spec().guests().keySet());
    }
    var members = cluster.members();
    if (members.named(to).isEmpty()) {
      throw Names.notFound("node", to, members.all().stream().map(Member::name).toList());
    }
    if (to.equals(cluster.name())) {
      throw Problem.of(ProblemCode.STATE_CONFLICT, "guest " + guest + " is on node " + to)
          .exception();
    }
    return attempt(guest, to, timers.nanos() + CHANGED.toNanos())
        .map(report -> told(report, guest, to));
  }

  /**
   * A change of the lab that has come to the other node before this migration is about to come
   * here, too. It is let pass, and then the guest goes.
   */
  private Future<MigrationReport> attempt(String guest, String to, long endNanos) {
    var peer = new Peer(guest, to);
    var run = cluster.members().named(to).map(Member::run).orElse("");
    return gate.beside(
            () ->
                migrations
                    .migrate(new MigrationId(random.nextLong()), guest, peer)
                    .compose(report -> settled(report, run)))
        .compose(
            report ->
                peer.isChanging() && timers.nanos() - endNanos < 0
                    ? after(LOOK, () -> attempt(guest, to, endNanos))
                    : Future.succeededFuture(report));
  }

  private <T> Future<T> after(Duration time, Supplier<Future<T>> action) {
    Promise<T> later = Promise.promise();
    timers.after(time, () -> action.get().onComplete(later));
    return later.future();
  }

  /**
   * Nothing else is changed here before this node knows that the guest is elsewhere.
   *
   * @param run of the target; when that dies before others know that it has the guest, nobody has
   *     it, and it is this node's to make anew
   */
  private Future<MigrationReport> settled(MigrationReport report, String run) {
    if (!report.isMoved()) {
      return Future.succeededFuture(report);
    }
    return placed(report, run, timers.nanos() + PLACED.toNanos())
        .map(
            placed ->
                placed || isThere(run)
                    ? report
                    : new MigrationReport(
                        report.id(),
                        report.guest(),
                        report.target(),
                        Side.SOURCE,
                        "node " + report.target() + " has died with it; it begins anew",
                        report.dark()));
  }

  private boolean isThere(String run) {
    return cluster.members().runs().contains(run);
  }

  private Future<Boolean> placed(MigrationReport report, String run, long endNanos) {
    boolean placed = state.spec().placeOfGuest(report.guest()).equals(report.target());
    if (placed || timers.nanos() - endNanos > 0) {
      return Future.succeededFuture(placed);
    }
    boolean last = !isThere(run);
    return after(LOOK, () -> own.catchUp())
        .transform(
            known ->
                last && known.succeeded()
                    ? Future.succeededFuture(
                        state.spec().placeOfGuest(report.guest()).equals(report.target()))
                    : placed(report, run, endNanos));
  }

  private JsonObject told(MigrationReport report, String guest, String to) {
    var reason = report.why();
    if (!report.isMoved()) {
      lab.bus()
          .publish(
              "hnswitch.guest.not-migrated",
              guest,
              Map.of("from", cluster.name(), "to", to, "reason", reason));
      throw Problem.of(
              ProblemCode.STATE_CONFLICT,
              "guest " + guest + " stays on " + cluster.name() + ": " + reason)
          .exception();
    }
    long micros = report.dark().toNanos() / 1_000;
    lab.bus()
        .publish(
            "hnswitch.guest.migrated",
            guest,
            Map.of("from", cluster.name(), "to", to, "darkMicros", micros));
    return new JsonObject()
        .put("guest", guest)
        .put("from", cluster.name())
        .put("to", to)
        .put("darkMicros", micros);
  }

  private void takeFlows(String guest) {
    var sent = Optional.ofNullable(orders.remove(guest)).orElseGet(JsonArray::new);
    // One may have been started just before.
    own.catchUp().onComplete(known -> sent.forEach(one -> take(FlowEnds.order((JsonObject) one))));
  }

  private void take(FlowOrder order) {
    var flow = state.spec().flows().get(order.id());
    if (flow != null) {
      flows.adopt(flow, order);
    }
  }

  /** All guests of this node go to others, one after the other; those that cannot, stay. */
  private Future<JsonObject> drain() {
    var moved = new JsonArray();
    var stay = new JsonArray();
    Future<Void> all = Future.succeededFuture();
    for (var guest : List.copyOf(state.here().guests().keySet())) {
      all = all.compose(done -> drain(guest, moved, stay));
    }
    return all.map(
        done -> new JsonObject().put("node", cluster.name()).put("moved", moved).put("stay", stay));
  }

  private Future<Void> drain(String guest, JsonArray moved, JsonArray stay) {
    var reasons = new ArrayList<String>();
    return tryAll(guest, candidates(), reasons)
        .onSuccess(
            went -> {
              if (went.isEmpty()) {
                stay.add(
                    new JsonObject()
                        .put("guest", guest)
                        .put(
                            "reason",
                            reasons.isEmpty() ? "no other node is there" : reasons.getFirst()));
              } else {
                moved.add(went);
              }
            })
        .mapEmpty();
  }

  /** The one with the fewest guests first. */
  private List<String> candidates() {
    return cluster.members().all().stream()
        .filter(member -> !member.self())
        .map(Member::name)
        .sorted(Comparator.comparingInt(node -> state.spec().share(node).guests().size()))
        .toList();
  }

  private Future<JsonObject> tryAll(String guest, List<String> nodes, List<String> reasons) {
    return nodes.isEmpty()
        ? Future.succeededFuture(new JsonObject())
        : Future.succeededFuture()
            .compose(now -> migrate(guest, nodes.getFirst()))
            .recover(
                cause -> {
                  reasons.add(Problem.of(cause).detail());
                  return tryAll(guest, nodes.subList(1, nodes.size()), reasons);
                });
  }
}
