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
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * NICs are changed while their VFs are active and carry a flood of pings and a TCP stream. How
 * often is told by the system property {@code hnswitch.changes}.
 */
class NicChangesUnderLoadIT {

  private static final int CHANGES = Integer.getInteger("hnswitch.changes", 8);
  private static final List<String> FIRST = NetnsNode.FIRST;
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final List<String> NICS = List.of("blue:hn0", "green:hn0");

  @RegisterExtension static final NetnsNode ours = NetnsNode.first();

  private JsonObject before;

  @BeforeEach
  void attach() {
    NICS.forEach(ours.rest()::attach);
    before = ledger();
  }

  @AfterEach
  void detach() {
    ours.detachAll();
  }

  private void underLoad(Runnable action) {
    try (var stream =
            TcpStream.start(FIRST, ours.lab().blue(), ours.lab().green(), NetnsLab.GREEN_V4);
        var ping = first(ours.lab().blue(), "ping", "-q", "-i", "0.001", NetnsLab.GREEN_V4)) {
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
      ours.rest().until("/nics/" + nic, view -> view.getString("path").equals("vf"));
    }
  }

  /** The sums of the ledger, which must balance. */
  private JsonObject ledger() {
    ours.lab().blue().run("ping", "-q", "-i", "0.01", "-c", "10", NetnsLab.GREEN_V4).succeeds();
    return ours.rest().quietLedger();
  }

  @Test
  void changesTheMtuThereAndBackWhileTheVfIsActive() {
    underLoad(
        () -> {
          for (int i = 0; i < CHANGES / 2; i++) {
            NICS.forEach(nic -> ours.rest().set(nic, new JsonObject().put("mtu", 9000)));
            assertOnVf();
            ours.lab()
                .blue()
                .run("ping", "-q", "-M", "do", "-s", "8972", "-c", "3", NetnsLab.GREEN_V4)
                .succeeds();
            NICS.forEach(nic -> ours.rest().set(nic, new JsonObject().put("mtu", 1500)));
            assertOnVf();
          }
        });
    // A frame above 1500 that was on its way when the MTU came down is oversize.
    assertDropped(Set.of("oversize"));
  }

  @Test
  void goesDownAndUpWithItsVf() {
    underLoad(
        () -> {
          for (int i = 0; i < CHANGES; i++) {
            ours.rest().post("/nics/green:hn0/actions/down", new JsonObject());
            var vf = ours.rest().get("/nics/green:hn0");
            assertEquals("synthetic", vf.getString("path"), vf::encodePrettily);
            ours.rest().post("/nics/green:hn0/actions/up", new JsonObject());
          }
          assertOnVf();
        });
    assertDropped(Set.of("nic-down", "vf-not-ready"));
  }

  @Test
  void togglesCapabilitiesWithoutLoss() {
    underLoad(
        () -> {
          for (int i = 0; i < CHANGES; i++) {
            for (var change :
                List.of("-txcsum,-tso4", "-rxcsum,-lro", "+txcsum,+tso4,+rxcsum,+lro")) {
              var words = new JsonArray(List.of(change.split(",")));
              NICS.forEach(nic -> ours.rest().set(nic, new JsonObject().put("offloads", words)));
            }
          }
          assertOnVf();
        });
    Rest.assertAllArrivedOnce(before, ledger());
    assertDropped(Set.of());
  }

  private void assertDropped(Set<String> allowed) {
    var ledger = ledger();
    var dropped = ledger.getJsonObject("dropped");
    for (var reason : dropped.fieldNames()) {
      long earlier = before.getJsonObject("dropped").getLong(reason, 0L);
      assertTrue(
          allowed.contains(reason) || dropped.getLong(reason) == earlier, ledger::encodePrettily);
    }
  }
}
