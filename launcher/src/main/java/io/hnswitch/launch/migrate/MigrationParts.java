package io.hnswitch.launch.migrate;

import io.hnswitch.bus.Lab;
import io.hnswitch.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;

/**
 * What every migration of a node is made with.
 *
 * @param own a context on the lab's event loop
 * @param doors a folder that nobody else can enter, for the sockets that TAPs come by
 */
record MigrationParts(
    Lab lab, Context own, Timers timers, GuestHome home, Arbiter arbiter, Path doors) {

  /** A future whose end is met on the lab's event loop. */
  <T> Future<T> here(Future<T> elsewhere) {
    Promise<T> promise = Promise.promise();
    elsewhere.onComplete(done -> own.runOnContext(ignored -> promise.handle(done)));
    return promise.future();
  }
}
