package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong is said once, in words that help, and leaves nothing behind. */
class ErrorsIT {

  private static final int NOBODY = 65_534;
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final Place place = Place.make();
  private final NetnsLab lab = NetnsLab.fresh();
  private final Cli cli = new Cli(place);
  private List<String> interfacesBefore;

  @BeforeEach
  void look() {
    Checkout.requireEverything();
    interfacesBefore = interfaces();
  }

  @AfterEach
  void nothingIsLeft() {
    try (var files = place;
        var names = lab) {
      assertEquals(List.of(), files.leftovers());
      assertTrue(!names.blue().exists() && !names.green().exists(), "namespaces are left");
      Eventually.look(BOUND, ErrorsIT::interfaces, interfacesBefore::containsAll);
    }
  }

  /**
   * All TAPs are made in this namespace first, under names that begin so. Those that others make
   * now are on their way into their own.
   */
  private static List<String> interfaces() {
    try (var all = Files.list(Path.of("/sys/class/net"))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("hn"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Finished run(List<String> wrapper, String yaml) {
    var file = place.write("lab.yaml", yaml);
    return cli.run(wrapper, "run", "--listen", "127.0.0.1:0", file.toString());
  }

  /** Lines on standard error that are no log lines. */
  private static List<String> messages(Finished said) {
    return said.err().lines().filter(line -> !line.matches("[0-9-]+T[0-9:.]+Z .*")).toList();
  }

  private static void assertSays(Finished said, String... words) {
    var message = String.join("\n", messages(said));
    for (var word : words) {
      assertTrue(message.contains(word), () -> "not said: " + word + "\n" + said);
    }
    assertTrue(!said.err().contains("\tat "), () -> "a stack trace is for nobody\n" + said);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unknown key     | vfs: 4             | vsf: 4                   | 8:25  | "vsf" | did you mean "vfs"?
          wrong unit      | offer-delay: 10ms  | offer-delay: 10          | 8:46  | 10    | did you mean "10s"?
          missing adapter | adapter: pf0       | adapter: pf9             | 12:22 | "pf9" | did you mean "pf0"?
          same MAC twice  | hn0: { endpoint    | hn0: { mac: "00:15:5d:00:00:0a", endpoint | 20:21 | 00:15:5d:00:00:0a | line 17
          """)
  void pointsIntoTheFile(
      String what, String good, String bad, String place, String word, String help) {
    assertTrue(lab.yaml().contains(good), what);
    var said = run(List.of(), lab.yaml().replace(good, bad)).exits(3);
    assertEquals(1, said.err().lines().count(), said::toString);
    assertSays(said, "lab.yaml:" + place + ": ", word, help);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--reuid=65534 --regid=65534 --clear-groups",
        "--bounding-set=-net_admin --inh-caps=-net_admin"
      })
  void saysWhichRightIsMissingForATap(String without) throws IOException {
    openForNobody(place.root());
    var wrapper = new ArrayList<>(List.of("setpriv"));
    wrapper.addAll(List.of(without.split(" ")));
    var said = run(wrapper, lab.yaml());
    assertSays(said.exits(1), "blue:hn0", "CAP_NET_ADMIN");
  }

  private static void openForNobody(Path root) throws IOException {
    try (var tree = Files.walk(root)) {
      for (var path : tree.toList()) {
        Files.setAttribute(path, "unix:uid", NOBODY);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  @Test
  void putsBackWhatWasMadeWhenAnInterfaceNameIsInUse() {
    lab.green().make();
    try {
      lab.green().run("ip", "tuntap", "add", "dev", lab.greenTap(), "mode", "tap").succeeds();
      var said = run(List.of(), lab.yaml()).exits(1);
      assertSays(said, "green:hn0", lab.greenTap() + " is in use", lab.green().name());
      assertTrue(!lab.blue().exists(), "blue was made before green and is left");
      assertTrue(lab.green().exists(), "it was not the node's to remove");
      lab.green().run("ip", "link", "show", "dev", lab.greenTap()).succeeds();
    } finally {
      lab.green().remove();
    }
  }

  @Test
  void pointsToAnInterfaceThatIsNotThere() {
    var none = "packet: { interface: hnx-none }";
    pointsTo(
        NetnsLab.yaml("a: { nics: { hn0: { endpoint: { " + none + " } } } }"), "endpoint a:hn0");
    pointsTo(
        NetnsLab.yaml("a: { nics: { hn0: {} } }")
            + "  links: { out: { endpoints: [pf0], "
            + none
            + " } }",
        "link out");
  }

  private void pointsTo(String yaml, String device) {
    var before = yaml.substring(0, yaml.indexOf("hnx-none"));
    var place = before.lines().count() + ":" + (before.length() - before.lastIndexOf('\n'));
    var said = run(List.of(), yaml).exits(1);
    assertSays(said, "lab.yaml:" + place + ": cannot start " + device + ": no interface hnx-none");
  }

  @Test
  void namesThePackageWhenIpIsMissing() {
    var hidden = List.of("unshare", "--mount", "--", "sh", "-c", HIDE_IP, "hide-ip");
    assertSays(run(hidden, lab.yaml()).exits(1), "blue:hn0", "iproute2");
  }

  /** Covers every ip command with something that cannot be run, for one process. */
  private static final String HIDE_IP =
      "for ip in $(which -a ip | xargs -n1 readlink -f | sort -u)"
          + " /usr/sbin/ip; do mount --bind /dev/null $ip || exit 77; done; exec \"$@\"";

  @Test
  void saysWhatIsWrongWithAnOrder() {
    try (var node = NodeProcess.start(place, lab.yaml())) {
      var unknown = cli.run("nic", "down", "blu:hn0").exits(4);
      assertSays(unknown, "blu:hn0", "did you mean \"blue:hn0\"?");
      cli.run("vf", "attach", "blue:hn0", "--wait").succeeds();
      assertSays(cli.run("vf", "attach", "blue:hn0").exits(5), "has a VF already", "pf0/vf0");
      for (var order :
          List.of(
              new String[] {"nic", "set", "pf0/vf0", "mtu=9000"},
              new String[] {"nic", "down", "pf0/vf0"},
              new String[] {"vf", "detach", "pf0/vf0"})) {
        assertSays(cli.run(order).exits(5), "pf0/vf0", "vf-managed-by-nic");
      }
      assertSays(cli.run("nic", "set", "blue:hn0", "mtu=99999").exits(3), "mtu");
      assertSays(cli.run("nic", "set", "blue:hn0", "offloads=+tso5").exits(3), "tso5");
      assertSays(cli.run("nic", "set", "blue:hn0").exits(2), "KEY=VALUE");

      var taken = cli.run("run", "--listen", "127.0.0.1:" + node.port(), DEMO).exits(1);
      assertSays(taken, "cannot listen on port " + node.port(), "--listen");
      assertEquals(1, messages(taken).stream().filter(l -> l.contains("cannot")).count());
      node.stop();
    }
    assertSays(cli.run("get", "nics").exits(7), "hnswitch run");
  }

  private static final String DEMO = Checkout.ROOT.resolve("conf/demo.yaml").toString();
}
