package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.id.NicId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueSpecTest {

  @ParameterizedTest
  @CsvSource({
    "100Kbit, 65536, 64",
    "10Mbit, 65536, 82",
    "100Mbit, 100000, 825",
    "1Gbit, 1000000, 1000",
    "100Gbit, 100000000, 1000"
  })
  void choosesWhatSuitsTheRate(String rate, long burst, int limit) {
    var shaped = new QueueSpec.Shaped(QueueSpec.parseRate(rate), 0, 0);
    assertEquals(burst, shaped.burstBytes());
    assertEquals(limit, shaped.limitFrames());
    var own = new QueueSpec.Shaped(QueueSpec.MIN_RATE, 5000, 7);
    assertEquals(5000, own.burstBytes());
    assertEquals(7, own.limitFrames());
  }

  @Test
  void refusesWhatNoQueueHas() {
    assertThrows(IllegalArgumentException.class, () -> new QueueSpec.Shaped(99_999, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new QueueSpec.Shaped(1_000_000_000, 65536, 0));
    assertThrows(IllegalArgumentException.class, () -> new QueueSpec.Shaped(1_000_000, 0, 10_001));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "50", "50mbit", "-1Mbit", "1Kbit", "101Gbit", "99999999999999999Gbit"})
  void saysWhatARateMustBe(String text) {
    var problem =
        assertThrows(IllegalArgumentException.class, () -> QueueSpec.parseRate(text)).getMessage();
    assertEquals("must be ", problem.substring(0, 8));
    assertEquals("not \"" + text + "\"", problem.substring(problem.lastIndexOf("not ")));
  }

  private static QueueSpec queue(String defaults, String profile, String own) {
    var lab =
        Labs.spec(
            "switches: { s: {} }",
            "defaults: { nic: { switch: s" + defaults + " } }",
            "profiles: { p: { mtu: 1500" + profile + " } }",
            "guests: { a: { nics: { n: { profile: p" + own + " } } } }");
    return Labs.accepted(lab).nic(new NicId("a", "n")).orElseThrow().queue();
  }

  @Test
  void isInheritedWhole() {
    assertEquals(QueueSpec.NONE, queue("", "", ""));
    var one = new QueueSpec.Shaped(1_000_000, 0, 100);
    assertEquals(one, queue(", queue: { rate: 1Mbit, limit: 100 }", "", ""));
    var two = new QueueSpec.Shaped(2_000_000, 0, 0);
    assertEquals(
        two, queue(", queue: { rate: 1Mbit, limit: 100 }", ", queue: { rate: 2Mbit }", ""));
    assertEquals(QueueSpec.NONE, queue(", queue: { rate: 1Mbit }", "", ", queue: none"));
  }
}
