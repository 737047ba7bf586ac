package io.hnswitch.impair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChanceTest {

  @ParameterizedTest
  @CsvSource({"0%, 0, 0%", "0.0001%, 1, 0.0001%", "5.50%, 55000, 5.5%", "100%, 1000000, 100%"})
  void readsAndWritesPercent(String text, int millionths, String written) {
    assertEquals(new Chance(millionths), Chance.parse(text));
    assertEquals(written, new Chance(millionths).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "101%", "-1%", "0.00001%", "5 %", ".5%", "1e2%"})
  void refusesAnythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> Chance.parse(text));
  }
}
