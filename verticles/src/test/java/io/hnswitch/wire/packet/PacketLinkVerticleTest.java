package io.hnswitch.wire.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Refusal;
import io.hnswitch.lab.InterfaceSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.testing.LabHarness;
import io.netty.channel.epoll.Epoll;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What needs no interface of its own; {@code PacketLinkIT} has the rest. */
class PacketLinkVerticleTest {

  private static RefusedException refusal(LabHarness harness, InterfaceSpec device) {
    var link = new LinkSpec("out", List.of("pf0"), Optional.of(device));
    return assertThrows(
        RefusedException.class,
        () -> harness.deploy(new PacketLinkVerticle(harness.lab(), link, device)));
  }

  @Test
  void refusesWhatIsNotThereAndLeavesNothing() {
    Assumptions.assumeTrue(Epoll.isAvailable());
    var harness = LabHarness.onNativeTransport();
    try {
      var refused = refusal(harness, new InterfaceSpec("hnw-none", ""));
      assertEquals(Refusal.NOT_FOUND, refused.reason());
      assertEquals("no interface hnw-none", refused.getMessage());
      assertEquals(
          "no interface eth0 in network namespace hnw-none: there is no such namespace",
          refusal(harness, new InterfaceSpec("eth0", "hnw-none")).getMessage());
      var total = harness.onLoop(harness.lab().ledger()::total);
      assertEquals(0, total.unaccounted() + total.inFlight(), total::toString);
    } finally {
      harness.close();
    }
  }

  @Test
  void needsTheNativeTransport() {
    var harness = new LabHarness();
    try {
      var refused = refusal(harness, new InterfaceSpec("lo", ""));
      assertEquals(Refusal.NOT_SUPPORTED, refused.reason());
      assertEquals("link out needs Linux and Netty's native epoll transport", refused.getMessage());
    } finally {
      harness.close();
    }
  }
}
