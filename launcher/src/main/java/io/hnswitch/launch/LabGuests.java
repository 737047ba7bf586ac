package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.AdapterSpec;
import io.hnswitch.lab.EndpointSpec;
import io.hnswitch.lab.GuestSpec;
import io.hnswitch.lab.LabMetadata;
import io.hnswitch.lab.LabParser;
import io.hnswitch.lab.LabResult;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LabWriter;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.SwitchSpec;
import io.hnswitch.lab.VfSpec;
import io.hnswitch.launch.migrate.GuestHome;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.multicast.MulticastPolicy;
import io.hnswitch.policy.PortPolicy;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lab of this node as guests leave it and come. A guest that comes is put on the switch that
 * has the name of its old one, on the only one there is, or on the only one that links join to its
 * old one; its VFs are of an adapter of that switch, and where there is none, it gets no VF. Used
 * on the lab's event loop only.
 */
final class LabGuests implements GuestHome {

  private final LabState state;
  private final LabDeployer deployer;
  private final Deployments deployments;

  LabGuests(LabState state, LabDeployer deployer, Deployments deployments) {
    this.state = state;
    this.deployer = deployer;
    this.deployments = deployments;
  }

  @Override
  public GuestSpec guest(String name) {
    var guest = state.here().guests().get(name);
    if (guest == null) {
      throw Problem.of(ProblemCode.NOT_FOUND, "there is no guest " + name).exception();
    }
    return guest;
  }

  /** A lab file with the guest alone, and what it is connected to. */
  @Override
  public JsonObject describe(GuestSpec guest) {
    var all = state.spec();
    var switches = new LinkedHashMap<String, SwitchSpec>();
    var adapters = new LinkedHashMap<String, AdapterSpec>();
    for (var nic : guest.nics().values()) {
      named(switches, nic.switchName(), all.switches());
      if (nic.vf() instanceof VfSpec.From(var name, _)) {
        named(adapters, name, all.adapters());
      }
    }
    for (var adapter : adapters.values()) {
      named(switches, adapter.switchName(), all.switches());
    }
    return new JsonObject(LabWriter.json(lab(switches, adapters, guest)));
  }

  private static LabSpec lab(
      Map<String, SwitchSpec> switches, Map<String, AdapterSpec> adapters, GuestSpec guest) {
    var empty = LabSpec.empty("guest");
    switches.replaceAll(
        (name, one) ->
            new SwitchSpec(name, one.aging(), Map.of(), MulticastPolicy.OFF, Map.of(), ""));
    return new LabSpec(
        new LabMetadata("guest", "", Map.of()),
        empty.seed(),
        empty.clock(),
        Map.of(),
        switches,
        adapters,
        Map.of(),
        Map.of(guest.name(), guest),
        Map.of(),
        Map.of());
  }

  private static <T> void named(Map<String, T> into, String name, Map<String, T> all) {
    Optional.ofNullable(all.get(name)).ifPresent(one -> into.put(name, one));
  }

  @Override
  public GuestSpec admit(String name, JsonObject description) {
    if (state.here().guests().containsKey(name)) {
      throw Problem.of(ProblemCode.STATE_CONFLICT, "there is a guest " + name + " already")
          .exception();
    }
    var described =
        switch (LabParser.parse(description.encode())) {
          case LabResult.Accepted(var lab, _, _) -> lab;
          case LabResult.Refused(var problems, _) ->
              throw Problem.of(ProblemCode.INVALID_VALUE, "not a guest: " + problems).exception();
        };
    var guest = described.guests().get(name);
    if (guest == null || described.guests().size() != 1) {
      throw Problem.of(ProblemCode.INVALID_VALUE, "not a description of guest " + name).exception();
    }
    var nics = new LinkedHashMap<String, NicSpec>();
    guest.nics().forEach((nic, spec) -> nics.put(nic, placed(spec)));
    return new GuestSpec(name, nics);
  }

  private NicSpec placed(NicSpec nic) {
    for (var other : state.spec().nics().values()) {
      if (other.mac().equals(nic.mac()) && !other.id().equals(nic.id())) {
        throw Problem.of(ProblemCode.STATE_CONFLICT, other.id() + " has the address of " + nic.id())
            .exception();
      }
    }
    var on = switchFor(nic);
    return new NicSpec(
        nic.id(),
        nic.mac(),
        on,
        nic.mtu(),
        nic.channels(),
        nic.offloads(),
        nic.up(),
        nic.queue(),
        nic.policy(),
        nic.endpoint(),
        placed(nic.vf(), on));
  }

  /** The one of the same name, else the only one, else the only one on the same Ethernet. */
  private String switchFor(NicSpec nic) {
    var all = state.here().switches().keySet();
    if (all.contains(nic.switchName())) {
      return nic.switchName();
    }
    var joined = SwitchReach.of(state.spec(), nic.switchName());
    var some = all.size() == 1 ? List.copyOf(all) : all.stream().filter(joined::contains).toList();
    if (some.size() != 1) {
      throw Problem.of(
              ProblemCode.STATE_CONFLICT,
              some.isEmpty()
                  ? "no switch here is for " + nic.id()
                  : "several switches here are for " + nic.id() + ": " + String.join(", ", some))
          .exception();
    }
    return some.getFirst();
  }

  private VfSpec placed(VfSpec vf, String on) {
    return switch (vf) {
      case VfSpec.None none -> none;
      case VfSpec.From(var adapter, var attach) -> {
        var some =
            state.here().adapters().values().stream()
                .filter(one -> one.switchName().equals(on))
                .map(AdapterSpec::name)
                .toList();
        yield some.isEmpty()
            ? VfSpec.NONE
            : new VfSpec.From(some.contains(adapter) ? adapter : some.getFirst(), attach);
      }
    };
  }

  @Override
  public Future<Void> deploy(GuestSpec guest, MigrationId id) {
    var spec = state.spec();
    var steps = new ArrayList<LabStep>();
    add(steps, new Device.Pairing(spec));
    add(steps, new Device.Vmbus(guest.name()));
    for (var nic : guest.nics().values()) {
      if (!nic.endpoint().equals(EndpointSpec.NONE)) {
        steps.add(new LabStep.Deploy(new Device.ArrivingEndpoint(nic)));
      }
      if (!nic.policy().equals(PortPolicy.NONE)) {
        steps.add(new LabStep.SetPolicy(nic, PortPolicy.NONE, nic.policy()));
      }
      steps.add(new LabStep.Deploy(new Device.Hn(nic, spec)));
      steps.add(new LabStep.Deploy(new Device.ArrivingNetvsp(nic, spec, id)));
    }
    return deployer.perform(steps);
  }

  private void add(List<LabStep> steps, Device device) {
    if (!deployments.isRunning(device)) {
      steps.add(new LabStep.Deploy(device));
    }
  }

  @Override
  public Future<Void> remove(GuestSpec guest) {
    var spec = state.spec();
    var steps = new ArrayList<LabStep>();
    for (var nic : guest.nics().values()) {
      steps.add(new LabStep.Remove(new Device.Hn(nic, spec)));
      steps.add(new LabStep.Remove(new Device.Netvsp(nic, spec)));
      if (!nic.endpoint().equals(EndpointSpec.NONE)) {
        steps.add(new LabStep.Remove(new Device.Endpoint(nic)));
      }
      if (!nic.policy().equals(PortPolicy.NONE)) {
        steps.add(new LabStep.SetPolicy(nic, nic.policy(), PortPolicy.NONE));
      }
    }
    steps.add(new LabStep.Remove(new Device.Vmbus(guest.name())));
    var others = new LinkedHashMap<>(spec.guests());
    others.remove(guest.name());
    if (others.isEmpty() && spec.adapters().isEmpty()) {
      steps.add(new LabStep.Remove(new Device.Pairing(spec)));
    }
    return deployer.takeDown(steps).mapEmpty();
  }

  @Override
  public Future<Void> revokeVfs(GuestSpec guest) {
    return deployer.perform(vfs(guest, LabStep.DetachVf::new));
  }

  @Override
  public Future<Void> offerVfs(GuestSpec guest) {
    return deployer.perform(vfs(guest, LabStep.AttachVf::new));
  }

  /** A step for a VF. */
  private interface VfStep {
    LabStep of(String adapter, NicId nic, MacAddress mac);
  }

  private static List<LabStep> vfs(GuestSpec guest, VfStep step) {
    var steps = new ArrayList<LabStep>();
    for (var nic : guest.nics().values()) {
      if (nic.vf() instanceof VfSpec.From(var adapter, var attach) && attach) {
        steps.add(step.of(adapter, nic.id(), nic.mac()));
      }
    }
    return steps;
  }

  @Override
  public void arrived(GuestSpec guest) {
    state.edit(
        lab -> {
          var guests = new LinkedHashMap<>(lab.guests());
          guests.put(guest.name(), guest);
          return lab.withGuests(guests);
        },
        Cause.MIGRATION);
  }

  /** Flows with one end elsewhere are none that this lab could start. */
  @Override
  public void left(GuestSpec guest) {
    state.edit(
        lab -> {
          var guests = new LinkedHashMap<>(lab.guests());
          guests.remove(guest.name());
          var flows = new LinkedHashMap<>(lab.flows());
          flows
              .values()
              .removeIf(
                  flow ->
                      flow.from().guest().equals(guest.name())
                          || flow.to().guest().equals(guest.name()));
          return lab.withFlows(flows).withGuests(guests);
        },
        Cause.MIGRATION);
  }
}
