package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Hashes and compares passwords away from the event loops, one at a time, so that nobody can take
 * more than one processor by trying. What waits is bounded.
 */
final class Passwords {

  /** What guessing should cost today. */
  static final int ITERATIONS = 600_000;

  static final int LENGTH_MIN = 8;
  static final int LENGTH_MAX = 128;

  private static final int WAITING_MAX = 32;

  private final WorkerExecutor worker;
  private final Supplier<byte[]> random;
  private final int iterations;

  /** Compared with when there is no such user, so that this takes as long. */
  private final PasswordHash nobody;

  private int waiting;

  /**
   * @param random gives unpredictable bytes, at least {@link PasswordHash#SALT_BYTES} each time
   * @param iterations what one hash costs
   */
  Passwords(Vertx vertx, Supplier<byte[]> random, int iterations) {
    worker = vertx.createSharedWorkerExecutor("hnswitch-passwords", 1);
    this.random = random;
    this.iterations = iterations;
    nobody = PasswordHash.of("-", new byte[PasswordHash.SALT_BYTES], 1).costing(iterations);
  }

  /**
   * Refuses what cannot be a password.
   *
   * @throws ProblemException with its length; never with the password
   */
  static String require(String password) {
    int length = password.codePointCount(0, password.length());
    if (length < LENGTH_MIN || length > LENGTH_MAX) {
      var detail =
          "a password has " + LENGTH_MIN + " to " + LENGTH_MAX + " characters, not " + length;
      var error = new Problem.Error("/password", detail, "", 0, 0);
      throw Problem.of(ProblemCode.INVALID_VALUE, detail, List.of(error)).exception();
    }
    return password;
  }

  /** Makes what is kept of a password. */
  Future<PasswordHash> hash(String password) {
    return later(() -> PasswordHash.of(password, random.get(), iterations));
  }

  /** Whether a password is the one that was kept. */
  Future<Boolean> matches(String password, PasswordHash kept) {
    return later(() -> kept.matches(password));
  }

  /** False, after the time that a comparison takes. */
  Future<Boolean> matchesNobody(String password) {
    return matches(password, nobody).map(false);
  }

  private <T> Future<T> later(Callable<T> work) {
    if (waiting == WAITING_MAX) {
      return Future.failedFuture(
          Problem.of(ProblemCode.TOO_MANY_REQUESTS, "too many passwords wait to be compared")
              .exception());
    }
    waiting++;
    return worker.executeBlocking(work).onComplete(done -> waiting--);
  }

  Future<Void> close() {
    return worker.close();
  }
}
