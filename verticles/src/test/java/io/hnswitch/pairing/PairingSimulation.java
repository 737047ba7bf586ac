package io.hnswitch.pairing;

import static io.hnswitch.pairing.SimulatedDevices.require;

import io.hnswitch.control.Datapath;
import io.hnswitch.control.NicControl.Merged;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One hn's pairing in a storm: events of all kinds at random times; requests that are carried out
 * late, though in order for each device; answers that come early, late, as refusals, or never.
 * After the storm everything answers, and the pair must come to rest where it belongs.
 */
final class PairingSimulation {

  private static final int STORM_EVENTS = 30;
  private static final int STORM_MILLIS = 20_000;
  private static final int CONTROL_TIMEOUT = 5_000;
  private static final int PATH_TIMEOUT = 65_000;

  private final SplittableRandom random;
  private final SimulatedTime time = new SimulatedTime();
  private final SimulatedDevices devices = new SimulatedDevices();
  private final List<String> trace = new ArrayList<>();
  private final boolean tracing;
  private PairingState state;
  private SimulatedTime.Entry timer;
  private long nicReady;
  private long vfReady;
  private boolean calm;
  private boolean nicUp;
  private boolean detached;
  private boolean withdrawn;
  private boolean session = true;
  private boolean told;
  private boolean departing;
  private int upsOpen;
  private int downsOpen;
  private boolean detachOpen;
  private boolean publishedVf;

  private PairingSimulation(long seed, boolean tracing) {
    this.random = new SplittableRandom(seed);
    this.tracing = tracing;
    this.nicUp = random.nextBoolean();
    this.state = new PairingState.Synthetic(NicFacts.attached(nicUp));
  }

  /** Runs a seed; a violation is thrown with the seed and everything that led to it. */
  static void run(long seed) {
    try {
      new PairingSimulation(seed, false).run();
    } catch (AssertionError | IllegalStateException e) {
      throw new AssertionError(explain(seed, e), e);
    }
  }

  private static String explain(long seed, Throwable cause) {
    var again = new PairingSimulation(seed, true);
    try {
      again.run();
    } catch (AssertionError | IllegalStateException e) {
      return "seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", again.trace);
    }
    return "seed " + seed + " fails once only: " + cause.getMessage();
  }

  private void run() {
    for (int i = 0; i < STORM_EVENTS; i++) {
      time.at(random.nextInt(STORM_MILLIS), this::stormEvent);
    }
    time.at(STORM_MILLIS, this::calmDown);
    require(time.runOut(100_000), "does not settle: " + state);
    checkRest();
    leave();
    require(time.runOut(100_000), "does not settle: " + state);
    checkNothingLeft();
  }

  private void stormEvent() {
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> attach();
      case 3 -> depart(true);
      case 4 -> depart(false);
      case 5, 6 -> nicUp(true);
      case 7, 8 -> nicUp(false);
      case 9 -> on(new PairingEvent.HostSwitchedBack());
      case 10, 11 -> association(random.nextBoolean());
      case 12 -> on(new PairingEvent.VfLinkChanged(PairingStory.VF, random.nextBoolean()));
      case 13 -> session(false);
      case 14 -> session(true);
      default -> {
        if (random.nextInt(6) == 0) {
          detach();
        }
      }
    }
  }

  private void calmDown() {
    calm = true;
    if (!session) {
      session(true);
    }
    association(true);
    attach();
  }

  /** Whoever is still there goes. */
  private void leave() {
    if (random.nextBoolean()) {
      depart(random.nextBoolean());
    }
    detach();
  }

  private void attach() {
    if (!devices.vfThere && !detached && state instanceof PairingState.Synthetic) {
      devices.plug();
      departing = false;
      on(
          new PairingEvent.VfAttached(
              VfFacts.attached(
                  PairingStory.VF, OffloadCaps.NONE, OffloadCaps.NONE, TsoLimits.UNLIMITED)));
    }
  }

  private void depart(boolean orderly) {
    if (devices.vfThere && !(departing && orderly)) {
      departing = true;
      devices.vfAlive &= orderly;
      on(new PairingEvent.VfDeparting(PairingStory.VF, orderly));
    }
  }

  private void nicUp(boolean up) {
    if (!detached) {
      nicUp = up;
      if (up) {
        upsOpen++;
        on(new PairingEvent.NicUp());
      } else {
        downsOpen++;
        on(new PairingEvent.NicDown());
      }
    }
  }

  private void association(boolean allocated) {
    if (!session) {
      return; // Nobody who could say it.
    }
    told = true;
    withdrawn = !allocated;
    on(new PairingEvent.AssociationTold(allocated, 1));
  }

  /** hn's session with the host is lost, or there again, perhaps without a word of its loss. */
  private void session(boolean there) {
    if (!session && !there) {
      return;
    }
    boolean lost = session;
    session = there;
    withdrawn |= lost && told;
    on(there ? new PairingEvent.SyntheticBack() : new PairingEvent.SyntheticLost());
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
    if (tracing) {
      trace.add(
          time.now()
              + " "
              + event
              + "\n    -> "
              + StateWords.name(step.next())
              + " "
              + step.effects().stream().map(EffectWords::of).toList());
    }
    state = step.next();
    step.effects().forEach(this::perform);
    require(!devices.onVf || devices.vfThere, "path leads to a VF that was let go");
    require(
        !(state instanceof PairingState.VfActive) || publishedVf, "VF active without saying so");
    require(
        !(state instanceof PairingState.VfActive) || session && !withdrawn,
        "VF active without the host's word");
  }

  private void perform(PairingEffect effect) {
    switch (effect) {
      case PairingEffect.StartWait wait -> startTimer(2_000, wait);
      case PairingEffect.StartRetry retry -> startTimer(retry.delay().toMillis(), retry);
      case PairingEffect.CancelWait _, PairingEffect.CancelRetry _ -> {
        // Sometimes it has fired already.
        if (random.nextInt(10) != 0) {
          timer.cancel();
        }
      }
      case PairingEffect.ToNic request -> {
        require(
            !(request instanceof PairingEffect.UseVf) || session && !withdrawn,
            "VF used without the host's word");
        require(
            !(request instanceof PairingEffect.UseSynthetic use) || session || !use.orderly(),
            "drained without the host");
        nicReady = deliver(request, nicReady);
      }
      case PairingEffect.ToVf request -> {
        require(devices.vfThere, "request to a VF that was let go: " + request);
        vfReady = deliver(request, vfReady);
      }
      case PairingEffect.AnswerDeparture _ -> departed();
      case PairingEffect.AnswerNicUp _ -> {
        require(upsOpen > 0, "answers nobody");
        upsOpen = 0;
      }
      case PairingEffect.AnswerNicDown _ -> {
        require(downsOpen > 0, "answers nobody");
        downsOpen = 0;
      }
      case PairingEffect.AnswerDetaching _ -> {
        require(detachOpen, "answers nobody");
        detachOpen = false;
      }
      case PairingEffect.PublishPathChanged(_, var to, _) -> {
        require(publishedVf != (to == Datapath.VF), "path changed to where it is");
        publishedVf = to == Datapath.VF;
      }
      case PairingEffect.SwitchBegins _,
          PairingEffect.PublishRxVf _,
          PairingEffect.TellLink _,
          PairingEffect.PublishState _,
          PairingEffect.Note _ -> {}
    }
  }

  private void departed() {
    require(departing && devices.vfThere, "answers a departure that nobody asked for");
    require(!devices.merged && !devices.onVf, "departure answered before all is undone");
    require(!devices.overridden || !devices.vfAlive, "VF goes with its input overridden");
    devices.unplug();
    departing = false;
  }

  private void startTimer(long millis, PairingEffect.Request request) {
    timer = time.after(millis, () -> on(success(request)));
  }

  /** To a device in the order sent; how it answers is chance. */
  private long deliver(PairingEffect.Request request, long ready) {
    long at = Math.max(ready, time.now() + random.nextInt(5));
    int fate = calm ? 0 : random.nextInt(100);
    boolean slow = !calm && random.nextInt(20) == 0;
    long sent = time.now();
    long done = at + (slow ? random.nextInt(2 * CONTROL_TIMEOUT) : 0);
    int plugged = devices.plugged;
    time.at(done, () -> arrive(request, fate, sent, plugged));
    return done;
  }

  private void arrive(PairingEffect.Request request, int fate, long sent, int plugged) {
    boolean toVf = request instanceof PairingEffect.ToVf;
    if (toVf && plugged != devices.plugged) {
      answer(sent, request, null, 0);
      return;
    }
    boolean toDead = toVf && !devices.vfAlive;
    if (fate >= 92 && isRefusable(request) || toDead && fate >= 50) {
      devices.mergeUncertain |=
          request instanceof PairingEffect.Merge && time.now() > sent + CONTROL_TIMEOUT;
      answer(sent, request, new PairingEvent.Refused(request.attempt(), "no"), 0);
      return;
    }
    boolean silent = fate >= 82 && fate < 92;
    if (silent && request instanceof PairingEffect.Merge && random.nextInt(3) == 0) {
      devices.mergeUncertain = true;
      answer(sent, request, null, 0);
      return;
    }
    if (request instanceof PairingEffect.UseSynthetic use && use.orderly()) {
      drain(use, sent, silent);
      return;
    }
    devices.carryOut(request);
    if (request instanceof PairingEffect.UseVf use) {
      time.after(random.nextInt(200), () -> hostAcknowledges(use, sent, silent));
    } else {
      answer(sent, request, silent ? null : success(request), random.nextInt(20));
    }
  }

  private void drain(PairingEffect.UseSynthetic use, long sent, boolean silent) {
    time.after(
        random.nextInt(100),
        () -> {
          if (devices.vfAlive && isLatest(use)) {
            devices.carryOut(use);
          }
          answer(sent, use, silent || !devices.vfAlive ? null : success(use), 0);
        });
  }

  /** Whether hn has not been told anything newer. */
  private boolean isLatest(PairingEffect.Request request) {
    return state instanceof PairingState.Paired paired
        && paired.pair().nic().attempt() == request.attempt();
  }

  private void hostAcknowledges(PairingEffect.UseVf use, long sent, boolean silent) {
    boolean brokenOff = devices.switching != use.attempt();
    if (!brokenOff) {
      devices.switching = -1;
      devices.onVf = true;
    }
    var outcome = brokenOff ? new PairingEvent.Refused(use.attempt(), "broken off") : success(use);
    answer(sent, use, silent ? null : outcome, random.nextInt(20));
  }

  /** Undoing never fails in a device that is there; a request to go to the VF may. */
  private static boolean isRefusable(PairingEffect.Request request) {
    return switch (request) {
      case PairingEffect.UseSynthetic use -> use.orderly();
      case PairingEffect.SetFlags flags -> flags.up();
      case PairingEffect.AcceptFrom _,
          PairingEffect.OverrideInput _,
          PairingEffect.Merge _,
          PairingEffect.SetOffloads _,
          PairingEffect.Survey _,
          PairingEffect.RxVf _,
          PairingEffect.FollowEnabled _,
          PairingEffect.SetVfMtu _,
          PairingEffect.SetNicMtu _,
          PairingEffect.UseVf _ ->
          true;
      case PairingEffect.Unmerge _,
          PairingEffect.StopAccepting _,
          PairingEffect.RestoreInput _,
          PairingEffect.StartWait _,
          PairingEffect.StartRetry _ ->
          false;
    };
  }

  private void answer(long sent, PairingEffect.Request request, PairingEvent outcome, long delay) {
    long timeout =
        switch (request) {
          case PairingEffect.UseVf _, PairingEffect.UseSynthetic _ -> PATH_TIMEOUT;
          case PairingEffect.ToNic _, PairingEffect.ToVf _ -> CONTROL_TIMEOUT;
          case PairingEffect.StartWait _, PairingEffect.StartRetry _ -> 0;
        };
    long at = time.now() + delay;
    boolean late = outcome == null || at > sent + timeout;
    var event = late ? new PairingEvent.Unanswered(request.attempt(), "time-out") : outcome;
    time.at(late ? sent + timeout : at, () -> on(event));
  }

  private PairingEvent success(PairingEffect.Request request) {
    return switch (request) {
      case PairingEffect.Merge e ->
          new PairingEvent.MergeAnswered(
              e.attempt(),
              new Merged(
                  OffloadCaps.NONE, random.nextBoolean() ? 1500 : 9000, nicUp, false, false));
      case PairingEffect.SetOffloads e ->
          new PairingEvent.OffloadsAnswered(e.attempt(), e.wanted());
      case PairingEffect.Survey e ->
          new PairingEvent.OffloadsAnswered(e.attempt(), OffloadCaps.NONE);
      case PairingEffect.StartWait e -> new PairingEvent.WaitElapsed(e.attempt());
      case PairingEffect.StartRetry e -> new PairingEvent.RetryDue(e.attempt());
      case PairingEffect.ToNic e -> new PairingEvent.Succeeded(e.attempt());
      case PairingEffect.ToVf e -> new PairingEvent.Succeeded(e.attempt());
    };
  }

  private void checkRest() {
    checkAnswered();
    if (detached) {
      checkNothingLeft();
      return;
    }
    if (!devices.vfThere) {
      require(state instanceof PairingState.Synthetic, "not synthetic without VF: " + state);
      checkClean();
      return;
    }
    require(!withdrawn, "the host gave the VF at last");
    require(
        nicUp ? state instanceof PairingState.VfActive : state instanceof PairingState.Ready,
        "hn " + (nicUp ? "up" : "down") + " rests in " + state);
    require(devices.accepting && devices.overridden && devices.merged, "not paired");
    require(devices.onVf == nicUp && devices.vfUp == nicUp, "VF does not follow hn");
  }

  private void checkNothingLeft() {
    checkAnswered();
    require(state instanceof PairingState.Gone, "hn is not gone: " + state);
    checkClean();
  }

  private void checkClean() {
    require(!devices.accepting && !devices.overridden, "input is still overridden");
    require(!devices.merged && !devices.onVf && devices.switching < 0, "something is left");
    require(!publishedVf, "the last path told of is the VF's");
  }

  private void checkAnswered() {
    require(upsOpen == 0 && downsOpen == 0 && !detachOpen && !departing, "somebody waits");
  }
}
