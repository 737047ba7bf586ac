package io.hnswitch.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WireAccountTest {

  private static final long OTHER = 77;

  private final WireAccount account = new WireAccount(5, 1000);

  private static Hello.Count far(long number, long knows, long received) {
    return new Hello.Count(number, knows, received);
  }

  @Test
  void givesCreditForBytesUntilTheyAreAcknowledged() {
    account.meet(far(OTHER, 0, 0));
    account.sent(10, 600);
    assertFalse(account.hasRoom(401));
    account.sent(5, 400);
    assertEquals(15, account.unacknowledged());
    assertEquals(0, account.acknowledged(0));
    assertEquals(7, account.acknowledged(7));
    assertFalse(account.hasRoom(1), "a message of which a part has arrived is still on its way");
    assertEquals(3, account.acknowledged(10));
    assertTrue(account.hasRoom(600));
    assertEquals(5, account.acknowledged(15));
    assertEquals(0, account.bytes());
  }

  @Test
  void takesNoAcknowledgementOfWhatWasNotSentOrTwice() {
    account.meet(far(OTHER, 0, 0));
    account.sent(10, 100);
    assertEquals(WireAccount.NONSENSE, account.acknowledged(11));
    assertEquals(4, account.acknowledged(4));
    assertEquals(WireAccount.NONSENSE, account.acknowledged(3));
    assertEquals(WireAccount.NONSENSE, account.acknowledged(-1));
  }

  @Test
  void learnsWhenTheyMeetAgainWhatHadArrived() {
    account.meet(far(OTHER, 0, 0));
    account.received(3);
    account.sent(10, 100);
    account.acknowledged(2);
    assertEquals(6, account.meet(far(OTHER, 5, 8)));
    assertEquals(0, account.unacknowledged());
    assertEquals(0, account.bytes());
    assertEquals(far(5, OTHER, 3), account.count());
    account.sent(1, 1);
    assertEquals(1, account.acknowledged(9));
  }

  @Test
  void knowsThatANewFarEndHasNothing() {
    account.meet(far(OTHER, 0, 0));
    account.received(3);
    account.sent(10, 100);
    account.acknowledged(2);
    assertEquals(0, account.meet(far(78, 5, 9)));
    assertEquals(0, account.unacknowledged());
    assertEquals(far(5, 78, 0), account.count());
  }

  @Test
  void knowsThatAFarEndWhichNeverHeardOfItHasNothing() {
    account.meet(far(OTHER, 0, 0));
    account.sent(4, 100);
    assertEquals(0, account.meet(far(OTHER, 0, 0)), "its welcome was lost, and what followed");
    assertEquals(0, account.unacknowledged());
  }

  @Test
  void doesNotMeetAFarEndThatHasTooMuchOrTooLittle() {
    account.meet(far(OTHER, 0, 0));
    account.sent(4, 100);
    account.acknowledged(2);
    assertEquals(WireAccount.NONSENSE, account.meet(far(OTHER, 5, 5)));
    assertEquals(WireAccount.NONSENSE, account.meet(far(OTHER, 5, 1)));
    assertEquals(2, account.unacknowledged());
  }

  @Test
  void givesUpWhatNobodyWillAcknowledge() {
    account.meet(far(OTHER, 0, 0));
    account.sent(4, 100);
    account.acknowledged(1);
    assertEquals(3, account.abandon());
    assertEquals(0, account.unacknowledged());
    assertEquals(0, account.abandon());
  }

  @Test
  void hasASpaceForEachMessage() {
    var many = new WireAccount(1, Integer.MAX_VALUE / 2);
    many.meet(far(OTHER, 0, 0));
    for (int i = 0; i < 3 * WireAccount.MESSAGES_MAX; i++) {
      assertTrue(many.hasRoom(10));
      many.sent(1, 10);
      if (many.unacknowledged() == WireAccount.MESSAGES_MAX) {
        assertFalse(many.hasRoom(0));
        many.acknowledged(i);
      }
    }
  }
}
