package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.LabEvent;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.FlowSpec;
import io.hnswitch.lab.GuestSpec;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.sysctl.Tunable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The lab as it is wanted, and what it was before. Commands on single devices change it too, so
 * that an export says what runs, and each such change can be undone. Used on the lab's event loop
 * only.
 */
final class LabState {

  private final Bus bus;
  private final LabHistory history;
  private final LongSupplier epochMillis;
  private final LabSaver saver;
  private LabSpec spec = LabSpec.empty("empty");
  private boolean started;
  private boolean leaving;

  /**
   * @param history goes on from where it is; nothing runs yet
   * @param epochMillis the time of day
   */
  LabState(Bus bus, LabHistory history, LongSupplier epochMillis, LabSaver saver) {
    this.bus = bus;
    this.history = history;
    this.epochMillis = epochMillis;
    this.saver = saver;
  }

  /** What runs. */
  LabSpec spec() {
    return spec;
  }

  long revision() {
    return history.current().number();
  }

  /** For reading. */
  LabHistory history() {
    return history;
  }

  LabSaver saver() {
    return saver;
  }

  /** The lab that the node starts with runs. One that goes on as it was makes no revision. */
  void begin(LabSpec first) {
    spec = first;
    started = true;
    if (history.isNew()) {
      changed(history.begin(first, now()));
    } else if (!first.equals(history.current().lab())) {
      changed(history.change(first, Cause.START, now()));
    }
  }

  /** Takes note of a change that has been made; one that changes nothing makes no revision. */
  void become(LabSpec next, Cause cause) {
    if (!next.equals(spec)) {
      spec = next;
      changed(history.change(next, cause, now()));
    }
  }

  /** As {@link #become}, from what the lab is by now. */
  void edit(UnaryOperator<LabSpec> change, Cause cause) {
    become(change.apply(spec), cause);
  }

  /** The last change has been undone. */
  LabRevision undone(LabRevision earlier, Cause cause) {
    spec = earlier.lab();
    return changed(history.undo(earlier, cause, now()));
  }

  /** The lab is that of an earlier revision again; one that it was already makes no revision. */
  LabRevision restored(LabRevision earlier, Cause cause) {
    if (earlier.lab().equals(spec)) {
      return history.current();
    }
    spec = earlier.lab();
    return changed(history.restore(earlier, cause, now()));
  }

  /** Names the lab as it is. */
  void mark(String name) {
    history.mark(name);
    saver.changed(history.snapshot());
  }

  /** Whether the lab that the node starts with has been made. */
  boolean isStarted() {
    return started;
  }

  /** Whether what runs is what is wanted, and stays. */
  boolean isReady() {
    return started && !leaving;
  }

  /** The process is about to end: devices go. */
  void leaving() {
    leaving = true;
  }

  /** The process ends: nothing runs any more, and the lab is wanted as before. */
  void leave() {
    spec = LabSpec.empty(spec.metadata().name());
  }

  private Instant now() {
    return Instant.ofEpochMilli(epochMillis.getAsLong());
  }

  private LabRevision changed(LabRevision revision) {
    saver.changed(history.snapshot());
    bus.publish(
        new LabEvent(
            "hnswitch.lab.changed",
            spec.metadata().name(),
            Map.of("revision", revision.number(), "operation", revision.cause().operation())));
    return revision;
  }

  /** Fails unless the lab has the revision that a request is for. */
  void require(Request request) {
    long wanted = request.findNumber("ifRevision").orElse(revision());
    if (wanted != revision()) {
      throw Problem.of(
              ProblemCode.REVISION_CONFLICT,
              "the lab is at revision " + revision() + ", not " + wanted)
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
      return lab.withGuests(guests);
    };
  }

  /** The lab with a flow more. */
  static UnaryOperator<LabSpec> flow(FlowSpec flow) {
    return lab -> {
      var flows = new LinkedHashMap<>(lab.flows());
      flows.put(flow.name(), flow);
      return lab.withFlows(flows);
    };
  }

  /** The lab with a flow less. */
  static UnaryOperator<LabSpec> noFlow(String id) {
    return lab -> {
      var flows = new LinkedHashMap<>(lab.flows());
      flows.remove(id);
      return lab.withFlows(flows);
    };
  }

  /** The lab with another value of a tunable. */
  static UnaryOperator<LabSpec> tunable(Tunable tunable, int value) {
    return lab -> {
      var tunables = new LinkedHashMap<>(lab.tunables());
      tunables.put(tunable, value);
      return lab.withTunables(tunables);
    };
  }
}
