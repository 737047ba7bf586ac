package io.hnswitch.script;

import io.hnswitch.script.Script.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Where one run of a script runs: on virtual threads of one Vert.x context, one task at a time, and
 * others while one waits. Its methods may be called from any thread.
 */
final class Lane {

  private static final String AWAIT = Future.class.getName();

  private final String name;
  private final ContextInternal context;
  private final Consumer<Throwable> failed;
  private final Set<Thread> inside = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param name of the script
   * @param context of the threading model virtual thread, for this lane alone
   * @param failed gets what tasks throw while the lane is open
   */
  Lane(String name, ContextInternal context, Consumer<Throwable> failed) {
    this.name = name;
    this.context = context;
    this.failed = failed;
    context.exceptionHandler(this::failed);
  }

  private void failed(Throwable cause) {
    if (!closed) {
      failed.accept(cause);
    }
  }

  /**
   * Runs a task after those that are queued.
   *
   * @param after runs in any case, behind the task
   */
  void run(Task task, Runnable after) {
    if (closed) {
      after.run();
      return;
    }
    context.runOnContext(
        ignored -> {
          try {
            perform(task);
          } finally {
            after.run();
          }
        });
  }

  private void perform(Task task) {
    if (closed) {
      return;
    }
    var thread = Thread.currentThread();
    thread.setName("script-" + name);
    inside.add(thread);
    try {
      task.run();
    } catch (Throwable e) {
      // Errors too: a script that runs out of stack is that script's failure and nobody else's.
      failed(e);
    } finally {
      inside.remove(thread);
    }
  }

  /** A promise whose future tells in this lane. */
  <T> Promise<T> promise() {
    return context.promise();
  }

  /** Where the script is that does not let go, like {@code Spin.java:7}. */
  Optional<String> place() {
    for (var thread : inside) {
      var stack = thread.getStackTrace();
      if (!isWaiting(stack)) {
        return Places.in(stack, name);
      }
    }
    return Optional.empty();
  }

  private static boolean isWaiting(StackTraceElement[] stack) {
    for (var frame : stack) {
      if (frame.getClassName().equals(AWAIT)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Starts no further task and interrupts those that run.
   *
   * @return done when they have ended
   */
  Future<Void> close() {
    closed = true;
    return context.close();
  }
}
