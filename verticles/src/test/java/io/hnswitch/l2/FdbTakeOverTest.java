package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FdbTakeOverTest {

  private static final long AGEING = 1_000;
  private static final long A = 0x00155d_00000aL;
  private static final int HOME = 1;
  private static final int UPLINK = 2;

  private final List<String> moved = new ArrayList<>();
  private final Fdb fdb = new Fdb(16, AGEING, (mac, from, to) -> moved.add(from + ">" + to));

  @Test
  void givesUpOnlyWhatThePortHas() {
    assertFalse(fdb.giveUp(A, HOME));
    fdb.own(A, HOME);
    assertFalse(fdb.giveUp(A, UPLINK));
    fdb.steer(A, UPLINK);
    assertFalse(fdb.giveUp(A, HOME), "steered to a VF");
    assertFalse(fdb.hasYielded());
  }

  @Test
  void keepsAnAddressThatWasGivenUpUntilItIsTakenOver() {
    fdb.own(A, HOME);
    assertTrue(fdb.giveUp(A, HOME));
    assertEquals(HOME, fdb.port(A, 100 * AGEING), "it does not age");
    assertFalse(fdb.learn(A, UPLINK, 0), "learning is not enough");
    assertEquals(HOME, fdb.port(A, 0));
    assertTrue(fdb.takeOver(A, UPLINK, 0));
    assertEquals(UPLINK, fdb.port(A, 0));
    assertEquals(Fdb.NONE, fdb.home(A));
    assertEquals(List.of(HOME + ">" + UPLINK), moved);
    assertFalse(fdb.hasYielded());
    assertEquals(Fdb.NONE, fdb.port(A, AGEING), "it ages like others");
  }

  @Test
  void takesNothingOverThatWasNotGivenUp() {
    fdb.own(A, HOME);
    assertFalse(fdb.takeOver(A, UPLINK, 0));
    assertEquals(HOME, fdb.port(A, 0));
  }

  @Test
  void givesBackToItsOwnerAndToNobodyElse() {
    fdb.own(A, HOME);
    fdb.giveUp(A, HOME);
    assertFalse(fdb.own(A, UPLINK));
    assertTrue(fdb.own(A, HOME));
    assertFalse(fdb.hasYielded());
    assertFalse(fdb.takeOver(A, UPLINK, 0));
    fdb.giveUp(A, HOME);
    fdb.takeOver(A, UPLINK, 0);
    assertTrue(fdb.own(A, HOME), "also when it has been learned elsewhere");
  }

  @Test
  void forgetsWithItsPort() {
    fdb.own(A, HOME);
    fdb.giveUp(A, HOME);
    fdb.flushPort(HOME);
    assertFalse(fdb.hasYielded());
    assertEquals(Fdb.NONE, fdb.port(A, 0));
    assertEquals(0, fdb.fixed());
  }
}
