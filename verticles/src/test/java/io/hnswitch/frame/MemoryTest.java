package io.hnswitch.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryTest {

  private static final int PAGES = 16;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, (PAGES + 1L) * Memory.PAGE);

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void handsOutWholePagesAndNeverAddressZero() {
    long first = memory.allocate(1);
    long second = memory.allocate(Memory.PAGE + 1);
    long third = memory.allocate(Memory.PAGE);
    assertEquals(Memory.PAGE, first);
    assertEquals(first + Memory.PAGE, second);
    assertEquals(second + 2L * Memory.PAGE, third);
    assertEquals(0, memory.nativeAddress(first) % Memory.PAGE);
  }

  @Test
  void zeroesWhatIsAskedForZeroed() {
    long at = memory.allocate(Memory.PAGE);
    memory.segment().asSlice(at, Memory.PAGE).fill((byte) 0x5a);
    memory.release(at, Memory.PAGE);
    long again = memory.allocateZeroed(1);
    assertEquals(at, again);
    for (int i = 0; i < Memory.PAGE; i++) {
      assertEquals(0, memory.segment().get(Memory.BYTE, again + i));
    }
  }

  @Test
  void mergesReleasedPagesWithBothNeighbours() {
    long a = memory.allocate(4L * Memory.PAGE);
    long b = memory.allocate(4L * Memory.PAGE);
    long c = memory.allocate(8L * Memory.PAGE);
    memory.release(a, 4L * Memory.PAGE);
    memory.release(c, 8L * Memory.PAGE);
    assertThrows(OutOfMemoryError.class, () -> memory.allocate(9L * Memory.PAGE));
    memory.release(b, 4L * Memory.PAGE);
    assertEquals(a, memory.allocate(16L * Memory.PAGE));
  }

  @Test
  void saysHowMuchWasWantedWhenItIsExhausted() {
    memory.allocate(15L * Memory.PAGE);
    var error = assertThrows(OutOfMemoryError.class, () -> memory.allocate(2L * Memory.PAGE));
    assertTrue(error.getMessage().contains("8192"), error.getMessage());
    memory.allocate(Memory.PAGE);
    assertThrows(OutOfMemoryError.class, () -> memory.allocate(1));
  }

  @Test
  void refusesImpossibleSizes() {
    assertThrows(IllegalArgumentException.class, () -> memory.allocate(0));
    assertThrows(IllegalArgumentException.class, () -> memory.allocate(-1));
    assertThrows(OutOfMemoryError.class, () -> memory.allocate(Long.MAX_VALUE));
    assertThrows(OutOfMemoryError.class, () -> memory.allocate(Long.MAX_VALUE - 4094));
  }

  @Test
  void refusesADoubleReleaseAlsoOfAPart() {
    long a = memory.allocate(3L * Memory.PAGE);
    memory.allocate(Memory.PAGE);
    memory.release(a + Memory.PAGE, Memory.PAGE);
    assertThrows(IllegalStateException.class, () -> memory.release(a + Memory.PAGE, Memory.PAGE));
    assertThrows(IllegalStateException.class, () -> memory.release(a, 3L * Memory.PAGE));
    assertThrows(IllegalStateException.class, () -> memory.release(a, 2L * Memory.PAGE));
    memory.release(a, Memory.PAGE);
    memory.release(a + 2L * Memory.PAGE, Memory.PAGE);
    assertThrows(IllegalStateException.class, () -> memory.release(a, Memory.PAGE));
  }

  @Test
  void refusesToTakeBackWhatIsNotItsOwn() {
    memory.allocate(16L * Memory.PAGE);
    assertThrows(IllegalArgumentException.class, () -> memory.release(0, Memory.PAGE));
    assertThrows(IllegalArgumentException.class, () -> memory.release(Memory.PAGE + 1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> memory.release(16L * Memory.PAGE, 2L * Memory.PAGE));
    assertThrows(IllegalArgumentException.class, () -> memory.release(Memory.PAGE, Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> memory.release(-Memory.PAGE, 1));
  }

  @Test
  void allocatesNothingOnceClosed() {
    memory.close();
    memory.close();
    assertThrows(IllegalStateException.class, () -> memory.allocate(1));
  }

  @Test
  void reservesPagesOfTheSystem() {
    try (var reserved = Memory.reserve(64L * Memory.PAGE)) {
      long at = reserved.allocateZeroed(63L * Memory.PAGE);
      reserved.segment().set(Memory.BE64, at + 63L * Memory.PAGE - 8, 42);
      assertEquals(0, reserved.nativeAddress(at) % Memory.PAGE);
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> reserved.segment().get(Memory.BYTE, 64L * Memory.PAGE));
    }
    assertThrows(IllegalArgumentException.class, () -> Memory.reserve(Memory.PAGE));
    assertThrows(IllegalArgumentException.class, () -> Memory.reserve(3L * Memory.PAGE + 1));
  }

  @Test
  void isWholeAgainAfterAnyOrderOfAllocationsAndReleases() {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var mine = new ArrayList<long[]>();
      var owner = new int[PAGES + 1];
      for (int step = 0; step < 100; step++) {
        if (random.nextBoolean()) {
          long bytes = 1 + random.nextInt(4 * Memory.PAGE);
          try {
            long at = memory.allocate(bytes);
            mine.add(new long[] {at, bytes});
            take(owner, at, bytes, 1, seed);
          } catch (OutOfMemoryError e) {
            assertTrue(longestFree(owner) * Memory.PAGE < bytes, "seed " + seed + ": " + e);
          }
        } else if (!mine.isEmpty()) {
          var one = mine.remove(random.nextInt(mine.size()));
          memory.release(one[0], one[1]);
          take(owner, one[0], one[1], -1, seed);
        }
      }
      mine.forEach(one -> memory.release(one[0], one[1]));
      long all = memory.allocate((long) PAGES * Memory.PAGE);
      assertEquals(Memory.PAGE, all, "seed " + seed);
      memory.release(all, (long) PAGES * Memory.PAGE);
    }
  }

  private static long longestFree(int[] owner) {
    long longest = 0;
    long run = 0;
    for (int page = 1; page < owner.length; page++) {
      run = owner[page] == 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private static void take(int[] owner, long at, long bytes, int change, long seed) {
    for (long page = at / Memory.PAGE; page * Memory.PAGE < at + bytes; page++) {
      owner[(int) page] += change;
      assertEquals(change > 0 ? 1 : 0, owner[(int) page], "seed " + seed);
    }
  }
}
