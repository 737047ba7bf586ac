package io.hnswitch.vf;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VpciControl;
import io.hnswitch.endpoint.VfEndpoints;
import io.hnswitch.id.VfId;
import io.hnswitch.l2.Egress;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs what {@link VfSlotMachine} decides for one slot and turns every outcome into the next
 * event. Belongs to an {@link AdapterVerticle} and runs on its context.
 */
final class SlotShell {

  /** The host lets a guest take 60 s for an ejection; vPCI then rescinds by itself. */
  static final Duration EJECT_PATIENCE = Duration.ofSeconds(75);

  /** How long a rescind may take until the adapter goes on without vPCI. */
  static final Duration RESCIND_PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(SlotShell.class);
  private static final int VENDOR_MELLANOX = 0x15b3;
  private static final int DEVICE_CONNECTX4_LX_VF = 0x1016;

  private final Lab lab;
  private final Executor executor;
  private final Timers timers;
  private final AdapterSettings settings;
  private final VfSlots slots;
  private final ESwitch eswitch;
  private final VfEndpoints endpoints;
  private final Supplier<Egress> egress;
  private final int index;
  private final VfId id;
  private final List<Promise<Object>> detaching = new ArrayList<>();
  private Promise<Object> attaching;
  private Timers.Timer timer = () -> {};
  private Future<String> deployed = Future.failedFuture("never deployed");

  /**
   * @param egress makes the way from the embedded switch to the VF
   */
  SlotShell(
      Lab lab,
      Executor executor,
      Timers timers,
      AdapterSettings settings,
      VfSlots slots,
      ESwitch eswitch,
      VfEndpoints endpoints,
      Supplier<Egress> egress,
      int index) {
    this.lab = lab;
    this.executor = executor;
    this.timers = timers;
    this.settings = settings;
    this.slots = slots;
    this.eswitch = eswitch;
    this.endpoints = endpoints;
    this.egress = egress;
    this.index = index;
    this.id = slots.id(index);
  }

  /** Answered with {@link AdapterControl.Assigned} or a refusal. */
  Future<Object> attach(Grant grant) {
    attaching = Promise.promise();
    var answer = attaching.future();
    on(new VfSlotEvent.Attach(grant));
    return answer;
  }

  /** Answered when the slot is free again. */
  Future<Object> detach(AdapterControl.How how) {
    Promise<Object> promise = Promise.promise();
    detaching.add(promise);
    on(new VfSlotEvent.Detach(Departure.of(how)));
    return promise.future();
  }

  void on(VfSlotEvent event) {
    var step = VfSlotMachine.on(slots.state(index), event);
    LOG.debug("{}: {} on {} becomes {}", id, slots.state(index), event, step.next());
    slots.state(index, step.next());
    step.effects().forEach(this::perform);
  }

  private void perform(VfSlotEffect effect) {
    switch (effect) {
      case VfSlotEffect.DeployVf(var grant) -> deploy(grant);
      case VfSlotEffect.TellAssigned(var grant) -> tellAssigned(grant);
      case VfSlotEffect.StartOfferTimer(int serial) ->
          start(settings.offerDelay(), new VfSlotEvent.OfferDue(serial));
      case VfSlotEffect.StartLeaveTimer(int serial, var how) ->
          start(
              how == Departure.SURPRISE ? RESCIND_PATIENCE : EJECT_PATIENCE,
              new VfSlotEvent.Overdue(serial, how));
      case VfSlotEffect.StopTimer() -> timer.cancel();
      case VfSlotEffect.Offer(var grant) -> offer(grant);
      case VfSlotEffect.Eject(int serial) ->
          ask(
              new VpciControl.Eject(id),
              EJECT_PATIENCE,
              new VfSlotEvent.Overdue(serial, Departure.GRACEFUL));
      case VfSlotEffect.Rescind(int serial) ->
          ask(
              new VpciControl.Rescind(id),
              RESCIND_PATIENCE,
              new VfSlotEvent.Overdue(serial, Departure.SURPRISE));
      case VfSlotEffect.Vanish() -> {
        eswitch.vanish(index);
        lab.bus().send(Addresses.vf(id), new VfControl.Vanish());
      }
      case VfSlotEffect.TellRemoved(int serial, boolean orderly) -> tellRemoved(serial, orderly);
      case VfSlotEffect.ClearFilter() -> eswitch.leave(index);
      case VfSlotEffect.UndeployVf(int serial) ->
          then(undeploy(), done -> new VfSlotEvent.VfUndeployed(serial));
      case VfSlotEffect.AnswerAttach(var grant) ->
          attaching.complete(new AdapterControl.Assigned(id, grant.serial()));
      case VfSlotEffect.RefuseAttach(var reason, var detail) ->
          attaching.complete(Outcome.refused(reason, detail));
      case VfSlotEffect.AnswerDetach() -> answerDetach(Outcome.DONE);
      case VfSlotEffect.Publish(var what, var grant, var how) ->
          lab.bus()
              .publish(
                  "hnswitch.vf." + what,
                  id.toString(),
                  Map.of("nic", grant.nic().toString(), "how", how));
    }
  }

  private void deploy(Grant grant) {
    var vfSettings =
        new VfSettings(
            id, grant, settings.capabilities(), settings.tso(), settings.mtuMax(), settings.rss());
    deployed = lab.deploy(new VfVerticle(lab, vfSettings, endpoints));
    then(
        deployed,
        cause -> {
          if (cause == null) {
            eswitch.arrive(index, grant, egress.get(), lab.policies().of(grant.nic()));
            return new VfSlotEvent.VfDeployed(grant.serial());
          }
          return new VfSlotEvent.VfNotDeployed(grant.serial(), String.valueOf(cause.getMessage()));
        });
  }

  private Future<Void> undeploy() {
    return deployed.compose(deployment -> lab.undeploy(deployment));
  }

  private void tellAssigned(Grant grant) {
    then(
        lab.bus()
            .request(
                Addresses.netvsp(grant.nic()),
                new NetvspControl.VfAssigned(id, grant.serial()),
                Outcome.Done.class),
        cause ->
            switch (cause) {
              case null -> new VfSlotEvent.NicTold(grant.serial());
              case RefusedException refused ->
                  new VfSlotEvent.NicNotTold(
                      grant.serial(), refused.reason(), refused.getMessage());
              default ->
                  new VfSlotEvent.NicNotTold(
                      grant.serial(),
                      Refusal.NOT_FOUND,
                      "the host end of " + grant.nic() + " does not answer");
            });
  }

  private void tellRemoved(int serial, boolean orderly) {
    var nic = slots.state(index).holder().orElseThrow().nic();
    then(
        lab.bus()
            .request(
                Addresses.netvsp(nic),
                new NetvspControl.VfRemoved(id, orderly),
                Outcome.Done.class),
        cause -> {
          if (cause != null) {
            LOG.atWarn()
                .addKeyValue("device", id)
                .log("{}: {} was not told that the VF is gone: {}", id, nic, cause.getMessage());
          }
          return new VfSlotEvent.RemovalTold(serial);
        });
  }

  private void offer(Grant grant) {
    var request =
        new VpciControl.Offer(
            id, grant.nic(), grant.serial(), VENDOR_MELLANOX, DEVICE_CONNECTX4_LX_VF);
    ask(request, Bus.CONTROL_TIMEOUT, new VfSlotEvent.NotOffered(grant.serial()));
  }

  /** Asks the guest's vPCI; only a failure is an event. */
  private void ask(VpciControl request, Duration timeout, VfSlotEvent failure) {
    var guest = slots.state(index).holder().orElseThrow().nic().guest();
    lab.bus()
        .request(Addresses.vpci(guest), request, Outcome.Done.class, timeout)
        .onFailure(
            cause -> {
              LOG.atWarn()
                  .addKeyValue("device", id)
                  .log("{}: vPCI of {} failed {}: {}", id, guest, request, cause.getMessage());
              executor.execute(() -> on(failure));
            });
  }

  private void start(Duration delay, VfSlotEvent event) {
    timer.cancel();
    timer = timers.after(delay, () -> on(event));
  }

  /** The event that follows from an outcome; null stands for success. */
  private <T> void then(Future<T> outcome, Function<Throwable, VfSlotEvent> event) {
    outcome.onComplete(done -> executor.execute(() -> on(event.apply(done.cause()))));
  }

  private void answerDetach(Outcome outcome) {
    var waiting = List.copyOf(detaching);
    detaching.clear();
    waiting.forEach(promise -> promise.complete(outcome));
  }

  /** The adapter goes away: whoever has the VF loses it now. */
  Future<?> abandon() {
    var grant = slots.state(index).holder();
    timer.cancel();
    if (grant.isEmpty()) {
      return Future.succeededFuture();
    }
    slots.state(index, VfSlotState.FREE);
    var gone = Outcome.refused(Refusal.DEVICE_FAILED, "adapter " + settings.name() + " is gone");
    answerDetach(gone);
    attaching.tryComplete(gone);
    eswitch.leave(index);
    var nic = grant.get().nic();
    lab.bus().send(Addresses.vf(id), new VfControl.Vanish());
    lab.bus().send(Addresses.netvsp(nic), new NetvspControl.VfRemoved(id, false));
    lab.bus().send(Addresses.vpci(nic.guest()), new VpciControl.Rescind(id));
    return undeploy().transform(done -> Future.succeededFuture());
  }
}
