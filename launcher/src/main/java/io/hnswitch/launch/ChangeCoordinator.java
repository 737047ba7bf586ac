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
            .compose(known -> new Round(members()).run(turn));
    last = result;
    return result;
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

    Round(List<String> nodes) {
      this.nodes = nodes;
    }

    Future<LabRevision> run(Supplier<Plan> turn) {
      long base = state.revision();
      return everywhere((node, body) -> hold(node, body, base))
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

    private Future<?> hold(String node, JsonObject body, long base) {
      return isHere(node)
          ? own.hold(attempt, cluster.run(), base)
          : cluster
              .peers()
              .ask(node, "change.hold", body.put("leader", cluster.run()).put("base", base), HOLD);
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
