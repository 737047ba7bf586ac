package io.hnswitch.pairing;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.PairingControl.InterfaceAttached;
import io.hnswitch.control.PairingControl.NicAttached;
import io.hnswitch.control.Refusal;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.metrics.Reading;
import io.hnswitch.pairing.VfMatching.Verdict;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pairing actor of a node: serves {@link PairingControl}, keeps the table of hn and VFs and one
 * {@code HnPair} per hn. Messages about an hn or VF it does not know are answered as done.
 */
public final class PairingVerticle extends DeviceVerticle {

  private static final Logger LOG = LoggerFactory.getLogger(PairingVerticle.class);

  private final VfMatching matching;
  private final Map<NicId, HnPair> pairs = new TreeMap<>();
  private PairingSettings settings;
  private LostFrames lost;

  public PairingVerticle(Lab lab, PairingSettings settings) {
    super(lab, "pairing");
    this.settings = settings;
    this.matching = new VfMatching(settings.transparent());
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
      case PairingControl.InterfaceDeparting(var name, var orderly) -> departing(name, orderly);
      case PairingControl.NicUp(var nic) -> ask(nic, HnPair::up);
      case PairingControl.NicDown(var nic) -> ask(nic, HnPair::down);
      case PairingControl.NicDetaching(var nic) -> ask(nic, HnPair::detach);
      case PairingControl.HostSwitchedBack(var nic) ->
          tell(nic, new PairingEvent.HostSwitchedBack());
      case PairingControl.Association(var nic, var allocated, var serial) ->
          associated(nic, allocated, serial);
      case PairingControl.SyntheticDetached(var nic) -> syntheticDetached(nic);
      case PairingControl.SyntheticAttached(var nic) -> syntheticAttached(nic);
      case PairingControl.NicFlags(var nic, var allMulti, var promiscuous) ->
          tell(
              nic,
              new PairingEvent.NicFiltersChanged(
                  new NicFacts.Filters(allMulti, promiscuous, true)));
      case PairingControl.InterfaceLink(var vf, var up) ->
          tell(matching.linkChanged(vf, up), new PairingEvent.VfLinkChanged(vf, up));
      case PairingControl.InterfaceUp(var vf) ->
          tell(matching.upChanged(vf, true), new PairingEvent.VfUpChanged(vf, true));
      case PairingControl.InterfaceDown(var vf) ->
          tell(matching.upChanged(vf, false), new PairingEvent.VfUpChanged(vf, false));
      case PairingControl.SetAttachWait(var seconds) -> setAttachWait(seconds);
      case PairingControl.DescribeMap _ -> Future.succeededFuture(matching.map().table());
      case PairingControl.Describe _ -> Future.succeededFuture(describe());
    };
  }

  private Future<Outcome> setAttachWait(int seconds) {
    settings = PairingSettings.ofTunables(settings.transparent(), seconds, settings.historySize());
    if (settings.attachWait().toSeconds() != seconds) {
      LOG.warn(
          "hw.hn.vf_xpnt_attwait: {} s is too short, {} s is used",
          seconds,
          settings.attachWait().toSeconds());
    }
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

  private Future<?> tell(Optional<NicId> nic, PairingEvent event) {
    return nic.<Future<?>>map(id -> tell(id, event)).orElse(DONE);
  }

  private Future<?> syntheticDetached(NicId nic) {
    matching.synthetic(nic, false);
    return tell(nic, new PairingEvent.SyntheticLost());
  }

  private Future<?> syntheticAttached(NicId nic) {
    matching.synthetic(nic, true);
    tell(nic, new PairingEvent.SyntheticBack());
    var pair = pairs.get(nic);
    if (pair != null) {
      pairWithWaiting(pair);
    }
    return DONE;
  }

  private Future<?> associated(NicId nic, boolean allocated, int serial) {
    LOG.debug("{}: the host's VF association: allocated {}, serial {}", nic, allocated, serial);
    return tell(nic, new PairingEvent.AssociationTold(allocated, serial));
  }

  private Future<Outcome> nicAttached(NicAttached attached) {
    var before = pairs.get(attached.nic());
    if (before != null) {
      // It has started anew without a farewell, or its farewell is still being said.
      return before.detach().compose(gone -> nicAttached(attached));
    }
    var refusal = matching.nicAttached(attached.nic(), attached.mac());
    if (refusal.isPresent()) {
      LOG.atError()
          .addKeyValue("device", attached.nic())
          .log("{} not attached: {}", attached.nic(), refusal.get());
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

  private Future<Outcome> interfaceAttached(InterfaceAttached attached) {
    var name = attached.face().name();
    switch (matching.interfaceAttached(attached)) {
      case Verdict.PairWith(var nic) -> pairWithWaiting(pairs.get(nic));
      case Verdict.Again(var nic) -> again(nic, attached.face().device().orElseThrow());
      case Verdict.Later(var reason) ->
          LOG.atInfo().addKeyValue("device", name).log("{} not paired now: {}", name, reason);
      case Verdict.NoVf(var reason) ->
          LOG.atInfo().addKeyValue("device", name).log("{} not paired: {}", name, reason);
      case Verdict.Refuse(var refusal, var detail) -> {
        LOG.atWarn().addKeyValue("device", name).log("{} not paired: {}", name, detail);
        return Future.succeededFuture(Outcome.refused(refusal, detail));
      }
    }
    return DONE;
  }

  private Future<Outcome> departing(String name, boolean orderly) {
    return matching
        .interfaceDeparting(name)
        .map(nic -> ask(nic, pair -> pair.depart(matching.map().vfOf(nic).orElseThrow(), orderly)))
        .orElse(DONE);
  }

  /** Nothing is left of what was done to the VF before, so it is undone at hn as after a loss. */
  private void again(NicId nic, VfId vf) {
    LOG.atWarn()
        .addKeyValue("device", nic)
        .log("{} attached again without departing from {}", vf, nic);
    tell(nic, new PairingEvent.VfDeparting(vf, false));
  }

  private void pairWithWaiting(HnPair pair) {
    var candidates = matching.waitingFor(pair.nic());
    candidates.notes().forEach(LOG::warn);
    candidates
        .vf()
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

  @Override
  protected void measure(Consumer<Reading> into) {
    pairs.forEach((nic, pair) -> into.accept(new Reading.Pair(nic, StateWords.name(pair.state()))));
  }

  private PairingControl.Pairs describe() {
    return new PairingControl.Pairs(pairs.values().stream().map(HnPair::view).toList());
  }
}
