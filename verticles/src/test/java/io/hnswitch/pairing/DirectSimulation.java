package io.hnswitch.pairing;

import static io.hnswitch.pairing.SimulatedDevices.require;

import io.hnswitch.control.RxVfStep;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One hn's pairing in a storm, in non-transparent mode: a VF that comes, goes, goes up and down, a
 * host that changes its mind, an hn that refuses steps or does not answer. After the storm the VF
 * receives beside hn exactly when it is up.
 */
final class DirectSimulation {

  private static final int STORM_EVENTS = 40;
  private static final int STORM_MILLIS = 20_000;
  private static final int TIMEOUT = 5_000;

  private final SplittableRandom random;
  private final SimulatedTime time = new SimulatedTime();
  private final List<String> trace = new ArrayList<>();
  private final Set<RxVfStep> done = EnumSet.noneOf(RxVfStep.class);
  private PairingState state = new PairingState.Synthetic(NicFacts.attached(true, false));
  private SimulatedTime.Entry retry;
  private long nicReady;
  private boolean calm;
  private boolean vfThere;
  private boolean vfUp;
  private boolean departing;
  private boolean session = true;
  private boolean detached;
  private boolean detachOpen;
  private boolean told;
  private int open;

  private DirectSimulation(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Runs a seed; a violation is thrown with the seed and everything that led to it. */
  static void run(long seed) {
    var simulation = new DirectSimulation(seed);
    try {
      simulation.run();
    } catch (AssertionError | IllegalStateException e) {
      throw new AssertionError(
          "seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", simulation.trace), e);
    }
  }

  private void run() {
    for (int i = 0; i < STORM_EVENTS; i++) {
      time.at(random.nextInt(STORM_MILLIS), this::stormEvent);
    }
    time.at(STORM_MILLIS, this::calmDown);
    require(time.runOut(100_000), "does not settle: " + state);
    require(open == 0, "somebody waits");
    if (!detached && vfThere) {
      require(
          vfUp ? state instanceof DirectState.Receiving : state instanceof DirectState.Aside,
          "VF " + (vfUp ? "up" : "down") + " rests in " + state);
      require(done.size() == (vfUp ? RxVfStep.values().length : 0), "done is " + done);
      require(told == vfUp, "told otherwise");
    }
    if (random.nextBoolean()) {
      depart();
    }
    detach();
    require(time.runOut(100_000), "does not settle: " + state);
    require(state instanceof PairingState.Gone, "hn is not gone: " + state);
    require(done.isEmpty() && !told && !detachOpen && !departing, "something is left: " + done);
  }

  private void stormEvent() {
    switch (random.nextInt(14)) {
      case 0, 1 -> attach();
      case 2 -> depart();
      case 3, 4, 5 -> up(true);
      case 6, 7 -> up(false);
      case 8 -> on(new PairingEvent.HostSwitchedBack());
      case 9 -> association(random.nextBoolean());
      case 10 -> session(random.nextBoolean());
      case 11 -> nic(new PairingEvent.NicUp());
      case 12 -> nic(new PairingEvent.NicDown());
      default -> {
        if (random.nextInt(20) == 0) {
          detach();
        }
      }
    }
  }

  private void calmDown() {
    calm = true;
    session(true);
    association(true);
    attach();
  }

  private void attach() {
    if (!vfThere && !detached && state instanceof PairingState.Synthetic) {
      vfThere = true;
      vfUp = random.nextBoolean();
      on(
          new PairingEvent.VfAttached(
              VfFacts.attached(
                      PairingStory.VF, OffloadCaps.NONE, OffloadCaps.NONE, TsoLimits.UNLIMITED)
                  .goingUp(vfUp)));
    }
  }

  private void depart() {
    if (vfThere && !departing) {
      departing = true;
      on(new PairingEvent.VfDeparting(PairingStory.VF, random.nextBoolean()));
    }
  }

  private void up(boolean up) {
    if (vfThere && !departing) {
      vfUp = up;
      on(new PairingEvent.VfUpChanged(PairingStory.VF, up));
    }
  }

  private void association(boolean allocated) {
    if (session) {
      on(new PairingEvent.AssociationTold(allocated, 1));
    }
  }

  private void session(boolean there) {
    if (session != there) {
      session = there;
      on(there ? new PairingEvent.SyntheticBack() : new PairingEvent.SyntheticLost());
    }
  }

  private void nic(PairingEvent event) {
    if (!detached) {
      open++;
      on(event);
    }
  }

  private void detach() {
    if (!detached) {
      detached = true;
      detachOpen = true;
      on(new PairingEvent.NicDetaching());
    }
  }

  private void on(PairingEvent event) {
    var step = PairingMachine.on(state, event);
    trace.add(
        time.now()
            + " "
            + event
            + " -> "
            + StateWords.name(step.next())
            + " "
            + step.effects().stream().map(EffectWords::of).toList());
    state = step.next();
    step.effects().forEach(this::perform);
    require(
        !(state instanceof DirectState.Receiving) || told, "receives by the VF without saying so");
  }

  private void perform(PairingEffect effect) {
    switch (effect) {
      case PairingEffect.RxVf rxVf -> deliver(rxVf);
      case PairingEffect.StartRetry(var attempt, var delay) ->
          retry = time.after(delay.toMillis(), () -> on(new PairingEvent.RetryDue(attempt)));
      case PairingEffect.CancelRetry _ -> {
        // Sometimes it has fired already.
        if (random.nextInt(10) != 0) {
          retry.cancel();
        }
      }
      case PairingEffect.PublishRxVf(_, var on) -> {
        require(told != on, "told again");
        told = on;
      }
      case PairingEffect.AnswerDeparture _ -> {
        require(departing && done.isEmpty(), "departure answered before all is undone: " + done);
        vfThere = false;
        departing = false;
        vfUp = false;
      }
      case PairingEffect.AnswerDetaching _ -> {
        require(detachOpen && done.isEmpty(), "hn let go before all is undone: " + done);
        detachOpen = false;
      }
      case PairingEffect.AnswerNicUp _, PairingEffect.AnswerNicDown _ -> open = 0;
      case PairingEffect.PublishState _, PairingEffect.Note _ -> {}
      case PairingEffect.ToNic _,
          PairingEffect.ToVf _,
          PairingEffect.StartWait _,
          PairingEffect.CancelWait _,
          PairingEffect.TellLink _,
          PairingEffect.SwitchBegins _,
          PairingEffect.PublishPathChanged _ ->
          throw new AssertionError("not in non-transparent mode: " + effect);
    }
  }

  /** In the order sent; how it is answered is chance. Turning off is never refused. */
  private void deliver(PairingEffect.RxVf request) {
    nicReady = Math.max(nicReady, time.now() + random.nextInt(200));
    long sent = time.now();
    int fate = calm ? 99 : random.nextInt(100);
    time.at(
        nicReady,
        () -> {
          if (fate < 10 && request.on()) {
            on(new PairingEvent.Refused(request.attempt(), "no"));
            return;
          }
          if (fate >= 15 || !request.on()) {
            carryOut(request);
          }
          if (fate < 20) {
            time.at(
                sent + TIMEOUT,
                () -> on(new PairingEvent.Unanswered(request.attempt(), "time-out")));
          } else {
            on(new PairingEvent.Succeeded(request.attempt()));
          }
        });
  }

  private void carryOut(PairingEffect.RxVf request) {
    if (request.on()) {
      require(
          request.step() != RxVfStep.DATAPATH || done.contains(RxVfStep.REDIRECTION),
          "the host switched before frames are redirected");
      done.add(request.step());
    } else {
      require(
          request.step() != RxVfStep.REDIRECTION || !done.contains(RxVfStep.DATAPATH),
          "redirection ended before the host switched back");
      done.remove(request.step());
    }
  }
}
