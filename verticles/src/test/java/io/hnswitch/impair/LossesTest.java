package io.hnswitch.impair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.time.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossesTest {

  private static final int FRAMES = 400_000;

  /** Share of losses, and how many are in a row on the average. */
  private record Seen(double lost, double run) {}

  private static Chance chance(String text) {
    return Chance.parse(text);
  }

  private static Seen seen(LossModel model) {
    var losses = new Losses(new Seeds(11).of("losses"));
    losses.configure(model);
    int lost = 0;
    int runs = 0;
    boolean before = false;
    for (int i = 0; i < FRAMES; i++) {
      boolean now = losses.next();
      lost += now ? 1 : 0;
      runs += now && !before ? 1 : 0;
      before = now;
    }
    return new Seen(lost / (double) FRAMES, runs == 0 ? 0 : lost / (double) runs);
  }

  @ParameterizedTest
  @CsvSource({"1%, 0%", "10%, 0%", "10%, 50%", "30%, 80%"})
  void losesAsOftenAsSaidWithAnyCorrelation(String loss, String correlation) {
    var model = new LossModel.Random(chance(loss), chance(correlation));
    double p = model.chance().value();
    double rho = model.correlation().value();
    var seen = seen(model);
    assertEquals(p, seen.lost(), 0.012);
    assertEquals(1 / ((1 - rho) * (1 - p)), seen.run(), 0.2);
  }

  @Test
  void losesInBurstsByGilbertElliott() {
    var seen =
        seen(
            new LossModel.GilbertElliott(
                chance("1%"), chance("30%"), chance("100%"), chance("0%")));
    // Bad for 1 in 31 frames, 1 / 30% frames long.
    assertEquals(0.01 / 0.31, seen.lost(), 0.003);
    assertEquals(1 / 0.3, seen.run(), 0.1);
  }

  @Test
  void losesByTheChanceOfEachState() {
    var seen =
        seen(new LossModel.GilbertElliott(chance("5%"), chance("5%"), chance("50%"), chance("2%")));
    assertEquals((0.5 + 0.02) / 2, seen.lost(), 0.01);
  }

  @Test
  void losesByFourStates() {
    var model =
        new LossModel.FourState(
            chance("1%"), chance("20%"), chance("10%"), chance("40%"), chance("0.5%"));
    // What flows into each state flows out of it: gap 1, single 0.005, burst b, pause 0.25 b,
    // and b = 0.01 / 0.2.
    double burst = 0.05;
    double all = 1 + 0.005 + burst + burst * 0.1 / 0.4;
    assertEquals((burst + 0.005) / all, seen(model).lost(), 0.004);
  }

  @Test
  void losesNothingByDefault() {
    assertEquals(new Seen(0, 0), seen(LossModel.NONE));
  }

  @Test
  void refusesChancesThatCannotBeTogether() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LossModel.FourState(
                chance("60%"), chance("1%"), chance("1%"), chance("1%"), chance("41%")));
  }
}
