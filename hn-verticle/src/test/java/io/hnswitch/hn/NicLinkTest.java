package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.NicLink.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;

class NicLinkTest {

  private static final List<Effect> QUERY = List.of(new Effect.Query());

  private final NicLink link = new NicLink();

  @Test
  void isWhatTheHostAnswersNotWhatItIndicates() {
    assertEquals(QUERY, link.indicated());
    assertFalse(link.isUp());
    link.hostAnswered(true);
    assertTrue(link.isUp());
  }

  // holds: S78
  @Test
  void reliesOnTheVfAloneWhileItIsActive() {
    link.hostAnswered(true);
    link.suspend(true);
    assertEquals(List.of(), link.indicated());
    link.hostAnswered(false);
    assertTrue(link.isUp());
    link.vfChanged(false);
    assertFalse(link.isUp());
  }

  // holds: S79, C11
  @Test
  void takesTheLinkOfTheVfWhenItBecomesActive() {
    link.hostAnswered(false);
    link.suspend(true);
    assertTrue(link.isUp());
  }

  // holds: S80
  @Test
  void asksTheHostAgainWhenTheVfHasLeft() {
    link.hostAnswered(true);
    link.suspend(true);
    assertEquals(QUERY, link.resume());
    link.hostAnswered(false);
    assertFalse(link.isUp());
  }

  // holds: S81
  @Test
  void runsANetworkChangeAgainThatTheVfCutShort() {
    link.hostAnswered(true);
    var first = (Effect.ArmChange) link.networkChanged().getFirst();
    assertEquals(NicLink.CHANGE_TIME, first.time());
    assertFalse(link.isUp());
    assertEquals(List.of(new Effect.DisarmChange()), link.suspend(true));
    assertEquals(List.of(), link.changeElapsed(first.attempt()));
    assertTrue(link.isUp());
    var again = (Effect.ArmChange) link.resume().getFirst();
    assertFalse(link.isUp());
    assertEquals(List.of(), link.indicated());
    assertEquals(QUERY, link.changeElapsed(again.attempt()));
    link.hostAnswered(true);
    assertTrue(link.isUp());
  }

  @Test
  void countsTheTimeFromTheLastNetworkChange() {
    var first = (Effect.ArmChange) link.networkChanged().getFirst();
    var second = (Effect.ArmChange) link.networkChanged().getFirst();
    assertEquals(List.of(), link.changeElapsed(first.attempt()));
    assertEquals(QUERY, link.changeElapsed(second.attempt()));
  }

  // holds: S82
  @Test
  void ignoresAVfThatIsNotActive() {
    link.hostAnswered(true);
    link.vfChanged(false);
    assertTrue(link.isUp());
    assertEquals(List.of(), link.resume());
  }
}
