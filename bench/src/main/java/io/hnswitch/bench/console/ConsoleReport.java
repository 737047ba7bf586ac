package io.hnswitch.bench.console;

import io.hnswitch.bench.QuietLog;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How the page does: what it costs to look at each screen of a lab with many guests while much
 * happens in it, and how long it takes until it says how the lab is. Prints Markdown.
 */
public final class ConsoleReport {

  private static final Map<String, String> SCREENS = screens();
  private static final long SETTLE_SECONDS = 6;
  private static final double BYTES_OF_MB = 1e6;

  private final Vertx vertx = Vertx.vertx();
  private final Options options;
  private final String probe;

  private ConsoleReport(Options options) throws IOException {
    this.options = options;
    try (var script = ConsoleReport.class.getResourceAsStream("probe.js")) {
      probe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Map<String, String> screens() {
    var screens = new LinkedHashMap<String, String>();
    screens.put("overview", "#/");
    screens.put("nics", "#/nics");
    screens.put("topology", "#/topology");
    screens.put("events", "#/events");
    screens.put("nic", "#/nics/" + CrowdLab.nic(0).replace(":", "%3A"));
    return screens;
  }

  public static void main(String[] args) throws Exception {
    QuietLog.install();
    var report = new ConsoleReport(Options.parse(args, List.copyOf(SCREENS.keySet())));
    try {
      report.run();
    } finally {
      report.vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private void run() throws Exception {
    var crowd = CrowdLab.of(options.guests());
    try (var browser = new Chromium(vertx)) {
      if (options.paints() > 0) {
        System.out.println(
            "| lab | cache | drawn, median ms | connected | #health says something | all |");
        System.out.println("|---|---|---|---|---|---|");
        try (var node = new NodeProcess(options.java(), Files.readString(options.demo()))) {
          paint(browser, node, "demo");
        }
      }
      try (var node = new NodeProcess(options.java(), crowd)) {
        if (options.paints() > 0) {
          paint(browser, node, options.guests() + " guests");
          System.out.println();
        }
        if (!options.screens().isEmpty()) {
          load(browser, node);
        }
      }
    }
  }

  private void paint(Chromium browser, NodeProcess node, String lab) throws Exception {
    var cold = new ArrayList<JsonObject>();
    var warm = new ArrayList<JsonObject>();
    for (int i = 0; i < options.paints(); i++) {
      try (var page = browser.page(probe)) {
        cold.add(marks(page, node.urlOfStart()));
        warm.add(marks(page, node.url() + "/"));
      }
    }
    System.out.println(paints(lab, "cold", cold));
    System.out.println(paints(lab, "warm", warm));
  }

  /** When the page had done what, in milliseconds since the navigation began. */
  private static JsonObject marks(Chromium.Page page, String url) throws Exception {
    page.run("window.bench && (bench.marks = {})");
    page.open(url);
    page.until("window.bench?.marks.health > 0");
    return (JsonObject) page.run("bench.marks");
  }

  private static String paints(String lab, String cache, List<JsonObject> marks) {
    var all =
        marks.stream().map(one -> Long.toString(Math.round(one.getDouble("health")))).toList();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.0f | %.0f | %.0f | %s |",
        lab,
        cache,
        middle(marks, "drawn"),
        middle(marks, "connected"),
        middle(marks, "health"),
        String.join(" ", all));
  }

  private static double middle(List<JsonObject> marks, String name) {
    return marks.stream()
        .mapToDouble(one -> one.getDouble(name))
        .sorted()
        .skip(marks.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  private void load(Chromium browser, NodeProcess node) throws Exception {
    System.out.println(Minute.HEAD);
    var slopes = new ArrayList<String>();
    try (var storm = new EventStorm(vertx, node, options.guests(), options.rate())) {
      for (var screen : options.screens()) {
        try (var page = browser.page(probe)) {
          page.open(node.urlOfStart());
          page.until("document.getElementById('health')?.textContent.length > 0");
          page.run("location.hash = '" + SCREENS.get(screen) + "'");
          slopes.add(watch(page, node, screen));
        }
      }
      System.out.println();
      slopes.forEach(System.out::println);
      System.out.println("Changes that were not done: " + storm.refused());
    }
  }

  /** Looks at a screen for the wanted minutes; the last may be a part of one. */
  private String watch(Chromium.Page page, NodeProcess node, String screen) throws Exception {
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    if (options.profiles().isPresent()) {
      profile(page, options.profiles().get().resolve(screen + ".cpuprofile"));
    }
    var heap = new ArrayList<Double>();
    heap.add(page.heapBytes() / BYTES_OF_MB);
    var left = options.time();
    for (int number = 1; left.isPositive(); number++) {
      var part = left.compareTo(Duration.ofMinutes(1)) < 0 ? left : Duration.ofMinutes(1);
      left = left.minus(part);
      var minute = minute(page, node, screen, number, part);
      heap.add(minute.heapMb());
      System.out.println(minute.row());
    }
    return String.format(
        Locale.ROOT,
        "Heap on %s: %.2f MB at first, %.2f at last; %+.3f MB a minute.",
        screen,
        heap.getFirst(),
        heap.getLast(),
        slope(heap) / minutesOf(options.time(), heap));
  }

  /** How long one step of the list is. */
  private static double minutesOf(Duration time, List<Double> heap) {
    return time.toMillis() / 60_000.0 / (heap.size() - 1);
  }

  private Minute minute(
      Chromium.Page page, NodeProcess node, String screen, int number, Duration part)
      throws Exception {
    long events = events(page);
    var cpu = node.cpu();
    var before = page.metrics();
    page.run("bench.take()");
    long began = System.nanoTime();
    Thread.sleep(part);
    var seen = (JsonObject) page.run("bench.take()");
    double seconds = seen.getDouble("ms") / 1000;
    double elapsed = (System.nanoTime() - began) / 1e9;
    var after = page.metrics();
    double nodeShare = node.cpu().minus(cpu).toMillis() / 1000.0 / elapsed;
    long happened = events(page) - events;
    return new Minute(
        screen,
        number,
        seconds,
        happened,
        seen.getInteger("renders"),
        seen.getInteger("tasks"),
        seen.getDouble("taskMs"),
        seen.getDouble("longestMs"),
        share(before, after, "TaskDuration", elapsed),
        share(before, after, "ScriptDuration", elapsed),
        share(before, after, "RecalcStyleDuration", elapsed)
            + share(before, after, "LayoutDuration", elapsed),
        page.heapBytes() / BYTES_OF_MB,
        page.metrics().get("Nodes").intValue(),
        seen.getDouble("bytes") / 1000,
        seen.getDouble("ageMs"),
        seen.getInteger("views"),
        nodeShare,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static double share(
      Map<String, Double> before, Map<String, Double> after, String name, double elapsed) {
    return (after.get(name) - before.get(name)) / elapsed;
  }

  /** How many events there were, as the node tells. */
  private static long events(Chromium.Page page) throws Exception {
    return ((Number)
            page.run(
                "fetch('/api/v1/events/list?limit=1').then(a => a.json())"
                    + ".then(a => parseInt((a.data ?? a).cursor.split('-')[1], 10))"))
        .longValue();
  }

  private static void profile(Chromium.Page page, Path file) throws Exception {
    page.ask("Profiler.enable", new JsonObject());
    page.ask("Profiler.setSamplingInterval", new JsonObject().put("interval", 200));
    page.ask("Profiler.start", new JsonObject());
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    var profile = page.ask("Profiler.stop", new JsonObject()).getJsonObject("profile");
    page.ask("Profiler.disable", new JsonObject());
    Files.writeString(file, profile.encode());
  }

  /** What a value grows by from one to the next, by least squares. */
  private static double slope(List<Double> values) {
    double middle = (values.size() - 1) / 2.0;
    double mean = values.stream().mapToDouble(value -> value).average().orElse(0);
    double above = 0;
    double below = 0;
    for (int i = 0; i < values.size(); i++) {
      above += (i - middle) * (values.get(i) - mean);
      below += (i - middle) * (i - middle);
    }
    return below == 0 ? 0 : above / below;
  }
}
