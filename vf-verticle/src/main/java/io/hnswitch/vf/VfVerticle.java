package io.hnswitch.vf;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VfView;
import io.hnswitch.endpoint.VfEndpoints;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.policy.PolicySlot;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A VF in a guest: between hn and the adapter's embedded switch. The adapter deploys it with a
 * grant and undeploys it when the slot becomes free. Fences pass it also while it is down; once its
 * hardware has vanished nothing passes.
 */
public final class VfVerticle extends DeviceVerticle {

  /** Pairing may have to drain both paths before a departing VF is let go. */
  private static final Duration DEPARTURE_TIMEOUT = Duration.ofSeconds(30);

  private static final String DRIVER = "mlx5";

  private final VfSettings settings;
  private final VfEndpoints endpoints;
  private final VfId id;
  private final VfMachine machine;
  private final VfHash hash;
  private VfFrames frames;
  private PolicySlot policy;
  private OwnInterface own;
  private Bus.FrameSender toAdapter;
  private Bus.FrameSender toNic;
  private NicId toNicId;
  private Future<Outcome> departing;

  /**
   * @param endpoints who gives the VF an interface of its own
   */
  VfVerticle(Lab lab, VfSettings settings, VfEndpoints endpoints) {
    super(lab, "vf " + settings.id());
    this.settings = settings;
    this.endpoints = endpoints;
    this.id = settings.id();
    this.machine = new VfMachine(settings);
    this.hash = new VfHash(settings, lab.seeds());
  }

  @Override
  protected Future<?> begin() {
    own =
        new OwnInterface(
            lab(), settings, machine, endpoints, sender(Addresses.vfEndpointReceive(id)));
    policy = lab().policies().of(settings.grant().nic());
    frames =
        new VfFrames(
            lab().memory(), ledger(), machine, settings, policy, own::isThere, timers()::nanos);
    toAdapter = sender(Addresses.adapterFromVf(id));
    serve(Addresses.vf(id), this::serve);
    onFrames(Addresses.vfTransmit(id), this::transmit);
    onFrames(Addresses.vfReceive(id), this::receive);
    onFrames(Addresses.vfRedirected(id), this::receiveRedirected);
    return Future.succeededFuture();
  }

  @Override
  protected Future<?> end() {
    return own.closeForGood();
  }

  private Future<?> serve(VfControl request) {
    return switch (request) {
      case VfControl.Describe _ -> Future.succeededFuture(view());
      case VfControl.SetFlags flags -> setFlags(flags);
      case VfControl.SetOffloads set -> setOffloads(set);
      case VfControl.SetMtu(int mtu, var by) -> followed(machine.mtu(mtu, by));
      case VfControl.GetMedia _ -> Future.succeededFuture(machine.media());
      case VfControl.SetMedia(var media, var by) ->
          Future.succeededFuture(machine.media(media, by));
      case VfControl.QueryRssKey _ -> Future.succeededFuture(rss(hash.key()));
      case VfControl.QueryRssHash _ -> Future.succeededFuture(rss(hash.types()));
      case VfControl.OverrideInput(var nic) -> Future.succeededFuture(machine.override(nic));
      case VfControl.RestoreInput(var nic) -> Future.succeededFuture(machine.restore(nic));
      case VfControl.Probe _ -> probe();
      case VfControl.DriverDetach(boolean orderly) -> detach(orderly);
      case VfControl.Vanish _ -> {
        machine.vanish();
        yield DONE;
      }
    };
  }

  /** Answers only as long as there is somebody to ask. */
  private Object rss(Object answer) {
    return machine.checkThere() instanceof Outcome.Refused refused ? refused : answer;
  }

  private VfView view() {
    return new VfView(
        id,
        machine.state().name().toLowerCase(Locale.ROOT),
        Optional.of(settings.grant().nic()),
        machine.managedBy(),
        settings.grant().mac(),
        settings.grant().serial(),
        machine.isUp(),
        machine.isUp(),
        machine.mtu(),
        machine.enabled(),
        settings.capabilities(),
        settings.tso(),
        frames.counters());
  }

  private Future<Outcome> probe() {
    var probed = machine.probe();
    if (probed instanceof Outcome.Refused) {
      return Future.succeededFuture(probed);
    }
    var announcement =
        new PairingControl.InterfaceAttached(
            id,
            settings.grant().mac(),
            DRIVER,
            settings.capabilities(),
            machine.enabled(),
            settings.tso(),
            settings.grant().serial());
    // The interface is there whether or not anybody cares, so the answer does not matter.
    return own.open()
        .compose(
            shown ->
                bus()
                    .request(Addresses.pairing(), announcement, Outcome.class)
                    .transform(announced -> shown ? shown() : DONE));
  }

  /**
   * A stack sees the VF, and its interface is up: so is the VF. Otherwise an operator brings it up.
   */
  private Future<Outcome> shown() {
    if (machine.state() != VfMachine.State.PROBED || departing != null) {
      return DONE; // It is on its way out already.
    }
    return bringUp();
  }

  private Future<Outcome> detach(boolean orderly) {
    if (!machine.isAttached()) {
      return DONE;
    }
    if (departing == null) {
      boolean there = orderly && machine.state() != VfMachine.State.VANISHED;
      departing =
          bus()
              .request(
                  Addresses.pairing(),
                  new PairingControl.InterfaceDeparting(id, there),
                  Outcome.class,
                  DEPARTURE_TIMEOUT)
              .transform(departed -> own.close())
              .transform(gone -> detached());
    }
    return departing;
  }

  private Future<Outcome> detached() {
    departing = null;
    if (machine.isUp()) {
      bus().send(Addresses.adapter(id.adapter()), new AdapterControl.VfUp(id, false));
    }
    machine.detached();
    return DONE;
  }

  private Future<Outcome> setFlags(VfControl.SetFlags flags) {
    var allowed = machine.checkFlags(flags.up(), flags.by());
    if (allowed instanceof Outcome.Refused) {
      return Future.succeededFuture(allowed);
    }
    machine.filters(flags.allMulti(), flags.promiscuous());
    if (flags.up() == machine.isUp() || machine.state() == VfMachine.State.VANISHED) {
      return DONE;
    }
    return flags.up() ? bringUp() : bringDown();
  }

  /** The adapter first: a VF that is up can send and receive. */
  private Future<Outcome> bringUp() {
    return tellAdapter(true)
        .compose(
            agreed ->
                agreed instanceof Outcome.Done
                    ? followed(cameUp())
                    : Future.succeededFuture(agreed));
  }

  private Outcome cameUp() {
    var outcome = machine.up();
    if (outcome instanceof Outcome.Done) {
      hash.up();
      tellPairing(true);
    } else {
      // It was detached, or vanished, while the adapter was asked.
      bus().send(Addresses.adapter(id.adapter()), new AdapterControl.VfUp(id, false));
    }
    return outcome;
  }

  private Future<Outcome> bringDown() {
    machine.down();
    tellPairing(false);
    return own.tell().compose(told -> tellAdapter(false));
  }

  /** The VF's own interface follows what was set. */
  private Future<Outcome> followed(Outcome outcome) {
    return outcome instanceof Outcome.Done
        ? own.tell().map(told -> outcome)
        : Future.succeededFuture(outcome);
  }

  private void tellPairing(boolean up) {
    bus()
        .send(
            Addresses.pairing(),
            up ? new PairingControl.InterfaceUp(id) : new PairingControl.InterfaceDown(id));
    bus().send(Addresses.pairing(), new PairingControl.InterfaceLink(id, up));
  }

  private Future<Outcome> tellAdapter(boolean up) {
    return bus()
        .request(Addresses.adapter(id.adapter()), new AdapterControl.VfUp(id, up), Outcome.class)
        .otherwise(
            cause ->
                cause instanceof RefusedException refused
                    ? refused.refused()
                    : Outcome.refused(
                        Refusal.PEER_TIMEOUT,
                        "adapter " + id.adapter() + " did not answer: " + cause.getMessage()));
  }

  private Future<?> setOffloads(VfControl.SetOffloads set) {
    var outcome = machine.offloads(set.wanted(), set.by());
    return outcome instanceof Outcome.Done
        ? own.tell().map(told -> new VfControl.Enabled(machine.enabled()))
        : Future.succeededFuture(outcome);
  }

  private void transmit(FrameBurst burst) {
    var fence = burst.fence();
    if (burst.size() > 0) {
      carry(burst);
    } else {
      burst.release();
    }
    if (fence != null && machine.state() != VfMachine.State.VANISHED) {
      toAdapter.send(FrameBurst.ofFence(fence));
    }
  }

  private void carry(FrameBurst burst) {
    long receipt = burst.receipt();
    boolean anyLeft = frames.keepTransmittable(burst);
    if (receipt != 0) {
      burst.receipt(0);
      bus().send(Addresses.nic(settings.grant().nic()), frames.took(receipt));
    }
    if (anyLeft) {
      toAdapter.send(burst);
    } else {
      burst.release();
    }
    if (!own.isThere()) { // Else hn did not send them.
      frames
          .notSent()
          .ifPresent(report -> bus().send(Addresses.nic(settings.grant().nic()), report));
    }
  }

  private void receive(FrameBurst burst) {
    var fence = burst.fence();
    if (burst.size() > 0 && frames.keepReceivable(burst)) {
      show(burst);
      hash.report(burst, lab().memory().segment());
      pass(burst);
    } else {
      burst.release();
    }
    if (fence != null
        && fence.course() == Fence.Course.TO_SYNTHETIC
        && machine.state() != VfMachine.State.VANISHED) {
      nicSender(fence.nic()).send(FrameBurst.ofFence(fence));
    }
  }

  /** The guest sees no tag of a VLAN that its port keeps from it. A VF's frames are its alone. */
  private void show(FrameBurst burst) {
    var gate = policy.gate();
    if (gate == null) {
      return;
    }
    var slab = burst.slab();
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      int tag = slab.vlan(slot);
      if (tag != Frames.NO_VLAN) {
        slab.vlan(slot, gate.shown(tag));
      }
    }
  }

  private void pass(FrameBurst burst) {
    if (machine.managedBy().isPresent()) {
      nicSender(machine.managedBy().get()).send(burst);
    } else {
      own.send(burst);
    }
  }

  /** What the channel brought, received by the VF's interface as if it came from the hardware. */
  private void receiveRedirected(FrameBurst burst) {
    if (frames.keepRedirected(burst)) {
      own.send(burst);
    } else {
      burst.release();
    }
  }

  private Bus.FrameSender nicSender(NicId nic) {
    if (!nic.equals(toNicId)) {
      toNic = sender(Addresses.nicVfReceive(nic));
      toNicId = nic;
    }
    return toNic;
  }
}
