package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * NICs are changed while their VFs are active and carry a flood of pings and a TCP stream. How
 * often is told by the system property {@code hnswitch.changes}.
 */
class NicChangesUnderLoadIT {

  private static final int CHANGES = Integer.getInteger("hnswitch.changes", 8);
  private static final List<String> FIRST = List.of("nice", "-n", "-15");
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final List<String> NICS = List.of("blue:hn0", "green:hn0");

  private final Place place = Place.make();
  private final NetnsLab lab = NetnsLab.fresh();
  private NodeProcess node;
  private Rest rest;

  @BeforeEach
  void start() {
    Checkout.requireEverything();
    var file = place.write("lab.yaml", lab.yaml());
    var hnswitch = Checkout.hnswitch(place.temporary()).toArray(String[]::new);
    node = NodeProcess.start(place, Running.with(FIRST, hnswitch), file.toString());
    rest = node.rest();
    NICS.forEach(rest::attach);
  }

  @AfterEach
  void stop() {
    try (var files = place;
        var names = lab;
        var process = node) {
      if (process != null) {
        process.stop();
        assertEquals(List.of(), files.leftovers());
        assertTrue(!names.blue().exists() && !names.green().exists());
      }
    }
  }

  private void underLoad(Runnable action) {
    try (var stream = TcpStream.start(FIRST, lab.blue(), lab.green(), NetnsLab.GREEN_V4);
        var ping = first(lab.blue(), "ping", "-q", "-i", "0.001", NetnsLab.GREEN_V4)) {
      stream.arrives(3);
      action.run();
      ping.signal("INT");
      ping.finish(BOUND);
      stream.end();
    }
  }

  private static Running first(Namespace side, String... command) {
    return side.start(Running.with(FIRST, command).toArray(String[]::new));
  }

  private void assertOnVf() {
    for (var nic : NICS) {
      rest.until("/nics/" + nic, view -> view.getString("path").equals("vf"));
    }
  }

  /** The sums of the ledger, which must balance. */
  private JsonObject ledger() {
    lab.blue().run("ping", "-q", "-i", "0.01", "-c", "10", NetnsLab.GREEN_V4).succeeds();
    return rest.quietLedger();
  }

  @Test
  void changesTheMtuThereAndBackWhileTheVfIsActive() {
    underLoad(
        () -> {
          for (int i = 0; i < CHANGES / 2; i++) {
            NICS.forEach(nic -> rest.set(nic, new JsonObject().put("mtu", 9000)));
            assertOnVf();
            lab.blue()
                .run("ping", "-q", "-M", "do", "-s", "8972", "-c", "3", NetnsLab.GREEN_V4)
                .succeeds();
            NICS.forEach(nic -> rest.set(nic, new JsonObject().put("mtu", 1500)));
            assertOnVf();
          }
        });
    ledger();
    // A frame above 1500 that was on its way when the MTU came down is oversize.
    assertDropped(Set.of("oversize"));
  }

  @Test
  void goesDownAndUpWithItsVf() {
    underLoad(
        () -> {
          for (int i = 0; i < CHANGES; i++) {
            rest.post("/nics/green:hn0/actions/down", new JsonObject());
            var vf = rest.get("/nics/green:hn0");
            assertEquals("synthetic", vf.getString("path"), vf::encodePrettily);
            rest.post("/nics/green:hn0/actions/up", new JsonObject());
          }
          assertOnVf();
        });
    ledger();
    assertDropped(Set.of("nic-down", "vf-not-ready"));
  }

  @Test
  void togglesCapabilitiesWithoutLoss() {
    var before = ledger();
    underLoad(
        () -> {
          for (int i = 0; i < CHANGES; i++) {
            for (var change :
                List.of("-txcsum,-tso4", "-rxcsum,-lro", "+txcsum,+tso4,+rxcsum,+lro")) {
              var words = new JsonArray(List.of(change.split(",")));
              NICS.forEach(nic -> rest.set(nic, new JsonObject().put("offloads", words)));
            }
          }
          assertOnVf();
        });
    Rest.assertAllArrivedOnce(before, ledger());
    assertDropped(Set.of());
  }

  private void assertDropped(Set<String> allowed) {
    var ledger = rest.get("/ledger");
    var dropped = ledger.getJsonObject("dropped");
    dropped.forEach(
        entry ->
            assertTrue(
                allowed.contains(entry.getKey()) || ((Number) entry.getValue()).longValue() == 0,
                ledger::encodePrettily));
  }
}
