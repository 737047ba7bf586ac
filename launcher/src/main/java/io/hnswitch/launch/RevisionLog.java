package io.hnswitch.launch;

import io.hnswitch.launch.cluster.SharedMap;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private static final String MARK = "m/";
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

  /** The number of the newest revision, or {@link #NOTHING}. */
  Future<Long> head() {
    return map.get(HEAD).map(text -> text.map(Long::parseLong).orElse(NOTHING));
  }

  /** The revisions behind a number, the oldest first; not all of them if there are many. */
  Future<List<LabRevision>> after(long number) {
    var keys = new HashSet<String>();
    LongStream.rangeClosed(number + 1, number + STEP).forEach(one -> keys.add(key(one)));
    return map.get(keys)
        .map(
            texts -> {
              var found = new ArrayList<LabRevision>();
              for (long next = number + 1; texts.containsKey(key(next)); next++) {
                found.add(read(texts.get(key(next)), next));
              }
              return found;
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

  /**
   * Adds a revision.
   *
   * @return false when its number is taken
   */
  Future<Boolean> append(LabRevision revision) {
    return map.putIfAbsent(key(revision.number()), text(revision))
        .compose(
            added ->
                added
                    ? map.put(HEAD, Long.toString(revision.number())).map(true)
                    : Future.succeededFuture(false));
  }

  /** Names a revision; a name that is there moves. */
  Future<Void> mark(String name, long number) {
    return map.put(MARK + name, Long.toString(number));
  }

  /** The names that there are. */
  Future<Whole> all() {
    return map.all()
        .map(
            texts -> {
              var revisions = new TreeMap<Long, LabRevision>();
              var marks = new TreeMap<String, Long>();
              texts.forEach(
                  (key, text) -> {
                    if (key.startsWith(REVISION)) {
                      long number = Long.parseLong(key.substring(REVISION.length()));
                      revisions.put(number, read(text, number));
                    } else if (key.startsWith(MARK)) {
                      marks.put(key.substring(MARK.length()), Long.parseLong(text));
                    }
                  });
              return new Whole(List.copyOf(revisions.values()), marks);
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
