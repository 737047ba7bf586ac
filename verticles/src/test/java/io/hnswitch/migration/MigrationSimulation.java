package io.hnswitch.migration;

import io.hnswitch.state.StateTree;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Both machines of one migration in a world that a seed makes: messages are late, lost or come
 * twice, devices fail, the arbiter is out of reach for a while, a node dies. Frames for the guest
 * come all the time, at the place where switches believe it is, and each is counted where it goes.
 */
final class MigrationSimulation {

  private static final long END = Duration.ofSeconds(300).toMillis();

  private final Random chance;
  private final List<String> log = new ArrayList<>();
  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private final Map<Ask, List<Runnable>> asked = new HashMap<>();
  private final double trouble;
  private SourceState source = new SourceState.Idle();
  private TargetState target = new TargetState.Idle();
  private Optional<Side> decision = Optional.empty();
  private boolean sourceAlive = true;
  private boolean targetAlive = true;
  private boolean activeAtSource = true;
  private boolean activeAtTarget;
  private boolean addressAtTarget;
  private boolean tunnelOpen;
  private final ArrayDeque<Integer> heldAtSource = new ArrayDeque<>();
  private final ArrayDeque<Integer> heldAtTarget = new ArrayDeque<>();
  private int tunnelled;
  private int sent;
  private int delivered;
  private int lastDelivered = -1;
  private int disorder;
  private int lost;
  private long now;
  private long order;

  private record Due(long at, long order, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due that) {
      int byTime = Long.compare(at, that.at);
      return byTime != 0 ? byTime : Long.compare(order, that.order);
    }
  }

  /**
   * @param trouble how likely each thing goes wrong, 0 to 1
   */
  MigrationSimulation(long seed, double trouble) {
    this.chance = new Random(seed);
    this.trouble = trouble;
  }

  private boolean bad() {
    return chance.nextDouble() < trouble;
  }

  private void after(long millis, Runnable action) {
    agenda.add(new Due(now + millis, order++, action));
  }

  private void soon(Runnable action) {
    after(1 + chance.nextInt(20), action);
  }

  /** Runs to the end; gives what is wrong, or nothing. */
  Optional<String> run() {
    soon(() -> onSource(new SourceEvent.Start()));
    if (bad()) {
      after(chance.nextInt(4000), () -> onSource(new SourceEvent.Cancel()));
    }
    if (bad()) {
      after(chance.nextInt(3000), this::killOne);
    }
    frame();
    while (!agenda.isEmpty() && now < END) {
      var due = agenda.poll();
      now = due.at();
      due.action().run();
      var wrong = wrong();
      if (wrong.isPresent()) {
        return wrong.map(what -> what + "\n" + String.join("\n", log));
      }
    }
    return ending().map(what -> what + "\n" + String.join("\n", log));
  }

  private void killOne() {
    if (chance.nextBoolean()) {
      sourceAlive = false;
      activeAtSource = false;
      lost += heldAtSource.size();
      heldAtSource.clear();
      log.add(now + " the source dies");
      after(50 + chance.nextInt(500), () -> onTarget(new TargetEvent.PeerLost()));
    } else {
      targetAlive = false;
      activeAtTarget = false;
      lost += heldAtTarget.size();
      heldAtTarget.clear();
      log.add(now + " the target dies");
      after(50 + chance.nextInt(500), () -> onSource(new SourceEvent.PeerLost()));
    }
  }

  /** At any moment. */
  private Optional<String> wrong() {
    if (activeAtSource && activeAtTarget) {
      return Optional.of("the guest runs at both sides");
    }
    if (activeAtTarget && !decision.equals(Optional.of(Side.TARGET))) {
      return Optional.of("the guest runs at the target and the arbiter knows nothing of it");
    }
    if (sent != delivered + lost + heldAtSource.size() + heldAtTarget.size() + tunnelled) {
      return Optional.of("the books do not balance at " + now);
    }
    // When the end of a tunnel was waited for in vain, its last frames may come late.
    return disorder > 0 && trouble == 0
        ? Optional.of("frames came out of order")
        : Optional.empty();
  }

  /** In the end. */
  private Optional<String> ending() {
    boolean bothAlive = sourceAlive && targetAlive;
    if (sourceAlive && !(source instanceof SourceState.Ended)) {
      return Optional.of("the source has not ended but is " + source);
    }
    if (bothAlive && !activeAtSource && !activeAtTarget) {
      return Optional.of("the guest runs nowhere: " + source + ", " + target);
    }
    if (bothAlive
        && source instanceof SourceState.Ended(var side, var _)
        && (side == Side.SOURCE) != activeAtSource) {
      return Optional.of("the source believes " + side);
    }
    if (!targetAlive && sourceAlive && !activeAtSource && decision.isEmpty()) {
      return Optional.of("the guest is gone with a target that never had it");
    }
    if (!sourceAlive
        && targetAlive
        && !activeAtTarget
        && decision.equals(Optional.of(Side.TARGET))) {
      return Optional.of("the target has the guest and does not run it: " + target);
    }
    if (trouble == 0 && (lost > 0 || !activeAtTarget)) {
      return Optional.of("lost " + lost + " without any trouble");
    }
    return Optional.empty();
  }

  /** How it ended, for counting. */
  String result() {
    return (sourceAlive ? "" : "source dead, ")
        + (targetAlive ? "" : "target dead, ")
        + (activeAtSource ? "at source" : activeAtTarget ? "at target" : "nowhere");
  }

  // Frames.

  private void frame() {
    if (now < END - 20_000) {
      after(7, this::frame);
    }
    int number = sent++;
    if (!addressAtTarget) {
      atSource(number);
    } else if (!targetAlive) {
      lost++;
    } else if (target instanceof TargetState.Ended) {
      deliver(number, activeAtTarget);
    } else {
      heldAtTarget.add(number);
    }
  }

  private void atSource(int number) {
    if (!sourceAlive) {
      lost++;
    } else if (activeAtSource) {
      deliver(number, true);
    } else {
      heldAtSource.add(number);
      forwardHeld();
    }
  }

  private void forwardHeld() {
    while (tunnelOpen && !heldAtSource.isEmpty()) {
      int number = heldAtSource.poll();
      tunnelled++;
      // A tunnel keeps the order; the target may be dead when it comes.
      after(
          5,
          () -> {
            tunnelled--;
            deliver(number, activeAtTarget);
          });
    }
  }

  private void deliver(int number, boolean there) {
    if (!there) {
      lost++;
      return;
    }
    delivered++;
    disorder += number < lastDelivered ? 1 : 0;
    lastDelivered = number;
  }

  // The source.

  private void onSource(SourceEvent event) {
    if (!sourceAlive) {
      return;
    }
    var step = MigrationSourceMachine.on(source, event);
    log.add(now + " source " + event.getClass().getSimpleName() + " -> " + step.next());
    source = step.next();
    step.effects().forEach(this::perform);
  }

  private void perform(SourceEffect effect) {
    switch (effect) {
      case SourceEffect.Request(var ask, var _) -> request(ask);
      case SourceEffect.SendAbort(var why) ->
          toTarget(() -> onTarget(new TargetEvent.Aborted(why)));
      case SourceEffect.RevokeVfs _ ->
          soon(
              () ->
                  onSource(bad() ? new SourceEvent.RevokeFailed("vf") : new SourceEvent.Revoked()));
      case SourceEffect.Suspend _ -> {
        activeAtSource = false;
        soon(
            () ->
                onSource(
                    bad()
                        ? new SourceEvent.SuspendFailed("busy")
                        : new SourceEvent.Suspended(StateTree.EMPTY)));
      }
      case SourceEffect.Decide _ -> decide(Side.SOURCE);
      case SourceEffect.Forward _ -> {
        tunnelOpen = true;
        forwardHeld();
        after(30, () -> onSource(new SourceEvent.Forwarded()));
      }
      case SourceEffect.EndTunnel _ -> after(5, () -> onTarget(new TargetEvent.TunnelEnded()));
      case SourceEffect.Leave _ -> soon(() -> onSource(new SourceEvent.Left()));
      case SourceEffect.GoOn _ ->
          soon(
              () -> {
                if (sourceAlive) {
                  activeAtSource = true;
                  while (!heldAtSource.isEmpty()) {
                    deliver(heldAtSource.poll(), true);
                  }
                }
                onSource(new SourceEvent.Returned());
              });
      case SourceEffect.Arm(var time, var in) ->
          after(time.toMillis(), () -> onSource(new SourceEvent.Elapsed(in)));
      case SourceEffect.Finish _ -> {}
    }
  }

  private void request(Ask ask) {
    toTarget(
        () -> {
          asked.computeIfAbsent(ask, none -> new ArrayList<>());
          onTarget(new TargetEvent.Asked(ask, StateTree.EMPTY));
        });
  }

  /** A message: late, lost, or twice. */
  private void toTarget(Runnable arrives) {
    if (!bad()) {
      soon(arrives);
    }
    if (bad()) {
      after(chance.nextInt(4000), arrives);
    }
  }

  private void toSource(SourceEvent event) {
    if (!bad()) {
      soon(() -> onSource(event));
    }
    if (bad()) {
      after(chance.nextInt(4000), () -> onSource(event));
    }
  }

  private void decide(Side wish) {
    after(
        1 + chance.nextInt(100),
        () -> {
          if (bad()) {
            answer(wish, Optional.empty());
            return;
          }
          // A node that has died meanwhile may still have asked.
          decision = decision.or(() -> Optional.of(wish));
          var side = decision.get();
          soon(() -> answer(wish, bad() ? Optional.empty() : Optional.of(side)));
        });
  }

  private void answer(Side asking, Optional<Side> side) {
    if (asking == Side.SOURCE) {
      onSource(
          side.<SourceEvent>map(SourceEvent.Decided::new)
              .orElseGet(() -> new SourceEvent.Undecided("away")));
    } else {
      onTarget(
          side.<TargetEvent>map(TargetEvent.Decided::new)
              .orElseGet(() -> new TargetEvent.Undecided("away")));
    }
  }

  // The target.

  private void onTarget(TargetEvent event) {
    if (!targetAlive) {
      return;
    }
    var step = MigrationTargetMachine.on(target, event);
    log.add(now + " target " + event.getClass().getSimpleName() + " -> " + step.next());
    target = step.next();
    step.effects().forEach(this::perform);
  }

  private void perform(TargetEffect effect) {
    switch (effect) {
      case TargetEffect.Confirm(var ask) -> toSource(new SourceEvent.Done(ask));
      case TargetEffect.Refuse(var ask, var why) -> toSource(new SourceEvent.Refused(ask, why));
      case TargetEffect.Deploy _ ->
          soon(
              () ->
                  onTarget(
                      bad() ? new TargetEvent.DeployFailed("no") : new TargetEvent.Deployed()));
      case TargetEffect.Import _ ->
          soon(
              () ->
                  onTarget(
                      bad() ? new TargetEvent.ImportFailed("no") : new TargetEvent.Imported()));
      case TargetEffect.Listen _ ->
          after(1 + chance.nextInt(500), () -> onTarget(new TargetEvent.GoodbyeHeard()));
      case TargetEffect.Decide _ -> decide(Side.TARGET);
      case TargetEffect.Activate _ -> {
        activeAtTarget = true;
        soon(
            () -> {
              addressAtTarget = targetAlive;
              onTarget(new TargetEvent.Active());
            });
      }
      case TargetEffect.Release _ -> {
        while (!heldAtTarget.isEmpty()) {
          deliver(heldAtTarget.poll(), true);
        }
        onTarget(new TargetEvent.Released());
      }
      case TargetEffect.Remove _ -> soon(() -> onTarget(new TargetEvent.Removed()));
      case TargetEffect.Arm(var time, var in) ->
          after(time.toMillis(), () -> onTarget(new TargetEvent.Elapsed(in)));
      case TargetEffect.Finish _ -> {}
    }
  }
}
