package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionsTest {

  private final Transactions table = new Transactions(3);

  @Test
  void beginsWithOne() {
    assertEquals(1, table.begin());
  }

  @Test
  void findsTheSlotOfAnId() {
    long a = table.begin();
    long b = table.begin();
    assertEquals(table.slot(b), table.complete(b));
    assertTrue(table.isActive(a));
    assertFalse(table.isActive(b));
    assertEquals(1, table.active());
  }

  @Test
  void hasNoIdWhenAllSlotsAreInUse() {
    long a = table.begin();
    table.begin();
    table.begin();
    assertEquals(Transactions.NONE, table.begin());
    table.complete(a);
    assertTrue(table.begin() > 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 4, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE})
  void dropsAndCountsUnknownIds(long id) {
    table.begin();
    assertEquals(Transactions.UNKNOWN, table.complete(id));
    assertEquals(1, table.unknownCount());
    assertEquals(1, table.active());
  }

  @Test
  void dropsALateCompletionOfTheSameSlot() {
    long old = table.begin();
    table.complete(old);
    long next = table.begin();
    assertEquals(table.slot(old), table.slot(next));
    assertEquals(Transactions.UNKNOWN, table.complete(old));
    assertTrue(table.isActive(next));
  }

  @Test
  void orphansWhatWaitsAndBeginsNothingMore() {
    long a = table.begin();
    long b = table.begin();
    assertEquals(a + b, table.orphan() + table.orphan());
    assertEquals(Transactions.NONE, table.orphan());
    assertEquals(Transactions.NONE, table.begin());
    assertEquals(Transactions.UNKNOWN, table.complete(a));
  }
}
