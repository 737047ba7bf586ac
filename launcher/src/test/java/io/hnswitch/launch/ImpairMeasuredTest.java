package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operations;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every impairment as the stations at both ends of a cable measure it, against what was asked: on
 * both paths, and while a VF comes and goes. Time is moved by hand and numbers are seeded, so the
 * bounds of five standard deviations are met always or never.
 */
class ImpairMeasuredTest {

  /** What the frames go by. */
  enum Course {
    SYNTHETIC,
    VF,
    CHANGING
  }

  private static final Duration SETTLING = Duration.ofSeconds(6);
  private static final double SIGMAS = 5;
  private static final int LENGTH = 100;
  private static final MacAddress A = MacAddress.parse("00:15:5d:00:00:0a");
  private static final MacAddress B = MacAddress.parse("00:15:5d:00:00:0b");

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: measured }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sw0: {} }
        adapters: { pf0: { switch: sw0, offer-delay: 10ms } }
        links: { cable: { endpoints: ["b:hn0", sw0] } }
        defaults: { nic: { switch: sw0, vf: { adapter: pf0, attach: false } } }
        guests:
          a: { nics: { hn0: { mac: "00:15:5d:00:00:0a" } } }
          b: { nics: { hn0: { mac: "00:15:5d:00:00:0b" } } }
      """;

  @TempDir private Path folder;
  private SteppedLab lab;
  private Station a;
  private Station b;
  private Course course;
  private Future<?> changing = Future.succeededFuture();
  private boolean onVf;

  @BeforeEach
  void start() {
    lab = new SteppedLab(folder);
    var inner = lab.harness().lab();
    a = lab.harness().deploy(new Station(inner, NicId.parse("a:hn0"), A));
    b = lab.harness().deploy(new Station(inner, NicId.parse("b:hn0"), B));
  }

  @AfterEach
  void stop() {
    lab.until(changing);
    lab.close();
  }

  private void on(Course which) {
    lab.apply(LAB);
    lab.elapse(SETTLING);
    course = which;
    if (which == Course.VF) {
      for (var nic : List.of("a:hn0", "b:hn0")) {
        lab.ask("vf.attach", new JsonObject().put("nic", nic).put("wait", true));
        assertEquals("vf", lab.get("nic.get", "nic", nic).getString("path"));
      }
    }
    var first = send(100, 1, Duration.ofMillis(1));
    assertEquals(numbers(0, 100), first.stream().map(Station.Seen::number).toList());
    assertEquals(0, delays(first, 0, Duration.ofMillis(1)).max().orElseThrow(), 0);
  }

  private void link(String verb, String request) {
    lab.ask("link." + verb, new JsonObject(request).put("link", "cable"), Duration.ofMillis(1));
  }

  private void impair(String reverse) {
    link("impair", "{\"reverse\":" + reverse + "}");
  }

  private long now() {
    return lab.harness().timers().nanos();
  }

  /** Gives b its VF or takes it away, when the last such change is done. */
  private void change() {
    if (course == Course.CHANGING && changing.isComplete()) {
      assertTrue(changing.succeeded(), () -> "" + changing.cause());
      onVf = !onVf;
      changing =
          lab.harness()
              .vertx()
              .eventBus()
              .request(
                  Operations.get(onVf ? "vf.attach" : "vf.detach").address(),
                  new JsonObject().put("nic", "b:hn0").put("wait", true));
    }
  }

  private long began;

  /** Sends bursts from a to b, one each so long; gives what has come when all that waited has. */
  private List<Station.Seen> send(int bursts, int frames, Duration every) {
    return send(bursts, frames, every, LENGTH);
  }

  private List<Station.Seen> send(int bursts, int frames, Duration every, int length) {
    began = now();
    for (int i = 0; i < bursts; i++) {
      change();
      lab.harness()
          .onLoop(
              () -> {
                a.send(B, frames, length);
                return null;
              });
      lab.elapse(every);
    }
    lab.elapse(Duration.ofSeconds(2));
    return lab.harness().onLoop(b::take);
  }

  private static List<Integer> numbers(int from, int count) {
    return IntStream.range(from, from + count).boxed().toList();
  }

  /** Milliseconds that each frame took, in the order in which they were sent. */
  private DoubleStream delays(List<Station.Seen> seen, int first, Duration every, int... perBurst) {
    int burst = perBurst.length == 0 ? 1 : perBurst[0];
    return seen.stream()
        .sorted(Comparator.comparingInt(Station.Seen::number))
        .mapToDouble(
            one -> (one.at() - began - (one.number() - first) / burst * every.toNanos()) / 1e6);
  }

  private static double mean(double[] values, ToDoubleFunction<Double> of) {
    double sum = 0;
    for (double value : values) {
      sum += of.applyAsDouble(value);
    }
    return sum / values.length;
  }

  /** Which of the frames that were sent did not come. */
  private boolean[] missing(List<Station.Seen> seen, int first, int sent) {
    var missing = new boolean[sent];
    Arrays.fill(missing, true);
    seen.forEach(one -> missing[one.number() - first] = false);
    return missing;
  }

  private static int count(boolean[] which) {
    int count = 0;
    for (boolean one : which) {
      count += one ? 1 : 0;
    }
    return count;
  }

  private static int runs(boolean[] which) {
    int runs = 0;
    for (int i = 0; i < which.length; i++) {
      runs += which[i] && (i == 0 || !which[i - 1]) ? 1 : 0;
    }
    return runs;
  }

  private static void within(double wanted, double found, double deviation, String what) {
    assertEquals(
        wanted, found, SIGMAS * deviation, () -> what + ": " + found + " instead of " + wanted);
  }

  private void clearedExactly() {
    link("clear", "{}");
    int first = a.sent();
    var seen = send(100, 1, Duration.ofMillis(1));
    assertEquals(numbers(first, 100), seen.stream().map(Station.Seen::number).toList());
    assertEquals(0, delays(seen, first, Duration.ofMillis(1)).max().orElseThrow(), 0);
    assertTrue(seen.stream().allMatch(one -> one.flipped() == 0));
  }

  @ParameterizedTest
  @CsvSource({
    "SYNTHETIC, uniform, 0.57735, 0.5",
    "VF, normal, 1, 0.5",
    "SYNTHETIC, pareto, 0.9, 0.7037",
    "VF, paretonormal, 0.92, 0.65",
    "CHANGING, uniform, 0.57735, 0.5",
  })
  void spreadsJitterAsItsDistributionSays(
      Course which, String distribution, double deviation, double below) {
    on(which);
    impair(
        "{\"delay\":\"50ms\",\"jitter\":\"4ms\",\"reorder\":\"by-jitter\",\"limit\":50000,"
            + "\"distribution\":\""
            + distribution
            + "\"}");
    int first = a.sent();
    var every = Duration.ofMillis(100);
    int frames = 200 * 100;
    var delays = delays(send(100, 200, every), first, every, 200).toArray();
    assertEquals(frames, delays.length);
    double mean = mean(delays, x -> x);
    // Of the heavy tails more than twelve deviations are cut off, which is some hundredths.
    double cut = distribution.startsWith("pareto") ? 0.05 : 0;
    assertEquals(50, mean, SIGMAS * 4 * deviation / Math.sqrt(frames) + cut);
    double spread = Math.sqrt(mean(delays, x -> (x - mean) * (x - mean)));
    assertEquals(4 * deviation, spread, distribution.startsWith("pareto") ? 0.4 : 0.15);
    within(
        below, mean(delays, x -> x < 50 ? 1 : 0), Math.sqrt(0.25 / frames) * 1.5, "below the mean");
    clearedExactly();
  }

  @ParameterizedTest
  @CsvSource({"SYNTHETIC, 0.25", "VF, 0.8", "CHANGING, 0.5"})
  void correlatesJitterAsMuchAsAsked(Course which, double correlation) {
    on(which);
    impair(
        "{\"delay\":\"50ms\",\"jitter\":\"4ms\",\"reorder\":\"by-jitter\",\"limit\":50000,"
            + "\"correlation\":\""
            + (int) (100 * correlation)
            + "%\"}");
    int first = a.sent();
    var every = Duration.ofMillis(100);
    var delays = delays(send(100, 200, every), first, every, 200).toArray();
    double mean = mean(delays, x -> x);
    double together = 0;
    double alone = 0;
    for (int i = 1; i < delays.length; i++) {
      together += (delays[i] - mean) * (delays[i - 1] - mean);
      alone += (delays[i] - mean) * (delays[i] - mean);
    }
    within(correlation, together / alone, 1 / Math.sqrt(delays.length), "correlation");
    double widened = Math.sqrt((1 + correlation) / (1 - correlation) / delays.length);
    within(50, mean, 4 * 0.57735 * widened, "mean");
    clearedExactly();
  }

  /** As many as {@code share} are lost, {@code run} of them in a row on the average. */
  private void assertLoses(String model, double share, double run, double memory) {
    link("clear", "{}");
    impair("{\"loss\":" + model + "}");
    int first = a.sent();
    int frames = 200 * 200;
    var lost = missing(send(200, 200, Duration.ofMillis(1)), first, frames);
    double widened = Math.sqrt((1 + memory) / (1 - memory));
    within(share, count(lost) / (double) frames, widened * deviation(share, frames), model);
    int runs = runs(lost);
    double runDeviation = Math.sqrt(run * Math.max(run - 1, 0.05)) / Math.sqrt(runs);
    within(run, count(lost) / (double) runs, runDeviation, "in a row by " + model);
  }

  private static double deviation(double share, int of) {
    return Math.sqrt(share * (1 - share) / of);
  }

  @ParameterizedTest
  @EnumSource
  void losesAsEachModelSays(Course which) {
    on(which);
    assertLoses("\"5%\"", 0.05, 1 / 0.95, 0);
    assertLoses(
        "{\"model\":\"random\",\"chance\":\"10%\",\"correlation\":\"60%\"}",
        0.1, 1 / (0.4 * 0.9), 0.6);
    // Bad for 2 in 27 frames, each time four frames long.
    assertLoses(
        "{\"model\":\"gilbert-elliott\",\"toBad\":\"2%\",\"toGood\":\"25%\"}",
        0.02 / 0.27, 4, 0.73);
    // Gap 1, single 0.01, burst 0.01 / 0.2, no pauses.
    double burst = 0.05;
    double single = 0.01;
    double all = 1 + burst + single;
    // Single losses and bursts of five begin equally often, never one in the other.
    assertLoses(
        "{\"model\":\"4-state\",\"toBurst\":\"1%\",\"toGap\":\"20%\",\"single\":\"1%\"}",
        (burst + single) / all, 3, 0.8);
    clearedExactly();
  }

  @ParameterizedTest
  @EnumSource
  void duplicatesCorruptsAndReordersAsOftenAsAsked(Course which) {
    on(which);
    int frames = 200 * 100;
    impair("{\"duplicate\":\"7%\"}");
    int first = a.sent();
    var seen = send(100, 200, Duration.ofMillis(1));
    assertEquals(0, count(missing(seen, first, frames)));
    within(0.07, seen.size() / (double) frames - 1, deviation(0.07, frames), "duplicates");
    for (int i = 1; i < seen.size(); i++) {
      int step = seen.get(i).number() - seen.get(i - 1).number();
      assertTrue(step == 0 || step == 1, "a duplicate is beside its original");
    }

    link("clear", "{}");
    impair("{\"corrupt\":\"3%\"}");
    int length = 600;
    seen = send(200, 100, Duration.ofMillis(1), length);
    assertEquals(frames, seen.size());
    long flipped = seen.stream().filter(one -> one.flipped() > 0).count();
    assertTrue(seen.stream().allMatch(one -> one.flipped() <= 1), "one bit each");
    // What hits the addresses and the number is not seen.
    double share = 0.03 * (length - Station.NUMBER_AT - 4) / length;
    within(share, flipped / (double) frames, deviation(share, frames), "corrupted");

    link("clear", "{}");
    impair("{\"delay\":\"20ms\",\"reorder\":{\"chance\":\"25%\",\"gap\":4}}");
    first = a.sent();
    var every = Duration.ofMillis(1);
    var delays = delays(send(4000, 1, every), first, every).toArray();
    assertEquals(4000, delays.length);
    long early = Arrays.stream(delays).filter(one -> one == 0).count();
    assertEquals(4000 - early, Arrays.stream(delays).filter(one -> one == 20).count());
    // Three that must wait, then one after the other by chance: every seventh on the average.
    double between = Math.sqrt(0.75) / 0.25;
    within(4000 / 7.0, early, between * Math.sqrt(4000 / 7.0) / 7, "early");
    clearedExactly();
  }

  @ParameterizedTest
  @EnumSource
  void keepsRateAndLimitAndTheOtherDirection(Course which) {
    on(which);
    impair("{\"rate\":\"8Mbit\",\"limit\":100000}");
    int first = a.sent();
    var seen = send(1, 200, Duration.ofMillis(1), 1000);
    assertEquals(numbers(first, 200), seen.stream().map(Station.Seen::number).toList());
    for (int i = 0; i < seen.size(); i++) {
      // A frame of 1000 bytes takes a millisecond.
      assertEquals(i + 1.0, (seen.get(i).at() - began) / 1e6, 0.001);
    }

    link("clear", "{}");
    impair("{\"delay\":\"300ms\",\"limit\":50}");
    first = a.sent();
    long dropped = dropped("impair-queue-full");
    seen = send(1, 200, Duration.ofMillis(1));
    assertEquals(numbers(first, 50), seen.stream().map(Station.Seen::number).toList());
    assertEquals(150, dropped("impair-queue-full") - dropped);

    // The way back is its own.
    impair("{\"delay\":\"300ms\",\"loss\":\"50%\"}");
    long at = now();
    lab.harness()
        .onLoop(
            () -> {
              b.send(A, 200, LENGTH);
              return null;
            });
    lab.elapse(Duration.ofMillis(1));
    var back = lab.harness().onLoop(a::take);
    assertEquals(200, back.size());
    assertEquals(at, back.getLast().at());
    clearedExactly();
  }

  private long dropped(String reason) {
    return lab.ask("ledger.get", new JsonObject())
        .getJsonObject("data")
        .getJsonObject("dropped")
        .getLong(reason, 0L);
  }

  @ParameterizedTest
  @EnumSource
  void layersLieOverEachOtherUntilTheyExpire(Course which) {
    on(which);
    link("impair", "{\"both\":{\"delay\":\"5ms\",\"loss\":\"100%\"},\"layer\":\"low\"}");
    link(
        "impair",
        "{\"both\":{\"delay\":\"9ms\",\"loss\":\"0%\"},\"layer\":\"high\",\"for\":\"1s\"}");
    long end = now() + Duration.ofMillis(999).toNanos();
    int first = a.sent();
    var every = Duration.ofMillis(2);
    var seen = send(600, 1, every);
    var delays = delays(seen, first, every).toArray();
    // While it lasts it hides the layer below; from then on that one loses everything.
    // What waited at its end was let go by the layer that was left.
    int last = delays.length - 1;
    for (int i = 0; i <= last; i++) {
      double least = i < last - 4 ? 9 : 5;
      assertTrue(delays[i] >= least && delays[i] <= 9, "frame " + i + " took " + delays[i]);
    }
    int passed = (int) ((end - began) / every.toNanos());
    assertEquals(passed, delays.length, 2);
    assertEquals(numbers(first, delays.length), seen.stream().map(Station.Seen::number).toList());
    clearedExactly();
  }

  @ParameterizedTest
  @EnumSource
  void aChangeInPlaceReordersNothing(Course which) {
    on(which);
    var stages =
        List.of(
            "{\"delay\":\"40ms\"}",
            "{\"delay\":\"2ms\"}",
            "{\"delay\":\"20ms\",\"jitter\":\"10ms\",\"distribution\":\"pareto\"}",
            "{\"rate\":\"2Mbit\",\"limit\":100000}",
            "{\"rate\":\"1Gbit\",\"delay\":\"1ms\"}",
            "{\"jitter\":\"5ms\",\"correlation\":\"50%\"}");
    int first = a.sent();
    var seen = new ArrayList<Station.Seen>();
    for (int round = 0; round < 3; round++) {
      for (var stage : stages) {
        impair(stage);
        for (int i = 0; i < 20; i++) {
          change();
          lab.harness()
              .onLoop(
                  () -> {
                    a.send(B, 5, LENGTH);
                    return null;
                  });
          lab.elapse(Duration.ofMillis(1));
        }
      }
      link("clear", "{}");
      lab.harness()
          .onLoop(
              () -> {
                a.send(B, 5, LENGTH);
                return null;
              });
    }
    lab.elapse(Duration.ofSeconds(3));
    seen.addAll(lab.harness().onLoop(b::take));
    assertEquals(
        numbers(first, 3 * (stages.size() * 100 + 5)),
        seen.stream().map(Station.Seen::number).toList());
    clearedExactly();
  }

  private String fate(Course which) {
    on(which);
    impair("{\"loss\":\"30%\"}");
    int first = a.sent();
    var fate = new StringBuilder();
    for (boolean lost : missing(send(1, 200, Duration.ofMillis(1)), first, 200)) {
      fate.append(lost ? 'x' : '.');
    }
    return fate.toString();
  }

  @Test
  void theSameSeedIsTheSameFateOnEitherPath() {
    var fate = fate(Course.SYNTHETIC);
    stop();
    start();
    assertEquals(fate, fate(Course.VF));
    assertTrue(fate.contains("x") && fate.contains("."), fate);
  }
}
