package io.hnswitch.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BurstPoolTest {

  private static final int SLAB = 2 * Memory.PAGE;
  private static final long ALL = 64L * Memory.PAGE;

  private final Arena arena = Arena.ofShared();
  private final Memory memory = Memory.ofArena(arena, ALL + Memory.PAGE);
  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final Executor owner = queue::add;
  private final AtomicInteger available = new AtomicInteger();

  @AfterEach
  void close() {
    arena.close();
  }

  private BurstPool slabs(int bursts) {
    return BurstPool.slabs(memory, bursts, SLAB, owner, available::incrementAndGet);
  }

  private void runQueued() {
    for (var action = queue.poll(); action != null; action = queue.poll()) {
      action.run();
    }
  }

  private static void elsewhere(Runnable action) throws InterruptedException {
    var thread = new Thread(action);
    thread.start();
    thread.join();
  }

  private void assertAllMemoryIsFree() {
    memory.release(memory.allocate(ALL), ALL);
  }

  @Test
  void handsOutAsManyAsItHasAndTheLastReturnedFirst() {
    var pool = slabs(3);
    var a = pool.take();
    var b = pool.take();
    var c = pool.take();
    assertEquals(0, pool.credits());
    assertEquals(3, pool.outstanding());
    assertNull(pool.take());
    a.release();
    c.release();
    b.release();
    assertEquals(3, pool.credits());
    assertSame(b, pool.take());
    assertSame(c, pool.take());
    assertSame(a, pool.take());
  }

  @Test
  void givesEachSlabItsOwnPartOfOneRegion() {
    var pool = slabs(3);
    assertEquals(3L * SLAB, pool.regionBytes());
    var regions = new ArrayList<Long>();
    for (int i = 0; i < 3; i++) {
      var slab = pool.take().slab();
      assertEquals(SLAB, slab.regionBytes());
      regions.add(slab.region());
    }
    regions.sort(Long::compare);
    assertEquals(List.of(pool.region(), pool.region() + SLAB, pool.region() + 2L * SLAB), regions);
  }

  @Test
  void saysOnceThatBurstsAreAvailableAgain() {
    var pool = slabs(2);
    var a = pool.take();
    var b = pool.take();
    a.release();
    assertEquals(0, available.get(), "nobody had been refused");
    a = pool.take();
    assertNull(pool.take());
    assertNull(pool.take());
    a.release();
    assertEquals(1, available.get());
    b.release();
    assertEquals(1, available.get());
    pool.take();
    pool.take();
    assertNull(pool.take());
    b.release();
    assertEquals(2, available.get());
  }

  @Test
  void keepsASlabUntilItsLastShareIsReleased() {
    var pool = slabs(1);
    var shares = BurstPool.shares(2, Runnable::run, () -> {});
    var whole = pool.take();
    whole.slab().add(whole.slab().region(), 60, 0);
    whole.seal();
    var one = shares.take();
    one.attach(whole.slab());
    var two = shares.take();
    two.attach(whole.slab());
    whole.release();
    one.release();
    assertEquals(0, pool.credits());
    assertEquals(1, shares.credits());
    two.release();
    assertEquals(1, pool.credits());
    assertEquals(2, shares.credits());
  }

  @Test
  void takesBackAShareThatWasNeverAttached() {
    var shares = BurstPool.shares(1, Runnable::run, () -> {});
    shares.take().release();
    assertNotNull(shares.take());
  }

  @Test
  void tellsADeviceThatItsBuffersAreDoneWithBeforeTheBurstIsFree() {
    var told = new ArrayList<Integer>();
    BurstPool[] pool = new BurstPool[1];
    pool[0] =
        BurstPool.references(1, Runnable::run, burst -> told.add(pool[0].credits()), () -> {});
    pool[0].take().release();
    assertEquals(List.of(0), told);
    assertEquals(1, pool[0].credits());
  }

  @Test
  void takesReleasesOfOtherThreadsByItsExecutor() throws InterruptedException {
    var pool = slabs(1);
    var burst = pool.take();
    assertNull(pool.take());
    elsewhere(burst::release);
    assertEquals(0, pool.credits());
    assertEquals(0, available.get());
    assertEquals(1, queue.size());
    runQueued();
    assertEquals(1, pool.credits());
    assertEquals(1, available.get());
  }

  @Test
  void takesASlabBackWhenAnotherThreadReleasesTheLastShare() throws InterruptedException {
    var pool = slabs(1);
    var shares = BurstPool.shares(1, owner, () -> {});
    var whole = pool.take();
    var share = shares.take();
    share.attach(whole.slab());
    whole.release();
    elsewhere(share::release);
    assertEquals(0, pool.credits());
    runQueued();
    assertEquals(1, pool.credits());
    assertEquals(1, shares.credits());
  }

  @Test
  void refusesADoubleRelease() {
    var pool = slabs(2);
    var burst = pool.take();
    burst.release();
    assertThrows(IllegalStateException.class, burst::release);
    assertEquals(2, pool.credits());
    var shares = BurstPool.shares(2, Runnable::run, () -> {});
    var share = shares.take();
    share.attach(pool.take().slab());
    share.release();
    assertThrows(IllegalStateException.class, share::release);
    assertEquals(2, shares.credits());
  }

  @Test
  void refusesADoubleReleaseWhileASharePinsTheSlab() {
    var pool = slabs(1);
    var shares = BurstPool.shares(1, Runnable::run, () -> {});
    var whole = pool.take();
    var share = shares.take();
    share.attach(whole.slab());
    whole.release();
    assertThrows(IllegalStateException.class, whole::release);
    assertEquals(0, pool.credits(), "the share still reads the slab");
    share.release();
    assertEquals(1, pool.credits());
  }

  @Test
  void freesItsRegionOnlyWhenAllAreBack() {
    var pool = slabs(2);
    var a = pool.take();
    var b = pool.take();
    pool.close();
    pool.close();
    assertThrows(OutOfMemoryError.class, this::assertAllMemoryIsFree);
    a.release();
    assertThrows(OutOfMemoryError.class, this::assertAllMemoryIsFree);
    b.release();
    assertAllMemoryIsFree();
  }

  @Test
  void handsOutNothingOnceClosed() {
    var pool = slabs(2);
    var out = pool.take();
    pool.close();
    assertNull(pool.take(), "its memory may be somebody else's soon");
    out.release();
    assertNull(pool.take());
    assertEquals(0, available.get());
    assertAllMemoryIsFree();
  }

  @Test
  void freesItsRegionAtOnceWhenNothingIsOut() {
    slabs(2).close();
    assertAllMemoryIsFree();
  }

  @Test
  void refusesSlabsThatAreNotWholePages() {
    for (int bytes : new int[] {0, -4096, 100, 4097}) {
      assertThrows(
          IllegalArgumentException.class, () -> BurstPool.slabs(memory, 1, bytes, owner, () -> {}));
    }
  }

  @Test
  void sendsEveryReleaseByTheOwnerWhenTheOwnerIsALock() {
    var pool = BurstPool.lockedSlabs(memory, 1, SLAB, owner);
    pool.take().release();
    assertEquals(0, pool.credits());
    runQueued();
    assertEquals(1, pool.credits());
  }
}
