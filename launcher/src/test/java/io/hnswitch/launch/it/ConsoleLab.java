package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.browser.Browser;
import io.hnswitch.testing.GroupFrames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A node with a lab, and a browser that looks at it, for all tests of a class: each begins with the
 * console open and fails when the browser complains.
 */
final class ConsoleLab implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private static final long HOST = 0x00155d00000dL;

  /** The demo lab, with a title that would be markup, of any length and direction. */
  static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: demo, title: "<b>VFs</b> come and go \\u202e\\u05d0\\u05d1 %s" }
      spec:
        tunables:
          hw.hn.vf_transparent: 1
        switches:
          sw0: {}
        adapters:
          pf0: { switch: sw0, vfs: 4 }
        defaults:
          nic: { switch: sw0 }
        guests:
          a:
            nics:
              hn0:
                endpoint: { host: { ip: [10.0.0.1/24, "fd00::1/64"] } }
                vf: { adapter: pf0, attach: true }
          b:
            nics:
              hn0:
                endpoint: { host: { ip: [10.0.0.2/24, "fd00::2/64"] } }
                vf: { adapter: pf0, attach: false }
          c:
            nics:
              hn0:
                endpoint: { host: { ip: [10.0.0.3/24, "fd00::3/64"] } }
        links:
          c-up: { endpoints: ["c:hn0", sw0], impair: { both: { limit: 2000 } } }
        flows:
          a-b: { from: "a:hn0", to: "b:hn0", rate: 500pps, size: 512 }
          c-a: { from: "c:hn0", to: "a:hn0", rate: 250pps, size: 64, echo: false }
      """
          .formatted("w".repeat(60));

  /** The same with something in the tables that are empty there: groups, a mirror. */
  private static final String FULL =
      LAB.replace(
              "sw0: {}",
              """
              sw0:
                multicast: { querier: true }
                mirrors: { ids: { source: ["a:hn0", "b:hn0"], to: "c:hn0", filter: arp or icmp } }
              """
                  .indent(4)
                  .strip())
          .replace(
              "  links:\n",
              """
                  d:
                    nics:
                      hn0: { endpoint: { pcap: { file: joins.pcap, rate: 4pps, loop: 100000 } } }
                links:
              """);

  final Place place;
  final Browser browser = new Browser();
  NodeProcess node;

  private ConsoleLab(NodeProcess node, Place place) {
    this.node = node;
    this.place = place;
  }

  /** Starts a node with {@link #LAB}. */
  static ConsoleLab start() {
    Checkout.requireEverything();
    var place = Place.make();
    return new ConsoleLab(NodeProcess.start(place, LAB), place);
  }

  /** Starts a node whose lab has something in every table. */
  static ConsoleLab full() {
    Checkout.requireEverything();
    var place = Place.make();
    var lab = place.write("lab.yaml", FULL);
    writeJoins(place.root().resolve("joins.pcap"));
    return new ConsoleLab(
        NodeProcess.start(
            place,
            Checkout.hnswitch(place.temporary()),
            "--pcap-dir",
            place.root().toString(),
            lab.toString()),
        place);
  }

  /** A capture file of a host that asks for two groups. */
  private static void writeJoins(Path path) {
    var frames =
        List.of(GroupFrames.v2Report(HOST, "239.1.2.3"), GroupFrames.mldReport(HOST, "ff0e::42"));
    var file = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
    file.putInt(65535).putInt(1);
    for (var frame : frames) {
      file.putLong(0).putInt(frame.length).putInt(frame.length).put(frame);
    }
    try {
      Files.write(path, Arrays.copyOf(file.array(), file.position()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the console as whoever has a token. */
  void open(String token) {
    browser.become("light", 1400, 1000);
    browser.open(node.url() + "/?token=" + token);
    browser.until("#freshness", "live");
  }

  /** Goes to a screen and waits for its heading. */
  void go(String screen, String heading) {
    browser.run("location.hash = arguments[0]", "#/" + screen);
    browser.until("h1", heading);
  }

  /** Runs a command line of {@code hnswitch} against the node. */
  Finished hnswitch(String... arguments) {
    var command = Running.with(Checkout.hnswitch(place.temporary()), arguments);
    return run(command);
  }

  /** Runs a command that finds the node as people do. */
  Finished run(List<String> command) {
    var environment = new HashMap<>(place.environment());
    environment.put("HNSWITCH_URL", node.url());
    environment.put("HNSWITCH_TOKEN", node.token());
    try (var running = Running.start(place.root(), environment, command)) {
      return running.finish(Duration.ofSeconds(30));
    }
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    open(node.token());
  }

  @Override
  public void afterEach(ExtensionContext test) {
    assertEquals(List.of(), browser.complaints());
    browser.forget();
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    browser.close();
    node.close();
    place.close();
  }
}
