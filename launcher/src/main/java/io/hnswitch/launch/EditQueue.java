package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import io.vertx.core.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes revisions of the single changes that this node has made on its devices, one after the
 * other, each from the newest revision there is. Used on the lab's event loop only.
 */
final class EditQueue implements LabState.Edits {

  private static final Logger LOG = LoggerFactory.getLogger(EditQueue.class);

  private static final int ATTEMPTS = 20;

  private final LabState state;
  private final RevisionLog log;
  private final Supplier<Future<Void>> catchUp;
  private final ShareKeeper shares;
  private Future<Void> last = Future.succeededFuture();
  private String problem = "";
  private int pending;

  /**
   * @param catchUp makes this node know every revision of the log
   */
  EditQueue(LabState state, RevisionLog log, ShareKeeper shares, Supplier<Future<Void>> catchUp) {
    this.state = state;
    this.log = log;
    this.catchUp = catchUp;
    this.shares = shares;
  }

  @Override
  public void edit(UnaryOperator<LabSpec> change, Cause cause) {
    pending++;
    last =
        last.transform(ended -> write(change, cause, ATTEMPTS))
            .onSuccess(done -> problem = "")
            .recover(
                failure -> {
                  LOG.error(
                      "{} is done, and is in no revision: {}",
                      cause.operation(),
                      failure.getMessage());
                  problem = String.valueOf(failure.getMessage());
                  return Future.<Void>succeededFuture();
                })
            .onComplete(done -> pending--);
  }

  /** A change has been made that is no revision yet. */
  boolean isBusy() {
    return pending > 0;
  }

  private Future<Void> write(UnaryOperator<LabSpec> change, Cause cause, int attempts) {
    if (attempts == 0) {
      return Future.failedFuture("other nodes change too much at once");
    }
    return catchUp
        .get()
        .compose(
            known -> {
              var next = state.changed(change.apply(state.spec()), cause);
              if (next.isEmpty()) {
                return Future.succeededFuture();
              }
              var revision = next.get();
              // Looked at before others can read the revision: this node may, too.
              boolean isUpToDate = shares.actual().equals(state.here());
              return log.append(revision)
                  .compose(
                      added -> {
                        if (!added) {
                          return write(change, cause, attempts - 1);
                        }
                        if (revision.number() > state.revision()) {
                          state.take(revision);
                        }
                        if (isUpToDate) {
                          shares.changed(state.here());
                        }
                        return Future.succeededFuture();
                      });
            });
  }

  /** Completes when all changes so far are revisions, or cannot be. */
  Future<Void> written() {
    return last;
  }

  /** Why the last change is in no revision; empty when it is. */
  String problem() {
    return problem;
  }
}
