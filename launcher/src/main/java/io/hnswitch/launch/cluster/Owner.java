package io.hnswitch.launch.cluster;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * Who a device is with.
 *
 * @param node name of the node
 * @param run of that node: a node that starts again is another owner
 * @param epoch counts the owners that the device has had, from 1: who says an older one is out of
 *     date
 */
public record Owner(String node, String run, long epoch) {

  /** What becomes of a claim. */
  public sealed interface Verdict {

    /** It is the claimant's from now on, once this is written. */
    record Granted(Owner owner) implements Verdict {}

    /** It was the claimant's before. */
    record Same(Owner owner) implements Verdict {}

    /** It is somebody else's, who is there. */
    record Refused(Owner owner) implements Verdict {}
  }

  /**
   * Decides a claim.
   *
   * @param present what is written now
   * @param runs of all nodes that are there
   */
  public static Verdict claim(Optional<Owner> present, String node, String run, Set<String> runs) {
    if (present.isEmpty()) {
      return new Verdict.Granted(new Owner(node, run, 1));
    }
    var owner = present.get();
    if (owner.run.equals(run)) {
      return new Verdict.Same(owner);
    }
    // An owner of the same name has been replaced by the claimant: a name is taken by one only.
    return owner.node.equals(node) || !runs.contains(owner.run)
        ? new Verdict.Granted(new Owner(node, run, owner.epoch + 1))
        : new Verdict.Refused(owner);
  }

  /** As it is kept. */
  public JsonObject toJson() {
    return new JsonObject().put("node", node).put("run", run).put("epoch", epoch);
  }

  /** Empty when the text is none of {@link #toJson}. */
  public static Optional<Owner> parse(String text) {
    try {
      var json = new JsonObject(text);
      return json.getValue("node") instanceof String node
              && json.getValue("run") instanceof String run
              && json.getValue("epoch") instanceof Number epoch
          ? Optional.of(new Owner(node, run, epoch.longValue()))
          : Optional.empty();
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }
}
