package io.hnswitch.console.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/** The forms in which metrics can be had. */
public enum TextFormat {
  /** OpenMetrics 1.0. */
  OPENMETRICS(
      "application/openmetrics-text",
      "1.0.0",
      OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(false).build()),
  /** Prometheus 0.0.4; also for who does not say what it takes. */
  PROMETHEUS("text/plain", "0.0.4", PrometheusTextFormatWriter.create());

  private final String type;
  private final String version;
  private final ExpositionFormatWriter writer;

  TextFormat(String type, String version, ExpositionFormatWriter writer) {
    this.type = type;
    this.version = version;
    this.writer = writer;
  }

  /** Value of {@code Content-Type}. */
  public String contentType() {
    return type + "; version=" + version + "; charset=utf-8";
  }

  byte[] write(MetricSnapshots metrics) {
    try {
      var bytes = new ByteArrayOutputStream();
      writer.write(bytes, metrics);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The form that a client likes best, of those with the same weight the one it names first.
   *
   * @param accept the header {@code Accept}, may be empty
   */
  public static TextFormat of(String accept) {
    var best = PROMETHEUS;
    double weight = 0;
    for (var range : accept.split(",")) {
      var words = range.strip().split("\\s*;\\s*", -1);
      var named = named(words);
      double wanted = weight(words);
      if (named.isPresent() && wanted > weight) {
        best = named.get();
        weight = wanted;
      }
    }
    return best;
  }

  private static Optional<TextFormat> named(String[] words) {
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "application/openmetrics-text" -> OPENMETRICS.ifVersion(words);
      case "text/plain" -> PROMETHEUS.ifVersion(words);
      case "text/*", "*/*" -> Optional.of(PROMETHEUS);
      default -> Optional.empty();
    };
  }

  private Optional<TextFormat> ifVersion(String[] words) {
    var wanted = parameter(words, "version");
    return wanted.isEmpty() || wanted.equals(version) ? Optional.of(this) : Optional.empty();
  }

  private static double weight(String[] words) {
    var weight = parameter(words, "q");
    return weight.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(weight) : 1;
  }

  private static String parameter(String[] words, String name) {
    for (int i = 1; i < words.length; i++) {
      var parts = words[i].split("\\s*=\\s*", 2);
      if (parts.length == 2 && parts[0].equalsIgnoreCase(name)) {
        return parts[1].replace("\"", "");
      }
    }
    return "";
  }
}
