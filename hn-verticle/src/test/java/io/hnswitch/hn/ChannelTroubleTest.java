package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.time.Seeds;
import org.junit.jupiter.api.Test;

class ChannelTroubleTest {

  private final ChannelTrouble trouble = new ChannelTrouble(new Seeds(1).of("trouble"));

  private int lost(int of) {
    int lost = 0;
    for (int i = 0; i < of; i++) {
      lost += trouble.loses() ? 1 : 0;
    }
    return lost;
  }

  @Test
  void losesNothingUntilItIsAskedTo() {
    assertEquals(0, lost(1000));
    assertFalse(trouble.isStalled());
  }

  @Test
  void losesTheNextAndThenByChance() {
    trouble.lose(0, 3);
    assertTrue(trouble.loses());
    assertEquals(2, trouble.next());
    assertEquals(2, lost(1000));
    trouble.lose(0.25, 0);
    // Five standard deviations.
    assertEquals(2500, lost(10_000), 217);
    long before = trouble.lost();
    trouble.lose(0, 0);
    assertEquals(0, lost(1000));
    assertEquals(before, trouble.lost());
  }
}
