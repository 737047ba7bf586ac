package io.hnswitch.console.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text; version=1.0.0",
        "application/openmetrics-text",
        "APPLICATION/OpenMetrics-Text;Version=\"1.0.0\";q=0.5, text/plain;q=0.2",
        "text/plain;version=0.0.4;q=0.5,application/openmetrics-text;version=1.0.0;q=0.6,*/*;q=0.1",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
      })
  void isOpenMetricsForWhoPrefersIt(String accept) {
    assertEquals(TextFormat.OPENMETRICS, TextFormat.of(accept));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "text/plain",
        "text/*;q=0.3",
        "application/json",
        "text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0",
        "application/openmetrics-text;version=2.0.0, text/plain;q=0.1",
        "application/openmetrics-text;q=0",
        ";;,=,q",
      })
  void isPrometheusForOthers(String accept) {
    assertEquals(TextFormat.PROMETHEUS, TextFormat.of(accept));
  }

  @ParameterizedTest
  @CsvSource({
    "OPENMETRICS,application/openmetrics-text; version=1.0.0; charset=utf-8",
    "PROMETHEUS,text/plain; version=0.0.4; charset=utf-8"
  })
  void saysWhatItIs(TextFormat format, String type) {
    assertEquals(type, format.contentType());
  }

  @Test
  void givesEveryMetricAUnitThatItsNameEndsWith() {
    for (var metric : Metric.values()) {
      assertEquals(true, metric.family().endsWith(metric.unit()), metric.family());
    }
  }
}
