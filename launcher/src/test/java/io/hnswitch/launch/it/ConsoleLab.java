package io.hnswitch.launch.it;

import io.hnswitch.browser.Browser;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;

/** A node with a lab, and a browser that looks at it. */
final class ConsoleLab implements AutoCloseable {

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

  final Place place = Place.make();
  final Browser browser = new Browser();
  NodeProcess node;

  ConsoleLab() {
    Checkout.requireEverything();
    node = NodeProcess.start(place, LAB);
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
  public void close() {
    browser.close();
    node.close();
    place.close();
  }
}
