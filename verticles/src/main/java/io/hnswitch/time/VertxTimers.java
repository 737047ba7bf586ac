package io.hnswitch.time;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Real time, on one Vert.x context. */
public final class VertxTimers implements Timers {

  private final Context context;

  public VertxTimers(Context context) {
    this.context = context;
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long epochMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    long millis = (delay.toNanos() + 999_999) / 1_000_000;
    if (millis <= 0) {
      var cancelled = new boolean[1];
      context.runOnContext(
          ignored -> {
            if (!cancelled[0]) {
              action.run();
            }
          });
      return () -> cancelled[0] = true;
    }
    var vertx = context.owner();
    long[] id = {-1};
    boolean[] cancelled = new boolean[1];
    // setTimer takes the caller's context, so it is called from the device's own.
    Runnable start =
        () -> {
          if (!cancelled[0]) {
            id[0] = vertx.setTimer(millis, ignored -> action.run());
          }
        };
    if (Vertx.currentContext() == context) {
      start.run();
    } else {
      context.runOnContext(ignored -> start.run());
    }
    return () -> {
      cancelled[0] = true;
      if (id[0] >= 0) {
        vertx.cancelTimer(id[0]);
      }
    };
  }
}
