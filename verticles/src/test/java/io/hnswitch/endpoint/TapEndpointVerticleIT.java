package io.hnswitch.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Codecs;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.tap.IpCidr;
import io.hnswitch.endpoint.tap.TapJournal;
import io.hnswitch.endpoint.tap.TapNetwork;
import io.hnswitch.endpoint.tap.TapSettings;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.time.Seeds;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the kernel, as root: two TAPs in namespaces of their own, and a cable between them. */
class TapEndpointVerticleIT {

  private static final NicId A = new NicId("a", "hn0");
  private static final NicId B = new NicId("b", "hn0");
  private static final long PROCESS = ProcessHandle.current().pid();
  private static final OffloadCaps ALL =
      OffloadCaps.of(
          Offload.TXCSUM, Offload.TXCSUM_IPV6, Offload.RXCSUM, Offload.TSO4, Offload.TSO6);

  @TempDir private Path directory;
  private final Arena arena = Arena.ofShared();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final Memory memory = Memory.ofArena(arena, 64L << 20);
  private final LinkedBlockingQueue<LabEvent> events = new LinkedBlockingQueue<>();
  private final List<VerticleBase> deployed = Collections.synchronizedList(new ArrayList<>());
  private Lab lab;
  private TapNetwork network;
  private Crossover crossover;

  @BeforeEach
  void build() throws Exception {
    Codecs.install(vertx, memory, 1);
    lab = new Lab(vertx, memory, new Seeds(1));
    lab.bus().onEvents(events::add);
    network = new TapNetwork(new TapJournal(directory.resolve("journal")));
    crossover = deploy(new Crossover(lab, A, B));
  }

  @AfterEach
  void removeEverything() throws Exception {
    for (var one : List.copyOf(deployed).reversed()) {
      undeploy(one);
    }
    await(vertx.close());
    assertEquals(List.of(), journalLines());
    for (var nic : List.of(A, B)) {
      assertFalse(Files.exists(Path.of("/run/netns", namespace(nic))));
      assertFalse(Files.exists(Path.of("/sys/class/net", device(nic))));
    }
    arena.close();
  }

  private List<String> journalLines() throws IOException {
    var file = directory.resolve("journal");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static <T> T await(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private <V extends VerticleBase> V deploy(V verticle) throws Exception {
    await(vertx.deployVerticle(verticle));
    deployed.add(verticle);
    return verticle;
  }

  private void undeploy(VerticleBase verticle) throws Exception {
    deployed.remove(verticle);
    await(vertx.undeploy(verticle.deploymentID()));
  }

  private static String device(NicId nic) {
    return "hv" + nic.guest() + PROCESS;
  }

  private static String namespace(NicId nic) {
    return "hnswitch-ep-" + nic.guest() + "-" + PROCESS;
  }

  private static MacAddress mac(NicId nic) {
    return new MacAddress(0x0015_5d00_0000L + nic.guest().charAt(0));
  }

  private TapEndpointVerticle tap(NicId nic, String address) {
    return new TapEndpointVerticle(
        lab,
        new TapEndpointSettings(
            nic,
            new TapSettings(
                device(nic),
                "hn0",
                namespace(nic),
                mac(nic),
                1500,
                List.of(IpCidr.parse(address)))),
        network);
  }

  private void configure(NicId nic, OffloadCaps enabled, int mtu, boolean up) throws Exception {
    configure(nic, enabled, mtu, up, 32_000);
  }

  private void configure(NicId nic, OffloadCaps enabled, int mtu, boolean up, int tso)
      throws Exception {
    await(
        ask(
            nic,
            new EndpointControl.Configure(
                mac(nic), mtu, enabled, new TsoLimits(tso, 64, 65535), up, up),
            EndpointControl.Configured.class));
  }

  private <R> Future<R> ask(NicId nic, EndpointControl request, Class<R> answer) {
    return lab.bus().request(Addresses.endpoint(nic), request, answer);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), () -> "did not end: " + command[0]);
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private static String inside(NicId nic, String... command)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("ip", "netns", "exec", namespace(nic)));
    words.addAll(List.of(command));
    return run(words.toArray(new String[0]));
  }

  private static String link(NicId nic) throws IOException, InterruptedException {
    return run("ip", "-n", namespace(nic), "-d", "link", "show", "dev", "hn0");
  }

  private void both(OffloadCaps enabled) throws Exception {
    deploy(tap(A, "10.9.0.1/24"));
    deploy(tap(B, "10.9.0.2/24"));
    configure(A, enabled, 1500, true);
    configure(B, enabled, 1500, true);
  }

  private void assertBooksBalance() {
    var total = lab.ledger().total();
    assertEquals(0, total.unaccounted());
    assertEquals(0, total.inFlight());
  }

  @Test
  void letsTwoNamespacesPingEachOther() throws Exception {
    both(ALL);
    var said = inside(A, "ping", "-c", "3", "-i", "0.05", "-s", "1400", "-W", "5", "10.9.0.2");
    assertTrue(said.contains(" 3 received"), said);
    var arrivals = await(ask(B, new EndpointControl.Describe(), EndpointView.class)).arrivals();
    assertTrue(arrivals.received() >= 3);
    assertEquals(0, arrivals.missing() + arrivals.duplicated() + arrivals.reordered());
    for (var one : List.copyOf(deployed).reversed()) {
      undeploy(one);
    }
    assertBooksBalance();
  }

  @Test
  void isQuietUntilItIsPluggedIn() throws Exception {
    deploy(tap(A, "10.9.0.1/24"));
    assertTrue(link(A).contains("NO-CARRIER"), link(A));
    inside(A, "ping", "-c", "1", "-W", "1", "10.9.0.2");
    assertEquals(0, crossover.passed());
    configure(A, ALL, 1500, true);
    assertFalse(link(A).contains("NO-CARRIER"), link(A));
  }

  @Test
  void tellsTheStackWhatChanges() throws Exception {
    deploy(tap(A, "10.9.0.1/24"));
    configure(A, ALL, 1500, true);
    var features = inside(A, "ethtool", "-k", "hn0");
    assertTrue(features.contains("tcp-segmentation-offload: on"), features);
    assertTrue(features.contains("tx-checksumming: on"), features);
    assertTrue(link(A).contains("gso_max_size 32000"), link(A));
    configure(A, OffloadCaps.NONE, 1400, true);
    features = inside(A, "ethtool", "-k", "hn0");
    assertTrue(features.contains("tcp-segmentation-offload: off"), features);
    assertTrue(link(A).contains("mtu 1400"), link(A));
    configure(A, OffloadCaps.NONE, 1400, true, 20_000);
    configure(A, ALL, 1400, true, 20_000);
    assertTrue(link(A).contains("gso_max_size 20000"), link(A));
    configure(A, ALL, 1400, false);
    assertTrue(link(A).contains("NO-CARRIER"), link(A));
  }

  @Test
  void appliesWhatCouldNotBeAppliedBefore() throws Exception {
    deploy(tap(A, "10.9.0.1/24"));
    var impossible =
        ask(
            A,
            new EndpointControl.Configure(mac(A), 9_000_000, ALL, TsoLimits.UNLIMITED, true, true),
            EndpointControl.Configured.class);
    assertThrows(ExecutionException.class, () -> await(impossible));
    assertTrue(link(A).contains("NO-CARRIER"), link(A));
    configure(A, ALL, 1500, true);
    assertFalse(link(A).contains("NO-CARRIER"), link(A));
  }

  @Test
  void reportsOnceThatItsInterfaceIsGone() throws Exception {
    both(ALL);
    inside(A, "ping", "-c", "1", "-W", "5", "10.9.0.2");
    run("ip", "netns", "exec", namespace(A), "ip", "link", "delete", "hn0");
    var event = events.poll(20, TimeUnit.SECONDS);
    assertEquals("hnswitch.endpoint.failed", event.type());
    assertEquals(A.toString(), event.subject());
    long before = loopNanos();
    inside(B, "ping", "-c", "1", "-W", "1", "10.9.0.1");
    inside(B, "ping", "-c", "1", "-W", "1", "10.9.0.9");
    assertEquals(0, events.size());
    assertTrue(loopNanos() - before < 500_000_000L, "the loop turns in circles");
    for (var one : List.copyOf(deployed).reversed()) {
      undeploy(one);
    }
    assertBooksBalance();
    assertTrue(lab.ledger().total().dropped().getOrDefault(DropReason.NO_OWNER, 0L) > 0);
  }

  /** Processor time of the lab's event loop. */
  private long loopNanos() throws InterruptedException {
    var loop = new LinkedBlockingQueue<Long>();
    lab.newContext().runOnContext(ignored -> loop.add(Thread.currentThread().threadId()));
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(loop.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void comesAndGoesUnderLoadWithoutATrace() throws Exception {
    for (int i = 0; i < 3; i++) {
      var a = deploy(tap(A, "10.9.0.1/24"));
      var b = deploy(tap(B, "10.9.0.2/24"));
      configure(A, ALL, 1500, true);
      configure(B, ALL, 1500, true);
      var flood =
          new ProcessBuilder(
                  "ip", "netns", "exec", namespace(A), "ping", "-f", "-q", "-s", "1000", "10.9.0.2")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        while (crossover.passed() < 500 * (i + 1)) {
          Thread.onSpinWait();
          assertTrue(flood.isAlive());
        }
        undeploy(b);
        undeploy(a);
      } finally {
        flood.destroyForcibly().waitFor();
      }
    }
    undeploy(crossover);
    assertBooksBalance();
    long all = 32L << 20;
    memory.release(memory.allocate(all), all);
  }

  @Test
  void refusesFlows() throws Exception {
    deploy(tap(A, "10.9.0.1/24"));
    var answer = await(ask(A, new EndpointControl.StopFlow("f"), Outcome.class));
    assertEquals(Refusal.NOT_SUPPORTED, assertInstanceOf(Outcome.Refused.class, answer).reason());
  }

  @Test
  void leavesNothingWhenItCannotBePlaced() throws Exception {
    deploy(tap(A, "10.9.0.1/24"));
    var twin =
        new TapEndpointVerticle(
            lab,
            new TapEndpointSettings(
                B,
                new TapSettings(
                    device(B),
                    "hn0",
                    namespace(A),
                    mac(B),
                    1500,
                    List.of(IpCidr.parse("10.9.0.2/24")))),
            network);
    assertThrows(ExecutionException.class, () -> await(vertx.deployVerticle(twin)));
    assertFalse(Files.exists(Path.of("/sys/class/net", device(B))));
    long free = 16L << 20;
    memory.release(memory.allocate(free), free);
    deploy(tap(B, "10.9.0.2/24"));
  }
}
