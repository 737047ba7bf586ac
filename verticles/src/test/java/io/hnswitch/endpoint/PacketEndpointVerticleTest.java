package io.hnswitch.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.testing.LabHarness;
import io.netty.channel.epoll.Epoll;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What needs no interface of its own; {@code PacketIT} has the rest. */
class PacketEndpointVerticleTest {

  private static final NicId A = new NicId("a", "hn0");
  private static final MacAddress MAC = MacAddress.parse("00:15:5d:00:00:0a");

  private LabHarness harness;

  @BeforeEach
  void start() {
    Assumptions.assumeTrue(Epoll.isAvailable());
    harness = LabHarness.onNativeTransport();
  }

  @AfterEach
  void stop() {
    if (harness != null) {
      var total = harness.onLoop(harness.lab().ledger()::total);
      assertEquals(0, total.unaccounted() + total.inFlight(), total::toString);
      harness.close();
    }
  }

  private RefusedException refusal(String name, String netns) {
    return assertThrows(
        RefusedException.class,
        () -> harness.deploy(new PacketEndpointVerticle(harness.lab(), A, MAC, name, netns)));
  }

  @Test
  void refusesAnInterfaceThatIsNotThere() {
    var refused = refusal("hnv-none", "");
    assertEquals(Refusal.NOT_FOUND, refused.reason());
    assertEquals("no interface hnv-none", refused.getMessage());
  }

  @Test
  void refusesANamespaceThatIsNotThere() {
    var refused = refusal("eth0", "hnv-none");
    assertEquals(Refusal.NOT_FOUND, refused.reason());
    assertEquals(
        "no interface eth0 in network namespace hnv-none: there is no such namespace",
        refused.getMessage());
  }

  @Test
  void refusesWhatIsNoEthernetOrNotAllowed() {
    var refused = refusal("lo", "");
    assertTrue(
        Set.of(Refusal.NOT_SUPPORTED, Refusal.NOT_PERMITTED).contains(refused.reason()),
        refused::toString);
    assertTrue(
        refused.getMessage().contains("hardware type is 772")
            || refused.getMessage().contains("it needs root, or CAP_NET_RAW"),
        refused::getMessage);
  }
}
