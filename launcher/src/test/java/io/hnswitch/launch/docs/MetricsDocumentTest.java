package io.hnswitch.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.console.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docs/metrics.md against the definitions; MetricsTest holds it against what a node shows. */
class MetricsDocumentTest {

  private static final Pattern NAME = Pattern.compile("(?:hnswitch|vertx)_[a-z_]+");

  private static String row(Metric metric) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            metric.type() == Metric.Type.HISTOGRAM ? metric.family() : metric.sample(),
            metric.type().name().toLowerCase(Locale.ROOT),
            metric.labels().stream()
                .map(label -> "`" + label + "`")
                .collect(Collectors.joining(", ")),
            metric.help());
  }

  @Test
  void tellsEveryMetricOfItsOwn() {
    var rows =
        Document.of("docs/metrics.md")
            .section("hnswitch")
            .orElse("")
            .lines()
            .filter(line -> line.startsWith("| `hnswitch_"))
            .toList();
    assertEquals(Stream.of(Metric.values()).map(MetricsDocumentTest::row).toList(), rows);
  }

  @Test
  void showsAConfigurationForPrometheus() throws IOException {
    var load = new Load(LoadSettings.builder().build());
    var file = Document.ROOT.resolve("docs/prometheus/prometheus.yml");
    var scrape = (Map<?, ?>) load.loadFromString(Files.readString(file));
    assertTrue(String.valueOf(scrape.get("scrape_configs")).contains("metrics_path=/metrics"));
    assertEquals("[alerts.yml]", String.valueOf(scrape.get("rule_files")));
  }

  @Test
  void alertsOnMetricsThatAreThere() throws IOException {
    var text = Files.readString(Document.ROOT.resolve("docs/prometheus/alerts.yml"));
    assertTrue(new Load(LoadSettings.builder().build()).loadFromString(text) instanceof Map);
    var documented = Document.of("docs/metrics.md").text();
    var names = NAME.matcher(text).results().map(found -> found.group()).toList();
    assertTrue(names.size() > 5);
    for (var name : names) {
      assertTrue(documented.contains("`" + name.replaceFirst("_bucket$", "") + "`"), name);
    }
  }
}
