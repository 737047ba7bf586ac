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
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.sysctl.Tunable;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The lab as it is wanted, and what it was before. Commands on single devices change it too, so
 * that an export says what runs, and each such change can be undone. Used on the lab's event loop
 * only.
 */
final class LabState {

  /** The event of every new revision; each node tells its own. */
  static final String CHANGED = "hnswitch.lab.changed";

  /** How single changes become revisions. */
  @FunctionalInterface
  interface Edits {
    void edit(UnaryOperator<LabSpec> change, Cause cause);
  }

  private final Bus bus;
  private final LabHistory history;
  private final LongSupplier epochMillis;
  private final LabSaver saver;
  private LabSpec spec = LabSpec.empty("empty");
  private LabSpec here = spec;
  private UnaryOperator<LabSpec> share = UnaryOperator.identity();
  private Edits edits = this::editHere;
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

  /** What runs, here and on other nodes. */
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

  /** What runs on this node: all of it, unless it is one of several. */
  LabSpec here() {
    return here;
  }

  /**
   * From now on this node is one of several.
   *
   * @param newShare gives what of a lab is on this node
   * @param newEdits orders what is changed on any of them
   */
  void join(UnaryOperator<LabSpec> newShare, Edits newEdits) {
    share = newShare;
    edits = newEdits;
    here = share.apply(spec);
  }

  /** The lab that the node starts with runs. One that goes on as it was makes no revision. */
  void begin(LabSpec first) {
    started = true;
    if (history.isNew()) {
      take(history.begin(first, now()));
    } else if (!first.equals(history.current().lab())) {
      take(history.change(first, Cause.START, now()));
    } else {
      run(first);
    }
  }

  /** The first revision, for a lab that begins with this. */
  LabRevision first(LabSpec lab) {
    return history.begin(lab, now());
  }

  /** The lab that the node starts with, or goes on with beside others, runs. */
  void begun() {
    started = true;
  }

  private void run(LabSpec lab) {
    spec = lab;
    here = share.apply(lab);
  }

  /** A change, unless it changes nothing. */
  Optional<LabRevision> changed(LabSpec next, Cause cause) {
    return next.equals(spec) ? Optional.empty() : Optional.of(history.change(next, cause, now()));
  }

  /** The last change undone. */
  LabRevision undone(LabRevision earlier, Cause cause) {
    return history.undo(earlier, cause, now());
  }

  /** That of an earlier revision again, unless it is that already. */
  Optional<LabRevision> restored(LabRevision earlier, Cause cause) {
    return earlier.lab().equals(spec)
        ? Optional.empty()
        : Optional.of(history.restore(earlier, cause, now()));
  }

  /** Takes note of a single change that has been made; one that changes nothing is none. */
  void edit(UnaryOperator<LabSpec> change, Cause cause) {
    edits.edit(change, cause);
  }

  /** As {@link #edit}, where this node decides alone. */
  private void editHere(UnaryOperator<LabSpec> change, Cause cause) {
    changed(change.apply(spec), cause).ifPresent(this::take);
  }

  /** Names the lab as it is. */
  void mark(String name) {
    history.mark(name);
    saver.changed(history.snapshot());
  }

  /** Other nodes have more revisions, or other ones: from now on this node has theirs. */
  void adopt(Collection<LabRevision> revisions, Map<String, Long> names) {
    history.become(revisions, names);
    run(history.current().lab());
    saver.changed(history.snapshot());
    tell(history.current());
  }

  /** Other nodes have these names. */
  void adoptNames(Map<String, Long> names) {
    if (!history.snapshot().checkpoints().equals(names)) {
      history.names(names);
      saver.changed(history.snapshot());
    }
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
    run(LabSpec.empty(spec.metadata().name()));
  }

  private Instant now() {
    return Instant.ofEpochMilli(epochMillis.getAsLong());
  }

  /** A revision has become the current one. */
  LabRevision take(LabRevision revision) {
    history.take(revision);
    run(revision.lab());
    saver.changed(history.snapshot());
    tell(revision);
    return revision;
  }

  private void tell(LabRevision revision) {
    bus.publish(
        new LabEvent(
            CHANGED,
            spec.metadata().name(),
            Map.of("revision", revision.number(), "operation", revision.cause().operation())));
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

  /** The lab with a link in place of the one of the same name, if that is still there. */
  static UnaryOperator<LabSpec> link(String name, UnaryOperator<LinkSpec> change) {
    return lab -> {
      var links = new LinkedHashMap<>(lab.links());
      links.computeIfPresent(name, (same, old) -> change.apply(old));
      return lab.withLinks(links);
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
