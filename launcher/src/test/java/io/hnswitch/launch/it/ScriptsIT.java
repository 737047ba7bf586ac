package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients that ship, and the same script with each of them, against a node of its own. */
class ScriptsIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Path CLIENTS =
      Checkout.ROOT.resolve("web-console/src/main/resources/webroot/clients");
  private static final Path SCRIPTS = Checkout.ROOT.resolve("docs/scripts");
  private static final Path WATCHERS = Checkout.ROOT.resolve("launcher/src/test/resources");
  private static final Path TLS = Checkout.ROOT.resolve("web-console/src/test/resources/tls");
  private static final String CA = TLS.resolve("ec.pem").toString();
  private static final String LAB = SCRIPTS.resolve("lab.yaml").toString();
  private static final String EVENTS = "hnswitch.v1.evt.sysctl";
  private static final int CHANGES = 60;
  private static final int CHANGES_BETWEEN_CUTS = 7;

  private final Place place = Place.make();
  private NodeProcess node;

  @BeforeEach
  void look() {
    Checkout.requireEverything();
  }

  private void start(String... more) {
    var arguments = Running.with(List.of(LAB, "--tcp-listen", "127.0.0.1:0"), more);
    node =
        NodeProcess.start(
            place, Checkout.hnswitch(place.temporary()), arguments.toArray(String[]::new));
  }

  /** As a script meets it that is not on the same machine. */
  private void startWithTls() {
    start("--tls-cert", CA, "--tls-key", TLS.resolve("ec.key.pem").toString());
  }

  @AfterEach
  void stop() {
    node.close();
    place.close();
  }

  @Test
  void switchesOverByPython() {
    startWithTls();
    var tcp = tcpPort();
    var said = run(python("switch_over.py", "127.0.0.1", tcp, node.token(), LAB)).succeeds();
    assertTrue(said.out().startsWith("lost 0 of "), said::toString);
  }

  @Test
  void switchesOverByJavaScript() {
    startWithTls();
    var script = SCRIPTS.resolve("switch_over.mjs").toString();
    var said = run(javaScript(script, node.url(), node.token(), LAB)).succeeds();
    assertTrue(said.out().startsWith("lost 0 of "), said::toString);
  }

  @Test
  void switchesOverByShell() {
    startWithTls();
    var script = SCRIPTS.resolve("switch_over.sh").toString();
    var said = run(List.of("sh", script, node.url(), node.token(), LAB)).succeeds();
    assertTrue(said.out().startsWith("lost 0"), said::toString);
  }

  @Test
  void losesNoEventByPythonWhenConnectionsAreCut() {
    start();
    try (var proxy = new CuttingProxy(Integer.parseInt(tcpPort()))) {
      var watcher = WATCHERS.resolve("watch.py").toString();
      watch(
          proxy,
          List.of(
              "python3",
              watcher,
              CLIENTS.toString(),
              "127.0.0.1",
              Integer.toString(proxy.port()),
              node.token(),
              EVENTS,
              Integer.toString(CHANGES)));
    }
  }

  @Test
  void losesNoEventByJavaScriptWhenConnectionsAreCut() {
    start();
    try (var proxy = new CuttingProxy(Integer.parseInt(node.port()))) {
      watch(
          proxy,
          javaScript(
              WATCHERS.resolve("watch.mjs").toString(),
              CLIENTS.resolve("hnswitch.js").toString(),
              "http://127.0.0.1:" + proxy.port(),
              node.token(),
              EVENTS,
              Integer.toString(CHANGES)));
    }
  }

  /** What the watcher prints is what the node says happened: in order, none lost, none twice. */
  private void watch(CuttingProxy proxy, List<String> command) {
    var rest = node.rest();
    try (var watcher = Running.start(place.root(), environment(), command)) {
      watcher.awaitOut(BOUND, "ready"::equals);
      int cuts = 0;
      for (int i = 0; i < CHANGES; i++) {
        // Each change is another value than the one before, so each is an event.
        rest.put("/sysctls/hw.hn.vf_xpnt_attwait", new JsonObject().put("value", 3 + i % 2));
        if (i % CHANGES_BETWEEN_CUTS == 0) {
          cuts += proxy.cut();
        }
      }
      var seen = watcher.finish(BOUND).succeeds().out();
      var happened = new ArrayList<String>();
      happened.add("ready");
      for (var event : rest.get("/events/since?limit=1000").getJsonArray("events")) {
        var json = (JsonObject) event;
        if (json.getString("type").startsWith("hnswitch.sysctl.")) {
          happened.add("event " + json.getString("sequence"));
        }
      }
      assertEquals(CHANGES + 1, happened.size());
      assertEquals(String.join("\n", happened), seen);
      assertTrue(cuts > 0, "no connection was cut");
    }
  }

  private String tcpPort() {
    var tcp = node.self().getString("tcp");
    return tcp.substring(tcp.lastIndexOf(':') + 1);
  }

  private List<String> python(String script, String... arguments) {
    return Running.with(List.of("python3", SCRIPTS.resolve(script).toString()), arguments);
  }

  /** Before version 22, Node has its WebSocket behind a flag, and takes a .js for no module. */
  private static List<String> javaScript(String... arguments) {
    var version = Running.run(BOUND, "node", "--version").succeeds().out().strip();
    int major = Integer.parseInt(version.substring(1, version.indexOf('.')));
    var flags =
        major >= 22
            ? List.of("node")
            : List.of("node", "--experimental-websocket", "--experimental-default-type=module");
    return Running.with(flags, arguments);
  }

  private Map<String, String> environment() {
    return Map.of(
        "HNSWITCH_CLIENTS",
        CLIENTS.toString(),
        "HNSWITCH_CLIENT",
        CLIENTS.resolve("hnswitch.js").toString(),
        "HNSWITCH_CA",
        CA,
        "NODE_EXTRA_CA_CERTS",
        CA,
        "PYTHONDONTWRITEBYTECODE",
        "1");
  }

  private Finished run(List<String> command) {
    try (var running = Running.start(place.root(), environment(), command)) {
      return running.finish(BOUND);
    }
  }
}
