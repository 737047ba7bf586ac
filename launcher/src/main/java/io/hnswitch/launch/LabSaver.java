package io.hnswitch.launch;

import io.hnswitch.bus.Bus;
import io.hnswitch.control.LabEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the history of a lab on disk, away from the event loop. While one write is under way, only
 * the newest history waits: what lies between is in it. What could not be written is tried again
 * with the next change. Used on the lab's event loop only.
 */
final class LabSaver {

  private static final Logger LOG = LoggerFactory.getLogger(LabSaver.class);

  private final Context context;
  private final Bus bus;
  private final Optional<StateFolder> folder;
  private Optional<String> problem = Optional.empty();
  private Optional<Round> running = Optional.empty();
  private Optional<Round> next = Optional.empty();

  /** One write, and who waits for it. */
  private record Round(LabHistory.Snapshot history, Promise<Void> written) {}

  /**
   * @param folder nothing is kept without it
   */
  LabSaver(Context context, Bus bus, Optional<StateFolder> folder) {
    this.context = context;
    this.bus = bus;
    this.folder = folder;
  }

  /** The history is another by now. */
  void changed(LabHistory.Snapshot history) {
    if (folder.isEmpty()) {
      return;
    }
    Promise<Void> written = next.map(Round::written).orElseGet(Promise::promise);
    next = Optional.of(new Round(history, written));
    if (running.isEmpty()) {
      write();
    }
  }

  private void write() {
    running = next;
    next = Optional.empty();
    running.ifPresent(
        round ->
            context
                .executeBlocking(
                    () -> {
                      folder.orElseThrow().write(round.history());
                      return round;
                    })
                .onComplete(
                    done -> {
                      note(done.cause());
                      round.written().complete();
                      write();
                    }));
  }

  private void note(Throwable cause) {
    if (cause == null) {
      problem = Optional.empty();
      return;
    }
    var reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    LOG.error("the lab's revisions are not kept: {}", reason, cause);
    problem = Optional.of(reason);
    bus.publish(
        new LabEvent(
            "hnswitch.lab.not-kept", path().orElse(""), Map.<String, Object>of("reason", reason)));
  }

  /** Completes when all changes so far have been written, or could not be. */
  Future<Void> saved() {
    return next.or(() -> running)
        .map(round -> round.written().future())
        .orElseGet(Future::succeededFuture);
  }

  /** Why the last write failed. */
  Optional<String> problem() {
    return problem;
  }

  /** Where the history is kept. */
  Optional<String> path() {
    return folder.map(one -> one.path().toString());
  }
}
