package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.RxVfStep;
import io.hnswitch.control.VfControl;
import io.hnswitch.hn.rss.RssAgreement;
import io.hnswitch.hn.rss.RssAnswer;
import io.hnswitch.hn.rss.RssEffect;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.rss.RssKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs what {@link RssAgreement} decides: asks the VF by the bus and the host by the session.
 * Belongs to an {@link HnVerticle} and runs on its event loop. What is begun ends what was under
 * way; a future never fails, because a VF is used also when its hash is not.
 */
final class RssFixup {

  /** Traffic is held meanwhile, so a VF that says nothing is given up soon. */
  private static final Duration VF_TIME = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(RssFixup.class);

  private final Bus bus;
  private final NicId nic;
  private final RssAgreement agreement;
  private final BooleanSupplier attached;
  private final Consumer<NvscRequest> host;
  private Promise<Void> running = Promise.promise();

  /**
   * @param attached whether there is a session with the host; without one, nothing is fixed
   * @param host takes requests; the answers come to {@link #answered}
   */
  RssFixup(
      Bus bus,
      NicId nic,
      RssAgreement agreement,
      BooleanSupplier attached,
      Consumer<NvscRequest> host) {
    this.bus = bus;
    this.nic = nic;
    this.agreement = agreement;
    this.attached = attached;
    this.host = host;
  }

  /** A VF is up, its path acknowledged: to be done before frames go by it. */
  Future<Void> fixup(VfId vf) {
    return attached.getAsBoolean() ? begin(agreement.fixup(vf, true)) : Future.succeededFuture();
  }

  /** A VF's link is up; matters once after each {@link #fixup}. */
  void linkUp(VfId vf) {
    if (attached.getAsBoolean() && agreement.isRefreshDue(vf)) {
      begin(agreement.linkUp(vf)).onComplete(done -> {});
    }
  }

  /** A VF leaves, the path is synthetic again: to be done before hn's capabilities are restored. */
  Future<Void> restore() {
    return begin(agreement.restore());
  }

  /** A VF beside hn receives by the channel, or no longer: RSS is one of the steps to that. */
  Future<Outcome> afterStep(VfId vf, RxVfStep step, boolean on, Outcome outcome) {
    return step == RxVfStep.RSS && outcome instanceof Outcome.Done
        ? (on ? fixup(vf) : restore()).map(done -> outcome)
        : Future.succeededFuture(outcome);
  }

  /** An operator writes the key, and no VF is paired; the host hears of it. */
  void writeKey(RssKey key) {
    begin(agreement.writeKey(key)).onComplete(done -> {});
  }

  /** The host has answered, or there is no host any more. */
  void answered(NvscRequest.SetRss request, boolean success, String detail) {
    perform(agreement.hostAnswered(request.asked(), success, detail));
  }

  private Future<Void> begin(List<RssEffect> effects) {
    running.tryComplete();
    Promise<Void> promise = Promise.promise();
    running = promise;
    perform(effects);
    return promise.future();
  }

  private void perform(List<RssEffect> effects) {
    for (var effect : effects) {
      switch (effect) {
        case RssEffect.AskKey(var vf, var attempt) ->
            ask(vf, new VfControl.QueryRssKey(), VfControl.RssKeyIs.class)
                .map(answer -> key(answer))
                .otherwise(RssFixup::failed)
                .onSuccess(answer -> perform(agreement.keyAnswered(attempt, answer)));
        case RssEffect.AskTypes(var vf, var attempt) ->
            ask(vf, new VfControl.QueryRssHash(), VfControl.RssHashIs.class)
                .map(answer -> types(answer))
                .otherwise(RssFixup::failed)
                .onSuccess(answer -> perform(agreement.typesAnswered(attempt, answer)));
        case RssEffect.SetHost(var parameters, var attempt) ->
            host.accept(new NvscRequest.SetRss(parameters, attempt));
        case RssEffect.Log(var text) ->
            LOG.atWarn().addKeyValue("device", nic).log("{}: {}", nic, text);
        case RssEffect.Done _ -> running.tryComplete();
      }
    }
  }

  private <R> Future<R> ask(VfId vf, VfControl request, Class<R> answer) {
    return bus.request(Addresses.vf(vf), request, answer, VF_TIME);
  }

  private static RssAnswer key(VfControl.RssKeyIs answer) {
    return new RssAnswer.Key(answer.function(), answer.key());
  }

  private static RssAnswer types(VfControl.RssHashIs answer) {
    return new RssAnswer.Types(answer.function(), answer.types());
  }

  private static RssAnswer failed(Throwable cause) {
    return cause instanceof RefusedException refused && refused.reason() == Refusal.NOT_SUPPORTED
        ? new RssAnswer.NotSupported()
        : new RssAnswer.Failed(String.valueOf(cause.getMessage()));
  }
}
