package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What becomes of numbered datagrams between two network namespaces on an impaired cable, measured
 * where they are received. The lab's seed is fixed, and bounds are five standard deviations.
 */
class ImpairKindsIT {

  private static final double SIGMAS = 5;

  /** A busy machine is late now and then. */
  private static final double LATE_MS = 10;

  /** And may be for long; nothing is ever early. */
  private static final double BUSY_MS = 100;

  @RegisterExtension
  static final NetnsNode ours =
      NetnsNode.with("seed: 5\n  links: { up: { endpoints: [\"green:hn0\", sw0] } }");

  private Datagrams receiver;

  @BeforeEach
  void receive() {
    receiver = Datagrams.receive(ours.lab().green(), ours.lab().greenTap());
    ours.lab().blue().run("ping", "-q", "-c", "2", "-i", "0.01", NetnsLab.GREEN_V4).succeeds();
  }

  @AfterEach
  void theBooksBalance() {
    receiver.close();
    clear();
    ours.rest().quietLedger();
  }

  private static void impair(String reverse) {
    var body = new JsonObject("{\"reverse\":" + reverse + "}");
    ours.rest().post("/links/up/actions/impair", body);
  }

  private static void clear() {
    ours.rest().post("/links/up/actions/clear", new JsonObject());
  }

  private static Running send(int count, int burst, int pauseMs) {
    return Datagrams.send(ours.lab().blue(), NetnsLab.GREEN_V4, count, burst, pauseMs);
  }

  private JsonObject seen(Running sender) {
    return receiver.seen(sender);
  }

  private JsonObject measure(String reverse, int count) {
    impair(reverse);
    var seen = seen(send(count, 10, 5));
    clear();
    return seen;
  }

  private static void within(double share, int of, double found, JsonObject seen) {
    double wanted = share * of;
    assertEquals(
        wanted, found, SIGMAS * Math.sqrt(wanted * (1 - share)), () -> wanted + " of " + seen);
  }

  /** Nothing is done to any of them. */
  private void assertUntouched(int count) {
    var seen = seen(send(count, 10, 5));
    Datagrams.assertUntouched(count, seen);
    assertTrue(seen.getDouble("least") < LATE_MS, seen::encode);
  }

  @Test
  void eachKindByTheChannel() {
    eachKind();
  }

  @Test
  void eachKindByTheVf() {
    ours.rest().attach("green:hn0");
    eachKind();
    ours.rest().detach("green:hn0", "graceful");
  }

  private void eachKind() {
    int count = 1000;
    var jitter =
        measure(
            "{\"delay\":\"40ms\",\"jitter\":\"20ms\",\"reorder\":\"by-jitter\",\"limit\":5000}",
            count);
    assertEquals(count, jitter.getInteger("distinct"), jitter::encode);
    assertTrue(jitter.getInteger("late") > count / 4, jitter::encode);
    assertTrue(
        jitter.getDouble("least") >= 20 && jitter.getDouble("least") < 20 + LATE_MS,
        jitter::encode);
    assertTrue(jitter.getDouble("most") > 57, jitter::encode);
    double spread = SIGMAS * 20 / Math.sqrt(3.0 * count);
    double mean = jitter.getDouble("mean");
    assertTrue(mean > 40 - spread && mean < 40 + spread + BUSY_MS, jitter::encode);

    var bursts =
        measure(
            "{\"loss\":{\"model\":\"gilbert-elliott\",\"toBad\":\"3%\",\"toGood\":\"25%\"}}",
            2 * count);
    double share = 0.03 / 0.28;
    double lost = 2 * count - bursts.getInteger("distinct");
    // What a frame fares the next fares too, with a correlation of 0.72.
    double deviation = Math.sqrt(2 * count * share * (1 - share) * 1.72 / 0.28);
    assertEquals(2 * count * share, lost, SIGMAS * deviation, bursts::encode);
    double run = bursts.getInteger("lostInRuns") / bursts.getDouble("runs");
    assertEquals(4, run, SIGMAS * Math.sqrt(12 / bursts.getDouble("runs")), bursts::encode);

    var twice = measure("{\"duplicate\":\"10%\",\"corrupt\":\"5%\"}", count);
    int times = twice.getInteger("received");
    within(0.1, count, times - twice.getInteger("distinct"), twice);
    // Of 1042 bytes 12 have the number and 42 are headers.
    double seenShare = 0.05 * 988 / 1042;
    within(seenShare, times, twice.getInteger("corrupted"), twice);
    assertTrue(twice.getInteger("distinct") > count - 25, twice::encode);

    impair("{\"rate\":\"8Mbit\",\"limit\":5000}");
    // Some 8.3 Mbit in one second's worth of frames, offered twice as fast.
    var rate = seen(send(500, 10, 5));
    clear();
    assertEquals(500, rate.getInteger("distinct"), rate::encode);
    assertEquals(0, rate.getInteger("late"), rate::encode);
    double least = 499 * 1042 * 8 / 8e3 - 3 * LATE_MS;
    double span = rate.getDouble("span");
    assertTrue(span > least && span < least + 5 * BUSY_MS, rate::encode);

    var early = measure("{\"delay\":\"15ms\",\"reorder\":{\"chance\":\"20%\",\"gap\":5}}", count);
    assertEquals(count, early.getInteger("distinct"), early::encode);
    assertTrue(early.getInteger("late") > 100, early::encode);
    assertUntouched(200);
  }

  private static void lossy(String delay) {
    impair(
        "{\"delay\":\"%s\",\"jitter\":\"5ms\",\"distribution\":\"normal\",\"limit\":50000,"
                .formatted(delay)
            + "\"loss\":{\"model\":\"random\",\"chance\":\"10%\",\"correlation\":\"30%\"}}");
  }

  @Test
  void aSwitchOverIsNotSeenOnAnImpairedCable() {
    lossy("10ms");
    int count = 9_000;
    var sender = send(count, 10, 4);
    ours.rest().attach("green:hn0");
    lossy("30ms");
    ours.rest().detach("green:hn0", "graceful");
    lossy("5ms");
    assertTrue(sender.isAlive(), "it was under load");
    var seen = seen(sender);
    assertEquals(0, seen.getInteger("late"), seen::encode);
    assertEquals(seen.getInteger("distinct"), seen.getInteger("received"), seen::encode);
    assertEquals(0, seen.getInteger("corrupted"), seen::encode);
    double deviation = Math.sqrt(count * 0.1 * 0.9 * 1.3 / 0.7);
    assertEquals(
        0.1 * count, count - seen.getInteger("distinct"), SIGMAS * deviation, seen::encode);
    clear();
    assertUntouched(200);
  }
}
