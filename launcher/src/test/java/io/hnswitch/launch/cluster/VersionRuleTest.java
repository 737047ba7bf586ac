package io.hnswitch.launch.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRuleTest {

  @ParameterizedTest
  @CsvSource({
    "0.1.0, 0.1.0, true",
    "0.1.0-SNAPSHOT, 0.1.7, true",
    "0.1.0, 0.2.3, true",
    "0.2.0, 0.1.9, true",
    "0.1.0, 0.3.0, false",
    "1.0.0, 0.9.0, false",
    "1.0.0, 2.0.0, false",
    "unknown, unknown, true",
    "unknown, 0.1.0, false"
  })
  void allowsOneMinorStep(String one, String other, boolean fit) {
    assertEquals(fit, VersionRule.fit(one, other));
    assertEquals(fit, VersionRule.fit(other, one));
  }
}
