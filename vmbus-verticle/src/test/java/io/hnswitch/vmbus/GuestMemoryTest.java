package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuestMemoryTest {

  private static final int PAGE = 4096;
  private final GuestMemory memory = new GuestMemory();

  @Test
  void ownsWhatWasAddedAndNothingElse() {
    memory.add(10 * PAGE, 2 * PAGE);
    assertTrue(memory.owns(10 * PAGE, 2 * PAGE));
    assertTrue(memory.owns(12 * PAGE - 1, 1));
    assertFalse(memory.owns(12 * PAGE - 1, 2));
    assertFalse(memory.owns(10 * PAGE - 1, 1));
    assertFalse(memory.owns(10 * PAGE, 0));
    assertFalse(memory.owns(10 * PAGE, -1));
    assertFalse(memory.owns(10 * PAGE, Long.MAX_VALUE));
    assertFalse(memory.owns(Long.MIN_VALUE, 8));
    assertFalse(memory.owns(0, 8));
  }

  @Test
  void joinsNeighbours() {
    memory.add(10 * PAGE, PAGE);
    memory.add(12 * PAGE, PAGE);
    assertFalse(memory.owns(10 * PAGE, 3 * PAGE));
    memory.add(11 * PAGE, PAGE);
    assertTrue(memory.owns(10 * PAGE, 3 * PAGE));
  }

  @Test
  void forgetsWhatWasRemovedAlsoIfItWasHitLast() {
    memory.add(10 * PAGE, 3 * PAGE);
    assertTrue(memory.owns(11 * PAGE, 8));
    memory.remove(11 * PAGE, PAGE);
    assertFalse(memory.owns(11 * PAGE, 8));
    assertTrue(memory.owns(10 * PAGE, PAGE));
    assertTrue(memory.owns(12 * PAGE, PAGE));
    assertEquals(2 * PAGE, memory.bytes());
  }

  @Test
  void resolvesPagesOfTheGuest() {
    memory.add(10 * PAGE, PAGE);
    assertEquals(10 * PAGE + 5, memory.address(10, 5, 8));
    assertEquals(GuestMemory.NONE, memory.address(10, 4092, 8));
    assertEquals(GuestMemory.NONE, memory.address(10, 4096, 8));
    assertEquals(GuestMemory.NONE, memory.address(10, -1, 8));
    assertEquals(GuestMemory.NONE, memory.address(1L << 52 | 10, 0, 8));
    assertEquals(GuestMemory.NONE, memory.address(-10, 0, 8));
  }

  @Test
  void refusesWhatIsOwnedOrNotOwned() {
    memory.add(10 * PAGE, PAGE);
    assertThrows(IllegalArgumentException.class, () -> memory.add(9 * PAGE, 2 * PAGE));
    assertThrows(IllegalArgumentException.class, () -> memory.add(PAGE + 8, PAGE));
    assertThrows(IllegalArgumentException.class, () -> memory.add(0, PAGE));
    assertThrows(IllegalArgumentException.class, () -> memory.remove(10 * PAGE, 2 * PAGE));
  }

  @Test
  void agreesWithASetOfPages() {
    long seed = 42;
    var random = new Random(seed);
    var model = new BitSet();
    for (int i = 0; i < 5000; i++) {
      int page = 1 + random.nextInt(200);
      int pages = 1 + random.nextInt(8);
      int set = model.get(page, page + pages).cardinality();
      if (set == 0 && random.nextBoolean()) {
        memory.add((long) page * PAGE, (long) pages * PAGE);
        model.set(page, page + pages);
      } else if (set == pages && random.nextBoolean()) {
        memory.remove((long) page * PAGE, (long) pages * PAGE);
        model.clear(page, page + pages);
      }
      int from = 1 + random.nextInt(200);
      int count = 1 + random.nextInt(4);
      assertEquals(
          model.get(from, from + count).cardinality() == count,
          memory.owns((long) from * PAGE, (long) count * PAGE),
          "seed=" + seed + " step=" + i);
    }
    assertEquals((long) model.cardinality() * PAGE, memory.bytes());
  }
}
