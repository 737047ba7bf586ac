package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.lab.LabMoves;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LabWriter;
import io.hnswitch.launch.cluster.ClusterNode;
import io.hnswitch.launch.cluster.Member;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads changes of the lab, one after the other, through all nodes that are there: every node holds
 * other changes back; those that lose devices lose them; every node makes its share; the revision
 * is written to the log, from where on the change holds; every node is told. What fails before that
 * is undone everywhere. Used on the lab's event loop only.
 */
final class ChangeCoordinator implements Spread {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeCoordinator.class);

  /** Single changes that are under way have this long to end. */
  private static final Duration HOLD = Duration.ofSeconds(40);

  /** How often a change may begin again because another one was written meanwhile. */
  private static final int ATTEMPTS = 10;

  private static final Duration MAKE = Duration.ofSeconds(150);
  private static final Duration SETTLE = Duration.ofSeconds(60);

  private final ClusterNode cluster;
  private final LabState state;
  private final ChangeParticipant own;
  private final RevisionLog log;
  private final Supplier<Future<Void>> catchUp;
  private Future<?> last = Future.succeededFuture();

  /**
   * @param catchUp makes this node know every revision of the log
   */
  ChangeCoordinator(
      ClusterNode cluster,
      LabState state,
      ChangeParticipant own,
      RevisionLog log,
      Supplier<Future<Void>> catchUp) {
    this.cluster = cluster;
    this.state = state;
    this.own = own;
    this.log = log;
    this.catchUp = catchUp;
  }

  @Override
  public Future<LabRevision> change(Supplier<Plan> turn) {
    Future<LabRevision> result =
        last.transform(ended -> requireMajority())
            .compose(may -> catchUp.get())
            .compose(known -> attempt(turn, ATTEMPTS));
    last = result;
    return result;
  }

  /**
   * Single changes and migrations that were waited for have made revisions of their own: then it is
   * made from the newest.
   */
  private Future<LabRevision> attempt(Supplier<Plan> turn, int attempts) {
    var round = new Round(members(), state.revision());
    return round
        .run(turn)
        .recover(
            cause ->
                round.isOvertaken() && attempts > 1
                    ? catchUp.get().compose(known -> attempt(turn, attempts - 1))
                    : Future.failedFuture(cause));
  }

  @Override
  public Future<Void> mark(String name) {
    return requireMajority()
        .compose(may -> catchUp.get())
        .compose(
            known -> {
              state.mark(name);
              return log.mark(state.history().snapshot().checkpoints());
            });
  }

  private Future<Void> requireMajority() {
    return cluster.members().isMajority()
        ? Future.succeededFuture()
        : Future.failedFuture(frozen(cluster).exception());
  }

  /** Why nothing can be changed. */
  static Problem frozen(ClusterNode cluster) {
    return Problem.of(
        ProblemCode.NO_QUORUM,
        "node "
            + cluster.name()
            + " sees "
            + cluster.members().all().size()
            + " of "
            + cluster.settings().members().size()
            + " nodes and needs "
            + cluster.members().quorum()
            + ": frames go on, nothing is changed");
  }

  private List<String> members() {
    return cluster.members().all().stream().map(Member::name).toList();
  }

  /** One change. */
  private final class Round {

    private final String attempt = UUID.randomUUID().toString();
    private final List<String> nodes;
    private final long base;
    private boolean overtaken;

    /**
     * @param base the revision that the change is made from
     */
    Round(List<String> nodes, long base) {
      this.nodes = nodes;
      this.base = base;
    }

    /** Whether it failed because nodes were at another revision when they could be held. */
    boolean isOvertaken() {
      return overtaken;
    }

    Future<LabRevision> run(Supplier<Plan> turn) {
      return everywhere((node, body) -> hold(node, body).compose(at -> agrees(node, at)))
          .compose(held -> Future.succeededFuture(turn.get()))
          .compose(
              plan ->
                  become(LabMoves.parted(state.spec(), plan.lab()), state.spec())
                      .compose(parted -> become(plan.lab(), state.spec()))
                      .compose(made -> write(plan))
                      .map(plan))
          .recover(this::back)
          .compose(this::tell);
    }

    private Future<Void> everywhere(BiFunction<String, JsonObject, Future<?>> ask) {
      var all = new ArrayList<Future<?>>();
      nodes.forEach(node -> all.add(ask.apply(node, new JsonObject().put("attempt", attempt))));
      return Future.join(all).mapEmpty();
    }

    private boolean isHere(String node) {
      return node.equals(cluster.name());
    }

    private Future<Long> hold(String node, JsonObject body) {
      return isHere(node)
          ? own.hold(attempt, cluster.run(), base)
          : cluster
              .peers()
              .ask(node, "change.hold", body.put("leader", cluster.run()).put("base", base), HOLD)
              .map(answer -> answer.getLong("revision"));
    }

    private Future<Void> agrees(String node, long revision) {
      if (revision == base) {
        return Future.succeededFuture();
      }
      overtaken = true;
      return Future.failedFuture(
          Problem.of(
                  ProblemCode.STATE_CONFLICT,
                  "node " + node + " is at revision " + revision + ", not " + base)
              .exception());
    }

    /** Nothing is asked of anybody when it is what the lab is. */
    private Future<Void> become(LabSpec lab, LabSpec now) {
      if (lab.equals(now)) {
        return Future.succeededFuture();
      }
      var text = LabWriter.json(lab);
      return everywhere(
          (node, body) ->
              isHere(node)
                  ? own.become(attempt, lab)
                  : cluster.peers().ask(node, "change.become", body.put("lab", text), MAKE));
    }

    private Future<Void> write(Plan plan) {
      if (plan.revision().isEmpty()) {
        return Future.succeededFuture();
      }
      return log.append(plan.revision().get())
          .compose(
              added ->
                  added
                      ? Future.succeededFuture()
                      : Future.failedFuture(
                          Problem.of(
                                  ProblemCode.STATE_CONFLICT,
                                  "another node has made revision "
                                      + plan.revision().get().number())
                              .exception()));
    }

    /** From here on it holds; who does not hear it reads it in the log. */
    private Future<LabRevision> tell(Plan plan) {
      return Future.succeededFuture()
          .compose(now -> settle(plan.revision()))
          .otherwise(
              cause -> {
                LOG.warn("not every node has heard of the change: {}", cause.getMessage());
                return null;
              })
          .map(done -> plan.revision().orElseGet(state.history()::current));
    }

    private Future<Void> settle(Optional<LabRevision> revision) {
      return everywhere(
          (node, body) -> {
            if (isHere(node)) {
              return revision
                  .map(one -> own.commit(attempt, one))
                  .orElseGet(() -> own.keep(attempt));
            }
            body.put("word", revision.isPresent() ? "commit" : "keep");
            revision.ifPresent(
                one -> body.put("revision", RevisionLog.text(one)).put("number", one.number()));
            return cluster.peers().ask(node, "change.settle", body, SETTLE);
          });
    }

    private Future<Plan> back(Throwable cause) {
      return everywhere(
              (node, body) ->
                  isHere(node)
                      ? own.back(attempt)
                      : cluster
                          .peers()
                          .ask(node, "change.settle", body.put("word", "back"), SETTLE))
          .transform(done -> Future.failedFuture(cause));
    }
  }
}
