package io.hnswitch.sim;

import io.hnswitch.bus.DeviceLoop;
import io.hnswitch.time.Timers;
import java.time.Duration;
import java.util.Arrays;

/** A device's loop under the scheduler: its turns, its timers, and what is on its way to it. */
final class SimLoop implements DeviceLoop, Timers {

  private static final long MILLI = 1_000_000;

  private final SimPlatform platform;
  private final Schedule schedule;
  private final String device;
  private final int index;
  private long[] lastFrom = new long[16];
  private long lastArrival;
  private long stalledUntil;

  SimLoop(SimPlatform platform, Schedule schedule, String device, int index) {
    this.platform = platform;
    this.schedule = schedule;
    this.device = device;
    this.index = index;
  }

  String device() {
    return device;
  }

  int index() {
    return index;
  }

  /** Nothing runs here before that time: a device that is busy with itself. */
  void stall(Duration time) {
    stalledUntil = Math.max(stalledUntil, schedule.nanos() + time.toNanos());
  }

  boolean isStalled() {
    return stalledUntil > schedule.nanos();
  }

  void resume() {
    stalledUntil = 0;
  }

  long stalledUntil() {
    return stalledUntil;
  }

  /** When a message that leaves now arrives: never before an earlier one of the same sender. */
  long arrival(SimLoop from, long delay) {
    if (from.index >= lastFrom.length) {
      lastFrom = Arrays.copyOf(lastFrom, 2 * from.index);
    }
    long at = Math.max(schedule.nanos() + delay, lastFrom[from.index] + 1);
    lastFrom[from.index] = at;
    lastArrival = Math.max(lastArrival, at);
    return at;
  }

  @Override
  public void execute(Runnable action) {
    platform.post(this, action);
  }

  @Override
  public void afterWhatWasSent(Runnable action) {
    // One to let the last of it arrive, one for what the device then queued for itself.
    schedule.at(lastArrival + 1, this, () -> schedule.at(lastArrival + 1, this, action));
  }

  @Override
  public Timers timers() {
    return this;
  }

  @Override
  public long nanos() {
    return schedule.nanos();
  }

  @Override
  public long epochMillis() {
    return schedule.epochMillis();
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    long millis = (delay.toNanos() + MILLI - 1) / MILLI;
    return schedule.at(schedule.nanos() + Math.max(0, millis) * MILLI, this, action);
  }

  @Override
  public String toString() {
    return device;
  }
}
