package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.FlowOrder;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.launch.migrate.MigrationReport;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.migration.Side;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Three nodes in a row whose switches are joined by wires: a guest {@code g} on the left, and hosts
 * {@code l}, {@code m} and {@code r} on each, with flows between them and the guest.
 */
final class MigrationLabs implements AutoCloseable {

  private static final Duration DELAY = Duration.ofMillis(1);
  private static final NicId GUEST = NicId.parse("g:hn0");

  private final Path folder;
  private final int rate;
  private final Map<MigrationId, Side> decisions = new ConcurrentHashMap<>();
  private final List<FlowOrder> flows = new ArrayList<>();
  final MigrationNode left;
  final MigrationNode middle;
  final MigrationNode right;
  private int migrations;

  /**
   * @param rate frames a second of each flow
   */
  MigrationLabs(Path folder, int rate) {
    this.folder = folder;
    this.rate = rate;
    left = node("left", 0);
    middle = node("middle", 1);
    right = node("right", 2);
  }

  private MigrationNode node(String name, int number) {
    return new MigrationNode(
        name,
        number,
        folder,
        (id, guest, wish) -> {
          var before = decisions.putIfAbsent(id, wish);
          return Future.succeededFuture(before == null ? wish : before);
        });
  }

  private static String yaml(String name, String virtualSwitch, String guests, boolean vfs) {
    return """
    apiVersion: hnswitch/v1
    kind: Lab
    metadata: { name: %s }
    spec:
      tunables: { hw.hn.vf_transparent: 1 }
      switches: { %s: {} }
      adapters: %s
      defaults: { nic: { switch: %s } }
      guests:
    %s
    """
        .formatted(
            name,
            virtualSwitch,
            vfs ? "{ pf-" + name + ": { switch: " + virtualSwitch + ", offer-delay: 1ms } }" : "{}",
            virtualSwitch,
            guests.indent(4));
  }

  private static String host(String name, int number, String more) {
    return "%s: { nics: { hn0: { mac: '00:15:5d:00:00:%02x', endpoint: { host: { ip: 10.0.0.%d/24 } }%s } } }"
        .formatted(name, number, number, more);
  }

  void begin(boolean vfs) {
    var vf = vfs ? ", vf: { adapter: pf-left, attach: true }" : "";
    left.start(yaml("left", "sw-left", host("l", 1, "") + "\n" + host("g", 9, vf), vfs));
    middle.start(yaml("middle", "sw-middle", host("m", 2, ""), false));
    right.start(yaml("right", "sw-right", host("r", 3, ""), vfs));
    join(left, middle);
    join(middle, right);
  }

  private void join(MigrationNode one, MigrationNode two) {
    var here = one.wire("to-" + two.name(), DELAY);
    var there = two.wire("to-" + one.name(), DELAY);
    WireEnd.join(here, there);
    one.deploy(here);
    two.deploy(there);
  }

  @Override
  public void close() {
    List.of(left, middle, right).forEach(MigrationNode::close);
  }

  MigrationNode home(String guest) {
    return List.of(left, middle, right).stream()
        .filter(node -> node.isAlive() && node.spec().guests().containsKey(guest))
        .findFirst()
        .orElseThrow();
  }

  private void flow(String from, int fromNumber, String to, int toNumber) {
    flow(from + "-" + to, from, fromNumber, to, toNumber, mac(toNumber));
  }

  private void flow(
      String id, String from, int fromNumber, String to, int toNumber, MacAddress toMac) {
    var flow =
        new FlowOrder(
            id,
            flows.size() + 1,
            NicId.parse(from + ":hn0"),
            NicId.parse(to + ":hn0"),
            mac(fromNumber),
            toMac,
            "10.0.0." + fromNumber,
            "10.0.0." + toNumber,
            5001,
            rate,
            64,
            0,
            false);
    flows.add(flow);
    home(to).receives(flow);
    home(from).sends(flow);
  }

  private static MacAddress mac(int number) {
    return new MacAddress(0x0015_5d00_0000L + number);
  }

  void flowsBothWays() {
    for (var other : List.of(Map.entry("l", 1), Map.entry("m", 2), Map.entry("r", 3))) {
      flow(other.getKey(), other.getValue(), "g", 9);
      flow("g", 9, other.getKey(), other.getValue());
    }
  }

  /** Each frame of these goes to everybody, also to the place where the guest is not. */
  void broadcastsToTheGuest() {
    for (var other : List.of(Map.entry("l", 1), Map.entry("m", 2), Map.entry("r", 3))) {
      flow(other.getKey() + "-all", other.getKey(), other.getValue(), "g", 9, MacAddress.BROADCAST);
    }
  }

  MigrationReport migrate(MigrationNode from, MigrationNode to) {
    return migrate(from, to, new LoopPeer(from, to));
  }

  MigrationReport migrate(MigrationNode from, MigrationNode to, LoopPeer peer) {
    var id = new MigrationId(0x1000 + migrations++);
    return MigrationNode.await(from.migrations().migrate(id, "g", peer));
  }

  /** As {@link #migrate}, for a source that will not live to tell. */
  void migrateWithoutReport(MigrationNode from, MigrationNode to, LoopPeer peer) {
    from.migrations().migrate(new MigrationId(0x1000 + migrations++), "g", peer);
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.yield();
    }
  }

  /** Until every flow has brought so many more. */
  void flowOn(int frames) {
    flows.forEach(flow -> flowOn(flow.id(), frames));
  }

  /** Until a flow has brought so many more. */
  void flowOn(String id, int frames) {
    var flow = flows.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    long before = home(flow.to().guest()).flow(flow.to(), id).received();
    until(() -> home(flow.to().guest()).flow(flow.to(), id).received() >= before + frames);
    var now = home(flow.to().guest()).flow(flow.to(), id).received();
    assertTrue(now >= before + frames, () -> id + " stands still at " + now + "\n" + books());
  }

  void assertNothingIsWrong() {
    flows.forEach(flow -> home(flow.from().guest()).stops(flow));
    for (var flow : flows) {
      var sent = home(flow.from().guest()).flow(flow.from(), flow.id()).sent();
      until(() -> home(flow.to().guest()).flow(flow.to(), flow.id()).received() == sent);
      var end = home(flow.to().guest()).flow(flow.to(), flow.id());
      assertEquals(
          "sent " + sent + " duplicated 0 reordered 0",
          "sent "
              + end.received()
              + " duplicated "
              + end.duplicated()
              + " reordered "
              + end.reordered(),
          () -> flow.id() + "\n" + books());
    }
    assertBooksBalance();
  }

  private String books() {
    var text = new StringBuilder();
    for (var node : List.of(left, middle, right)) {
      text.append(node.name()).append(' ').append(node.total()).append('\n');
      node.get(() -> node.lab().ledger().accounts())
          .forEach(account -> text.append("  ").append(account).append('\n'));
    }
    return text.toString();
  }

  private void assertBooksBalance() {
    var nodes = List.of(left, middle, right);
    until(() -> nodes.stream().mapToLong(node -> node.total().inFlight()).sum() == 0);
    long between = 0;
    long missing = 0;
    for (var node : nodes) {
      var total = node.total();
      assertEquals(0, total.unaccounted(), node.name() + " " + total);
      assertEquals(Map.of(), total.dropped(), node.name() + " " + total);
      assertEquals(0, total.held(), node.name() + " " + total);
      between += total.inTransit() + total.wiredOut() - total.wiredIn();
      var sums = node.get(() -> node.lab().ledger().arrivals());
      missing += sums.missing() + sums.duplicated() + sums.reordered();
    }
    assertEquals(0, between, "frames between the nodes");
    assertEquals(0, missing, "by the ledger's numbers");
  }
}
