package io.hnswitch.launch.cluster;

import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.spi.exception.RetryableException;
import java.util.function.Supplier;

/**
 * Does again what failed because another member did not answer in time. A machine that is busy when
 * nodes start can keep one waiting for longer than a call may take, and moments later all is well.
 */
final class Attempts {

  /** How often something is tried. */
  static final int MOST = 3;

  private Attempts() {}

  /**
   * The result of the first attempt that succeeds.
   *
   * @throws ClusterException of the last attempt, or of the first one that trying again cannot help
   */
  static <T> T of(Supplier<T> attempt) {
    for (int i = 1; ; i++) {
      try {
        return attempt.get();
      } catch (ClusterException e) {
        if (i == MOST || !passes(e)) {
          throw e;
        }
      }
    }
  }

  /** Whether it may be well the next time. */
  private static boolean passes(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OperationTimeoutException || cause instanceof RetryableException) {
        return true;
      }
    }
    return false;
  }
}
