package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "500us,500us",
    "20ms,20ms",
    "3s,3s",
    "5m,5m",
    "300s,5m",
    "1000ms,1s",
    "0ms,0s",
    "1500us,1500us",
    "7ns,7ns"
  })
  void writesTheLargestWholeUnit(String text, String wanted) {
    var duration = Units.DURATION.parse(text).orElseThrow();
    assertEquals(wanted, Units.DURATION.format(duration));
    assertEquals(Optional.of(duration), Units.DURATION.parse(wanted));
  }

  @Test
  void readsSizesAndRates() {
    assertEquals(Optional.of(65536L), Units.SIZE.parse("64KiB"));
    assertEquals(Optional.of(512L), Units.SIZE.parse("512"));
    assertEquals(Optional.of(2000L), Units.RATE.parse("2000pps"));
    assertEquals(Optional.of(50_000_000L), Units.BIT_RATE.parse("50Mbit"));
    assertEquals("1500Kbit", Units.BIT_RATE.format(1_500_000L));
    assertEquals("3Gbit", Units.BIT_RATE.format(3_000_000_000L));
    assertEquals("100Mbit", Units.BIT_RATE.guess("100 Mbps"));
    assertEquals(Optional.of(Duration.ofMillis(20)), Units.DURATION.parse("20ms"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "-3s",
        "+3s",
        "3 s",
        "3S",
        "03s",
        "1.5s",
        "3h",
        "99999999999999999m",
        "3"
      })
  void refusesOtherDurations(String text) {
    assertEquals(Optional.empty(), Units.DURATION.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"300,300s", "3sec,3s", "3 s,3s", "20msec,20ms", "5mins,5m", "x,''", "3parsec,''"})
  void guessesTheUnit(String text, String wanted) {
    assertEquals(wanted, Units.DURATION.guess(text));
  }
}
