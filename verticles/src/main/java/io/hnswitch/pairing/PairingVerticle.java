package io.hnswitch.pairing;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairView;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.PairingControl.InterfaceAttached;
import io.hnswitch.control.PairingControl.NicAttached;
import io.hnswitch.control.Refusal;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.pairing.VfMatching.Verdict;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pairing actor of a node: serves {@link PairingControl}, keeps the table of hn and VFs and one
 * {@code HnPair} per hn. Messages about an hn or VF it does not know are answered as done.
 */
public final class PairingVerticle extends DeviceVerticle {

  private static final Logger LOG = LoggerFactory.getLogger(PairingVerticle.class);

  private PairingSettings settings;
  private final VfMatching matching = new VfMatching();
  private final Map<NicId, HnPair> pairs = new TreeMap<>();
  private LostFrames lost;

  public PairingVerticle(Lab lab, PairingSettings settings) {
    super(lab, "pairing");
    this.settings = settings;
  }

  @Override
  protected Future<?> begin() {
    lost = new LostFrames(lab().ledger());
    serve(Addresses.pairing(), this::on);
    return DONE;
  }

  @Override
  protected Future<?> end() {
    pairs.values().forEach(HnPair::close);
    return DONE;
  }

  private Future<?> on(PairingControl message) {
    return switch (message) {
      case NicAttached attached -> nicAttached(attached);
      case InterfaceAttached attached -> interfaceAttached(attached);
      case PairingControl.InterfaceDeparting(var vf, var orderly) ->
          matching
              .interfaceDeparting(vf)
              .map(nic -> ask(nic, pair -> pair.depart(vf, orderly)))
              .orElse(DONE);
      case PairingControl.NicFlags(var nic, var allMulti, var promiscuous) ->
          tell(nic, new PairingEvent.NicFlagsChanged(allMulti, promiscuous));
      case PairingControl.NicUp(var nic) -> ask(nic, HnPair::up);
      case PairingControl.NicDown(var nic) -> ask(nic, HnPair::down);
      case PairingControl.NicDetaching(var nic) -> ask(nic, HnPair::detach);
      case PairingControl.HostSwitchedBack(var nic) ->
          tell(nic, new PairingEvent.HostSwitchedBack());
      case PairingControl.Association(var nic, var allocated, var serial) ->
          associated(nic, allocated, serial);
      case PairingControl.InterfaceLink(var vf, var up) ->
          matching
              .linkChanged(vf, up)
              .<Future<?>>map(nic -> tell(nic, new PairingEvent.VfLinkChanged(vf, up)))
              .orElse(DONE);
      case PairingControl.SetAttachWait(var seconds) -> setAttachWait(seconds);
      case PairingControl.Describe _ -> Future.succeededFuture(describe());
    };
  }

  private Future<Outcome> setAttachWait(int seconds) {
    settings = PairingSettings.ofTunables(settings.transparent(), seconds, settings.historySize());
    pairs.values().forEach(pair -> pair.attachWait(settings.attachWait()));
    return DONE;
  }

  private Future<Outcome> ask(NicId nic, Function<HnPair, Future<Outcome>> question) {
    var pair = pairs.get(nic);
    return pair == null ? DONE : question.apply(pair);
  }

  private Future<?> tell(NicId nic, PairingEvent event) {
    var pair = pairs.get(nic);
    if (pair != null) {
      pair.on(event);
    }
    return DONE;
  }

  private Future<?> associated(NicId nic, boolean allocated, int serial) {
    LOG.debug("{}: the host's VF association: allocated {}, serial {}", nic, allocated, serial);
    return tell(nic, new PairingEvent.AssociationTold(allocated));
  }

  private Future<Outcome> nicAttached(NicAttached attached) {
    var before = pairs.get(attached.nic());
    if (before != null) {
      // It has started anew without a farewell, or its farewell is still being said.
      return before.detach().compose(gone -> nicAttached(attached));
    }
    var refusal = matching.nicAttached(attached.nic(), attached.mac());
    if (refusal.isPresent()) {
      LOG.error("{} not attached: {}", attached.nic(), refusal.get());
      return Future.succeededFuture(Outcome.refused(Refusal.STATE_CONFLICT, refusal.get()));
    }
    var pair = newPair(attached);
    pairs.put(attached.nic(), pair);
    pairWithWaiting(pair);
    return DONE;
  }

  private HnPair newPair(NicAttached attached) {
    return new HnPair(
        attached.nic(),
        attached.up(),
        bus(),
        timers(),
        settings,
        new SwitchOvers(lab().ledger(), lost, timers(), settings.historySize()),
        this::released);
  }

  private Future<Outcome> interfaceAttached(InterfaceAttached vf) {
    switch (matching.interfaceAttached(vf)) {
      case Verdict.PairWith(var nic) -> pairWithWaiting(pairs.get(nic));
      case Verdict.Again(var nic) -> again(nic, vf.vf());
      case Verdict.Later(var reason) -> LOG.info("{} not paired now: {}", vf.vf(), reason);
      case Verdict.NoVf(var reason) -> LOG.info("{} not paired: {}", vf.vf(), reason);
      case Verdict.Refuse(var refusal, var detail) -> {
        LOG.warn("{} not paired: {}", vf.vf(), detail);
        return Future.succeededFuture(Outcome.refused(refusal, detail));
      }
    }
    return DONE;
  }

  /** Nothing is left of what was done to the VF before, so it is undone at hn as after a loss. */
  private void again(NicId nic, VfId vf) {
    LOG.warn("{} attached again without departing from {}", vf, nic);
    tell(nic, new PairingEvent.VfDeparting(vf, false));
  }

  private void pairWithWaiting(HnPair pair) {
    if (!settings.transparent()) {
      return;
    }
    matching
        .waitingFor(pair.nic())
        .ifPresent(
            vf -> {
              matching.paired(vf.id(), pair.nic());
              pair.attach(vf);
            });
  }

  private void released(HnPair pair) {
    if (pair.state() instanceof PairingState.Gone) {
      pairs.remove(pair.nic(), pair);
      matching.nicDetached(pair.nic());
      return;
    }
    matching.released(pair.nic());
    pairWithWaiting(pair);
  }

  private PairingControl.Pairs describe() {
    return new PairingControl.Pairs(pairs.values().stream().map(this::view).toList());
  }

  private PairView view(HnPair pair) {
    var view = pair.view();
    if (settings.transparent()) {
      return view;
    }
    return matching.waitingFor(pair.nic()).map(vf -> notTransparent(view, vf.id())).orElse(view);
  }

  private static PairView notTransparent(PairView view, VfId vf) {
    return new PairView(
        view.nic(),
        Optional.of(vf),
        "not-transparent",
        "transparent mode is off",
        view.sinceMillis(),
        0,
        List.of());
  }
}
