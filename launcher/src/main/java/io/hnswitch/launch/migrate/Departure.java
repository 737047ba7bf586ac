package io.hnswitch.launch.migrate;

import io.hnswitch.lab.GuestSpec;
import io.hnswitch.migration.Ask;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.migration.MigrationSourceMachine;
import io.hnswitch.migration.Side;
import io.hnswitch.migration.SourceEffect;
import io.hnswitch.migration.SourceEvent;
import io.hnswitch.migration.SourceState;
import io.hnswitch.state.StateTree;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A guest that leaves this node: does what {@link MigrationSourceMachine} decides. */
final class Departure {

  /** The answers of the target are given up by the machine's time before. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How long the target may take to have nothing of the guest any more. */
  private static final Duration CLEARING = Duration.ofSeconds(5);

  private final MigrationId id;
  private final GuestSpec guest;
  private final MigrationPeer peer;
  private final MigrationParts parts;
  private final GuestDevices devices;
  private final Turns<SourceState, SourceEvent, SourceEffect> turns =
      new Turns<>(new SourceState.Idle(), MigrationSourceMachine::on, this::perform);
  private final Promise<MigrationReport> report = Promise.promise();
  private final List<SourceTunnel> tunnels = new ArrayList<>();
  private final List<String> deployments = new ArrayList<>();
  private Timers.Timer timer = () -> {};
  private Map<String, String> doors = Map.of();
  private boolean left;
  private boolean stopped;
  private long stoppedAt;
  private Duration dark = Duration.ZERO;
  private Future<?> cleared = Future.succeededFuture();

  Departure(MigrationId id, GuestSpec guest, MigrationPeer peer, MigrationParts parts) {
    this.id = id;
    this.guest = guest;
    this.peer = peer;
    this.parts = parts;
    this.devices = new GuestDevices(parts.lab().bus(), id, guest);
  }

  String guest() {
    return guest.name();
  }

  String node() {
    return peer.node();
  }

  /** Begins; ends when the guest is where it is to be. */
  Future<MigrationReport> start() {
    turns.on(new SourceEvent.Start());
    return report.future();
  }

  /** Whether the guest is the other node's, though not all may be cleared up yet. */
  boolean hasLeft() {
    return left;
  }

  /** Done when nothing more is to be done here. */
  Future<Void> over() {
    return report.future().mapEmpty();
  }

  void cancel() {
    turns.on(new SourceEvent.Cancel());
  }

  void peerLost() {
    turns.on(new SourceEvent.PeerLost());
  }

  private void perform(SourceEffect effect) {
    var begun = Fault.at(effect);
    switch (effect) {
      case SourceEffect.Request(var ask, var state) -> request(ask, state);
      case SourceEffect.SendAbort(var why) ->
          cleared = parts.here(peer.request(Messages.abort(id, why), CLEARING));
      case SourceEffect.RevokeVfs _ ->
          then(
              begun.compose(now -> openTunnels()).compose(open -> parts.home().revokeVfs(guest)),
              done -> new SourceEvent.Revoked(),
              SourceEvent.RevokeFailed::new);
      case SourceEffect.Suspend _ ->
          then(
              begun.compose(now -> devices.suspend(doors, this::stopping)),
              SourceEvent.Suspended::new,
              SourceEvent.SuspendFailed::new);
      case SourceEffect.Decide _ ->
          then(
              parts.here(
                  begun.compose(now -> parts.arbiter().decide(id, guest.name(), Side.SOURCE))),
              SourceEvent.Decided::new,
              SourceEvent.Undecided::new);
      case SourceEffect.Forward _ -> {
        lit();
        then(
            devices.forward(),
            done -> new SourceEvent.Forwarded(),
            why -> new SourceEvent.Forwarded());
      }
      case SourceEffect.EndTunnel _ -> tunnels.forEach(SourceTunnel::finish);
      case SourceEffect.Leave _ -> leave();
      case SourceEffect.GoOn _ -> goOn();
      case SourceEffect.Arm(var time, var in) -> {
        timer.cancel();
        timer = parts.timers().after(time, () -> turns.on(new SourceEvent.Elapsed(in)));
      }
      case SourceEffect.Finish(var side, var why) -> finish(side, why);
    }
  }

  private <T> void then(
      Future<T> work,
      java.util.function.Function<T, SourceEvent> done,
      java.util.function.Function<String, SourceEvent> failed) {
    parts
        .here(work)
        .onComplete(
            result ->
                turns.on(
                    result.succeeded()
                        ? done.apply(result.result())
                        : failed.apply(String.valueOf(result.cause().getMessage()))));
  }

  private void request(Ask ask, StateTree state) {
    var message = Messages.ask(ask, id);
    switch (ask) {
      case PREPARE ->
          message
              .put("guest", guest.name())
              .put("description", parts.home().describe(guest))
              .put("machine", devices.hasTaps() ? Machine.id() : "");
      case TRANSFER -> message.put("state", StateJson.of(state));
      case RESUME -> {}
    }
    then(
        peer.request(message, PATIENCE),
        answer -> answered(ask, answer),
        why -> new SourceEvent.Refused(ask, why));
  }

  private SourceEvent answered(Ask ask, JsonObject answer) {
    if (!Messages.isDone(answer)) {
      return new SourceEvent.Refused(ask, Messages.why(answer));
    }
    if (ask == Ask.PREPARE) {
      doors = Messages.doors(answer);
    }
    return new SourceEvent.Done(ask);
  }

  private Future<Void> openTunnels() {
    return parts
        .here(peer.tunnel(id))
        .compose(
            tunnel -> {
              List<Future<?>> all = new ArrayList<>();
              for (var nic : guest.nics().values()) {
                var device = new SourceTunnel(parts.lab(), nic.id(), tunnel);
                tunnels.add(device);
                all.add(parts.lab().deploy(device).onSuccess(deployments::add));
              }
              return Future.all(all).mapEmpty();
            });
  }

  private Future<Void> closeTunnels() {
    var all = deployments.stream().map(parts.lab()::undeploy).toList();
    deployments.clear();
    return parts.here(Future.join(all).mapEmpty());
  }

  private void stopping() {
    if (!stopped) {
      stopped = true;
      stoppedAt = parts.timers().nanos();
    }
  }

  /** The guest runs, there or here. */
  private void lit() {
    if (stopped) {
      stopped = false;
      dark = Duration.ofNanos(parts.timers().nanos() - stoppedAt);
    }
  }

  private void leave() {
    left = true;
    devices
        .leaveDevices()
        .compose(left -> parts.home().remove(guest))
        .onComplete(
            gone -> {
              parts.home().left(guest);
              closeTunnels().onComplete(closed -> turns.on(new SourceEvent.Left()));
            });
  }

  private void goOn() {
    devices
        .goOn()
        .onComplete(
            on -> {
              lit();
              parts
                  .home()
                  .offerVfs(guest)
                  .transform(offered -> closeTunnels())
                  .onComplete(closed -> turns.on(new SourceEvent.Returned()));
            });
  }

  private void finish(Side side, String why) {
    timer.cancel();
    var end = new MigrationReport(id, guest.name(), peer.node(), side, why, dark);
    // The guest runs already; but it can be tried again only when the target is clear.
    var late = parts.timers().after(CLEARING, () -> report.tryComplete(end));
    cleared.onComplete(
        done -> {
          late.cancel();
          report.tryComplete(end);
        });
  }
}
