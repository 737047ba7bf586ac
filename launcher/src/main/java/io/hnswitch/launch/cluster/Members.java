package io.hnswitch.launch.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Who is there, the one that is there for longest first. No method blocks. */
public final class Members {

  private static final long SAFE_MILLIS = 1_000;

  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private final int quorum;

  Members(Vertx vertx, HazelcastInstance hazelcast, int quorum) {
    this.vertx = vertx;
    this.hazelcast = hazelcast;
    this.quorum = quorum;
  }

  /** All, this node included; empty while it is on its way from one cluster to another. */
  public List<Member> all() {
    var all = new ArrayList<Member>();
    if (!hazelcast.getLifecycleService().isRunning()) {
      return all;
    }
    for (var member : hazelcast.getCluster().getMembers()) {
      all.add(
          new Member(
              text(member, HazelcastSettings.NODE),
              text(member, HazelcastSettings.RUN),
              text(member, HazelcastSettings.VERSION),
              member.getAddress().getHost() + ":" + member.getAddress().getPort(),
              member.getAddress().getHost(),
              Integer.parseInt(text(member, HazelcastSettings.WIRES)),
              member.localMember(),
              all.isEmpty()));
    }
    return all;
  }

  private static String text(com.hazelcast.cluster.Member member, String attribute) {
    var text = member.getAttribute(attribute);
    return text == null ? "" : text;
  }

  /** The one with a name. */
  public Optional<Member> named(String node) {
    return all().stream().filter(member -> member.name().equals(node)).findFirst();
  }

  /** The one that orders the changes. */
  public Optional<Member> leader() {
    return all().stream().findFirst();
  }

  /** The runs of all that are there. */
  public Set<String> runs() {
    return all().stream().map(Member::run).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether enough of them are there for anything to be changed. */
  public boolean isMajority() {
    return all().size() >= quorum;
  }

  /** How many have to be there for that. */
  public int quorum() {
    return quorum;
  }

  /**
   * Whether all that is shared is with two nodes at least. The others are asked for it: while one
   * of them does not answer, it is not known, and so not safe.
   */
  public Future<Boolean> isSafe() {
    Promise<Boolean> answer = Promise.promise();
    long patience = vertx.setTimer(SAFE_MILLIS, late -> answer.tryComplete(false));
    vertx
        .executeBlocking(
            () ->
                hazelcast.getLifecycleService().isRunning()
                    && (quorum == 1 || hazelcast.getCluster().getMembers().size() > 1)
                    && hazelcast.getPartitionService().isClusterSafe(),
            false)
        .otherwise(false)
        .onSuccess(answer::tryComplete);
    return answer.future().onComplete(done -> vertx.cancelTimer(patience));
  }

  /**
   * Tells that somebody has come or gone, or that two parts have become one again, on a thread of
   * Hazelcast's.
   *
   * @return ends that
   */
  public Runnable onChange(Runnable told, Runnable merged) {
    UUID membership =
        hazelcast
            .getCluster()
            .addMembershipListener(
                new MembershipListener() {
                  @Override
                  public void memberAdded(MembershipEvent event) {
                    told.run();
                  }

                  @Override
                  public void memberRemoved(MembershipEvent event) {
                    told.run();
                  }
                });
    UUID lifecycle =
        hazelcast
            .getLifecycleService()
            .addLifecycleListener(
                event -> {
                  if (event.getState() == LifecycleState.MERGED) {
                    merged.run();
                  }
                });
    return () -> {
      hazelcast.getLifecycleService().removeLifecycleListener(lifecycle);
      if (hazelcast.getLifecycleService().isRunning()) {
        hazelcast.getCluster().removeMembershipListener(membership);
      }
    };
  }
}
