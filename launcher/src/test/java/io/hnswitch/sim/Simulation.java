package io.hnswitch.sim;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.AdapterControl.How;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.PairingControl;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.time.Seeds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One run: a lab, a script, a seeded scheduler. */
final class Simulation {

  /** A host may take 60 s for a path, an ejection 75 s, a retry of pairing a minute. */
  private static final Duration REST_WITHIN = Duration.ofMinutes(10);

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final Duration LONG_GLANCE = Duration.ofSeconds(1);
  private static final int HOST_TRIES = 10;
  private static final int PROBES = 3;
  private static final int PROBE_PPS = 1000;
  private static final long STEPS_MAX = 3_000_000;

  private final Script script;
  private final RandomGenerator chance;
  private final Invariants invariants = new Invariants();
  private final SimPlatform platform;
  private final SimLab lab;
  private final Faults faults = new Faults();
  private final Rules rules;
  private final List<FlowOrder> probes = new ArrayList<>();
  private final Set<NicId> revoking = new HashSet<>();
  private final List<Future<?>> attaching = new ArrayList<>();
  private int unanswered;

  private Simulation(long seed, Script script, Rules rules, Memory memory) {
    this.script = script;
    this.rules = rules;
    this.chance = new Seeds(seed).of("scheduler");
    this.platform = new SimPlatform(chance, invariants);
    this.lab = new SimLab(platform, memory, new Seeds(seed), rules);
  }

  /** The script that belongs to a seed. */
  static Script script(long seed) {
    return new ScriptMaker(new Seeds(seed).of("script")).make();
  }

  /** What a run gave. */
  record Report(Optional<Failure> failure, long steps, long trace, Duration time) {}

  /**
   * Runs a script.
   *
   * @param memory nobody else uses
   */
  static Report run(long seed, Script script, Rules rules, Memory memory) {
    return run(seed, script, rules, memory, Optional.empty());
  }

  /** As {@link #run(long, Script, Rules, Memory)}, and tells of every message. */
  static Report run(
      long seed, Script script, Rules rules, Memory memory, Optional<Consumer<String>> log) {
    var run = new Simulation(seed, script, rules, memory);
    run.platform.log(log);
    run.all();
    return new Report(
        run.invariants.failure(),
        run.platform.steps(),
        run.platform.trace(),
        run.platform.schedule().time());
  }

  private void all() {
    invariants.of(lab, platform.schedule()::time);
    var built = lab.build();
    until(built::succeeded, READY_WITHIN);
    if (!built.succeeded()) {
      invariants.violated(Invariant.SETTLES, "the lab was not built: " + built);
      return;
    }
    carriesTraffic("before the script");
    invariants.ready();
    platform.tampering(faults.or(rules.tampering()));
    platform.weather(Weather.of(chance, script.calm()));
    long start = platform.schedule().nanos();
    for (var step : script.steps()) {
      advance(start + step.at().toNanos());
      perform(step.act());
    }
    rest("after the script", Optional.empty());
    carriesTraffic("after the script");
    SimLab.NICS.forEach(nic -> tracked(lab.detach(nic, How.GRACEFUL)));
    rest("after the last detach", Optional.of(false));
    SimLab.NICS.forEach(this::checkSettings);
    carriesTraffic("after the last detach");
    checkArrivals();
  }

  private boolean failed() {
    return invariants.failure().isPresent();
  }

  /** Lets time pass, with a look at the invariants after every step. */
  private void advance(long end) {
    while (!failed() && platform.step(end)) {
      platform.thrown().ifPresent(e -> invariants.violated(Invariant.NO_EXCEPTION, Traces.text(e)));
      invariants.afterStep();
      if (platform.steps() > STEPS_MAX) {
        invariants.violated(Invariant.SETTLES, "no end of steps");
      }
    }
  }

  private boolean until(BooleanSupplier condition, Duration within) {
    long start = platform.schedule().nanos();
    long end = start + within.toNanos();
    while (!failed() && !condition.getAsBoolean()) {
      long now = platform.schedule().nanos();
      if (now >= end) {
        return false;
      }
      var glance = now - start < LONG_GLANCE.toNanos() ? GLANCE : LONG_GLANCE;
      advance(now + glance.toNanos());
    }
    return !failed();
  }

  private void perform(Act act) {
    switch (act) {
      case Act.Attach(var nic) -> attach(nic);
      case Act.Detach(var nic, var how) -> tracked(lab.detach(nic, how));
      case Act.Up(var nic, var wanted) ->
          tracked(lab.ask(Addresses.nic(nic), new NicControl.SetUp(wanted)));
      case Act.Mtu(var nic, var wanted) ->
          tracked(lab.ask(Addresses.nic(nic), new NicControl.SetMtu(wanted)));
      case Act.Offloads(var nic, var wanted) ->
          tracked(lab.ask(Addresses.nic(nic), new NicControl.SetOffloads(wanted)));
      case Act.Flow(var from, var to, var pps, var count) -> lab.flow(from, to, pps, count);
      case Act.Stall(var device, var time) ->
          platform.loops(device).forEach(loop -> loop.stall(time));
      case Act.Refuse(var what, var times) -> faults.refuse(what, times);
      case Act.Flap(var nic, var gap) -> flap(nic, gap);
      case Act.HostLink(var nic, var wanted) ->
          lab.ask(Addresses.netvsp(nic), new NetvspControl.SetLink(wanted));
      case Act.Revoke(var nic, var gap) -> revoke(nic, gap);
      case Act.LoseBursts(var perMille) -> platform.burstsLost(perMille);
    }
  }

  /** Not while the host's end of the NIC is made anew: the lab does not do that either. */
  private void attach(NicId nic) {
    if (!revoking.contains(nic)) {
      var attached = lab.attach(nic);
      attaching.add(attached);
      tracked(attached);
    }
  }

  /** As the lab replaces a NIC's host end: without a VF. */
  private void revoke(NicId nic, Duration gap) {
    if (revoking.add(nic)) {
      tracked(
          Future.join(List.copyOf(attaching))
              .transform(done -> lab.detach(nic, How.SURPRISE))
              .transform(done -> lab.removeHostEnd(nic))
              .transform(done -> pause(gap))
              .compose(done -> hostEnd(nic, HOST_TRIES))
              .onComplete(done -> revoking.remove(nic)));
    }
  }

  /** Again, as an operator would, when a device that it needs was silent for too long. */
  private Future<?> hostEnd(NicId nic, int tries) {
    return lab.hostEnd(nic)
        .map(end -> (Object) end)
        .recover(
            cause ->
                tries == 0
                    ? Future.failedFuture(cause)
                    : pause(Duration.ofSeconds(1))
                        .compose(done -> hostEnd(nic, tries - 1).map(end -> (Object) end)));
  }

  private Future<Void> pause(Duration time) {
    Promise<Void> promise = Promise.promise();
    platform.script().after(time, promise::complete);
    return promise.future();
  }

  /** NVS 128 twice, as hn passes it on to pairing. */
  private void flap(NicId nic, Duration gap) {
    var before = lab.slot(nic);
    before.ifPresent(slot -> associate(nic, false, slot.serial()));
    platform
        .script()
        .after(
            gap,
            () ->
                lab.slot(nic)
                    .filter(now -> before.filter(old -> old.serial() == now.serial()).isPresent())
                    .ifPresent(now -> associate(nic, true, now.serial())));
  }

  private void associate(NicId nic, boolean allocated, int serial) {
    platform.send(
        Addresses.pairing().value(), new PairingControl.Association(nic, allocated, serial));
  }

  private <T> void tracked(Future<T> answer) {
    unanswered++;
    answer.onComplete(done -> unanswered--);
  }

  /** Faults stop; everything must come to rest, on the path that is wanted. */
  private void rest(String when, Optional<Boolean> expected) {
    faults.clear();
    platform.resumeAll();
    platform.burstsLost(0);
    platform.weather(Weather.FAIR);
    SimLab.NICS.forEach(nic -> lab.ask(Addresses.netvsp(nic), new NetvspControl.SetLink(true)));
    if (!until(() -> unrest(expected).isEmpty(), REST_WITHIN)) {
      invariants.violated(Invariant.SETTLES, when + ": " + unrest(expected).orElse("?"));
    }
  }

  /** What keeps the lab from being at rest. */
  private Optional<String> unrest(Optional<Boolean> expected) {
    if (unanswered > 0 || platform.pending() > 0) {
      return Optional.of(unanswered + " acts, " + platform.pending() + " requests unanswered");
    }
    var total = lab.lab().ledger().total();
    if (total.inFlight() != 0) {
      return Optional.of(
          "frames do not move: "
              + lab.lab().ledger().accounts().stream()
                  .filter(account -> account.held() != 0)
                  .toList()
              + ", in transit "
              + total.inTransit());
    }
    return SimLab.NICS.stream()
        .map(nic -> unrest(nic, expected))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> unrest(NicId nic, Optional<Boolean> expected) {
    var view = lab.nic(nic).orElseThrow();
    var host = lab.host(nic);
    var slot = lab.slot(nic);
    boolean wanted = expected.orElse(slot.isPresent() && view.up());
    boolean onVf = view.path() == Datapath.VF;
    boolean hostOnVf = host.map(at -> at.path() == Datapath.VF).orElse(!wanted);
    boolean steered = slot.map(at -> at.steered()).orElse(false);
    var pairing = lab.pairing(nic);
    boolean whole =
        onVf == wanted
            && hostOnVf == wanted
            && steered == wanted
            && (pairing.equals("vf-active") == wanted)
            && !pairing.equals("leaving");
    boolean running = view.up() == view.running() && view.up() == view.link();
    if (whole && running && view.session().get("switch-over").equals(wanted ? "vf" : "synthetic")) {
      return Optional.empty();
    }
    return Optional.of(
        nic
            + " wants the VF: "
            + wanted
            + "; host "
            + host
            + ", slot "
            + slot
            + ", pairing "
            + pairing
            + ", hn "
            + view);
  }

  /** A few datagrams each way arrive, when both ends are up. */
  private void carriesTraffic(String when) {
    if (failed() || !SimLab.NICS.stream().allMatch(nic -> lab.nic(nic).orElseThrow().running())) {
      return;
    }
    var there = lab.flow(SimLab.A, SimLab.B, PROBE_PPS, PROBES);
    var back = lab.flow(SimLab.B, SimLab.A, PROBE_PPS, PROBES);
    if (!until(() -> has(there) && has(back) && isQuiet(), Duration.ofSeconds(10))) {
      invariants.violated(
          Invariant.CARRIES_TRAFFIC,
          when + ": " + lab.end(there, SimLab.B) + " and " + lab.end(back, SimLab.A));
    }
  }

  private boolean isQuiet() {
    return lab.lab().ledger().total().inFlight() == 0;
  }

  private boolean has(FlowOrder order) {
    return lab.end(order, order.to()).filter(end -> end.received() == PROBES).isPresent();
  }

  private void checkSettings(NicId nic) {
    if (failed()) {
      return;
    }
    invariants.checkUndone(nic, Invariants.AT_REST);
  }

  private void checkArrivals() {
    if (failed()) {
      return;
    }
    Arrivals.Sums sums = lab.lab().ledger().arrivals();
    if (sums.duplicated() > 0) {
      invariants.violated(Invariant.NOTHING_TWICE, sums.toString());
    }
    if (!script.calm()) {
      return;
    }
    var total = lab.lab().ledger().total();
    if (sums.missing() > 0 || total.droppedTotal() > 0) {
      invariants.violated(Invariant.NOTHING_LOST, sums + ", " + total);
    }
    if (sums.reordered() > 0) {
      invariants.violated(Invariant.IN_ORDER, sums.toString());
    }
  }
}
