package io.hnswitch.pairing;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairView;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.pairing.PairingEvent.RetryDue;
import io.hnswitch.pairing.PairingEvent.VfAttached;
import io.hnswitch.pairing.PairingEvent.VfDeparting;
import io.hnswitch.pairing.PairingEvent.WaitElapsed;
import io.hnswitch.pairing.PairingState.Synthetic;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell around one hn's {@link PairingMachine}: performs its effects, keeps its timers. */
final class HnPair {

  private static final Logger LOG = LoggerFactory.getLogger(HnPair.class);

  private final NicId nic;
  private final Bus bus;
  private final Timers timers;
  private final PairRequests requests;
  private final PairNews news;
  private final AttachWait wait;
  private final SwitchOvers switchOvers;
  private final Consumer<HnPair> released;
  private final PendingAnswers answers = new PendingAnswers();
  private final Deque<PairingEvent> events = new ArrayDeque<>();
  private PairingState state;
  private String reason = "no VF is paired";
  private long sinceMillis;
  private Timers.Timer retry = () -> {};
  private boolean busy;
  private boolean closed;

  /**
   * @param up whether hn is up
   * @param released told when hn has let go of its VF, or is gone
   */
  HnPair(
      NicId nic,
      boolean up,
      Bus bus,
      Timers timers,
      PairingSettings settings,
      SwitchOvers switchOvers,
      Consumer<HnPair> released) {
    this.nic = nic;
    this.bus = bus;
    this.timers = timers;
    this.requests = new PairRequests(bus, nic);
    this.news = new PairNews(bus, nic);
    this.wait = new AttachWait(timers, settings.attachWait());
    this.switchOvers = switchOvers;
    this.released = released;
    this.state = new Synthetic(NicFacts.attached(up, settings.transparent()));
    this.sinceMillis = timers.epochMillis();
  }

  NicId nic() {
    return nic;
  }

  PairingState state() {
    return state;
  }

  /** The length of attach waits that begin from now on. */
  void attachWait(Duration length) {
    wait.length(length);
  }

  void attach(VfFacts vf) {
    on(new VfAttached(vf));
  }

  /** Succeeds when everything done for the VF is undone. */
  Future<Outcome> depart(VfId vf, boolean orderly) {
    var answer = answers.departure(vf);
    on(new VfDeparting(vf, orderly));
    return answer;
  }

  /** Succeeds when the path is settled. */
  Future<Outcome> up() {
    var answer = answers.nicUp();
    on(new PairingEvent.NicUp());
    return answer;
  }

  /** Succeeds when the path is back and the VF down. */
  Future<Outcome> down() {
    var answer = answers.nicDown();
    on(new PairingEvent.NicDown());
    return answer;
  }

  /** Succeeds when the VF has been given back. */
  Future<Outcome> detach() {
    var answer = answers.detaching();
    on(new PairingEvent.NicDetaching());
    return answer;
  }

  /** Pairing itself ends: nothing can be undone any more, and late outcomes change nothing. */
  void close() {
    closed = true;
    wait.cancel();
    retry.cancel();
    answers.giveUp();
  }

  /** One after the other: what an effect causes at once comes after all effects before it. */
  void on(PairingEvent event) {
    if (closed) {
      return;
    }
    events.add(event);
    if (busy) {
      return;
    }
    busy = true;
    try {
      for (var next = events.poll(); next != null; next = events.poll()) {
        step(next);
      }
    } finally {
      busy = false;
    }
  }

  private void step(PairingEvent event) {
    var before = state;
    var step = PairingMachine.on(before, event);
    state = step.next();
    // Whoever is answered below finds the table as it is now.
    if (StateWords.vf(before).isPresent() && StateWords.vf(state).isEmpty()
        || !before.equals(state) && state instanceof PairingState.Gone) {
      released.accept(this);
    }
    step.effects().forEach(this::perform);
  }

  private void perform(PairingEffect effect) {
    switch (effect) {
      case PairingEffect.ToNic request -> requests.ask(request).onSuccess(this::on);
      case PairingEffect.ToVf request -> requests.ask(request).onSuccess(this::on);
      case PairingEffect.StartWait(var attempt) -> wait.start(() -> on(new WaitElapsed(attempt)));
      case PairingEffect.CancelWait _ -> wait.cancel();
      case PairingEffect.StartRetry(var attempt, var delay) ->
          retry = timers.after(delay, () -> on(new RetryDue(attempt)));
      case PairingEffect.CancelRetry _ -> retry.cancel();
      case PairingEffect.PublishRxVf(var vf, var on) -> news.receivesByVf(vf, on);
      case PairingEffect.TellLink(var vf, var up) ->
          bus.send(Addresses.nic(nic), new NicControl.VfLink(vf, up));
      case PairingEffect.AnswerDeparture(var vf) -> answers.departed(vf);
      case PairingEffect.AnswerNicUp _ -> answers.nicIsUp();
      case PairingEffect.AnswerNicDown _ -> answers.nicIsDown();
      case PairingEffect.AnswerDetaching _ -> answers.nicIsFree();
      case PairingEffect.SwitchBegins _ -> switchOvers.begin();
      case PairingEffect.PublishPathChanged changed -> publish(changed);
      case PairingEffect.PublishState changed -> publish(changed);
      case PairingEffect.Note(var text) ->
          LOG.atWarn().addKeyValue("device", nic).log("{}: {}", nic, text);
    }
  }

  private void publish(PairingEffect.PublishPathChanged changed) {
    var measured = switchOvers.end(changed.to(), changed.cause());
    long waited = changed.cause() == SwitchCause.ATTACH ? wait.lastMillis() : 0;
    news.pathChanged(changed.vf(), measured, waited);
  }

  private void publish(PairingEffect.PublishState changed) {
    reason = changed.reason();
    sinceMillis = timers.epochMillis();
    news.stateChanged(changed, StateWords.vf(state), StateWords.failed(state));
  }

  /** As people see it. */
  PairView view() {
    return new PairView(
        nic,
        StateWords.vf(state),
        StateWords.name(state),
        reason,
        sinceMillis,
        wait.leftMillis(),
        switchOvers.history());
  }
}
