package io.hnswitch.endpoint.tap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the kernel, as root: interfaces and namespaces are made, used and removed again. */
class TapDeviceIT {

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final MacAddress MAC = MacAddress.parse("00:15:5d:00:00:0a");
  private static final String NAME = "hn0";
  private static final long ID = ProcessHandle.current().pid();
  private static final String DEVICE = "hnt" + ID;
  private static final String NAMESPACE = "hnswitch-it-" + ID;

  private static final int CAPACITY = VnetHeader.BYTES + Frames.MAX_FRAME + 1;

  /** A broadcast of an experimental protocol (88b5): delivered, and nobody answers. */
  private static final byte[] EXPERIMENT =
      HexFormat.of().parseHex("ffffffffffff00155d0000bb88b5" + "00".repeat(46));

  @TempDir private Path directory;
  private final Memory memory = Memory.ofArena(Arena.ofAuto(), 64 * Memory.PAGE);
  private final MemorySegment m = memory.segment();
  private final long buffer = memory.allocate(CAPACITY);
  private TapJournal journal;
  private TapNetwork network;
  private TapDevice tap;
  private TapPlacement placement;

  @BeforeEach
  void open() {
    journal = new TapJournal(directory.resolve("journal"));
    network = new TapNetwork(journal);
    tap = TapDevice.open(DEVICE);
  }

  @AfterEach
  void removeEverything() throws Exception {
    tap.close();
    if (placement != null) {
      network.remove(placement, BOUND);
    }
    assertFalse(NetworkNamespace.SYSTEM.exists(NAMESPACE));
    assertEquals(List.of(), journal.entries());
    assertFalse(Files.exists(Path.of("/sys/class/net", DEVICE)));
  }

  private void place(String... addresses) {
    var cidrs = List.of(addresses).stream().map(IpCidr::parse).toList();
    placement = network.place(new TapSettings(DEVICE, NAME, NAMESPACE, MAC, 1500, cidrs), BOUND);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), () -> "did not end: " + command);
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  /** Runs a command in the namespace; its exit code does not matter, what comes of it does. */
  private static String inside(String... command) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
    words.addAll(List.of(command));
    return run(words);
  }

  private static String link() throws IOException, InterruptedException {
    return run(List.of("ip", "-n", NAMESPACE, "-s", "-j", "link", "show", "dev", NAME));
  }

  private int read() {
    return tap.read(memory.nativeAddress(buffer), CAPACITY);
  }

  private int etherType() {
    return m.get(Memory.BE16, buffer + VnetHeader.BYTES + 12) & 0xffff;
  }

  /** Reads until a frame of a kind comes; what else the stack sends is passed over. */
  private int readOf(int etherType) {
    for (int i = 0; i < 100; i++) {
      int length = read();
      if (length < 0 || etherType() == etherType) {
        return length;
      }
    }
    throw new AssertionError("the interface does not stay quiet");
  }

  private void layDown(long address, byte[] frame) {
    MemorySegment.copy(frame, 0, m, Memory.BYTE, address, frame.length);
  }

  @Test
  void refusesNameThatIsTaken() {
    var e = assertThrows(TapException.class, () -> TapDevice.open(DEVICE));
    assertEquals(TapError.NAME_IN_USE, e.error());
    assertTrue(e.getMessage().contains(DEVICE), e.getMessage());
    assertEquals(
        TapError.NAME_IN_USE, assertThrows(TapException.class, () -> TapDevice.open("lo")).error());
  }

  @Test
  void readsNothingFromAnIdleInterface() {
    place("10.99.0.1/24");
    assertEquals(TapDevice.WOULD_BLOCK, read());
  }

  @Test
  void readsFramesOfTheNamespace() throws Exception {
    place("10.99.0.1/24");
    inside("ping", "-c1", "-W1", "10.99.0.2");
    int length = readOf(0x0806);
    assertEquals(VnetHeader.BYTES + 42, length);
    assertEquals(0, VnetHeader.read(m, buffer, length - VnetHeader.BYTES));
    assertEquals(MAC, MacAddress.read(m, buffer + VnetHeader.BYTES + 6));
  }

  @Test
  void leavesChecksumToTheReaderOnlyWhenTold() throws Exception {
    place("10.99.0.1/24");
    run(
        List.of(
            "ip",
            "-n",
            NAMESPACE,
            "neighbour",
            "add",
            "10.99.0.2",
            "lladdr",
            "00:15:5d:00:00:0b",
            "dev",
            NAME));
    var send = new String[] {"bash", "-c", "echo hello > /dev/udp/10.99.0.2/9"};
    inside(send);
    int length = readOf(0x0800);
    assertEquals(0, VnetHeader.read(m, buffer, length - VnetHeader.BYTES));
    tap.setOffload(true, true, true);
    inside(send);
    assertEquals(length, readOf(0x0800));
    assertEquals(
        Frames.offload(Frames.CSUM_PARTIAL, 34, 6, 0),
        VnetHeader.read(m, buffer, length - VnetHeader.BYTES));
  }

  @Test
  void writesFramesIntoTheNamespace() throws Exception {
    place("10.99.0.1/24");
    long frame = buffer + Memory.PAGE;
    layDown(frame, EXPERIMENT);
    assertTrue(VnetHeader.write(m, buffer, frame, EXPERIMENT.length, 0));
    int written = VnetHeader.BYTES + EXPERIMENT.length;
    assertEquals(
        written,
        tap.write(memory.nativeAddress(buffer), memory.nativeAddress(frame), EXPERIMENT.length));
    layDown(buffer + VnetHeader.BYTES, EXPERIMENT);
    assertEquals(written, tap.write(memory.nativeAddress(buffer), written));
    assertTrue(link().contains("\"rx\":{\"bytes\":120,\"packets\":2,"), link());
  }

  @Test
  void answersWhatTheKernelThinksOfAWrite() {
    layDown(buffer + VnetHeader.BYTES, EXPERIMENT);
    assertTrue(VnetHeader.write(m, buffer, buffer + VnetHeader.BYTES, EXPERIMENT.length, 0));
    long at = memory.nativeAddress(buffer);
    assertEquals(TapDevice.INTERFACE_DOWN, tap.write(at, VnetHeader.BYTES + EXPERIMENT.length));
    place();
    assertEquals(-22, tap.write(at, VnetHeader.BYTES - 1));
    tap.close();
    assertEquals(-9, tap.write(at, VnetHeader.BYTES + EXPERIMENT.length));
    assertEquals(-9, read());
  }

  @Test
  void showsOffloadsToTheStack() throws Exception {
    place();
    assertOffloads("off", "off", "off");
    tap.setOffload(true, true, false);
    assertOffloads("on", "on", "off");
    tap.setOffload(true, true, true);
    assertOffloads("on", "on", "on");
    tap.setOffload(false, true, true);
    assertOffloads("off", "off", "off");
  }

  private static void assertOffloads(String csum, String tso4, String tso6) throws Exception {
    var features = inside("ethtool", "-k", NAME);
    assertTrue(features.contains("tx-checksum-ip-generic: " + csum), features);
    assertTrue(features.contains("tx-tcp-segmentation: " + tso4), features);
    assertTrue(features.contains("tx-tcp6-segmentation: " + tso6), features);
  }

  @Test
  void plugsTheCableOutAndIn() throws Exception {
    place();
    assertTrue(link().contains("\"LOWER_UP\""), link());
    tap.setCarrier(false);
    awaitLink("\"NO-CARRIER\"");
    tap.setCarrier(true);
    awaitLink("\"LOWER_UP\"");
  }

  /** The kernel tells of a carrier a little later; every look takes a process's time. */
  private static void awaitLink(String flag) throws Exception {
    for (int i = 0; i < 500; i++) {
      if (link().contains(flag)) {
        return;
      }
    }
    throw new AssertionError("no " + flag + ": " + link());
  }

  @Test
  void givesTheInterfaceItsProperties() throws Exception {
    placement =
        network.place(
            new TapSettings(
                DEVICE,
                NAME,
                NAMESPACE,
                MAC,
                9000,
                List.of(IpCidr.parse("10.99.0.1/24"), IpCidr.parse("fd00:99::1/64")),
                500,
                32768),
            BOUND);
    var details = run(List.of("ip", "-n", NAMESPACE, "-d", "-j", "address", "show", "dev", NAME));
    for (var part :
        List.of(
            "\"address\":\"" + MAC + "\"",
            "\"mtu\":9000",
            "\"txqlen\":500",
            "\"gso_max_size\":32768",
            "\"local\":\"10.99.0.1\",\"prefixlen\":24",
            "\"local\":\"fd00:99::1\",\"prefixlen\":64")) {
      assertTrue(details.contains(part), () -> part + " in " + details);
    }
    assertFalse(details.contains("tentative"), details);
    assertEquals(
        "0\n0\n",
        inside(
            "cat",
            "/proc/sys/net/ipv6/conf/hn0/accept_dad",
            "/proc/sys/net/ipv6/conf/hn0/router_solicitations"));
    network.setMtu(placement, 1400, BOUND);
    network.setGsoMax(placement, 0, BOUND);
    var changed = run(List.of("ip", "-n", NAMESPACE, "-d", "-j", "link", "show", "dev", NAME));
    assertTrue(changed.contains("\"mtu\":1400"), changed);
    assertTrue(changed.contains("\"gso_max_size\":65536"), changed);
  }

  @Test
  void leavesThisProcessInItsOwnNamespace() {
    place("fd00:99::1/64");
    assertFalse(Files.exists(Path.of("/proc/sys/net/ipv6/conf", NAME)));
    assertTrue(Files.exists(Path.of("/proc/sys/net/ipv6/conf/lo")));
  }

  @Test
  void sparesNamespaceThatWasThereBefore() throws Exception {
    assertEquals("", run(List.of("ip", "netns", "add", NAMESPACE)));
    try {
      place();
      tap.close();
      network.remove(placement, BOUND);
      assertTrue(NetworkNamespace.SYSTEM.exists(NAMESPACE));
      assertEquals("", run(List.of("ip", "-n", NAMESPACE, "link", "show", "type", "tun")));
    } finally {
      run(List.of("ip", "netns", "delete", NAMESPACE));
    }
  }

  @Test
  void takesNamespaceBackWhenAnAddressIsRefused() {
    var twice = List.of(IpCidr.parse("10.99.0.1/24"), IpCidr.parse("10.99.0.1/24"));
    var e =
        assertThrows(
            TapCommandException.class,
            () -> network.place(new TapSettings(DEVICE, NAME, NAMESPACE, MAC, 1500, twice), BOUND));
    assertEquals(TapError.NAME_IN_USE, e.error());
    assertFalse(NetworkNamespace.SYSTEM.exists(NAMESPACE));
  }

  @Test
  void noticesThatItsNamespaceWasTakenAway() throws Exception {
    place();
    assertEquals("", run(List.of("ip", "netns", "delete", NAMESPACE)));
    await(() -> read() == TapDevice.GONE);
  }

  /** The kernel takes a namespace down in its own time. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not in time");
      Thread.yield();
    }
  }

  @Test
  void removesWhatACrashedProcessLeft() {
    var self = ProcessIdentity.current(ProcessIdentity.PROC);
    var crashed = new ProcessIdentity(self.boot(), self.pid(), self.startTime() + 1);
    var old =
        new TapJournal(
            directory.resolve("journal"), ProcessIdentity.PROC, NetworkNamespace.SYSTEM, crashed);
    new TapNetwork(old)
        .place(new TapSettings(DEVICE, NAME, NAMESPACE, MAC, 1500, List.of()), BOUND);
    assertEquals(List.of(NAMESPACE), network.recover(BOUND).removed());
  }

  @Test
  void tellsItsEventLoopAboutFrames() throws Exception {
    place("10.99.0.1/24");
    var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      var arrived = new Semaphore(0);
      var handle =
          TapIoHandle.register(
                  group.next(),
                  tap.fd(),
                  () -> {
                    if (readOf(0x0806) > 0) {
                      arrived.release();
                    }
                  })
              .syncUninterruptibly()
              .getNow();
      inside("ping", "-c1", "-W1", "10.99.0.2");
      assertTrue(arrived.tryAcquire(20, TimeUnit.SECONDS));
      assertTrue(handle.deregister().await(20, TimeUnit.SECONDS));
    } finally {
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void closesTwiceWithoutHarm() {
    assertNotEquals(-1, tap.fd());
    tap.close();
    tap.close();
    assertEquals(-1, tap.fd());
  }
}
