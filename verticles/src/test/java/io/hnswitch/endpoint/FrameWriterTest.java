package io.hnswitch.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.ledger.StreamMarks;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameWriterTest {

  private static final int SLAB = 4 * Memory.PAGE;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 64L * Memory.PAGE);
  private final BurstPool pool = BurstPool.slabs(memory, 2, SLAB, Runnable::run, () -> {});
  private final List<FrameBurst> sent = new ArrayList<>();
  private final DeviceLedger ledger = new DeviceLedger("test", this::held);
  private final FrameWriter writer =
      new FrameWriter(memory, pool, new StreamMarks(0), ledger, this::send);

  @AfterEach
  void close() {
    assertEquals(0, ledger.account().unaccounted());
    arena.close();
  }

  private long held() {
    return writer.held();
  }

  private void send(FrameBurst burst) {
    ledger.out(burst.size());
    sent.add(burst);
  }

  private boolean write(int length, long mac) {
    long at = writer.claim(length);
    if (at == 0) {
      return false;
    }
    memory.segment().asSlice(at, length).fill((byte) 0);
    MacAddress.writeRaw(memory.segment(), at, mac);
    writer.commit(length, 5);
    return true;
  }

  @Test
  void sendsWhatIsLaidOutWhenItIsFlushed() {
    writer.flush();
    assertTrue(write(60, 1));
    assertTrue(write(61, 1));
    assertTrue(write(62, 2));
    assertEquals(3, writer.held());
    assertEquals(0, sent.size());
    writer.flush();
    assertEquals(0, writer.held());
    var slab = sent.getFirst().slab();
    assertEquals(3, sent.getFirst().size());
    assertEquals(61, slab.length(1));
    assertEquals(5, slab.offload(1));
    assertEquals(1, slab.sequence(1));
    assertEquals(slab.stream(0), slab.stream(1));
    assertNotEquals(slab.stream(0), slab.stream(2));
    writer.flush();
    assertEquals(1, sent.size());
  }

  @Test
  void sendsAFullBurstBeforeItBeginsAnother() {
    for (int i = 0; i < FrameSlab.CAPACITY; i++) {
      assertTrue(write(20, i));
    }
    assertEquals(0, sent.size());
    assertTrue(write(20, 1));
    assertEquals(FrameSlab.CAPACITY, sent.getFirst().size());
    assertEquals(1, writer.held());
  }

  @Test
  void saysThatThereIsNoRoomWithoutCredits() {
    for (int burst = 0; burst < 2; burst++) {
      assertTrue(write(60, 1));
      writer.flush();
    }
    assertEquals(0, writer.claim(60));
    writer.flush();
    sent.removeFirst().release();
    assertTrue(write(60, 1));
  }

  @Test
  void givesAnUnusedBurstBack() {
    writer.claim(60);
    writer.flush();
    assertEquals(0, sent.size());
    assertEquals(0, pool.outstanding());
    assertEquals(0, writer.claim(SLAB));
    writer.flush();
    assertEquals(0, pool.outstanding());
  }

  @Test
  void laysFramesOutApartWithRoomInFront() {
    var random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      if (!write(14 + random.nextInt(2000), i)) {
        sent.forEach(FrameBurst::release);
        sent.clear();
      }
      for (var burst : sent) {
        var slab = burst.slab();
        long free = slab.region();
        for (int slot = 0; slot < slab.count(); slot++) {
          assertTrue(slab.address(slot) - Frames.HEADROOM >= free);
          free = slab.address(slot) + slab.length(slot);
        }
        assertTrue(free <= slab.region() + SLAB);
      }
    }
  }
}
