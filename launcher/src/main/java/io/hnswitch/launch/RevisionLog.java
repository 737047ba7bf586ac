package io.hnswitch.launch;

import io.hnswitch.launch.cluster.SharedMap;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revisions of the lab as all nodes of a cluster share them. A number is given once: who comes
 * second with one has to look at what the first did, and try again.
 */
final class RevisionLog {

  /** Of a log that has nothing. */
  static final long NOTHING = -1;

  private static final Logger LOG = LoggerFactory.getLogger(RevisionLog.class);
  private static final String REVISION = "r/";
  private static final String MARKS = "marks";
  private static final String HEAD = "head";
  private static final int STEP = 32;

  private final SharedMap map;

  /**
   * All that is in it.
   *
   * @param revisions the oldest first
   * @param marks numbers by name
   */
  record Whole(List<LabRevision> revisions, Map<String, Long> marks) {}

  RevisionLog(SharedMap map) {
    this.map = map;
  }

  private static String key(long number) {
    return REVISION + number;
  }

  /** What is behind a number; not all of it if that is much. */
  Future<Whole> after(long number) {
    var keys = new HashSet<String>(Set.of(MARKS));
    LongStream.rangeClosed(number + 1, number + STEP).forEach(one -> keys.add(key(one)));
    return map.get(keys)
        .map(
            texts -> {
              var found = new ArrayList<LabRevision>();
              for (long next = number + 1; texts.containsKey(key(next)); next++) {
                found.add(read(texts.get(key(next)), next));
              }
              return new Whole(found, marks(texts.get(MARKS)));
            });
  }

  /** Reads what {@link #text} wrote. */
  static LabRevision read(String text, long number) {
    try {
      return StateFile.revision(text, number);
    } catch (StateFile.BrokenException | StateFile.NewerException e) {
      throw new IllegalStateException(
          "revision " + number + " of the cluster cannot be read: " + e.getMessage(), e);
    }
  }

  /** As it is kept. */
  static String text(LabRevision revision) {
    try {
      return StateFile.text(revision);
    } catch (StateFile.BrokenException e) {
      throw new IllegalStateException(
          "revision " + revision.number() + " cannot be kept: " + e.getMessage(), e);
    }
  }

  private static Map<String, Long> marks(String text) {
    var marks = new TreeMap<String, Long>();
    if (text != null) {
      new JsonObject(text)
          .forEach(mark -> marks.put(mark.getKey(), ((Number) mark.getValue()).longValue()));
    }
    return marks;
  }

  /**
   * Adds a revision.
   *
   * @return false when its number is taken
   */
  Future<Boolean> append(LabRevision revision) {
    var text = text(revision);
    return map.putIfAbsent(key(revision.number()), text)
        .compose(
            added ->
                added
                    ? Future.succeededFuture(true)
                    // It may have been added at a first attempt of which nobody knew.
                    : map.get(key(revision.number())).map(Optional.of(text)::equals))
        .compose(
            added ->
                added
                    ? map.put(HEAD, Long.toString(revision.number())).map(true)
                    : Future.succeededFuture(false));
  }

  /** Names revisions, all there are names for. */
  Future<Void> mark(Map<String, Long> marks) {
    var json = new JsonObject();
    marks.forEach(json::put);
    return map.put(MARKS, json.encode());
  }

  /** Fills an empty log; nobody takes it for one that has something before it is whole. */
  Future<Void> fill(Whole whole) {
    Future<?> all = mark(whole.marks());
    for (var revision : whole.revisions()) {
      all = all.compose(done -> map.put(key(revision.number()), text(revision)));
    }
    var newest = Long.toString(whole.revisions().getLast().number());
    return all.compose(done -> map.put(HEAD, newest));
  }

  /** All there is; without revisions while there is nothing, or not all of it. */
  Future<Whole> all() {
    return map.all()
        .map(
            texts -> {
              var revisions = new TreeMap<Long, LabRevision>();
              texts.forEach(
                  (key, text) -> {
                    if (key.startsWith(REVISION)) {
                      long number = Long.parseLong(key.substring(REVISION.length()));
                      revisions.put(number, read(text, number));
                    }
                  });
              var head = texts.get(HEAD);
              boolean isWhole = head != null && revisions.containsKey(Long.parseLong(head));
              return isWhole
                  ? new Whole(List.copyOf(revisions.values()), marks(texts.get(MARKS)))
                  : new Whole(List.of(), Map.of());
            });
  }

  /** Forgets what the histories of the nodes have forgotten. */
  void prune(LabHistory.Snapshot kept) {
    var numbers = new HashSet<String>();
    kept.revisions().forEach(one -> numbers.add(key(one.number())));
    map.all()
        .onSuccess(
            texts ->
                texts.keySet().stream()
                    .filter(key -> key.startsWith(REVISION) && !numbers.contains(key))
                    .forEach(key -> map.remove(key).onFailure(RevisionLog::notPruned)))
        .onFailure(RevisionLog::notPruned);
  }

  /** What is left is forgotten with the next change. */
  private static void notPruned(Throwable cause) {
    LOG.debug("old revisions stay in the cluster: {}", cause.getMessage());
  }
}
