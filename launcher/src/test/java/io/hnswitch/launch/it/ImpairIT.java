package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What two network stacks of the kernel notice of an impaired cable between them. */
class ImpairIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Pattern TIMES =
      Pattern.compile("min/avg/max/mdev = ([0-9.]+)/([0-9.]+)/([0-9.]+)/");
  private static final Pattern RECEIVED = Pattern.compile("([0-9]+) received");

  /** What is asked for is kept to a millisecond, and a busy machine is late now and then. */
  private static final double LATE_MS = 4;

  @RegisterExtension
  static final NetnsNode ours = NetnsNode.with("links: { up: { endpoints: [\"blue:hn0\", sw0] } }");

  @AfterEach
  void theBooksBalance() {
    var cleared = action("clear", "{}");
    assertEquals(0, cleared.getJsonArray("layers").size());
    ours.rest().quietLedger();
  }

  private static JsonObject action(String verb, String body) {
    return ours.rest().post("/links/up/actions/" + verb, new JsonObject(body));
  }

  private static Finished ping(int count, String every) {
    return ours.lab()
        .blue()
        .run(BOUND, "ping", "-q", "-c", "" + count, "-i", every, "-W", "1", NetnsLab.GREEN_V4);
  }

  private static int received(Finished said) {
    var found = RECEIVED.matcher(said.out());
    assertTrue(found.find(), said::toString);
    return Integer.parseInt(found.group(1));
  }

  /** The least and the average time there and back. */
  private static double[] times() {
    ping(2, "0.01");
    var said = ping(40, "0.02").succeeds();
    assertEquals(40, received(said), said::toString);
    var found = TIMES.matcher(said.out());
    assertTrue(found.find(), said::toString);
    return new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))};
  }

  private static void assertDelay(double wanted) {
    var times = times();
    assertTrue(times[0] >= wanted, () -> "least " + times[0] + " of " + wanted);
    assertTrue(times[0] < wanted + LATE_MS, () -> "least " + times[0] + " of " + wanted);
    assertTrue(times[1] < wanted + 4 * LATE_MS, () -> "average " + times[1] + " of " + wanted);
  }

  @Test
  void delaysByWhatIsAskedOnBothPathsAndNoMoreAfterwards() {
    assertDelay(0);
    action("impair", "{\"both\":{\"delay\":\"20ms\"}}");
    assertDelay(40);
    ours.rest().attach("blue:hn0");
    assertDelay(40);
    action("impair", "{\"forward\":{\"delay\":\"5ms\"}}");
    assertDelay(5);
    action("clear", "{}");
    assertDelay(0);
    ours.rest().detach("blue:hn0", "graceful");
    assertDelay(0);
  }

  @Test
  void losesAsManyAsAsked() {
    action("impair", "{\"forward\":{\"loss\":\"10%\"}}");
    int received = received(ping(2000, "0.002"));
    // Five standard deviations.
    assertEquals(1800, received, 67);
    action("clear", "{}");
    assertEquals(500, received(ping(500, "0.002")));
  }

  @Test
  void showsTheGuestThatItsCableIsOut() {
    assertTrue(!link().contains("NO-CARRIER"), ImpairIT::link);
    action("down", "{\"for\":\"2s\"}");
    var down = Eventually.look(BOUND, ImpairIT::link, said -> said.contains("NO-CARRIER"));
    assertTrue(down.contains("NO-CARRIER"), down);
    var up = Eventually.look(BOUND, ImpairIT::link, said -> !said.contains("NO-CARRIER"));
    assertTrue(!up.contains("NO-CARRIER"), up);
    assertDelay(0);
  }

  private static String link() {
    return ours.lab()
        .blue()
        .run("ip", "link", "show", "dev", ours.lab().blueTap())
        .succeeds()
        .out();
  }
}
