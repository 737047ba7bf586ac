package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.Callable;

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

  /**
   * All or nothing.
   *
   * @param check runs when it is this change's turn; what it throws fails the change
   */
  Future<Void> apply(LabSpec next, Runnable check) {
    return gate.alone(
        () -> {
          check.run();
          return deployer
              .perform(LabSteps.between(state.spec(), next))
              .onSuccess(done -> state.become(next));
        });
  }

  /**
   * Takes everything down, come what may.
   *
   * @return what could not be done in order
   */
  Future<List<String>> destroy(Runnable check) {
    return gate.alone(() -> destroyNow(check));
  }

  /** As {@link #destroy}, without waiting for what is under way: the process is about to end. */
  Future<List<String>> destroyNow(Runnable check) {
    check.run();
    var empty = LabSpec.empty(state.spec().metadata().name());
    return deployer
        .takeDown(LabSteps.between(state.spec(), empty))
        .onSuccess(left -> state.become(empty));
  }

  /** Work that would hold up frames; its outcome comes back to the lab's event loop. */
  <T> Future<T> aside(Callable<T> work) {
    return context.executeBlocking(work);
  }
}
