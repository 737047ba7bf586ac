package io.hnswitch.bus;

import io.hnswitch.time.Timers;
import java.util.concurrent.Executor;

/**
 * Where all that a device does runs, one action at a time. Executing an action queues it behind
 * what was queued before.
 */
public interface DeviceLoop extends Executor {

  /** Time, and timers that run on this loop. */
  Timers timers();

  /** Runs an action when all that was sent to the device before now has been handled. */
  void afterWhatWasSent(Runnable action);
}
