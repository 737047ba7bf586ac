package io.hnswitch.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker itself: what it accepts, and that it refuses what the standard forbids. */
class OpenMetricsTextTest {

  private static final String GOOD =
      """
      # TYPE a_seconds histogram
      # UNIT a_seconds seconds
      # HELP a_seconds What \\"a\\" takes\\nor took.
      a_seconds_bucket{nic="x",le="0.5"} 1
      a_seconds_bucket{nic="x",le="+Inf"} 2
      a_seconds_count{nic="x"} 2
      a_seconds_sum{nic="x"} 3.5
      # TYPE b counter
      b_total{name="q\\"\\\\\\n"} 1.0E7
      b_total 0
      # TYPE c gauge
      c -Inf
      # TYPE d info
      d_info{version="1"} 1
      # TYPE e summary
      e{quantile="0.5"} NaN
      e_count 4
      e_sum 1
      # EOF
      """;

  @Test
  void readsWhatIsGood() {
    var text = OpenMetricsText.parse(GOOD);
    var names = text.families().stream().map(OpenMetricsText.Family::name).toList();
    assertEquals(List.of("a_seconds", "b", "c", "d", "e"), names);
    assertEquals("What \"a\" takes\nor took.", text.families().getFirst().help());
    assertEquals(1e7, text.value("b_total", Map.of("name", "q\"\\\n")));
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("# EOF", "c 1", "must end with # EOF"),
        Arguments.of("c -Inf", "\nc 1", "a name is expected"),
        Arguments.of("c -Inf", "d 1", "no sample of the family c"),
        Arguments.of("c -Inf", "c 1 2", "timestamps"),
        Arguments.of("c -Inf", "c one", "not a number"),
        Arguments.of("c -Inf", "c  1", "a value is expected"),
        Arguments.of("c -Inf", "c{x=\"1\",x=\"2\"} 1", "twice the label"),
        Arguments.of("c -Inf", "c{x=\"1\"y=\"2\"} 1", "no comma"),
        Arguments.of("c -Inf", "c{9=\"1\"} 1", "a label is expected"),
        Arguments.of("c -Inf", "c{__x=\"1\"} 1", "reserved label"),
        Arguments.of("c -Inf", "c{x=\"1} 1", "without its end"),
        Arguments.of("c -Inf", "c 1\nc 2", "twice the same sample"),
        Arguments.of("c -Inf", "c{x=\"1\"} 1\n# HELP c later", "after samples"),
        Arguments.of("# TYPE c gauge", "# TYPE c gauge\n# TYPE c gauge", "second TYPE"),
        Arguments.of("# TYPE c gauge", "# TYPE c gouge", "not a type"),
        Arguments.of("# TYPE c gauge", "# COMMENT c gauge", "not a descriptor"),
        Arguments.of("# TYPE c gauge", "# TYPE a_seconds gauge", "not contiguous"),
        Arguments.of("# TYPE c gauge", "# TYPE c gauge\n# UNIT c seconds", "its unit"),
        Arguments.of("# TYPE c gauge", "# TYPE c gauge\n# HELP c a \" b", "not escaped"),
        Arguments.of("# TYPE d info\nd_info", "# TYPE b_total gauge\nb_total", "clashes"),
        Arguments.of("d_info{version=\"1\"} 1", "d_info 2", "must be 1"),
        Arguments.of("b_total 0", "b_total -1", "a counter is not"),
        Arguments.of("le=\"+Inf\"", "le=\"1.0\"", "no bucket +Inf"),
        Arguments.of("le=\"0.5\"", "le=\"half\"", "not a bound"),
        Arguments.of("le=\"+Inf\"} 2", "le=\"0.1\"} 2", "must ascend"),
        Arguments.of("le=\"0.5\"} 1", "le=\"0.5\"} 3", "cumulative"),
        Arguments.of("a_seconds_count{nic=\"x\"} 2", "a_seconds_count{nic=\"x\"} 1", "of +Inf"),
        Arguments.of("a_seconds_sum{nic=\"x\"} 3.5\n", "", "both count and sum"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesWhatIsNot(String what, String instead, String why) {
    assertTrue(GOOD.contains(what), what);
    var failure =
        assertThrows(
            AssertionError.class, () -> OpenMetricsText.parse(GOOD.replace(what, instead)));
    assertTrue(failure.getMessage().contains(why), failure.getMessage());
  }
}
