package io.hnswitch.endpoint.tap;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of {@code ip}, and what comes of its answers; a script stands in for it. */
class TapNetworkTest {

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final MacAddress MAC = MacAddress.parse("00:15:5d:00:00:0a");

  @TempDir private Path directory;

  private static List<IpCidr> addresses(String... texts) {
    return Stream.of(texts).map(IpCidr::parse).toList();
  }

  private static TapSettings settings(String device, String namespace, String... addresses) {
    return new TapSettings(device, "hn0", namespace, MAC, 1500, addresses(addresses));
  }

  /** An {@code ip} that notes what it is told and then runs the lines given here. */
  private TapNetwork network(String... then) throws IOException {
    var script = directory.resolve("ip");
    Files.writeString(
        script,
        "#!/bin/sh\necho \"$*\" >> %s\ncase $* in *-batch*) cat;; esac\n%s\n"
            .formatted(notes(), String.join("\n", then)));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return networkWith(script);
  }

  private TapNetwork networkWith(Path ip) throws IOException {
    Files.createDirectories(netns());
    return new TapNetwork(new IpCommand(ip), new NetworkNamespace(netns()), journal());
  }

  private TapJournal journal() {
    return new TapJournal(
        directory.resolve("journal"),
        ProcessIdentity.PROC,
        new NetworkNamespace(netns()),
        ProcessIdentity.current(ProcessIdentity.PROC));
  }

  private Path netns() {
    return directory.resolve("netns");
  }

  private Path notes() {
    return directory.resolve("notes");
  }

  /** The part of {@code ip netns add|delete} that others see. */
  private String namespaces() {
    return "case \"$1 $2\" in 'netns add') : > %1$s/$3;; 'netns delete') rm %1$s/$3;; esac"
        .formatted(netns());
  }

  @Test
  void movesAndRenamesInOneStep() {
    assertEquals(
        List.of("link", "set", "dev", "hnt7", "netns", "blue", "name", "hn0"),
        IpArguments.move(settings("hnt7", "blue")));
  }

  @Test
  void configuresInOneBatch() {
    var settings =
        new TapSettings(
            "hnt7", "hn0", "blue", MAC, 9000, addresses("10.0.0.1/24", "fd00::1/64"), 500, 32768);
    assertEquals(
        List.of(
            "link set dev lo up",
            "link set dev hn0 address 00:15:5d:00:00:0a mtu 9000 txqueuelen 500",
            "link set dev hn0 gso_max_size 32768",
            "address add 10.0.0.1/24 dev hn0",
            "address add fd00:0:0:0:0:0:0:1/64 dev hn0 nodad",
            "link set dev hn0 up"),
        IpArguments.configure(settings, true));
  }

  @Test
  void keepsInterfaceWithoutIpv6FromMakingItselfAnAddress() {
    assertEquals(
        List.of(
            "link set dev hn0 address 00:15:5d:00:00:0a mtu 1500 txqueuelen 1000",
            "link set dev hn0 addrgenmode none",
            "address add 10.0.0.1/24 dev hn0",
            "link set dev hn0 up"),
        IpArguments.configure(settings("hnt7", "blue", "10.0.0.1/24"), false));
  }

  @Test
  void restoresTheKernelsSuperFrameSize() {
    assertEquals("link set dev hn0 gso_max_size 65536", IpArguments.gsoMax("hn0", 0));
  }

  @Test
  void makesNamespaceOnceAndRemovesItWithItsLastInterface() throws IOException {
    var network = network(namespaces());
    var first = network.place(settings("hnt1", "blue"), BOUND);
    var second = network.place(new TapSettings("hnt2", "hn1", "blue", MAC, 1500, List.of()), BOUND);
    assertEquals(1, journal().entries().size());
    network.remove(first, BOUND);
    assertTrue(Files.exists(netns().resolve("blue")));
    network.remove(second, BOUND);
    assertFalse(Files.exists(netns().resolve("blue")));
    assertEquals(List.of(), journal().entries());
    assertEquals(
        List.of(
            "netns add blue",
            "link set dev hnt1 netns blue name hn0",
            "-n blue -batch -",
            "link set dev hnt2 netns blue name hn1",
            "-n blue -batch -",
            "netns delete blue"),
        Files.readAllLines(notes()));
  }

  @Test
  void leavesNamespaceThatWasThereBefore() throws IOException {
    var network = network(namespaces());
    Files.createFile(netns().resolve("blue"));
    network.remove(network.place(settings("hnt1", "blue"), BOUND), BOUND);
    assertTrue(Files.exists(netns().resolve("blue")));
    assertEquals(
        List.of("link set dev hnt1 netns blue name hn0", "-n blue -batch -"),
        Files.readAllLines(notes()));
  }

  @Test
  void staysInPlaceWithoutNamespace() throws IOException {
    network().place(settings("hnt1", ""), BOUND);
    assertEquals(List.of("link set dev hnt1 name hn0", "-batch -"), Files.readAllLines(notes()));
  }

  @Test
  void takesNamespaceBackWhenTheInterfaceIsRefused() throws IOException {
    var network = network(namespaces(), "case $1 in link) echo 'File exists' >&2; exit 2;; esac");
    var e =
        assertThrows(
            TapCommandException.class, () -> network.place(settings("hnt1", "blue"), BOUND));
    assertEquals(TapError.NAME_IN_USE, e.error());
    assertEquals(2, e.exitCode());
    assertEquals("File exists", e.stderr());
    assertEquals(
        directory.resolve("ip") + " link set dev hnt1 netns blue name hn0", e.commandLine());
    assertFalse(Files.exists(netns().resolve("blue")));
    assertEquals(List.of(), journal().entries());
  }

  @Test
  void forgetsNamespaceThatIpRefusedToMake() throws IOException {
    var network = network("echo 'mount failed: Operation not permitted' >&2; exit 1");
    var e = assertThrows(TapException.class, () -> network.place(settings("a", "blue"), BOUND));
    assertEquals(TapError.NOT_PERMITTED, e.error());
    assertEquals(List.of(), journal().entries());
  }

  @Test
  void showsBatchOfACommandThatFailed() throws IOException {
    var network = network("exit 1");
    var placement = new TapPlacement("hn0", "blue");
    var e = assertThrows(TapCommandException.class, () -> network.setMtu(placement, 1400, BOUND));
    assertEquals(TapError.COMMAND_FAILED, e.error());
    assertTrue(
        e.commandLine().endsWith("ip -n blue -batch - << [link set dev hn0 mtu 1400]"),
        e.commandLine());
  }

  @Test
  void killsCommandThatDoesNotEnd() throws IOException {
    var network = network("exec sleep 600");
    var placement = new TapPlacement("hn0", "");
    var e =
        assertThrows(
            TapCommandException.class,
            () -> network.setGsoMax(placement, 1000, Duration.ofMillis(50)));
    assertEquals(TapError.TIMED_OUT, e.error());
    assertEquals(TapCommandException.NO_EXIT_CODE, e.exitCode());
  }

  @Test
  void namesThePackageWhenIpIsMissing() throws IOException {
    var network = networkWith(directory.resolve("nowhere/ip"));
    var e = assertThrows(TapException.class, () -> network.place(settings("a", "blue"), BOUND));
    assertEquals(TapError.COMMAND_MISSING, e.error());
    assertTrue(e.getMessage().contains("iproute2"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Hn0",
        "0hn",
        "-hn0",
        "hn 0",
        "hn0;ls",
        "hn%d",
        "hn/0",
        "..",
        "hn.1",
        "hn0\n",
        "all",
        "default",
        "sixteen-letters0"
      })
  void refusesInterfaceNames(String name) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TapSettings("hnt1", name, "", MAC, 1500, List.of()));
    assertThrows(IllegalArgumentException.class, () -> TapDevice.open(name));
  }

  @Test
  void takesLongestInterfaceName() {
    assertTrue(TapNames.isInterface("fifteen-letters"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Blue", "../blue", "/etc", "-all", "blue 2", "b.l"})
  void refusesNamespaceNames(String name) {
    assertThrows(IllegalArgumentException.class, () -> settings("hnt1", name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.1",
        "10.0.0.1/",
        "10.0.0.1/33",
        "10.0.0.1/0",
        "10.0.0.1/-1",
        "10.0.0.1/+8",
        "10.0.0/24",
        "10.0.0.256/24",
        "0.0.0.0/8",
        "224.0.0.1/24",
        "fd00::1/129",
        "fd00::1::2/64",
        "fe80::1%lo/64",
        "::ffff:10.0.0.1/96",
        "ff02::1/64",
        "localhost/8",
        "10.0.0.1/24 dev lo"
      })
  void refusesAddresses(String text) {
    assertThrows(IllegalArgumentException.class, () -> IpCidr.parse(text));
  }

  @Test
  void refusesSettingsOutOfRange() {
    var v6 = addresses("fd00::1/64");
    var group = MacAddress.parse("01:00:5e:00:00:01");
    assertDoesNotThrow(() -> new TapSettings("a", "b", "", MAC, 68, List.of(), 1, 65536));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TapSettings("a", "b", "", MAC, 67, List.of(), 1, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new TapSettings("a", "b", "", MAC, 1279, v6, 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TapSettings("a", "b", "", MAC, 65522, List.of(), 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TapSettings("a", "b", "", MAC, 1500, List.of(), 0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TapSettings("a", "b", "", MAC, 1500, List.of(), 1, 65537));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TapSettings("a", "b", "", group, 1500, List.of(), 1, 0));
  }
}
