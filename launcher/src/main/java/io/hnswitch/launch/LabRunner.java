package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Turns the running lab into another. Used on the lab's event loop only. */
final class LabRunner {

  private final Context context;
  private final LabState state;
  private final ChangeGate gate;
  private final LabDeployer deployer;

  LabRunner(Context context, LabState state, ChangeGate gate, LabDeployer deployer) {
    this.context = context;
    this.state = state;
    this.gate = gate;
    this.deployer = deployer;
  }

  /** Makes the lab that the node starts with, all or nothing. */
  Future<Void> start(LabStart start) {
    return gate.alone(
        () ->
            perform(start.spec())
                .onSuccess(done -> state.begin(start.spec()))
                .compose(done -> state.saver().saved()));
  }

  /**
   * All or nothing.
   *
   * @param check runs when it is this change's turn; what it throws fails the change
   */
  Future<Void> apply(LabSpec next, Cause cause, Runnable check) {
    return gate.alone(
        () -> {
          check.run();
          return perform(next).onSuccess(done -> state.become(next, cause));
        });
  }

  /**
   * Goes back to the lab before the last change, all or nothing.
   *
   * @return the new revision
   */
  Future<LabRevision> undo(Cause cause, Runnable check) {
    return gate.alone(
        () -> {
          check.run();
          var earlier = state.history().undoTarget();
          return perform(earlier.lab()).map(done -> state.undone(earlier, cause));
        });
  }

  /**
   * Goes back to the lab of a revision, all or nothing.
   *
   * @param wanted finds it when it is this change's turn
   * @return the new revision
   */
  Future<LabRevision> restore(Supplier<LabRevision> wanted, Cause cause, Runnable check) {
    return gate.alone(
        () -> {
          check.run();
          var earlier = wanted.get();
          return perform(earlier.lab()).map(done -> state.restored(earlier, cause));
        });
  }

  /** Names the lab as it is when what is under way has ended. */
  Future<Void> checkpoint(String name, Runnable check) {
    return gate.alone(
        () -> {
          check.run();
          state.mark(name);
          return Future.succeededFuture();
        });
  }

  private Future<Void> perform(LabSpec next) {
    return deployer.perform(LabSteps.between(state.spec(), next));
  }

  /**
   * Takes everything down, come what may.
   *
   * @return what could not be done in order
   */
  Future<List<String>> destroy(Cause cause, Runnable check) {
    return gate.alone(
        () -> {
          check.run();
          var empty = LabSpec.empty(state.spec().metadata().name());
          return takeDown().onSuccess(left -> state.become(empty, cause));
        });
  }

  /**
   * Takes everything down without waiting for what is under way: the process is about to end. What
   * is wanted stays, for the next one.
   */
  Future<List<String>> leave() {
    state.leaving();
    return takeDown()
        .onSuccess(left -> state.leave())
        .compose(left -> state.saver().saved().map(left));
  }

  private Future<List<String>> takeDown() {
    var empty = LabSpec.empty(state.spec().metadata().name());
    return deployer.takeDown(LabSteps.between(state.spec(), empty));
  }

  /** Work that would hold up frames; its outcome comes back to the lab's event loop. */
  <T> Future<T> aside(Callable<T> work) {
    return context.executeBlocking(work);
  }
}
