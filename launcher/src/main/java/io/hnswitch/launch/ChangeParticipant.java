package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.lab.LabParser;
import io.hnswitch.lab.LabResult;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.launch.cluster.ClusterNode;
import io.hnswitch.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in a change of the lab that another node leads, or this one: it holds everything
 * else back, makes its share what it is told, and waits for the word that it stays so. When that
 * does not come, because the leader is gone, the log of revisions says what holds. Used on the
 * lab's event loop only.
 */
final class ChangeParticipant {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeParticipant.class);

  /** For the word of a leader that is there. */
  private static final Duration WORD = Duration.ofMinutes(3);

  private static final int ABANDONED_MAX = 64;

  private final Context context;
  private final Timers timers;
  private final ClusterNode cluster;
  private final LabState state;
  private final ChangeGate gate;
  private final ShareKeeper shares;
  private final RevisionLog log;
  private final UnaryOperator<LabSpec> share;
  private final Supplier<Future<Void>> edited;

  /** Changes that were given up before they began here; the oldest are forgotten. */
  private final Set<String> abandoned = new LinkedHashSet<>();

  private Optional<Turn> turn = Optional.empty();

  /** A change under way. */
  private static final class Turn {
    private final String attempt;
    private final String leaderRun;
    private final long base;
    private final LabSpec before;
    private final long sinceNanos;
    private final Promise<Void> end = Promise.promise();
    private LabSpec whole;
    private boolean settling;

    Turn(String attempt, String leaderRun, long base, LabSpec before, LabSpec whole, long now) {
      this.attempt = attempt;
      this.leaderRun = leaderRun;
      this.base = base;
      this.before = before;
      this.whole = whole;
      this.sinceNanos = now;
    }
  }

  /**
   * @param share gives what of a lab is on this node
   * @param edited done when every single change made here is a revision, and this node knows all
   */
  ChangeParticipant(
      Context context,
      Timers timers,
      ClusterNode cluster,
      LabState state,
      ChangeGate gate,
      ShareKeeper shares,
      RevisionLog log,
      UnaryOperator<LabSpec> share,
      Supplier<Future<Void>> edited) {
    this.context = context;
    this.timers = timers;
    this.cluster = cluster;
    this.state = state;
    this.gate = gate;
    this.shares = shares;
    this.log = log;
    this.share = share;
    this.edited = edited;
  }

  /** A change is under way here. */
  boolean isBusy() {
    return turn.isPresent();
  }

  /**
   * Holds everything else back.
   *
   * @param base the revision that the change is made from
   * @return the revision that this node is at; when it is another, nothing is held
   */
  Future<Long> hold(String attempt, String leaderRun, long base) {
    Promise<Long> held = Promise.promise();
    gate.alone(() -> edited.get().transform(done -> begin(attempt, leaderRun, base, held)));
    return held.future();
  }

  private Future<Void> begin(String attempt, String leaderRun, long base, Promise<Long> held) {
    if (abandoned.remove(attempt)) {
      held.tryFail(new IllegalStateException("given up"));
      return Future.succeededFuture();
    }
    if (state.revision() != base) {
      held.tryComplete(state.revision());
      return Future.succeededFuture();
    }
    var now = new Turn(attempt, leaderRun, base, shares.actual(), state.spec(), timers.nanos());
    turn = Optional.of(now);
    held.tryComplete(base);
    return now.end.future();
  }

  private Turn turn(String attempt) {
    return turn.filter(one -> one.attempt.equals(attempt) && !one.settling)
        .orElseThrow(
            () ->
                Problem.of(
                        ProblemCode.STATE_CONFLICT,
                        "node " + cluster.name() + " knows no change " + attempt)
                    .exception());
  }

  /** Makes this node's share that of a lab; all or nothing here. */
  Future<Void> become(String attempt, LabSpec lab) {
    var now = turn(attempt);
    var target = share.apply(lab);
    return shares.become(target, lab).onSuccess(done -> now.whole = lab);
  }

  /** What the leader sends is the shortest file of the lab. */
  Future<LabSpec> parse(String text) {
    return context.executeBlocking(
        () ->
            switch (LabParser.parse(text)) {
              case LabResult.Accepted(var spec, _, _) -> spec;
              case LabResult.Refused(var problems, _) ->
                  throw new IllegalStateException("the leader sent a bad lab: " + problems);
            });
  }

  /** What was made stays, as this revision. */
  Future<Void> commit(String attempt, LabRevision revision) {
    var now = turn(attempt);
    now.settling = true;
    // This node may have read it in the log already.
    if (revision.number() > state.revision()) {
      state.take(revision);
    }
    return end(now);
  }

  /** What was made stays, and is what the lab was before. */
  Future<Void> keep(String attempt) {
    var now = turn(attempt);
    now.settling = true;
    return end(now);
  }

  /** What was made goes. */
  Future<Void> back(String attempt) {
    if (turn.filter(one -> one.attempt.equals(attempt)).isEmpty()) {
      abandoned.add(attempt);
      if (abandoned.size() > ABANDONED_MAX) {
        abandoned.remove(abandoned.iterator().next());
      }
      return Future.succeededFuture();
    }
    var now = turn(attempt);
    now.settling = true;
    return shares
        .become(now.before, state.spec())
        .onFailure(
            cause -> LOG.error("the way back of change {} failed: {}", attempt, cause.getMessage()))
        .transform(done -> end(now));
  }

  private Future<Void> end(Turn now) {
    turn = Optional.empty();
    now.end.complete();
    return state.saver().saved();
  }

  /** To be called now and then: a leader that is gone says no word any more. */
  void look() {
    var waiting = turn.filter(one -> !one.settling);
    if (waiting.isEmpty()) {
      return;
    }
    var now = waiting.get();
    boolean isThere = cluster.members().runs().contains(now.leaderRun);
    if (isThere && timers.nanos() - now.sinceNanos < WORD.toNanos()) {
      return;
    }
    log.after(now.base)
        .onSuccess(
            newer -> {
              if (turn.filter(one -> one == now && !one.settling).isEmpty()) {
                return;
              }
              boolean holds =
                  !newer.revisions().isEmpty()
                      && newer.revisions().getFirst().lab().equals(now.whole);
              LOG.warn(
                  "the leader of change {} is gone: it {}",
                  now.attempt,
                  holds ? "holds" : "is undone");
              if (holds) {
                commit(now.attempt, newer.revisions().getFirst());
              } else {
                back(now.attempt);
              }
            })
        .onFailure(cause -> LOG.warn("change {} waits: {}", now.attempt, cause.getMessage()));
  }

  /** Registers what a leader on another node asks for. */
  void open() {
    var peers = cluster.peers();
    peers.serve(
        "change.hold",
        body ->
            hold(body.getString("attempt"), body.getString("leader"), body.getLong("base"))
                .map(revision -> new JsonObject().put("revision", revision)));
    peers.serve(
        "change.become",
        body ->
            parse(body.getString("lab"))
                .compose(lab -> become(body.getString("attempt"), lab))
                .map(done -> new JsonObject()));
    peers.serve("change.settle", body -> settle(body).map(done -> new JsonObject()));
  }

  private Future<Void> settle(JsonObject body) {
    var attempt = body.getString("attempt");
    return switch (body.getString("word")) {
      case "commit" ->
          commit(attempt, RevisionLog.read(body.getString("revision"), body.getLong("number")));
      case "keep" -> keep(attempt);
      default -> back(attempt);
    };
  }
}
