package io.hnswitch.wire.vxlan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.DropReason;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VxlanStateTest {

  private final VxlanState state = new VxlanState();

  @Test
  void staysUpWhenOneDatagramIsTooLongOrTheSocketFull() {
    assertFalse(state.failed(SocketTrouble.TOO_LONG));
    assertFalse(state.failed(SocketTrouble.FULL));
    assertEquals(Optional.empty(), state.reason());
    assertFalse(state.sent(0));
    assertFalse(state.received());
  }

  @Test
  void saysOnceThatItWentDownAndWhyItIs() {
    assertTrue(state.failed(SocketTrouble.NETWORK_UNREACHABLE));
    assertFalse(state.failed(SocketTrouble.PORT_UNREACHABLE));
    assertEquals(Optional.of("nobody listens at the remote's port"), state.reason());
  }

  @Test
  void isUpWhenTheRemoteIsHeard() {
    state.failed(SocketTrouble.HOST_UNREACHABLE);
    assertTrue(state.received());
    assertEquals(Optional.empty(), state.reason());
    assertFalse(state.received());
  }

  @Test
  void isUpWhenSendingGoesWellForAWhile() {
    state.failed(SocketTrouble.PORT_UNREACHABLE);
    assertFalse(state.sent(5));
    assertFalse(state.sent(4 + VxlanState.QUIET_NANOS));
    assertTrue(state.sent(5 + VxlanState.QUIET_NANOS));
    assertEquals(Optional.empty(), state.reason());
  }

  @Test
  void staysDownWhileEachDatagramIsAnsweredWithAnError() {
    state.failed(SocketTrouble.PORT_UNREACHABLE);
    for (int i = 1; i < 5; i++) {
      assertFalse(state.sent(i * 3 * VxlanState.QUIET_NANOS));
      assertFalse(state.failed(SocketTrouble.PORT_UNREACHABLE));
    }
  }

  @Test
  void knowsTheErrorsOfTheSystem() {
    assertEquals(SocketTrouble.FULL, SocketTrouble.of(11));
    assertEquals(SocketTrouble.FULL, SocketTrouble.of(105));
    assertEquals(SocketTrouble.TOO_LONG, SocketTrouble.of(90));
    assertEquals(SocketTrouble.NETWORK_UNREACHABLE, SocketTrouble.of(101));
    assertEquals(SocketTrouble.PORT_UNREACHABLE, SocketTrouble.of(111));
    assertEquals(SocketTrouble.HOST_UNREACHABLE, SocketTrouble.of(113));
    assertEquals(SocketTrouble.OTHER, SocketTrouble.of(9999));
    assertEquals(DropReason.CREDIT_EXHAUSTED, SocketTrouble.FULL.reason());
    assertEquals(DropReason.OVERSIZE, SocketTrouble.TOO_LONG.reason());
    assertTrue(Arrays.stream(SocketTrouble.values()).allMatch(one -> one.reason() != null));
  }
}
