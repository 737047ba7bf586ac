package io.hnswitch.l2;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.SwitchView;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.MirrorSpec;
import io.hnswitch.metrics.Reading;
import io.hnswitch.multicast.Memberships;
import io.hnswitch.multicast.MulticastPolicy;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.policy.Violation;
import io.hnswitch.policy.Vlans;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A virtual switch. Whoever is behind a port asks to {@linkplain SwitchControl.Connect connect} it,
 * sends frames to {@link Addresses#switchPort} and gets its own at the egress it named.
 *
 * <p>Events: {@code hnswitch.switch.port-connected}, {@code hnswitch.switch.port-disconnected}; at
 * most one per second, {@code hnswitch.switch.mac-moved}; for an address that moves to and fro,
 * {@code hnswitch.switch.loop-suspected}; {@code hnswitch.switch.violation}; those of {@link
 * SwitchMulticast}.
 */
public final class SwitchVerticle extends DeviceVerticle {

  private static final int SAMPLE_BYTES = 16 << 10;
  private static final Duration SWEEP = Duration.ofSeconds(10);

  private final String name;
  private final Duration ageing;
  private final MulticastPolicy firstMulticast;
  private final SwitchPorts ports = new SwitchPorts();
  private final Map<String, Connection> connections = new HashMap<>();
  private final Map<String, Future<?>> disconnecting = new HashMap<>();
  private final MoveReports moveReports = new MoveReports();
  private final LoopWatch loops = new LoopWatch();
  private Fdb fdb;
  private SwitchCore core;
  private SwitchFences fences;
  private SwitchOperations operations;
  private SwitchMulticast multicast;
  private Timers.Timer sweep;
  private final List<MirrorSpec> first;
  private Mirrors mirrors;
  private boolean moved;

  /** One burst for frames that somebody asks about; made when it is first wanted. */
  private BurstPool samples;

  /** What a port was connected with, and its frame consumer. */
  private record Connection(SwitchControl.Connect request, Bus.Registration frames) {}

  /**
   * @param name of the switch, as in its addresses
   * @param ageing how long a learned address is kept without a frame from it, 1 ms to a day
   */
  public SwitchVerticle(Lab lab, String name, Duration ageing) {
    this(lab, name, ageing, MulticastPolicy.OFF, List.of());
  }

  /**
   * @param multicast where groups go
   * @param mirrors what is mirrored from the start
   */
  public SwitchVerticle(
      Lab lab,
      String name,
      Duration ageing,
      MulticastPolicy multicast,
      Collection<MirrorSpec> mirrors) {
    super(lab, "switch " + name);
    this.firstMulticast = multicast;
    this.name = name;
    this.first = List.copyOf(mirrors);
    this.ageing = SwitchOperations.checkAgeing(ageing);
  }

  @Override
  protected Future<?> begin() {
    fdb = new Fdb(Fdb.CAPACITY, ageing.toNanos(), this::moved);
    core = new SwitchCore(lab().memory(), ledger(), fdb, ports);
    fences = new SwitchFences(fdb, ports, core.counters(), this::drained);
    operations = new SwitchOperations(name, fdb, ports, core.counters(), ageing);
    multicast =
        new SwitchMulticast(name, lab(), bus(), executor(), timers(), ledger(), ports, core);
    multicast.configure(firstMulticast);
    mirrors = new Mirrors(lab(), ledger(), executor(), ports);
    mirrors.set(first);
    serve(Addresses.virtualSwitch(name), this::serve);
    sweepLater();
    return Future.succeededFuture();
  }

  @Override
  protected Future<?> end() {
    sweep.cancel();
    multicast.close();
    mirrors.set(List.of());
    if (samples != null) {
      samples.close();
    }
    return super.end();
  }

  @Override
  protected long held() {
    return mirrors == null ? 0 : mirrors.held();
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(operations.reading());
    mirrors.measure(name, into);
  }

  private void sweepLater() {
    sweep =
        timers()
            .after(
                SWEEP,
                () -> {
                  fdb.sweep(timers().nanos());
                  sweepLater();
                });
  }

  private Future<?> serve(SwitchControl request) {
    return switch (request) {
      case SwitchControl.Describe ignored -> Future.succeededFuture(view());
      case SwitchControl.Connect connect -> connectWhenFree(connect);
      case SwitchControl.Disconnect disconnect -> disconnect(disconnect);
      case SwitchControl.Own own -> Future.succeededFuture(operations.own(own));
      case SwitchControl.Yield given -> Future.succeededFuture(operations.giveUp(given));
      case SwitchControl.Steer steer -> Future.succeededFuture(operations.steer(steer));
      case SwitchControl.SetFilter filter -> Future.succeededFuture(operations.setFilter(filter));
      case SwitchControl.Explain explain -> Future.succeededFuture(explain(explain));
      case SwitchControl.DescribePolicy(var nic) ->
          Future.succeededFuture(PolicyViews.of(nic, lab().policies(), timers().nanos()));
      case SwitchControl.SetPolicy set -> Future.succeededFuture(setPolicy(set));
      case SwitchControl.SetMulticast(var policy) -> {
        multicast.configure(policy);
        yield DONE;
      }
      case SwitchControl.DescribeGroups _ -> Future.succeededFuture(multicast.view());
      case SwitchControl.DescribeMemberships(var port) -> {
        var found = ports.named(port);
        yield Future.succeededFuture(
            found == null ? operations.noPort(port) : multicast.memberships(found));
      }
      case SwitchControl.Arrived(var port, var known) ->
          Future.succeededFuture(arrived(port, known));
      case SwitchControl.SetMirrors(var wanted) -> {
        mirrors.set(wanted);
        yield Future.succeededFuture(Outcome.DONE);
      }
      case SwitchControl.SetAgeing set -> Future.succeededFuture(operations.setAgeing(set));
      case SwitchControl.Pin pin -> Future.succeededFuture(operations.pin(pin));
      case SwitchControl.Unpin unpin -> Future.succeededFuture(operations.unpin(unpin));
      case SwitchControl.Flush ignored -> Future.succeededFuture(operations.flush());
    };
  }

  private SwitchView view() {
    return operations.view(timers().nanos(), multicast, mirrors.views());
  }

  private Future<Outcome> connectWhenFree(SwitchControl.Connect request) {
    var before = disconnecting.get(request.port());
    return before == null
        ? Future.succeededFuture(connect(request))
        : before.transform(done -> connectWhenFree(request));
  }

  private Outcome connect(SwitchControl.Connect request) {
    var existing = connections.get(request.port());
    if (existing != null && existing.request().equals(request)) {
      return Outcome.DONE;
    }
    var admitted = operations.admit(request);
    if (admitted instanceof Outcome.Refused) {
      return admitted;
    }
    long owner = request.owner() == null ? SwitchPort.NOBODY : request.owner().value();
    var egress = new BusEgress(executor(), sender(Addresses.framesAt(request.egress())));
    var port = ports.add(request.port(), request.kind(), owner, egress, policyOf(request));
    if (owner != SwitchPort.NOBODY && !fdb.own(owner, port.index())) {
      ports.disconnect(port);
      ports.forget(port);
      return operations.notOwnable(request.owner());
    }
    var frames =
        onFrames(Addresses.switchPort(name, request.port()), burst -> received(port, burst));
    connections.put(request.port(), new Connection(request, frames));
    multicast.connected(port);
    publish("port-connected", request.port());
    return Outcome.DONE;
  }

  private Future<Outcome> disconnect(SwitchControl.Disconnect request) {
    var port = ports.named(request.port());
    if (port == null) {
      return Future.succeededFuture(operations.noPort(request.port()));
    }
    ports.disconnect(port);
    multicast.disconnected(port);
    fdb.flushPort(port.index());
    var frames = connections.remove(request.port()).frames();
    // What was sent to the port before still comes in, and only then its address may go.
    var done = settle().compose(settled -> frames.unregister()).map(gone -> forget(port));
    disconnecting.put(port.name(), done);
    return done;
  }

  /** An adapter's port has no policy: those of the guests were applied, or will be. */
  private PolicySlot policyOf(SwitchControl.Connect request) {
    if (request.kind() != SwitchControl.PortKind.NIC) {
      return PolicySlot.NEVER;
    }
    var nic = NicId.parse(request.port());
    lab().policies().joined(nic, request.owner(), one -> violated(nic, one));
    return lab().policies().of(nic);
  }

  private Object explain(SwitchControl.Explain request) {
    var port = ports.named(request.port());
    if (port == null) {
      return operations.noPort(request.port());
    }
    if (samples == null) {
      samples = BurstPool.slabs(lab().memory(), 1, SAMPLE_BYTES, executor(), () -> {});
    }
    var burst = request.frame().into(lab().memory(), samples.take());
    return core.explain(port, burst, name, timers().nanos());
  }

  private Outcome arrived(String name, Memberships known) {
    var port = ports.named(name);
    if (port == null) {
      return operations.noPort(name);
    }
    multicast.arrived(port, known);
    return Outcome.DONE;
  }

  private Outcome setPolicy(SwitchControl.SetPolicy set) {
    var nic = set.nic();
    lab().policies().set(nic, set.mac(), set.policy(), timers().nanos());
    multicast.membersChanged();
    return Outcome.DONE;
  }

  private void violated(NicId nic, Violation violation) {
    bus()
        .publish(
            "hnswitch.switch.violation",
            name,
            Map.of(
                "port", nic.toString(),
                "reason", violation.reason().slug(),
                "not-reported", violation.unreported(),
                "length", violation.length(),
                "frame", HexFormat.of().formatHex(violation.bytes())));
  }

  private Outcome forget(SwitchPort port) {
    disconnecting.remove(port.name());
    ports.forget(port);
    if (port.kind() == SwitchControl.PortKind.NIC) {
      lab().policies().left(NicId.parse(port.name()));
    }
    publish("port-disconnected", port.name());
    return Outcome.DONE;
  }

  private void received(SwitchPort port, FrameBurst burst) {
    var fence = burst.fence();
    if (burst.size() > 0) {
      core.forward(port, burst, timers().nanos());
      multicast.rearm();
      tellMoved();
    } else {
      burst.release();
    }
    if (fence != null) {
      fences.passed(port, fence);
    }
  }

  private void drained(Fence fence) {
    bus().send(Addresses.nic(fence.nic()), new NicControl.FencePassed(fence));
  }

  /** Behind the frames that were before the one that told. */
  private void tellMoved() {
    if (!moved) {
      return;
    }
    moved = false;
    for (int i = 0; i < ports.limit(); i++) {
      var port = ports.at(i);
      if (port != null && port.takeMoved() && port.isConnected()) {
        var fence = Fence.moved(NicId.parse(port.name()), new MacAddress(port.owner()));
        port.outlet().egress().send(FrameBurst.ofFence(fence));
      }
    }
  }

  private void moved(long inDomain, int from, int to) {
    long mac = Vlans.mac(inDomain);
    var port = ports.at(from);
    if (port != null && port.owner() == mac) {
      port.moved();
      moved = true;
    }
    if (loops.moved(inDomain, timers().nanos())) {
      bus()
          .publish(
              "hnswitch.switch.loop-suspected",
              name,
              Map.of(
                  "mac", new MacAddress(mac).toString(),
                  "vlan", Vlans.idOf(inDomain),
                  "ports", List.of(ports.at(from).name(), ports.at(to).name()),
                  "moves", fdb.movesTotal()));
    }
    if (moveReports.allows(timers().nanos())) {
      bus()
          .publish(
              "hnswitch.switch.mac-moved",
              name,
              Map.of(
                  "mac", new MacAddress(mac).toString(),
                  "vlan", Vlans.idOf(inDomain),
                  "from", ports.at(from).name(),
                  "to", ports.at(to).name(),
                  "moves", fdb.movesTotal(),
                  "not-reported", moveReports.takeHeldBack()));
    }
  }

  private void publish(String what, String port) {
    bus().publish("hnswitch.switch." + what, name, Map.of("port", port));
  }
}
