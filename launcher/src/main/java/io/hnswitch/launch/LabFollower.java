package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import io.hnswitch.launch.cluster.ClusterNode;
import io.hnswitch.launch.cluster.Member;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what this node knows of the lab's revisions what the cluster has. Where the cluster has
 * none yet, the leader of a majority gives it the longest history that any of them has kept. Used
 * on the lab's event loop only.
 */
final class LabFollower {

  private static final Logger LOG = LoggerFactory.getLogger(LabFollower.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PRUNE_EVERY = 50;

  private final ClusterNode cluster;
  private final LabState state;
  private final RevisionLog log;
  private final Function<LabSpec, LabSpec> placed;
  private final LabSpec first;
  private Optional<Future<Void>> running = Optional.empty();
  private Optional<Future<Void>> next = Optional.empty();
  private boolean joined;
  private long pruned;

  /**
   * @param placed gives every device a place
   * @param first the lab to begin with where there is none
   */
  LabFollower(
      ClusterNode cluster,
      LabState state,
      RevisionLog log,
      Function<LabSpec, LabSpec> placed,
      LabSpec first) {
    this.cluster = cluster;
    this.state = state;
    this.log = log;
    this.placed = placed;
    this.first = first;
  }

  /** Whether this node knows the cluster's lab. */
  boolean isJoined() {
    return joined;
  }

  /** Registers what another leader asks for. */
  void open() {
    cluster
        .peers()
        .serve(
            "state.newest",
            body ->
                Future.succeededFuture(
                    new JsonObject().put("revision", newest()).put("joined", joined)));
    cluster.peers().serve("state.history", body -> Future.succeededFuture(json()));
  }

  private long newest() {
    return state.history().isNew() ? RevisionLog.NOTHING : state.revision();
  }

  private JsonObject json() {
    var snapshot = state.history().snapshot();
    var revisions = new JsonArray();
    snapshot
        .revisions()
        .forEach(
            one ->
                revisions.add(
                    new JsonObject()
                        .put("number", one.number())
                        .put("text", RevisionLog.text(one))));
    var marks = new JsonObject();
    snapshot.checkpoints().forEach(marks::put);
    return new JsonObject().put("revisions", revisions).put("marks", marks);
  }

  private static RevisionLog.Whole whole(JsonObject json) {
    var revisions = new ArrayList<LabRevision>();
    for (var one : json.getJsonArray("revisions")) {
      var revision = (JsonObject) one;
      revisions.add(RevisionLog.read(revision.getString("text"), revision.getLong("number")));
    }
    var marks = new TreeMap<String, Long>();
    json.getJsonObject("marks").forEach(mark -> marks.put(mark.getKey(), number(mark)));
    return new RevisionLog.Whole(revisions, marks);
  }

  private static Long number(Map.Entry<String, Object> mark) {
    return ((Number) mark.getValue()).longValue();
  }

  /** Done when this node knows all that was in the log when this was called. */
  Future<Void> catchUp() {
    if (running.isEmpty()) {
      return begin();
    }
    if (next.isEmpty()) {
      next = Optional.of(running.get().transform(ended -> begin()));
    }
    return next.get();
  }

  private Future<Void> begin() {
    next = Optional.empty();
    var round = joined ? follow() : join();
    running = Optional.of(round);
    return round.onComplete(
        done -> {
          if (running.filter(now -> now == round).isPresent()) {
            running = Optional.empty();
          }
        });
  }

  private Future<Void> follow() {
    return log.after(state.revision())
        .compose(
            newer -> {
              for (var revision : newer.revisions()) {
                // A change that this node has a part in may have taken it meanwhile.
                if (revision.number() == state.revision() + 1) {
                  state.take(revision);
                }
              }
              state.adoptNames(newer.marks());
              prune();
              return newer.revisions().isEmpty() ? Future.succeededFuture() : follow();
            });
  }

  private void prune() {
    if (state.revision() >= pruned + PRUNE_EVERY && isLeader()) {
      pruned = state.revision();
      log.prune(state.history().snapshot());
    }
  }

  private boolean isLeader() {
    return cluster.members().leader().filter(Member::self).isPresent();
  }

  /** The cluster's history becomes this node's. */
  private Future<Void> join() {
    return log.all()
        .compose(
            whole -> {
              if (!whole.revisions().isEmpty()) {
                adopt(whole);
                return Future.succeededFuture();
              }
              return isLeader() && cluster.members().isMajority()
                  ? seed()
                  : Future.failedFuture("the cluster has no lab yet");
            });
  }

  private void adopt(RevisionLog.Whole whole) {
    var newest = whole.revisions().getLast();
    if (!state.history().isNew() && state.revision() > newest.number()) {
      LOG.warn(
          "revision {} of this node is given up: the cluster is at {}",
          state.revision(),
          newest.number());
    }
    state.adopt(whole.revisions(), whole.marks());
    joined = true;
  }

  /** What is in the log is another than this node has: a part of the cluster was away. */
  Future<Void> compare() {
    return log.all()
        .compose(
            whole -> {
              if (whole.revisions().isEmpty()) {
                return joined && isLeader() && cluster.members().isMajority()
                    ? log.fill(ownHistory())
                    : Future.succeededFuture();
              }
              var newest = whole.revisions().getLast();
              if (newest.number() != state.revision()
                  || !newest.equals(state.history().current())) {
                adopt(whole);
              } else {
                state.adoptNames(whole.marks());
              }
              return Future.succeededFuture();
            });
  }

  private RevisionLog.Whole ownHistory() {
    var snapshot = state.history().snapshot();
    return new RevisionLog.Whole(snapshot.revisions(), snapshot.checkpoints());
  }

  private Future<Void> seed() {
    var others =
        cluster.members().all().stream()
            .filter(member -> !member.self())
            .map(Member::name)
            .toList();
    var asked =
        others.stream()
            .map(node -> cluster.peers().ask(node, "state.newest", new JsonObject(), PATIENCE))
            .toList();
    return Future.all(asked)
        .compose(
            all -> {
              List<JsonObject> answers = all.list();
              long best = newest();
              var from = "";
              for (int i = 0; i < answers.size(); i++) {
                if (answers.get(i).getLong("revision") > best) {
                  best = answers.get(i).getLong("revision");
                  from = others.get(i);
                }
              }
              return from.isEmpty()
                  ? Future.succeededFuture(best == RevisionLog.NOTHING ? fresh() : ownHistory())
                  : cluster
                      .peers()
                      .ask(from, "state.history", new JsonObject(), PATIENCE)
                      .map(LabFollower::whole);
            })
        .compose(
            whole -> {
              LOG.info("the cluster begins with revision {}", whole.revisions().getLast().number());
              return log.fill(whole).onSuccess(done -> adopt(whole));
            });
  }

  private RevisionLog.Whole fresh() {
    return new RevisionLog.Whole(List.of(state.first(placed.apply(first))), Map.of());
  }
}
