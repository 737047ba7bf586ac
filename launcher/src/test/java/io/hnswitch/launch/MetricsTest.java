package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.console.metrics.Metric;
import io.hnswitch.testing.OpenMetricsText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node with real devices shows to Prometheus. */
class MetricsTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: measured }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sw0: {} }
        adapters: { pf0: { switch: sw0, offer-delay: 10ms } }
        links: { up: { endpoints: ["c:hn0", sw0], impair: { both: { limit: 10, loss: 1% } } } }
        defaults: { nic: { switch: sw0, vf: { adapter: pf0, attach: false } } }
        guests:
          a: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.2/24 } } } } }
          c: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.3/24 } } } } }
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<String> NICS = List.of("a:hn0", "b:hn0", "c:hn0");

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.start(folder, LAB);
  }

  @AfterEach
  void stop() {
    node.close();
    http.close();
  }

  private String run(String... arguments) {
    assertEquals(0, node.run(arguments), node::err);
    return node.out();
  }

  private OpenMetricsText scrape() throws IOException, InterruptedException {
    return scrape(node.token());
  }

  private OpenMetricsText scrape(String token) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(node.url() + "/metrics"))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/openmetrics-text;version=1.0.0")
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    return OpenMetricsText.parse(answer.body());
  }

  /** Sends datagrams from a to b, and waits until they are there. */
  private void send(int datagrams) {
    var flow =
        new JsonObject(
            run(
                "flow",
                "start",
                "--from",
                "a:hn0",
                "--to",
                "b:hn0",
                "--rate",
                "5000pps",
                "--count",
                String.valueOf(datagrams),
                "-o",
                "json"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (new JsonObject(run("get", "flow", flow.getString("id"), "-o", "json"))
            .getLong("received")
        < datagrams) {
      assertTrue(System.nanoTime() < end, "the flow does not arrive");
    }
  }

  /** The lab with something that looks on, and a way out. */
  private void watched() throws IOException {
    int port;
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var tunnel = "vxlan: { local: \"127.0.0.1:" + port + "\", remote: 127.0.0.2, vni: 1 }";
    var lab =
        LAB.replace(
                "sw0: {} }",
                "sw0: { mirrors: { m1: { source: \"a:hn0\", to: \"c:hn0\", filter: udp },"
                    + " m2: { source: \"a:hn0\", to: \"c:hn0\", filter: tcp } } }, away: {} }")
            .replace("adapters: {", "adapters: { out: { switch: away },")
            .replace("links: {", "links: { tunnel: { endpoints: [out], " + tunnel + " },")
            .replace("guests:", "captures: { c1: { at: \"b:hn0\", filter: udp } }\n  guests:");
    run("apply", Files.writeString(folder.resolve("watched.yaml"), lab).toString());
  }

  @Test
  void countsWhatLooksOnAndWhatLeadsOut() throws Exception {
    watched();
    send(50);
    var text = scrape();
    var capture = new JsonArray(run("capture", "list", "-o", "json")).getJsonObject(0);
    long kept = capture.getLong("next");
    assertTrue(kept >= 50, capture::encodePrettily);
    assertEquals(kept, captured(text, "kept"));
    assertEquals(capture.getLong("seen") - kept, captured(text, "skipped"));
    assertEquals(0, captured(text, "overwritten"));
    assertTrue(text.value("hnswitch_capture_bytes_total", Map.of("capture", "c1")) >= 50 * 42);
    var mirror =
        new JsonObject(run("get", "switch", "sw0", "-o", "json"))
            .getJsonArray("mirrors")
            .getJsonObject(0);
    assertTrue(mirror.getLong("frames") >= 50, mirror::encodePrettily);
    assertEquals(
        mirror.getLong("frames").doubleValue(),
        text.value(
            "hnswitch_mirror_frames_total",
            Map.of("switch", "sw0", "mirror", "m1", "result", "copied")));
    assertTrue(
        text.value(
                "hnswitch_mirror_frames_total",
                Map.of("switch", "sw0", "mirror", "m2", "result", "skipped"))
            >= 50);
    assertEquals(
        mirror.getLong("bytes").doubleValue(),
        text.value("hnswitch_mirror_bytes_total", Map.of("switch", "sw0", "mirror", "m1")));
    var endpoint = new JsonArray(run("get", "endpoints", "-o", "json")).getJsonObject(0);
    for (var counter : endpoint.getJsonObject("counters")) {
      var labels = Map.of("nic", "a:hn0", "kind", "host", "counter", counter.getKey());
      assertEquals(
          ((Number) counter.getValue()).doubleValue(),
          text.value("hnswitch_endpoint_counter_total", labels),
          counter.getKey());
    }
    assertEquals(1, text.value("hnswitch_link_up", Map.of("link", "tunnel")));
    for (var direction : List.of("forward", "reverse")) {
      var labels = Map.of("link", "tunnel", "direction", direction);
      assertEquals(0, text.value("hnswitch_link_frames_total", labels));
      assertEquals(0, text.value("hnswitch_link_bytes_total", labels));
    }
    assertEquals(
        0,
        text.value(
            "hnswitch_link_counter_total", Map.of("link", "tunnel", "counter", "too-short")));
  }

  private static double captured(OpenMetricsText text, String result) {
    return text.value("hnswitch_capture_frames_total", Map.of("capture", "c1", "result", result));
  }

  @Test
  void showsEveryMetricWithItsLabels() throws Exception {
    watched();
    var text = scrape();
    for (var metric : Metric.values()) {
      var family = text.family(metric.family());
      assertTrue(family.isPresent(), metric.family());
      assertEquals(metric.unit(), family.get().unit(), metric.family());
      assertEquals(metric.help(), family.get().help());
      for (var sample : text.samples(metric.sample())) {
        var labels = new TreeSet<>(sample.labels().keySet());
        labels.remove("le");
        assertEquals(new TreeSet<>(metric.labels()), labels, metric.sample());
      }
      assertTrue(!text.samples(metric.sample()).isEmpty(), metric.sample());
    }
    for (var name :
        List.of(
            "vertx_eventbus_discarded_total",
            "vertx_eventbus_pending",
            "vertx_eventbus_reply_failures_total",
            "vertx_pool_queue_pending",
            "jvm_memory_used_bytes",
            "jvm_gc_pause_seconds_max",
            "process_cpu_usage")) {
      assertTrue(
          !text.samples(name).isEmpty() || name.startsWith("jvm_gc"), () -> name + " is missing");
    }
    text.families().stream()
        .filter(family -> family.name().startsWith("vertx_"))
        .flatMap(family -> family.samples().stream())
        .forEach(sample -> assertTrue(!sample.labels().containsKey("address"), sample.name()));
  }

  @Test
  void countsWhatTheBooksSayWhenTheLabIsAtRest() throws Exception {
    send(50);
    run("vf", "attach", "a:hn0", "--wait");
    send(70);
    run("vf", "detach", "a:hn0", "--wait");
    var text = scrape();
    var ledger = new JsonObject(run("get", "ledger", "-o", "json"));
    double dropped =
        text.samples("hnswitch_frames_dropped_total").stream()
            .mapToDouble(one -> one.value())
            .sum();
    assertEquals((double) ledger.getLong("droppedTotal"), dropped);
    assertEquals(
        ledger.getJsonObject("dropped").getLong("bus-discarded", 0L).doubleValue(),
        text.value("hnswitch_bus_discarded_total", Map.of()));
    long vf = 0;
    for (var nic : NICS) {
      var counters = new JsonObject(run("get", "nic", nic, "-o", "json")).getJsonObject("counters");
      same(text, nic, "rx", "opackets", "obytes", counters);
      same(text, nic, "tx", "ipackets", "ibytes", counters);
      vf += counters.getLong("opackets-vf");
      assertEquals(1, text.value("hnswitch_nic_path", Map.of("nic", nic, "path", "synthetic")));
      assertEquals(1, text.value("hnswitch_pair_state", Map.of("nic", nic, "state", "synthetic")));
    }
    assertTrue(vf >= 70, "no frame went by the VF: " + vf);
    var attach = Map.of("nic", "a:hn0", "cause", "attach", "result", "done");
    assertEquals(1, text.value("hnswitch_switchover_total", attach));
    assertEquals(2, text.value("hnswitch_switchover_duration_seconds_count", Map.of()));
    var entries =
        new JsonArray(run("get", "switches", "-o", "json")).getJsonObject(0).getJsonArray("fdb");
    assertEquals(entries.size(), text.value("hnswitch_fdb_entries", Map.of("switch", "sw0")));
  }

  private static void same(
      OpenMetricsText text,
      String nic,
      String direction,
      String frames,
      String bytes,
      JsonObject counters) {
    for (var path : List.of("synthetic", "vf")) {
      var labels = Map.of("switch", "sw0", "port", nic, "direction", direction, "path", path);
      var what = nic + " " + direction + " " + path;
      assertEquals(
          (double) of(counters, frames, path),
          text.value("hnswitch_port_frames_total", labels),
          what);
      assertEquals(
          (double) of(counters, bytes, path),
          text.value("hnswitch_port_bytes_total", labels),
          what);
    }
  }

  private static long of(JsonObject counters, String name, String path) {
    long vf = counters.getLong(name + "-vf");
    return path.equals("vf") ? vf : counters.getLong(name) - vf;
  }

  /** Names of docs/metrics.md, a counter's with its suffix. */
  private static Set<String> documented() throws IOException {
    var root = Path.of("").toAbsolutePath().getParent();
    var names = new TreeSet<String>();
    var row =
        Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (?:counter|gauge|histogram|summary|info)");
    row.matcher(Files.readString(root.resolve("docs/metrics.md")))
        .results()
        .forEach(found -> names.add(found.group(1)));
    return names;
  }

  @Test
  void showsWhatTheDocumentTellsAndNothingElse() throws Exception {
    watched();
    var documented = documented();
    var shown = new TreeSet<String>();
    // The token is made as the document says.
    var made = run("token", "create", "prometheus", "--role", "viewer", "-o", "json");
    for (var family : scrape(new JsonObject(made).getString("token")).families()) {
      shown.add(
          switch (family.type()) {
            case "counter" -> family.name() + "_total";
            case "info" -> family.name() + "_info";
            default -> family.name();
          });
    }
    for (var name : shown) {
      assertTrue(documented.contains(name), () -> name + " is not in docs/metrics.md");
    }
    for (var name : documented) {
      assertTrue(
          shown.contains(name) || !name.matches("(hnswitch|vertx_eventbus|vertx_pool)_.*"),
          () -> name + " is not shown");
    }
  }

  @Test
  void forgetsANicThatIsRemoved() throws Exception {
    assertEquals(Set.copyOf(NICS), named(scrape()));
    var without = LAB.lines().filter(line -> !line.contains("a: { nics")).toList();
    var file = Files.write(folder.resolve("without.yaml"), without);
    run("apply", file.toString());
    assertEquals(Set.of("b:hn0", "c:hn0"), named(scrape()));
  }

  private static Set<String> named(OpenMetricsText text) {
    var named = new TreeSet<String>();
    text.families().stream()
        .flatMap(family -> family.samples().stream())
        .map(OpenMetricsText.Sample::labels)
        .forEach(
            labels -> {
              named.add(labels.getOrDefault("nic", ""));
              named.add(labels.getOrDefault("port", ""));
            });
    named.removeAll(List.of("", "pf0"));
    return named;
  }
}
