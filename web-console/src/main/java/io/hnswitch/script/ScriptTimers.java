package io.hnswitch.script;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.console.InnerFace;
import io.hnswitch.script.Script.Registration;
import io.hnswitch.script.Script.Task;
import io.hnswitch.time.Timers;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The timers of one run of a script. Its methods may be called from any thread. */
final class ScriptTimers {

  static final int TIMERS_MAX = 100;
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final InnerFace face;
  private final Lane lane;
  private final Set<Entry> tasks = ConcurrentHashMap.newKeySet();
  private final AtomicInteger size = new AtomicInteger();
  private volatile boolean cancelled;

  ScriptTimers(InnerFace face, Lane lane) {
    this.face = face;
    this.lane = lane;
  }

  /** Something that is to be done later. */
  private final class Entry implements Registration {

    private final Duration delay;
    private final Task task;
    private final boolean again;
    private Timers.Timer timer = () -> {};

    Entry(Duration delay, Task task, boolean again) {
      this.delay = delay;
      this.task = task;
      this.again = again;
    }

    /** On the console's event loop, like all that touches the timer. */
    void begin() {
      if (tasks.contains(this)) {
        timer = face.timers().after(delay, this::due);
      }
    }

    private void due() {
      if (tasks.contains(this)) {
        lane.run(task, this::done);
      }
    }

    private void done() {
      if (again && !cancelled) {
        face.run(this::begin);
      } else {
        cancel();
      }
    }

    @Override
    public void cancel() {
      if (tasks.remove(this)) {
        size.decrementAndGet();
        face.run(() -> timer.cancel());
      }
    }
  }

  Registration after(Duration delay, Task task) {
    return add(new Entry(checked(delay, Duration.ZERO), task, false));
  }

  Registration every(Duration pause, Task task) {
    return add(new Entry(checked(pause, SHORTEST), task, true));
  }

  private Registration add(Entry entry) {
    take();
    tasks.add(entry);
    if (cancelled) {
      entry.cancel();
      throw Problem.of(ProblemCode.UNAVAILABLE, "this script is being stopped").exception();
    }
    face.run(entry::begin);
    return entry;
  }

  /** Waits; a script that is stopped meanwhile is interrupted. */
  void sleep(Duration time) {
    Promise<Void> slept = lane.promise();
    var entry = add(new Entry(checked(time, Duration.ZERO), slept::tryComplete, false));
    try {
      slept.future().await();
    } finally {
      entry.cancel();
    }
  }

  private void take() {
    if (size.incrementAndGet() > TIMERS_MAX) {
      size.decrementAndGet();
      throw Problem.of(ProblemCode.TOO_MANY_REQUESTS, "there are " + TIMERS_MAX + " timers already")
          .exception();
    }
  }

  private static Duration checked(Duration time, Duration least) {
    if (time.compareTo(least) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("not " + least + " to " + LONGEST + ": " + time);
    }
    return time;
  }

  /** Ends all, and lets nothing begin any more. */
  void cancel() {
    cancelled = true;
    tasks.forEach(Entry::cancel);
  }
}
