package io.hnswitch.endpoint.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.endpoint.packet.InterfaceState.Change;
import io.hnswitch.endpoint.packet.InterfaceState.Seen;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InterfaceStateTest {

  private final InterfaceState state = new InterfaceState("veth0");

  @Test
  void saysOnceThatItIsDownAndOnceThatItIsUp() {
    assertTrue(state.isUp());
    assertEquals(Change.NONE, state.on(Seen.UP));
    assertEquals(Change.WENT_DOWN, state.on(Seen.NO_CARRIER));
    assertEquals(Change.NONE, state.on(Seen.NO_CARRIER));
    assertEquals(Change.CAME_UP, state.on(Seen.UP));
    assertEquals(Optional.empty(), state.reason());
  }

  @Test
  void tellsTheLatestReasonWithoutSayingItAgain() {
    assertEquals(Change.WENT_DOWN, state.on(Seen.DOWN));
    assertEquals(Optional.of("interface veth0 is down"), state.reason());
    assertFalse(state.isLost());
    assertEquals(Change.NONE, state.on(Seen.GONE));
    assertEquals(Optional.of("interface veth0 is gone"), state.reason());
    assertTrue(state.isLost());
  }

  @Test
  void isLookedForWhenItIsGoneOrBrokenOnly() {
    for (var seen : Seen.values()) {
      state.on(seen);
      assertEquals(seen == Seen.GONE || seen == Seen.BROKEN, state.isLost(), seen::name);
      assertEquals(seen == Seen.UP, state.reason().isEmpty(), seen::name);
    }
    assertEquals(Change.NONE, state.on(Seen.DOWN), "one that is made again may be down at first");
    assertEquals(Change.CAME_UP, state.on(Seen.UP));
  }
}
