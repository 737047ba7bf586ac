package io.hnswitch.launch.migrate;

import io.hnswitch.id.NicId;
import io.hnswitch.lab.GuestSpec;
import io.hnswitch.migration.Ask;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.migration.MigrationTargetMachine;
import io.hnswitch.migration.Side;
import io.hnswitch.migration.TargetEffect;
import io.hnswitch.migration.TargetEvent;
import io.hnswitch.migration.TargetState;
import io.hnswitch.state.StateTree;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A guest that comes to this node: does what {@link MigrationTargetMachine} decides. */
final class Arrival {

  private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

  private final MigrationId id;
  private final GuestSpec guest;
  private final String node;
  private final MigrationParts parts;
  private final GuestDevices devices;
  private final Runnable over;
  private final Turns<TargetState, TargetEvent, TargetEffect> turns =
      new Turns<>(new TargetState.Idle(), MigrationTargetMachine::on, this::perform);
  private final Promise<Void> ended = Promise.promise();
  private final Map<Ask, List<Promise<JsonObject>>> asked = new EnumMap<>(Ask.class);
  private final Map<String, TargetTunnel> tunnels = new HashMap<>();
  private final List<String> deployments = new ArrayList<>();
  private Timers.Timer timer = () -> {};
  private int tunnelsEnded;
  private boolean here;

  /**
   * @param node where the guest comes from
   * @param over told when nothing more is to be done here
   */
  Arrival(MigrationId id, GuestSpec guest, String node, MigrationParts parts, Runnable over) {
    this.id = id;
    this.guest = guest;
    this.node = node;
    this.parts = parts;
    this.over = over;
    this.devices = new GuestDevices(parts.lab().bus(), id, guest);
  }

  String guest() {
    return guest.name();
  }

  String node() {
    return node;
  }

  /** Whether the guest runs on this node, though not all may be cleared up yet. */
  boolean isHere() {
    return here;
  }

  /** Done when nothing more is to be done here. */
  Future<Void> over() {
    return ended.future();
  }

  /** A question of the source; the answer may take its time. */
  Future<JsonObject> ask(Ask ask, StateTree state) {
    Promise<JsonObject> promise = Promise.promise();
    asked.computeIfAbsent(ask, none -> new ArrayList<>()).add(promise);
    turns.on(new TargetEvent.Asked(ask, state));
    return promise.future();
  }

  /** The source keeps the guest. Done when nothing of it is here any more. */
  Future<Void> abort(String why) {
    turns.on(new TargetEvent.Aborted(why));
    return ended.future();
  }

  void peerLost() {
    turns.on(new TargetEvent.PeerLost());
  }

  void tunnelled(TunnelMessage message) {
    var tunnel = tunnels.get(message.nic());
    if (tunnel != null) {
      tunnel.accept(message);
    }
  }

  private void perform(TargetEffect effect) {
    var begun = Fault.at(effect);
    switch (effect) {
      case TargetEffect.Confirm(var ask) -> answer(ask, Messages.done(doors(ask)));
      case TargetEffect.Refuse(var ask, var why) -> answer(ask, Messages.refused(why));
      case TargetEffect.Deploy _ ->
          then(
              begun.compose(now -> deploy()),
              done -> new TargetEvent.Deployed(),
              TargetEvent.DeployFailed::new);
      case TargetEffect.Import(var state) ->
          then(
              begun.compose(now -> devices.restore(state)),
              done -> new TargetEvent.Imported(),
              TargetEvent.ImportFailed::new);
      case TargetEffect.Listen _ ->
          then(
              devices.listen(),
              done -> new TargetEvent.GoodbyeHeard(),
              why -> new TargetEvent.GoodbyeHeard());
      case TargetEffect.Decide _ ->
          then(
              begun.compose(now -> parts.arbiter().decide(id, guest.name(), Side.TARGET)),
              TargetEvent.Decided::new,
              TargetEvent.Undecided::new);
      case TargetEffect.Activate _ ->
          then(devices.activate(), done -> active(), why -> activeInPart(why));
      case TargetEffect.Release(var missed) ->
          then(
              devices.release(missed),
              done -> new TargetEvent.Released(),
              why -> new TargetEvent.Released());
      case TargetEffect.Remove _ ->
          then(
              parts.home().remove(guest).transform(gone -> closeTunnels()),
              done -> new TargetEvent.Removed(),
              why -> new TargetEvent.Removed());
      case TargetEffect.Arm(var time, var in) -> {
        timer.cancel();
        timer = parts.timers().after(time, () -> turns.on(new TargetEvent.Elapsed(in)));
      }
      case TargetEffect.Finish(var side, var why) -> finish(side, why);
    }
  }

  private <T> void then(
      Future<T> work, Function<T, TargetEvent> done, Function<String, TargetEvent> failed) {
    parts
        .here(work)
        .onComplete(
            result ->
                turns.on(
                    result.succeeded()
                        ? done.apply(result.result())
                        : failed.apply(String.valueOf(result.cause().getMessage()))));
  }

  private void answer(Ask ask, JsonObject answer) {
    var waiting = asked.remove(ask);
    if (waiting != null) {
      waiting.forEach(promise -> promise.complete(answer));
    }
  }

  private Map<String, String> doors(Ask ask) {
    return switch (ask) {
      case PREPARE -> devices.taps(this::door);
      case TRANSFER, RESUME -> Map.of();
    };
  }

  private String door(NicId nic) {
    return parts.doors().resolve(id + "-" + nic.nic()).toString();
  }

  private Future<Void> deploy() {
    return parts
        .home()
        .deploy(guest, id)
        .compose(
            there ->
                openTunnels().compose(open -> devices.openDoors(this::door)).recover(this::undo));
  }

  private Future<Void> undo(Throwable cause) {
    return parts
        .home()
        .remove(guest)
        .transform(gone -> closeTunnels())
        .transform(gone -> Future.failedFuture(cause));
  }

  private Future<Void> openTunnels() {
    List<Future<?>> all = new ArrayList<>();
    for (var nic : guest.nics().values()) {
      var device = new TargetTunnel(parts.lab(), nic.id(), this::tunnelEnded);
      tunnels.put(nic.id().nic(), device);
      all.add(parts.lab().deploy(device).onSuccess(deployments::add));
    }
    return parts.here(Future.all(all).mapEmpty());
  }

  private void tunnelEnded() {
    parts
        .own()
        .runOnContext(
            ignored -> {
              tunnelsEnded++;
              if (tunnelsEnded == tunnels.size()) {
                turns.on(new TargetEvent.TunnelEnded());
              }
            });
  }

  private Future<Void> closeTunnels() {
    var all = deployments.stream().map(parts.lab()::undeploy).toList();
    deployments.clear();
    return parts.here(Future.join(all).mapEmpty());
  }

  private TargetEvent active() {
    here = true;
    parts.home().arrived(guest);
    return new TargetEvent.Active();
  }

  /** The guest is this node's, whatever its devices say. */
  private TargetEvent activeInPart(String why) {
    LOG.atError()
        .addKeyValue("guest", guest.name())
        .log("{} has come, but not all of it goes on: {}", guest.name(), why);
    return active();
  }

  private void end() {
    over.run();
    ended.complete();
  }

  private void finish(Side side, String why) {
    timer.cancel();
    if (side == Side.SOURCE) {
      LOG.atInfo().addKeyValue("guest", guest.name()).log("{} has not come: {}", guest.name(), why);
      end();
      return;
    }
    parts
        .home()
        .offerVfs(guest)
        .onFailure(
            cause ->
                LOG.atWarn()
                    .addKeyValue("guest", guest.name())
                    .log("{} gets no VF here: {}", guest.name(), cause.getMessage()));
    closeTunnels().onComplete(closed -> end());
  }
}
