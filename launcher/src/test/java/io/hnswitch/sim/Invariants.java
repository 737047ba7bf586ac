package io.hnswitch.sim;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.NicView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VfView;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Watches a run and keeps the first thing that is wrong. */
final class Invariants implements Watch {

  static final String AT_REST = "at rest";

  private final Map<NicId, NicView> first = new HashMap<>();
  private final Map<NicId, OffloadCaps> wanted = new HashMap<>();
  private final Map<NicId, Integer> mtu = new HashMap<>();
  private final Map<String, NicId> control = new HashMap<>();
  private final Map<String, NicId> devices = new HashMap<>();
  private final Map<String, VfId> transmit = new HashMap<>();
  private final Map<VfId, NicId> owners = new HashMap<>();
  private final Set<VfId> departed = new HashSet<>();
  private SimLab lab;
  private Supplier<Duration> clock;
  private boolean armed;
  private Optional<Failure> failure = Optional.empty();

  Optional<Failure> failure() {
    return failure;
  }

  void violated(Invariant invariant, String detail) {
    if (failure.isEmpty()) {
      failure = Optional.of(new Failure(invariant, detail, clock.get()));
    }
  }

  void of(SimLab watched, Supplier<Duration> time) {
    lab = watched;
    clock = time;
    for (var nic : SimLab.NICS) {
      control.put(Addresses.nic(nic).value(), nic);
      devices.put("hn " + nic, nic);
      wanted.put(nic, SimLab.WANTED);
    }
    for (var adapter : SimLab.ADAPTERS) {
      for (int i = 0; i < 2; i++) {
        var vf = new VfId(adapter, i);
        transmit.put(Addresses.vfTransmit(vf).value(), vf);
      }
    }
  }

  /** The lab is ready: what hn is like now is what it must be like without a VF. */
  void ready() {
    armed = true;
    for (var nic : SimLab.NICS) {
      first.put(nic, lab.nic(nic).orElseThrow());
      mtu.put(nic, first.get(nic).mtu());
    }
  }

  void afterStep() {
    if (!lab.lab().ledger().balances()) {
      violated(
          Invariant.LEDGER_BALANCES,
          lab.lab().ledger().accounts().stream()
              .filter(account -> account.unaccounted() != 0)
              .map(account -> account.unaccounted() + " unaccounted in " + account)
              .toList()
              .toString());
    }
  }

  @Override
  public void delivering(String address, Object message) {
    switch (message) {
      case NicControl.SetOffloads(var request) -> follow(control.get(address), request);
      case NicControl.UseVf(var vf) -> checkUp(vf);
      case PairingControl.InterfaceAttached attached ->
          attached.face().device().ifPresent(this::arrived);
      default -> {}
    }
  }

  private void arrived(VfId vf) {
    departed.remove(vf);
    lab.vf(vf).flatMap(view -> view.nic()).ifPresent(nic -> owners.put(vf, nic));
  }

  /** What the operator wants from now on: what is hidden by a VF stays as it was. */
  private void follow(NicId nic, OffloadCaps request) {
    var capabilities = lab.nic(nic).orElseThrow().capabilities();
    if (request.without(capabilities).bits() == 0) {
      wanted.compute(nic, (key, old) -> old.without(capabilities).union(request));
    }
  }

  private void checkUp(VfId vf) {
    lab.vf(vf)
        .filter(view -> view.state().equals("probed") || view.state().equals("absent"))
        .ifPresent(
            view ->
                violated(
                    Invariant.VF_UP_FIRST,
                    "the path is to move to " + vf + ", which is " + view.state()));
  }

  @Override
  public void answered(SimLoop asker, String address, Object message, Object answer) {
    if (message instanceof NicControl.SetMtu(var bytes) && answer instanceof Outcome.Done) {
      // The operator's, or pairing's when the VF takes no other: that one stays, as in hn(4).
      mtu.put(control.get(address), bytes);
    }
    if (message instanceof VfControl.Describe && answer instanceof VfView vf) {
      Optional.ofNullable(devices.get(asker.device())).ifPresent(nic -> mirrored(nic, vf));
    }
    if (message instanceof PairingControl.InterfaceDeparting(var name, var _)
        && answer instanceof Outcome.Done) {
      var vf = VfId.parse(name);
      departed.add(vf);
      // An hn that does nothing at the moment finds its part in what waits for it.
      Optional.ofNullable(owners.remove(vf))
          .filter(nic -> !lab.isStalled("hn " + nic))
          .ifPresent(nic -> checkUndone(nic, "after " + vf));
    }
  }

  /** hn asks a VF what it has after it refused a change: that is wanted then, as in hn(4). */
  private void mirrored(NicId nic, VfView vf) {
    var capabilities = lab.nic(nic).orElseThrow().capabilities();
    boolean merged = !capabilities.equals(first.get(nic).capabilities());
    if (merged) {
      wanted.compute(
          nic,
          (key, old) -> old.without(capabilities).union(vf.offloads().intersect(capabilities)));
    }
  }

  /** As if there had been no VF, but for what the script changed. */
  void checkUndone(NicId nic, String when) {
    if (!armed) {
      return;
    }
    var before = first.get(nic);
    var now = lab.nic(nic).orElseThrow();
    same(nic, when, "capabilities", before.capabilities(), now.capabilities());
    same(nic, when, "offloads", wanted.get(nic).intersect(before.capabilities()), now.offloads());
    same(nic, when, "TSO limits", before.tso(), now.tso());
    if (when.equals(AT_REST)) {
      same(nic, when, "MTU", mtu.get(nic), now.mtu());
    }
    same(nic, when, "path", Datapath.SYNTHETIC, now.path());
  }

  void same(NicId nic, String when, String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      violated(
          Invariant.UNDO_EXACT,
          nic + " " + when + ": " + what + " should be " + expected + ", is " + actual);
    }
  }

  @Override
  public void handed(SimLoop from, String address, FrameBurst burst) {
    var vf = transmit.get(address);
    if (vf == null || burst.size() == 0) {
      return;
    }
    if (departed.contains(vf)) {
      violated(Invariant.NOTHING_AFTER_DEPARTURE, burst.size() + " frames to " + vf);
    }
    var nic = devices.get(from.device());
    var view = lab.nic(nic).orElseThrow();
    if (view.path() != Datapath.VF || !view.vf().equals(Optional.of(vf))) {
      violated(
          Invariant.ONE_PATH_OWNER,
          nic + " hands frames to " + vf + ", its path is " + view.path() + " " + view.session());
    }
  }
}
