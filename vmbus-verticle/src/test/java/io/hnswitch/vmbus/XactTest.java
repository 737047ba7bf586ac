package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** X1–X8 of the VMBus reference. */
class XactTest {

  private final Xact xact = new Xact(4);

  private Xact.Outcome.Response response() {
    return assertInstanceOf(Xact.Outcome.Response.class, xact.outcome());
  }

  @Test
  void keepsAResponseThatCameBeforeTheWait() {
    long id = xact.get();
    xact.wake(id, new byte[] {1, 2});
    assertArrayEquals(new byte[] {1, 2}, response().bytes());
    assertFalse(response().truncated());
  }

  @Test
  void dropsResponsesToOtherIds() {
    long id = xact.get();
    xact.wake(id + 1, new byte[1]);
    xact.wake(0, new byte[1]);
    xact.wake(-1, new byte[1]);
    assertInstanceOf(Xact.Outcome.Waiting.class, xact.outcome());
    assertEquals(3, xact.droppedCount());
  }

  @Test
  void cutsLongResponses() {
    xact.wake(xact.get(), new byte[] {1, 2, 3, 4, 5});
    assertArrayEquals(new byte[] {1, 2, 3, 4}, response().bytes());
    assertTrue(response().truncated());
  }

  @Test
  void orphansTheWaiterAndRefusesTheNext() {
    xact.get();
    xact.orphan();
    assertInstanceOf(Xact.Outcome.Orphaned.class, xact.outcome());
    xact.put();
    assertEquals(Xact.NONE, xact.get());
  }

  @Test
  void dropsALateResponseWithoutHarmToTheNext() {
    long first = xact.get();
    xact.put();
    long second = xact.get();
    xact.wake(first, new byte[1]);
    assertInstanceOf(Xact.Outcome.Waiting.class, xact.outcome());
    xact.wake(second, new byte[2]);
    assertEquals(2, response().bytes().length);
  }

  @Test
  void stillTakesTheAnswerThatIsInTheRingWhenRevoked() {
    long id = xact.get();
    xact.revoke();
    assertInstanceOf(Xact.Outcome.Waiting.class, xact.outcome());
    xact.wake(id, new byte[] {9});
    xact.drained();
    assertArrayEquals(new byte[] {9}, response().bytes());
  }

  @Test
  void endsTheWaitWhenRevokedAndDrained() {
    xact.get();
    xact.drained();
    assertInstanceOf(Xact.Outcome.Waiting.class, xact.outcome());
    xact.revoke();
    xact.drained();
    assertInstanceOf(Xact.Outcome.Orphaned.class, xact.outcome());
  }

  @Test
  void hasOneSlot() {
    assertTrue(xact.get() > 0);
    assertEquals(Xact.NONE, xact.get());
    xact.put();
    assertTrue(xact.get() > 0);
  }
}
