package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.CountingWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.ledger.DeviceLedger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateTest {

  private final DeviceLedger ledger = new DeviceLedger("gate", () -> 0);
  private final BurstPool pool = BurstPool.references(8, Runnable::run, burst -> {}, () -> {});
  private final List<Integer> first = new ArrayList<>();
  private final List<Integer> second = new ArrayList<>();
  private final CountingWitness witness = new CountingWitness(true);
  private final Gate gate = new Gate(10, ledger, witness, true, 0, burst -> pass(burst, first));

  private static void pass(FrameBurst burst, List<Integer> to) {
    to.add(burst.size());
    burst.release();
  }

  private FrameBurst burst(int frames) {
    var burst = pool.take();
    for (int i = 0; i < frames; i++) {
      burst.slab().add(4096, 60, 0);
    }
    return burst.seal();
  }

  @AfterEach
  void saysWhatItDrops() {
    witness.assertKnowsAll(ledger);
  }

  @Test
  void passesWhileOpen() {
    gate.accept(burst(3));
    assertEquals(List.of(3), first);
    assertEquals(0, gate.held());
  }

  @Test
  void keepsTheOrderAndGoesTheNewWay() {
    gate.close();
    gate.accept(burst(3));
    gate.accept(burst(1));
    assertTrue(gate.isClosed());
    assertEquals(4, gate.held());
    gate.open(burst -> pass(burst, second));
    gate.accept(burst(2));
    assertEquals(List.of(), first);
    assertEquals(List.of(3, 1, 2), second);
    assertEquals(0, gate.held());
  }

  @Test
  void dropsWhatGoesBeyondItsBoundAndNothingElse() {
    gate.close();
    gate.accept(burst(6));
    gate.accept(burst(5));
    gate.accept(burst(4));
    assertEquals(10, gate.held());
    assertEquals(5, ledger.dropped(DropReason.FENCE_OVERFLOW));
    gate.open();
    assertEquals(List.of(6, 4), first);
    assertEquals(0, pool.outstanding());
  }

  @Test
  void staysClosedWhenItIsClosedWhileItLetsGo() {
    gate.close();
    gate.accept(burst(1));
    gate.accept(burst(2));
    gate.open(
        burst -> {
          pass(burst, second);
          gate.close();
        });
    assertEquals(List.of(1), second);
    assertEquals(2, gate.held());
    gate.open();
    assertEquals(List.of(1, 2), second);
  }

  @Test
  void countsWhatItGivesUp() {
    gate.close();
    gate.accept(burst(2));
    gate.accept(burst(3));
    gate.drop(DropReason.SHUTDOWN);
    assertEquals(5, ledger.dropped(DropReason.SHUTDOWN));
    assertEquals(0, gate.held());
    assertEquals(0, pool.outstanding());
  }
}
