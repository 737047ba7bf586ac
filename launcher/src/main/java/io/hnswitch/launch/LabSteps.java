package io.hnswitch.launch;

import io.hnswitch.id.NicId;
import io.hnswitch.impair.LinkImpairment;
import io.hnswitch.lab.EndpointSpec;
import io.hnswitch.lab.FlowSpec;
import io.hnswitch.lab.LabChange;
import io.hnswitch.lab.LabPlan;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.VfSpec;
import io.hnswitch.policy.PortPolicy;
import io.hnswitch.sysctl.Tunable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to do, in order, to turn one lab into another. Everything that leaves or is made anew goes
 * down first: flows, VFs, NICs, guests, pairing, links, adapters, switches. Then everything that is
 * missing comes up in the opposite order. Changes in place come between.
 *
 * <p>A NIC is made anew when its address, switch, channels or endpoint change, or a tunable that hn
 * reads when it starts. One that is read again and again changes in place.
 */
final class LabSteps {

  private final LabSpec before;
  private final LabSpec after;
  private final boolean restart;
  private final Set<NicId> nicsDown = new LinkedHashSet<>();
  private final Set<NicId> nicsUp = new LinkedHashSet<>();
  private final Set<String> adaptersDown = new LinkedHashSet<>();
  private final Set<String> adaptersUp = new LinkedHashSet<>();
  private final List<LabStep> steps = new ArrayList<>();

  private LabSteps(LabSpec before, LabSpec after) {
    this.before = before;
    this.after = after;
    restart = !atStart(before).equals(atStart(after)) || before.clock() != after.clock();
    var anew = madeAnew(before, after);
    for (var nic : before.nics().keySet()) {
      if (restart || after.nic(nic).isEmpty() || anew.contains(nic.toString())) {
        nicsDown.add(nic);
      }
    }
    for (var nic : after.nics().keySet()) {
      if (before.nic(nic).isEmpty() || nicsDown.contains(nic)) {
        nicsUp.add(nic);
      }
    }
    for (var adapter : before.adapters().values()) {
      if (!adapter.isSameDevice(after.adapters().get(adapter.name()))) {
        adaptersDown.add(adapter.name());
      }
    }
    for (var adapter : after.adapters().values()) {
      if (!adapter.isSameDevice(before.adapters().get(adapter.name()))) {
        adaptersUp.add(adapter.name());
      }
    }
  }

  /** The tunables that are read once. */
  private static Map<Tunable, Integer> atStart(LabSpec lab) {
    return lab.tunables().entrySet().stream()
        .filter(entry -> !entry.getKey().isWritable())
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** What makes a tunable that can be written at run time work in a lab that runs. */
  static List<LabStep> ofTunable(LabSpec lab, Tunable tunable, int before, int after) {
    return tunable == Tunable.VF_XPNT_ATTWAIT && before != after && hasPairing(lab)
        ? List.of(new LabStep.SetAttachWait(before, after))
        : List.of();
  }

  /** Nothing when the labs are equal, or differ in words only. */
  static List<LabStep> between(LabSpec before, LabSpec after) {
    return new LabSteps(before, after).all();
  }

  /**
   * What takes steps back: the last one first, but an hn before its host's end. Both leave in that
   * order, so that hn can say farewell, and come in that order, so that hn hears the offer.
   */
  static List<LabStep> back(List<LabStep> done) {
    var back = new ArrayList<LabStep>();
    var waiting = new LinkedHashMap<NicId, LabStep>();
    for (var step : done.reversed()) {
      var inverse = step.inverse();
      if (inverse instanceof LabStep.Deploy(Device.Netvsp(var nic, _))) {
        waiting.put(nic.id(), inverse);
        continue;
      }
      back.add(inverse);
      if (inverse instanceof LabStep.Deploy(Device.Hn(var nic, _))
          && waiting.containsKey(nic.id())) {
        back.add(waiting.remove(nic.id()));
      }
    }
    back.addAll(waiting.values());
    return List.copyOf(back);
  }

  /** The plan knows what a change of a property costs. */
  private static Set<String> madeAnew(LabSpec before, LabSpec after) {
    return LabPlan.between(before, after).changes().stream()
        .filter(change -> change.kind() == LabChange.Kind.NIC)
        .filter(change -> change.action() == LabChange.Action.CHANGE)
        .filter(change -> change.effect() != LabChange.Effect.LIVE)
        .map(LabChange::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  private List<LabStep> all() {
    stopCaptures();
    stopFlows();
    detachVfs();
    unpin();
    removeDevices();
    deployDevices();
    changeLinks();
    changeTunables();
    changeAdapters();
    changeNics();
    pin();
    startCaptures();
    attachVfs();
    startFlows();
    return List.copyOf(steps);
  }

  /** One whose NIC is made anew goes on. */
  private void stopCaptures() {
    before
        .captures()
        .forEach(
            (id, spec) -> {
              if (!spec.equals(after.captures().get(id))) {
                steps.add(new LabStep.StopCapture(id, spec));
              }
            });
  }

  /** Before VFs come, so that the first change of path is seen. */
  private void startCaptures() {
    after
        .captures()
        .forEach(
            (id, spec) -> {
              if (!spec.equals(before.captures().get(id))) {
                steps.add(new LabStep.StartCapture(id, spec));
              }
            });
  }

  private void stopFlows() {
    for (var flow : before.flows().values()) {
      if (!survives(flow)) {
        steps.add(new LabStep.StopFlow(flow, before));
      }
    }
  }

  private void startFlows() {
    for (var flow : after.flows().values()) {
      if (!survives(flow)) {
        steps.add(new LabStep.StartFlow(flow, after));
      }
    }
  }

  private boolean survives(FlowSpec flow) {
    return flow.equals(before.flows().get(flow.name()))
        && flow.equals(after.flows().get(flow.name()))
        && !nicsDown.contains(flow.from())
        && !nicsDown.contains(flow.to());
  }

  /** The last one first: taken back, they come in the order in which they came before. */
  private void detachVfs() {
    for (var nic : new ArrayList<>(before.nics().values()).reversed()) {
      if (nic.vf() instanceof VfSpec.From(var adapter, var attach) && attach && !keepsVf(nic)) {
        steps.add(new LabStep.DetachVf(adapter, nic.id(), nic.mac()));
      }
    }
  }

  private void attachVfs() {
    for (var nic : after.nics().values()) {
      if (nic.vf() instanceof VfSpec.From(var adapter, var attach) && attach && !keepsVf(nic)) {
        steps.add(new LabStep.AttachVf(adapter, nic.id(), nic.mac()));
      }
    }
  }

  private boolean keepsVf(NicSpec nic) {
    return !nicsDown.contains(nic.id())
        && before.nic(nic.id()).isPresent()
        && after.nic(nic.id()).isPresent()
        && before.nic(nic.id()).get().vf().equals(after.nic(nic.id()).get().vf())
        && nic.vf() instanceof VfSpec.From(var adapter, _)
        && !adaptersDown.contains(adapter)
        && !isBeyondVf(nic.id(), adapter);
  }

  /**
   * While a VF is in use, hn refuses to enable what the VF lacks; what is enabled before the VF
   * comes, it keeps for later. On the way there, or back, the VF has to be away.
   */
  private boolean isBeyondVf(NicId id, String adapter) {
    var old = before.nic(id).orElseThrow().offloads();
    var now = after.nic(id).orElseThrow().offloads();
    return !old.equals(now)
        && !after.adapters().get(adapter).offloads().containsAll(old.union(now));
  }

  private void unpin() {
    for (var old : before.switches().values()) {
      var now = after.switches().get(old.name());
      if (now == null) {
        continue;
      }
      old.statics()
          .forEach(
              (mac, port) -> {
                if (!port.equals(now.statics().get(mac)) || isDown(port)) {
                  steps.add(new LabStep.Unpin(old.name(), mac, port));
                }
              });
    }
  }

  private void pin() {
    for (var now : after.switches().values()) {
      var old = before.switches().get(now.name());
      now.statics()
          .forEach(
              (mac, port) -> {
                if (old == null || !port.equals(old.statics().get(mac)) || isDown(port)) {
                  steps.add(new LabStep.Pin(now.name(), mac, port));
                }
              });
    }
  }

  private boolean isDown(String port) {
    return adaptersDown.contains(port)
        || nicsDown.stream().anyMatch(nic -> nic.toString().equals(port));
  }

  private void removeDevices() {
    var reversed = new ArrayList<>(nicsDown).reversed();
    for (var id : reversed) {
      var nic = before.nic(id).orElseThrow();
      remove(new Device.Hn(nic, before));
      remove(new Device.Netvsp(nic, before));
      if (hasEndpoint(nic)) {
        remove(new Device.Endpoint(nic));
      }
      setPolicy(nic, nic.policy(), PortPolicy.NONE);
    }
    var after = guests(this.after);
    guests(before).stream()
        .filter(guest -> !after.contains(guest))
        .forEach(guest -> remove(new Device.Vmbus(guest)));
    if (hasPairing(before) && (restart || !hasPairing(this.after))) {
      remove(new Device.Pairing(before));
    }
    for (var old : before.links().values()) {
      if (old.isWire() && isDisturbed(old)) {
        remove(new Device.Link(old, before));
      }
    }
    adaptersDown.forEach(name -> remove(new Device.Adapter(before.adapters().get(name))));
    for (var old : before.switches().values()) {
      if (!this.after.switches().containsKey(old.name())) {
        remove(new Device.Switch(old));
      }
    }
  }

  private void deployDevices() {
    for (var now : after.switches().values()) {
      var old = before.switches().get(now.name());
      if (old == null) {
        deploy(new Device.Switch(now));
        continue;
      }
      if (!old.aging().equals(now.aging())) {
        steps.add(new LabStep.SetAgeing(now.name(), old.aging(), now.aging()));
      }
      if (!old.multicast().equals(now.multicast())) {
        steps.add(new LabStep.SetMulticast(now.name(), old.multicast(), now.multicast()));
      }
      if (!old.mirrors().equals(now.mirrors())) {
        steps.add(new LabStep.SetMirrors(now.name(), old.mirrors(), now.mirrors()));
      }
    }
    if (hasPairing(after) && (restart || !hasPairing(before))) {
      deploy(new Device.Pairing(after));
    }
    adaptersUp.forEach(name -> deploy(new Device.Adapter(after.adapters().get(name))));
    for (var now : after.links().values()) {
      if (now.isWire() && isDisturbed(now)) {
        deploy(new Device.Link(now, after));
      }
    }
    var old = guests(before);
    guests(after).stream()
        .filter(guest -> !old.contains(guest))
        .forEach(guest -> deploy(new Device.Vmbus(guest)));
    for (var id : nicsUp) {
      var nic = after.nic(id).orElseThrow();
      if (hasEndpoint(nic)) {
        deploy(new Device.Endpoint(nic));
      }
      setPolicy(nic, PortPolicy.NONE, nic.policy());
      deploy(new Device.Hn(nic, after));
      deploy(new Device.Netvsp(nic, after));
    }
  }

  /** A link is made anew when it changes, or when an adapter that it joins comes or goes. */
  private boolean isDisturbed(LinkSpec link) {
    return !isSame(link, before.links().get(link.name()))
        || !isSame(link, after.links().get(link.name()))
        || link.endpoints().stream()
            .anyMatch(end -> adaptersDown.contains(end) || adaptersUp.contains(end));
  }

  /** Impairments change in place. */
  private static boolean isSame(LinkSpec one, LinkSpec other) {
    return other != null && one.with(LinkImpairment.NONE).equals(other.with(LinkImpairment.NONE));
  }

  private void changeLinks() {
    var names = new LinkedHashSet<>(before.links().keySet());
    names.addAll(after.links().keySet());
    for (var name : names) {
      var old = Optional.ofNullable(before.links().get(name));
      var now = Optional.ofNullable(after.links().get(name));
      boolean isImpaired = Stream.of(old, now).flatMap(Optional::stream).anyMatch(this::does);
      if (!old.equals(now) && isImpaired || old.isPresent() && now.isEmpty()) {
        steps.add(new LabStep.SetLink(old, now));
      }
    }
  }

  private boolean does(LinkSpec link) {
    return !link.impair().isNone();
  }

  private void changeTunables() {
    if (!restart && hasPairing(before) && hasPairing(after)) {
      for (var tunable : Tunable.values()) {
        steps.addAll(ofTunable(after, tunable, before.tunable(tunable), after.tunable(tunable)));
      }
    }
  }

  private void changeAdapters() {
    for (var now : after.adapters().values()) {
      var old = before.adapters().get(now.name());
      if (now.isSameDevice(old) && !now.equals(old)) {
        steps.add(new LabStep.SetWireQueue(now.name(), old.queue(), now.queue()));
      }
    }
  }

  private void changeNics() {
    for (var now : after.nics().values()) {
      if (nicsUp.contains(now.id())) {
        continue;
      }
      var id = now.id();
      var old = before.nic(id).orElseThrow();
      if (old.mtu() != now.mtu()) {
        steps.add(new LabStep.SetMtu(id, old.mtu(), now.mtu()));
      }
      if (!Objects.equals(old.offloads(), now.offloads())) {
        steps.add(new LabStep.SetOffloads(id, old.offloads(), now.offloads()));
      }
      if (!old.queue().equals(now.queue())) {
        steps.add(new LabStep.SetQueue(id, old.queue(), now.queue()));
      }
      setPolicy(now, old.policy(), now.policy());
      if (old.up() != now.up()) {
        steps.add(new LabStep.SetUp(id, old.up(), now.up()));
      }
    }
  }

  private void setPolicy(NicSpec nic, PortPolicy from, PortPolicy to) {
    if (!from.equals(to)) {
      steps.add(new LabStep.SetPolicy(nic, from, to));
    }
  }

  private static boolean hasEndpoint(NicSpec nic) {
    return !nic.endpoint().equals(EndpointSpec.NONE);
  }

  /** A lab with nothing in it has nothing running. */
  private static boolean hasPairing(LabSpec lab) {
    return !lab.nics().isEmpty() || !lab.adapters().isEmpty();
  }

  private static Set<String> guests(LabSpec lab) {
    var guests = new LinkedHashSet<String>();
    lab.nics().keySet().forEach(nic -> guests.add(nic.guest()));
    return guests;
  }

  private void remove(Device device) {
    steps.add(new LabStep.Remove(device));
  }

  private void deploy(Device device) {
    steps.add(new LabStep.Deploy(device));
  }
}
