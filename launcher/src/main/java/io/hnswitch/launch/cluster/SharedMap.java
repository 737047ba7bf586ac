package io.hnswitch.launch.cluster;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.map.IMap;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * A map of texts that all nodes see alike. Reads work in a minority too; writes fail there with
 * {@link ProblemCode#NO_QUORUM}. Every call is answered on the caller's context.
 */
public final class SharedMap {

  private static final int ATTEMPTS = 8;
  private static final long PAUSE_NANOS = 250_000_000;

  private final HazelcastInstance hazelcast;
  private final String name;
  private final WorkerExecutor workers;

  SharedMap(Vertx vertx, HazelcastInstance hazelcast, String name) {
    this.hazelcast = hazelcast;
    this.name = name;
    // Calls wait for other nodes: they have threads of their own.
    workers = vertx.createSharedWorkerExecutor("hnswitch-cluster", 4);
  }

  private IMap<String, String> map() {
    return hazelcast.getMap(name);
  }

  private <T> Future<T> call(Callable<T> work) {
    return execute(work).recover(cause -> Future.failedFuture(translated(cause)));
  }

  /** Hazelcast may still tell of a change when this node has no thread any more to look at it. */
  private <T> Future<T> execute(Callable<T> work) {
    try {
      return workers.executeBlocking(() -> insist(work), false);
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * A member that has just gone may have been to keep a copy: then nobody knows whether a write
   * holds, and it is made again.
   */
  private static <T> T insist(Callable<T> work) throws Exception {
    for (int i = 1; ; i++) {
      try {
        return work.call();
      } catch (IndeterminateOperationStateException e) {
        if (i == ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private Throwable translated(Throwable cause) {
    return switch (cause) {
      case SplitBrainProtectionException _ ->
          Problem.of(
                  ProblemCode.NO_QUORUM,
                  "this node sees too few others: what the cluster shares is not changed from here")
              .exception();
      case HazelcastInstanceNotActiveException _, RejectedExecutionException _ ->
          Problem.of(ProblemCode.UNAVAILABLE, "this node is joining the cluster or leaving it")
              .exception();
      case HazelcastException _ ->
          Problem.of(
                  ProblemCode.UNAVAILABLE,
                  "the cluster did not answer about " + name + ": " + cause.getMessage())
              .exception();
      default -> cause;
    };
  }

  public Future<Optional<String>> get(String key) {
    return call(() -> Optional.ofNullable(map().get(key)));
  }

  /** What is there under these keys. */
  public Future<Map<String, String>> get(Set<String> keys) {
    return call(() -> map().getAll(keys));
  }

  /** All there is, in the order of keys. */
  public Future<TreeMap<String, String>> all() {
    return call(
        () -> {
          var all = new TreeMap<String, String>();
          map().entrySet().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
          return all;
        });
  }

  public Future<Void> put(String key, String value) {
    return call(
        () -> {
          map().set(key, value);
          return null;
        });
  }

  /** False when there was something already. */
  public Future<Boolean> putIfAbsent(String key, String value) {
    return call(() -> map().putIfAbsent(key, value) == null);
  }

  /** False when it was something else by then. */
  public Future<Boolean> replace(String key, String old, String value) {
    return call(() -> map().replace(key, old, value));
  }

  /** False when it was something else by then. */
  public Future<Boolean> remove(String key, String old) {
    return call(() -> map().remove(key, old));
  }

  public Future<Void> remove(String key) {
    return call(
        () -> {
          map().delete(key);
          return null;
        });
  }

  /** Tells that something in it is another, on a thread of Hazelcast's, until the map is gone. */
  public void onChange(Runnable told) {
    map().addEntryListener(new MapChange(told), false);
  }
}
