package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Turns the running lab into another. Used on the lab's event loop only. */
final class LabRunner {

  private final Context context;
  private final LabState state;
  private final ChangeGate gate;
  private final LabDeployer deployer;
  private Optional<Spread> cluster = Optional.empty();
  private Supplier<LabSpec> here;

  LabRunner(Context context, LabState state, ChangeGate gate, LabDeployer deployer) {
    this.context = context;
    this.state = state;
    this.gate = gate;
    this.deployer = deployer;
    here = state::here;
  }

  /**
   * From now on changes concern all nodes of a cluster.
   *
   * @param actual gives what runs on this one
   */
  void join(Spread spread, Supplier<LabSpec> actual) {
    cluster = Optional.of(spread);
    here = actual;
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
  Future<LabRevision> apply(LabSpec next, Cause cause, Runnable check) {
    return change(
        () -> {
          check.run();
          return new Spread.Plan(next, state.changed(next, cause));
        });
  }

  /**
   * As {@link #apply}, from what the lab is when it is this change's turn.
   *
   * @param edit gives the lab that is wanted
   */
  Future<LabRevision> edit(UnaryOperator<LabSpec> edit, Cause cause) {
    return change(
        () -> {
          var next = edit.apply(state.spec());
          return new Spread.Plan(next, state.changed(next, cause));
        });
  }

  /**
   * Goes back to the lab before the last change, all or nothing.
   *
   * @return the new revision
   */
  Future<LabRevision> undo(Cause cause, Runnable check) {
    return change(
        () -> {
          check.run();
          var earlier = state.history().undoTarget();
          return new Spread.Plan(earlier.lab(), Optional.of(state.undone(earlier, cause)));
        });
  }

  /**
   * Goes back to the lab of a revision, all or nothing.
   *
   * @param wanted finds it when it is this change's turn
   * @return the new revision
   */
  Future<LabRevision> restore(Supplier<LabRevision> wanted, Cause cause, Runnable check) {
    return change(
        () -> {
          check.run();
          var earlier = wanted.get();
          return new Spread.Plan(earlier.lab(), state.restored(earlier, cause));
        });
  }

  private Future<LabRevision> change(Supplier<Spread.Plan> turn) {
    return cluster.map(spread -> spread.change(turn)).orElseGet(() -> changeHere(turn));
  }

  private Future<LabRevision> changeHere(Supplier<Spread.Plan> turn) {
    return gate.alone(
        () -> {
          var plan = turn.get();
          return perform(plan.lab())
              .map(done -> plan.revision().map(state::take).orElseGet(state.history()::current));
        });
  }

  /** Names the lab as it is when what is under way has ended. */
  Future<Void> checkpoint(String name, Runnable check) {
    if (cluster.isPresent()) {
      check.run();
      return cluster.get().mark(name);
    }
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
   * Takes everything down, come what may; of several nodes all or nothing.
   *
   * @return what could not be done in order
   */
  Future<List<String>> destroy(Cause cause, Runnable check) {
    if (cluster.isPresent()) {
      return apply(LabSpec.empty(state.spec().metadata().name()), cause, check).map(List.of());
    }
    return gate.alone(
        () -> {
          check.run();
          var empty = LabSpec.empty(state.spec().metadata().name());
          return takeDown().onSuccess(left -> state.changed(empty, cause).ifPresent(state::take));
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
    return deployer.takeDown(LabSteps.between(here.get(), empty));
  }

  /** Work that would hold up frames; its outcome comes back to the lab's event loop. */
  <T> Future<T> aside(Callable<T> work) {
    return context.executeBlocking(work);
  }
}
