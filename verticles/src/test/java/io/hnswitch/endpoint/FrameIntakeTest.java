package io.hnswitch.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.CountingWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.ledger.Ledger;
import io.hnswitch.ledger.StreamMarks;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameIntakeTest {

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 1 << 20);
  private final BurstPool pool = BurstPool.slabs(memory, 1, 256 << 10, Runnable::run, () -> {});
  private final DeviceLedger ledger = new Ledger().open("test", () -> 0);
  private final CountingWitness witness = new CountingWitness(true);
  private final FrameIntake intake =
      new FrameIntake(memory.segment(), ledger, witness, true, new StreamMarks(1));
  private final FrameBurst burst = pool.take();
  private final long at = burst.slab().region() + 64;

  @AfterEach
  void saysWhatItDrops() {
    witness.assertKnowsAll(ledger);
    burst.release();
    arena.close();
  }

  @Test
  void dropsWhatIsTooShortOrTooLong() {
    assertFalse(intake.add(burst.slab(), at, Frames.ETHERNET_HEADER - 1, 0));
    assertFalse(intake.add(burst.slab(), at, Frames.MAX_FRAME + 1, 0));
    assertTrue(intake.add(burst.slab(), at, Frames.ETHERNET_HEADER, 0));
    assertEquals(1, ledger.dropped(DropReason.RUNT));
    assertEquals(1, ledger.dropped(DropReason.OVERSIZE));
    assertEquals(2, intake.truncatedFrames());
    assertEquals(1, intake.frames());
  }

  @Test
  void dropsWhatContradictsItself() {
    memory.segment().set(Memory.BE16, at + 12, (short) 0x8100);
    assertFalse(intake.add(burst.slab(), at, Frames.ETHERNET_HEADER + 2, 0));
    intake.malformed(at, 60);
    assertEquals(1, ledger.dropped(DropReason.VLAN_MALFORMED));
    assertEquals(1, ledger.dropped(DropReason.BAD_FCS));
    assertEquals(2, intake.malformedFrames());
  }
}
