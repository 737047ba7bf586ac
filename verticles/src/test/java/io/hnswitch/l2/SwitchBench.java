package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.capture.Captures;
import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.multicast.SnoopListener;
import io.hnswitch.multicast.Snooper;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.policy.PortPolicies;
import io.hnswitch.policy.PortPolicy;
import io.hnswitch.policy.Violation;
import io.hnswitch.testing.RecordingEgress;
import io.hnswitch.testing.TestFrames;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A switch without a verticle: ports with recording egresses, frames put in by hand. */
class SwitchBench implements AutoCloseable {

  static final long AGEING = 1_000_000;

  final Arena arena = Arena.ofConfined();
  final Memory memory = Memory.ofArena(arena, 8 << 20);
  final DeviceLedger ledger = new DeviceLedger("switch bench", () -> 0);
  final SwitchPorts ports = new SwitchPorts();
  final List<String> moves = new ArrayList<>();
  final List<Fence> drained = new ArrayList<>();
  final Fdb fdb =
      new Fdb(
          64,
          ageing(),
          (mac, from, to) -> moves.add(ports.at(from).name() + ">" + ports.at(to).name()));
  final PortPolicies policies = new PortPolicies(memory, new Captures(memory));
  final List<Violation> violations = new ArrayList<>();
  final SwitchCore core = new SwitchCore(memory, ledger, fdb, ports);
  final SwitchFences fences = new SwitchFences(fdb, ports, core.counters(), drained::add);
  final TestFrames frames = new TestFrames(memory, 8, Runnable::run);
  final Map<SwitchPort, RecordingEgress> egresses = new HashMap<>();
  final Snooper snooper = new Snooper(memory, new Silent());
  long now;

  /** Asks and tells nobody. */
  private static final class Silent implements SnoopListener {
    @Override
    public void joined(int vlan, IpAddress group, int port) {}

    @Override
    public void left(int vlan, IpAddress group, int port, String cause) {}

    @Override
    public void refused(int vlan, IpAddress group) {}

    @Override
    public void querier(int vlan, IpAddress address, int port) {}

    @Override
    public void ask(int vlan, boolean v6, int port, IpAddress group, long responseNanos) {}

    @Override
    public void report(int vlan, boolean v6, int version, List<IpAddress> groups) {}
  }

  SwitchPort nic(String name, long owner) {
    return port(name, PortKind.NIC, owner, 64);
  }

  SwitchPort uplink(String name) {
    return port(name, PortKind.UPLINK, SwitchPort.NOBODY, 64);
  }

  SwitchPort port(String name, PortKind kind, long owner, int credits) {
    var egress = new RecordingEgress(credits, ledger);
    var port = ports.add(name, kind, owner, egress, policyOf(name, kind));
    egresses.put(port, egress);
    if (owner != SwitchPort.NOBODY) {
      fdb.own(owner, port.index());
    }
    return port;
  }

  private PolicySlot policyOf(String name, PortKind kind) {
    return kind == PortKind.NIC ? policies.of(NicId.parse(name)) : PolicySlot.NEVER;
  }

  /** What the port of a NIC does from the next frame on. */
  void policy(SwitchPort nic, PortPolicy policy) {
    var id = NicId.parse(nic.name());
    policies.joined(id, new MacAddress(nic.owner()), violations::add);
    policies.set(id, new MacAddress(nic.owner()), policy, now);
  }

  /** How long learned addresses are kept. */
  long ageing() {
    return AGEING;
  }

  void in(SwitchPort from, UnaryOperator<TestFrames> fill) {
    var burst = fill.apply(frames.begin()).seal();
    ledger.in(burst.size());
    core.forward(from, burst, now);
  }

  void in(SwitchPort from, long destination, long source) {
    in(from, burst -> burst.frame(destination, source));
  }

  List<String> out(SwitchPort port) {
    return egresses.get(port).takeRecords();
  }

  Fence fence(Fence.Course course, SwitchPort nic) {
    return new Fence(
        7, course, NicId.parse(nic.name()), new VfId("pf0", 0), new MacAddress(nic.owner()));
  }

  void assertBalanced() {
    assertEquals(0, ledger.account().unaccounted(), () -> ledger.account().toString());
    assertEquals(0, frames.outstanding(), "bursts that did not come back");
    egresses.forEach(
        (port, egress) -> assertEquals(0, egress.outstanding(), "shares of " + port.name()));
  }

  @Override
  public void close() {
    arena.close();
  }
}
