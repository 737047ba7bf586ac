package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Who is signed in. A session is known by a long random id, of which only a hash is kept, and ends
 * when it was not used for {@link #IDLE}, in any case after {@link #ABSOLUTE}. What it holds open
 * keeps it in use, and ends with it.
 */
final class Sessions {

  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration ABSOLUTE = Duration.ofHours(12);

  /** Of one user; one more ends the one that was used least lately. */
  static final int EACH_MAX = 8;

  private final Supplier<byte[]> random;
  private final Map<String, Session> byHash = new LinkedHashMap<>();

  /**
   * @param random gives {@link Tokens#SECRET_BYTES} unpredictable bytes each time
   */
  Sessions(Supplier<byte[]> random) {
    this.random = random;
  }

  /** One of them. Times are monotonic. */
  static final class Session {
    private final Principal who;
    private final long begunNanos;
    private final Set<Consumer<Problem>> open = new LinkedHashSet<>();
    private long usedNanos;
    private boolean ended;

    private Session(Principal who, long nowNanos) {
      this.who = who;
      begunNanos = nowNanos;
      usedNanos = nowNanos;
    }

    Principal who() {
      return who;
    }

    /**
     * Ties something to it that is open for longer than a request; when it has ended meanwhile,
     * that ends at once.
     *
     * @param cut ends that, for a reason
     * @return to be run when it ends by itself
     */
    Runnable hold(Consumer<Problem> cut) {
      if (ended) {
        cut.accept(gone("the session is over, sign in again"));
        return () -> {};
      }
      open.add(cut);
      return () -> open.remove(cut);
    }

    private boolean isOver(long nowNanos) {
      return nowNanos - begunNanos >= ABSOLUTE.toNanos()
          || open.isEmpty() && nowNanos - usedNanos >= IDLE.toNanos();
    }

    private void end(Problem why) {
      ended = true;
      List.copyOf(open).forEach(cut -> cut.accept(why));
      open.clear();
    }
  }

  /**
   * Begins one.
   *
   * @return its id, which is nowhere else
   */
  String begin(Principal who, long nowNanos) {
    var others = byHash.values().stream().filter(one -> one.who.name().equals(who.name())).toList();
    if (others.size() >= EACH_MAX) {
      var stale = others.getFirst();
      for (var one : others) {
        stale = one.usedNanos - stale.usedNanos < 0 ? one : stale;
      }
      var oldest = stale;
      end(one -> one == oldest, gone("there are " + EACH_MAX + " newer sessions of this user"));
    }
    var id = Base64.getUrlEncoder().withoutPadding().encodeToString(random.get());
    byHash.put(Tokens.hash(id), new Session(who, nowNanos));
    return id;
  }

  /** The session with an id, which is in use now; empty when it is nobody's or over. */
  Optional<Session> find(String id, long nowNanos) {
    // Found by its hash: how long that takes tells nothing about the id.
    var session = byHash.get(Tokens.hash(id));
    if (session == null || session.isOver(nowNanos)) {
      return Optional.empty();
    }
    session.usedNanos = nowNanos;
    return Optional.of(session);
  }

  /** Ends one, if there is one with the id. */
  void end(String id) {
    var session = byHash.get(Tokens.hash(id));
    end(one -> one == session, gone("signed out"));
  }

  /** Ends all of a user; gives how many there were. */
  int endAll(String name, String why) {
    return end(one -> one.who.name().equals(name), gone(why));
  }

  /** Ends those whose time is over; to be called now and then. */
  void sweep(long nowNanos) {
    end(one -> one.isOver(nowNanos), gone("the session is over, sign in again"));
  }

  boolean isEmpty() {
    return byHash.isEmpty();
  }

  private int end(Predicate<Session> which, Problem why) {
    var ended = new ArrayList<Session>();
    byHash
        .values()
        .removeIf(
            one -> {
              boolean ends = which.test(one);
              if (ends) {
                ended.add(one);
              }
              return ends;
            });
    ended.forEach(one -> one.end(why));
    return ended.size();
  }

  private static Problem gone(String why) {
    return Problem.of(ProblemCode.UNAUTHENTICATED, why);
  }
}
