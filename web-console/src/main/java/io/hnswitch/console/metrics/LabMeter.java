package io.hnswitch.console.metrics;

import io.hnswitch.bus.Bus;
import io.hnswitch.bus.Lab;
import io.hnswitch.metrics.Reading;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Measures a lab on its event loop: all that it reads there is of one moment. */
final class LabMeter {

  private final Lab lab;
  private final Context own;
  private final SwitchOverBook switchOvers = new SwitchOverBook();
  private Bus.Registration events = Future::succeededFuture;

  LabMeter(Lab lab) {
    this.lab = lab;
    own = lab.newContext();
  }

  /** Begins to listen to the lab's events. */
  void open() {
    own.runOnContext(ignored -> events = lab.bus().onEvents(switchOvers::happened));
  }

  /** Listens no more. */
  Future<Void> close() {
    Promise<Void> promise = Promise.promise();
    own.runOnContext(ignored -> events.unregister().onComplete(promise));
    return promise.future();
  }

  /** The lab at one moment; comes on another context than the caller's. */
  Future<LabSamples.Moment> take() {
    Promise<LabSamples.Moment> promise = Promise.promise();
    own.runOnContext(ignored -> Future.succeededFuture().map(turn -> now()).onComplete(promise));
    return promise.future();
  }

  private LabSamples.Moment now() {
    var readings = lab.readings().take();
    var nics =
        readings.stream()
            .filter(Reading.Pair.class::isInstance)
            .map(pair -> ((Reading.Pair) pair).nic().toString())
            .toList();
    return new LabSamples.Moment(readings, lab.ledger().accounts(), switchOvers.counted(nics));
  }
}
