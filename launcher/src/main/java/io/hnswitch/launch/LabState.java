package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.LabEvent;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.FlowSpec;
import io.hnswitch.lab.GuestSpec;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.sysctl.Tunable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The lab as it is wanted, and how often it has changed. Commands on single devices change it too,
 * so that an export says what runs. Used on the lab's event loop only.
 */
final class LabState {

  private final Bus bus;
  private LabSpec spec = LabSpec.empty("empty");
  private long revision;

  LabState(Bus bus) {
    this.bus = bus;
  }

  LabSpec spec() {
    return spec;
  }

  long revision() {
    return revision;
  }

  /** Takes note of a change that has been made; one that changes nothing makes no revision. */
  void become(LabSpec next) {
    if (next.equals(spec)) {
      return;
    }
    spec = next;
    revision++;
    bus.publish(
        new LabEvent("hnswitch.lab.changed", spec.metadata().name(), Map.of("revision", revision)));
  }

  /** As {@link #become}, from what the lab is by now. */
  void edit(UnaryOperator<LabSpec> change) {
    become(change.apply(spec));
  }

  /** Fails unless the lab has the revision that a request is for. */
  void require(Request request) {
    long wanted = request.findNumber("ifRevision").orElse(revision);
    if (wanted != revision) {
      throw Problem.of(
              ProblemCode.REVISION_CONFLICT,
              "the lab is at revision " + revision + ", not " + wanted)
          .exception();
    }
  }

  /** The lab with a NIC in place of the one of the same id, if that is still there. */
  static UnaryOperator<LabSpec> nic(NicId id, UnaryOperator<NicSpec> change) {
    return lab -> {
      if (lab.nic(id).isEmpty()) {
        return lab;
      }
      var guests = new LinkedHashMap<>(lab.guests());
      guests.computeIfPresent(
          id.guest(),
          (name, guest) -> {
            var nics = new LinkedHashMap<>(guest.nics());
            nics.computeIfPresent(id.nic(), (nic, old) -> change.apply(old));
            return new GuestSpec(name, nics);
          });
      return new LabSpec(
          lab.metadata(),
          lab.seed(),
          lab.clock(),
          lab.tunables(),
          lab.switches(),
          lab.adapters(),
          guests,
          lab.flows());
    };
  }

  /** The lab with a flow more. */
  static UnaryOperator<LabSpec> flow(FlowSpec flow) {
    return lab -> {
      var flows = new LinkedHashMap<>(lab.flows());
      flows.put(flow.name(), flow);
      return flows(lab, flows);
    };
  }

  /** The lab with a flow less. */
  static UnaryOperator<LabSpec> noFlow(String id) {
    return lab -> {
      var flows = new LinkedHashMap<>(lab.flows());
      flows.remove(id);
      return flows(lab, flows);
    };
  }

  /** The lab with another value of a tunable. */
  static UnaryOperator<LabSpec> tunable(Tunable tunable, int value) {
    return lab -> {
      var tunables = new LinkedHashMap<>(lab.tunables());
      tunables.put(tunable, value);
      return new LabSpec(
          lab.metadata(),
          lab.seed(),
          lab.clock(),
          tunables,
          lab.switches(),
          lab.adapters(),
          lab.guests(),
          lab.flows());
    };
  }

  private static LabSpec flows(LabSpec lab, Map<String, FlowSpec> flows) {
    return new LabSpec(
        lab.metadata(),
        lab.seed(),
        lab.clock(),
        lab.tunables(),
        lab.switches(),
        lab.adapters(),
        lab.guests(),
        flows);
  }
}
