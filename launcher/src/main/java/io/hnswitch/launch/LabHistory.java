package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.lab.LabPlan;
import io.hnswitch.lab.LabSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The revisions of a lab, the last of which is current, and names for some of them. Every change
 * adds a revision, going back included: so a number means one lab for ever. Each revision knows
 * which one was before it; one that went back has the earlier one's predecessor, so that undoing
 * again goes further back. When there are more than {@value #KEPT}, the oldest one without a name
 * is forgotten.
 */
final class LabHistory {

  static final int KEPT = 100;

  /** Names take revisions out of what may be forgotten, so there must be fewer of them. */
  static final int CHECKPOINTS_MAX = 50;

  private final NavigableMap<Long, LabRevision> revisions = new TreeMap<>();
  private final NavigableMap<String, Long> checkpoints = new TreeMap<>();
  private long last;

  /**
   * What a history holds at one moment.
   *
   * @param revisions the oldest first
   * @param checkpoints numbers of revisions by name
   */
  record Snapshot(List<LabRevision> revisions, Map<String, Long> checkpoints) {
    Snapshot {
      revisions = List.copyOf(revisions);
      checkpoints = Map.copyOf(checkpoints);
    }
  }

  private LabHistory(long last) {
    this.last = last;
  }

  /** Of a node that has no lab yet: revision 0 is an empty one. */
  static LabHistory empty(Instant time) {
    return empty(time, 0);
  }

  /**
   * As {@link #empty(Instant)}, beside revisions that cannot be read.
   *
   * @param last the highest number of these
   */
  static LabHistory empty(Instant time, long last) {
    var history = new LabHistory(last);
    history.revisions.put(
        0L,
        new LabRevision(
            0, time, Cause.START, LabRevision.NONE, LabRevision.NONE, "", LabSpec.empty("empty")));
    return history;
  }

  /**
   * What an earlier node left.
   *
   * @param revisions at least one
   * @param checkpoints those of other revisions are left out
   * @param last the highest number in use, also by revisions that are not there
   */
  static LabHistory of(
      Collection<LabRevision> revisions, Map<String, Long> checkpoints, long last) {
    var history = new LabHistory(last);
    revisions.forEach(one -> history.revisions.put(one.number(), one));
    checkpoints.forEach(
        (name, number) -> {
          if (history.revisions.containsKey(number)) {
            history.checkpoints.put(name, number);
          }
        });
    history.last = Math.max(last, history.current().number());
    history.forget();
    return history;
  }

  /** True until there has been a lab. */
  boolean isNew() {
    return revisions.size() == 1 && current().number() == 0;
  }

  LabRevision current() {
    return revisions.lastEntry().getValue();
  }

  /** The newest first. */
  Collection<LabRevision> all() {
    return revisions.descendingMap().values();
  }

  /** The names of a revision. */
  List<String> checkpointsOf(LabRevision revision) {
    return checkpoints.entrySet().stream()
        .filter(one -> one.getValue() == revision.number())
        .map(Map.Entry::getKey)
        .toList();
  }

  Snapshot snapshot() {
    return new Snapshot(List.copyOf(revisions.values()), checkpoints);
  }

  /** The lab becomes another. Nothing is noted before {@link #take}. */
  LabRevision change(LabSpec next, Cause cause, Instant time) {
    return next(next, cause, time, current().number(), LabRevision.NONE);
  }

  /** The lab becomes that of an earlier revision; undoing this goes back to now. */
  LabRevision restore(LabRevision earlier, Cause cause, Instant time) {
    return next(earlier.lab(), cause, time, current().number(), earlier.number());
  }

  /** The last change is undone; undoing this goes further back. */
  LabRevision undo(LabRevision earlier, Cause cause, Instant time) {
    return next(earlier.lab(), cause, time, earlier.before(), earlier.number());
  }

  /** A node starts with its first lab: there is nothing before it to go back to. */
  LabRevision begin(LabSpec first, Instant time) {
    return next(first, Cause.START, time, LabRevision.NONE, LabRevision.NONE);
  }

  private LabRevision next(LabSpec lab, Cause cause, Instant time, long before, long of) {
    var summary = PlanText.summary(LabPlan.between(current().lab(), lab));
    return new LabRevision(last + 1, time, cause, before, of, summary, lab);
  }

  /**
   * Makes a revision the current one.
   *
   * @throws IllegalArgumentException when its number is not a new one
   */
  LabRevision take(LabRevision next) {
    if (next.number() <= last) {
      throw new IllegalArgumentException("revision " + next.number() + " after " + last);
    }
    boolean first = next.before() == LabRevision.NONE && next.of() == LabRevision.NONE;
    last = next.number();
    revisions.put(next.number(), next);
    if (first) {
      revisions.headMap(next.number()).clear();
    }
    forget();
    return next;
  }

  /** Makes this history what another node has. */
  void become(Collection<LabRevision> others, Map<String, Long> names) {
    revisions.clear();
    checkpoints.clear();
    others.forEach(one -> revisions.put(one.number(), one));
    names(names);
    last = current().number();
    forget();
  }

  /** Makes the names those of another node. */
  void names(Map<String, Long> names) {
    checkpoints.clear();
    names.forEach(
        (name, number) -> {
          if (revisions.containsKey(number)) {
            checkpoints.put(name, number);
          }
        });
  }

  private void forget() {
    while (revisions.size() > KEPT) {
      var oldest =
          revisions.keySet().stream().filter(one -> !checkpoints.containsValue(one)).findFirst();
      revisions.remove(oldest.orElseThrow());
    }
  }

  /**
   * What an undo goes back to.
   *
   * @throws io.hnswitch.api.ProblemException when there is nothing, or it has been forgotten
   */
  LabRevision undoTarget() {
    var current = current();
    if (current.before() == LabRevision.NONE) {
      throw conflict(
          "nothing to undo: there is no revision before "
              + (current.of() == LabRevision.NONE ? current.number() : current.of()));
    }
    var target = revisions.get(current.before());
    if (target == null) {
      throw conflict("nothing to undo: revision " + current.before() + " is no longer kept");
    }
    return target;
  }

  /**
   * A revision by its number.
   *
   * @throws io.hnswitch.api.ProblemException when there is none
   */
  LabRevision revision(long number) {
    var found = revisions.get(number);
    if (found == null) {
      throw Names.notFound(
          "revision",
          Long.toString(number),
          revisions.keySet().stream().map(String::valueOf).toList());
    }
    return found;
  }

  /**
   * The revision with a name.
   *
   * @throws io.hnswitch.api.ProblemException when there is none
   */
  LabRevision checkpoint(String name) {
    var number = checkpoints.get(name);
    if (number == null) {
      throw Names.notFound("checkpoint", name, checkpoints.keySet());
    }
    return revisions.get(number);
  }

  /**
   * Names the current revision; one of the same name moves.
   *
   * @throws io.hnswitch.api.ProblemException when there are too many names
   */
  void mark(String name) {
    requireRoom(name);
    checkpoints.put(name, current().number());
    forget();
  }

  /** Fails unless {@link #mark} would do. */
  void requireRoom(String name) {
    if (checkpoints.size() >= CHECKPOINTS_MAX && !checkpoints.containsKey(name)) {
      throw conflict(
          "there are " + CHECKPOINTS_MAX + " checkpoints already: use a name again, to move it");
    }
  }

  private static RuntimeException conflict(String detail) {
    return Problem.of(ProblemCode.STATE_CONFLICT, detail).exception();
  }
}
