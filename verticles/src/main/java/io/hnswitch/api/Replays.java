package io.hnswitch.api;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was answered to changes that came with an id of the client's: the same id again gets the
 * same answer, and nothing is done twice. Bounded in number and time. Used on one event loop only.
 *
 * @param <T> an answer, or what will be one
 */
final class Replays<T> {

  /** Answers that are remembered; the oldest goes first. */
  static final int KEPT_MAX = 1000;

  static final Duration KEPT_FOR = Duration.ofMinutes(10);

  private final Map<Key, Kept<T>> kept = new LinkedHashMap<>();

  /** An id means something only together with who said it and for what. */
  record Key(String caller, String operation, String id) {}

  private record Kept<T>(String digest, T answer, long atNanos) {}

  /** What an id is known for. */
  sealed interface Verdict<T> {
    /** Nothing: this is the first time. */
    record First<T>() implements Verdict<T> {}

    /** The same request. */
    record Again<T>(T answer) implements Verdict<T> {}

    /** Another request. */
    record Other<T>() implements Verdict<T> {}
  }

  /**
   * Looks an id up.
   *
   * @param digest of the request
   * @param nowNanos monotonic time
   */
  Verdict<T> find(Key key, String digest, long nowNanos) {
    forget(nowNanos);
    var known = kept.get(key);
    if (known == null) {
      return new Verdict.First<>();
    }
    return known.digest().equals(digest)
        ? new Verdict.Again<>(known.answer())
        : new Verdict.Other<>();
  }

  /** Remembers what the first request with an id is answered with. */
  void add(Key key, String digest, T answer, long nowNanos) {
    kept.put(key, new Kept<>(digest, answer, nowNanos));
  }

  private void forget(long nowNanos) {
    Iterator<Kept<T>> oldest = kept.values().iterator();
    while (oldest.hasNext()) {
      var one = oldest.next();
      if (kept.size() < KEPT_MAX && nowNanos - one.atNanos() < KEPT_FOR.toNanos()) {
        return;
      }
      oldest.remove();
    }
  }
}
