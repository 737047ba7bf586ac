package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final Throttle throttle = new Throttle();
  private long now = 1_000;

  private Duration left() {
    return throttle.left("a", now);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed("a", now);
    }
  }

  @Test
  void letsTheFirstTriesBe() {
    fail(Throttle.FREE);
    assertEquals(Duration.ZERO, left());
  }

  @Test
  void doublesTheWaitUpToALimit() {
    fail(Throttle.FREE);
    for (var wait = Throttle.WAIT_FIRST;
        wait.compareTo(Throttle.WAIT_MAX) < 0;
        wait = wait.multipliedBy(2)) {
      fail(1);
      assertEquals(wait, left());
      now += wait.toNanos();
      assertEquals(Duration.ZERO, left());
    }
    fail(1);
    assertEquals(Throttle.WAIT_MAX, left());
    fail(100);
    assertEquals(Throttle.WAIT_MAX, left());
  }

  @Test
  void forgetsWhoIsQuiet() {
    fail(Throttle.FREE + 20);
    now += Throttle.FORGET.toNanos();
    fail(Throttle.FREE);
    assertEquals(Duration.ZERO, left());
  }

  @Test
  void forgetsWhoWasRight() {
    fail(Throttle.FREE + 2);
    throttle.forget("a");
    assertEquals(Duration.ZERO, left());
    assertEquals(0, throttle.guessers());
  }

  @Test
  void takesASingleTryBack() {
    fail(Throttle.FREE + 1);
    throttle.takeBack("a");
    assertEquals(Duration.ZERO, left());
    fail(1);
    assertEquals(Throttle.WAIT_FIRST, left());
    throttle.takeBack("nobody");
    assertEquals(1, throttle.guessers());
  }

  @Test
  void tellsGuessersApart() {
    fail(Throttle.FREE + 1);
    assertEquals(Duration.ZERO, throttle.left("b", now));
  }

  @Test
  void isBoundedAndForgetsWhoFailedLeastLately() {
    fail(Throttle.FREE + 1);
    for (int i = 1; i < Throttle.GUESSERS_MAX; i++) {
      throttle.failed("other" + i, now);
    }
    assertTrue(left().isPositive());
    throttle.failed("one more", now);
    assertEquals(Throttle.GUESSERS_MAX, throttle.guessers());
    assertEquals(Duration.ZERO, left());
  }

  @Test
  void takesANetworkOfIpv6ForOneGuesser() {
    assertEquals("192.0.2.1", Throttle.guesser("192.0.2.1"));
    assertEquals(Throttle.guesser("2001:db8:0:1::5"), Throttle.guesser("2001:db8:0:1:ff::%eth0"));
    assertNotEquals(Throttle.guesser("2001:db8:0:1::5"), Throttle.guesser("2001:db8:0:2::5"));
  }

  @Test
  void countsALoginByNameAndByAddress() {
    var login = new LoginThrottle(throttle);
    for (int i = 0; i <= Throttle.FREE; i++) {
      assertEquals(Duration.ZERO, login.begin("ann", "address" + i, now));
    }
    assertTrue(login.begin("ann", "another", now).isPositive());
    for (int i = 0; i <= Throttle.FREE; i++) {
      assertEquals(Duration.ZERO, login.begin("name" + (char) ('a' + i), "x", now));
    }
    assertTrue(login.begin("bob", "x", now).isPositive());
    assertEquals(Duration.ZERO, login.begin("bob", "y", now));
  }

  @Test
  void countsALoginWhileItIsLookedAtAndNotWhenItWasRight() {
    var login = new LoginThrottle(throttle);
    for (int i = 0; i < 3 * Throttle.FREE; i++) {
      assertEquals(Duration.ZERO, login.begin("ann", "x", now));
      login.succeeded("ann", "x");
    }
    for (int i = 0; i <= Throttle.FREE; i++) {
      login.begin("ann", "x", now);
    }
    assertTrue(login.begin("ann", "x", now).isPositive());
  }

  @Test
  void keepsNoRowForWhatCannotBeAName() {
    new LoginThrottle(throttle).begin("x".repeat(4_000), "x", now);
    assertEquals(1, throttle.guessers());
  }
}
