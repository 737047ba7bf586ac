package io.hnswitch.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import org.junit.jupiter.api.Test;

class FrameBurstTest {

  private final BurstPool pool = BurstPool.references(2, Runnable::run, burst -> {}, () -> {});
  private final BurstPool shares = BurstPool.shares(2, Runnable::run, () -> {});

  private FrameBurst filled(int frames) {
    var burst = pool.take();
    for (int i = 0; i < frames; i++) {
      burst.slab().add(4096 + 64L * i, 60 + i, i);
    }
    return burst;
  }

  @Test
  void listsEveryFrameInOrderWhenSealed() {
    var burst = filled(FrameSlab.CAPACITY).seal();
    assertEquals(FrameSlab.CAPACITY, burst.size());
    for (int i = 0; i < burst.size(); i++) {
      assertEquals(i, burst.slot(i));
      assertEquals(60 + i, burst.slab().length(burst.slot(i)));
    }
  }

  @Test
  void listsItsOwnChoiceOfASharedSlab() {
    var whole = filled(200).seal();
    var share = shares.take();
    assertEquals(0, share.size());
    share.attach(whole.slab());
    share.add(199);
    share.add(3);
    assertEquals(2, share.size());
    assertEquals(199, share.slot(0));
    share.set(0, 130);
    assertEquals(130, share.slot(0));
    assertEquals(200, whole.size());
    assertSame(whole.slab(), share.slab());
  }

  @Test
  void attachesOnlyOnce() {
    var whole = filled(1).seal();
    var share = shares.take();
    share.attach(whole.slab());
    assertThrows(IllegalStateException.class, () -> share.attach(whole.slab()));
    assertThrows(IllegalStateException.class, () -> whole.attach(whole.slab()));
  }

  @Test
  void isShortenedButNeverLengthened() {
    var burst = filled(5).seal();
    burst.truncate(2);
    assertEquals(2, burst.size());
    assertThrows(IllegalArgumentException.class, () -> burst.truncate(3));
    assertThrows(IllegalArgumentException.class, () -> burst.truncate(-1));
    burst.truncate(0);
    assertEquals(0, burst.size());
  }

  @Test
  void refusesMoreThanASlabHolds() {
    var burst = filled(FrameSlab.CAPACITY);
    assertTrue(burst.slab().isFull());
    assertThrows(ArrayIndexOutOfBoundsException.class, () -> burst.slab().add(4096, 60, 0));
    assertEquals(FrameSlab.CAPACITY, burst.slab().count());
  }

  @Test
  void carriesAFenceWithoutFramesAndWithoutCredit() {
    var fence =
        new Fence(
            7,
            Fence.Course.TO_VF,
            new NicId("a", "hn0"),
            new VfId("pf0", 1),
            MacAddress.parse("00:15:5d:00:00:01"));
    var burst = FrameBurst.ofFence(fence);
    assertEquals(0, burst.size());
    assertSame(fence, burst.fence());
    assertNull(burst.slab());
    burst.release();
    burst.release();
    assertEquals(Fence.Course.STEERED, fence.turn(Fence.Course.STEERED).course());
    assertEquals(7, fence.turn(Fence.Course.STEERED).id());
  }

  @Test
  void forgetsEverythingOfItsLastUse() {
    var burst = filled(3);
    burst.slab().mark(0, 9, 9);
    burst.slab().vlan(0, 5);
    burst.slab().hash(0, 1, 1);
    burst.seal();
    burst.release();
    var again = pool.take();
    assertSame(burst, again);
    assertEquals(0, again.size());
    assertEquals(0, again.slab().count());
    int slot = again.slab().add(4096, 60, 0);
    assertEquals(0, again.slab().stream(slot));
    assertEquals(0, again.slab().sequence(slot));
    assertEquals(Frames.NO_VLAN, again.slab().vlan(slot));
    assertEquals(0, again.slab().hashInfo(slot));
  }

  @Test
  void hashesOfAReceiverStandInPlaceOfTheSlabs() {
    var burst = filled(2);
    burst.slab().hash(0, 1, 0x101);
    burst.slab().hash(1, 2, 0x101);
    burst.seal();
    assertEquals(1, burst.hash(0));
    assertEquals(0x101, burst.hashInfo(0));
    burst.hash(1, -5, 0x4000_0000);
    assertEquals(-5, burst.hash(1));
    assertEquals(0x4000_0000, burst.hashInfo(1));
    assertEquals(0, burst.hashInfo(0), "not noted");
    assertEquals(2, burst.slab().hash(1), "others may list it, too");
    burst.release();
    var again = pool.take();
    again.slab().add(4096, 60, 0);
    again.slab().hash(0, 3, 0x201);
    again.seal();
    assertEquals(3, again.hash(0));
    again.hash(0, 4, 0x201);
    assertEquals(4, again.hash(0));
    again.release();
  }
}
