package io.hnswitch.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.capture.CountingWitness;
import io.hnswitch.endpoint.tap.VnetHeader;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.ledger.Ledger;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VnetOutflowTest {

  private static final String FRAME = "0200000000010200000000020800aabbccdd";
  private static final String TAGGED = "0200000000010200000000028100600a0800aabbccdd";
  private static final int TAG = 3 << 13 | 10;
  private static final int REFUSAL = -105;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 1 << 20);
  private final BurstPool pool = BurstPool.slabs(memory, 2, 4096, Runnable::run, () -> {});
  private final DeviceLedger ledger = new Ledger().open("test", () -> 0);
  private final List<String> written = new ArrayList<>();
  private final CountingWitness witness = new CountingWitness(false);
  private final VnetOutflow outflow =
      new VnetOutflow(memory.segment(), ledger, witness, false, VnetOutflow.Seen.NONE, -1);

  @AfterEach
  void free() {
    witness.assertKnowsAll(ledger);
    arena.close();
  }

  /** Takes all, or nothing. */
  private VnetOutflow.Device device(boolean takes) {
    return new VnetOutflow.Device() {
      @Override
      public int write(long at, int length) {
        written.add(text(at + VnetHeader.BYTES, length - VnetHeader.BYTES));
        return takes ? length : REFUSAL;
      }

      @Override
      public DropReason refused(int error) {
        return error == REFUSAL ? DropReason.CREDIT_EXHAUSTED : DropReason.BAD_FCS;
      }
    };
  }

  private String text(long at, int length) {
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = memory.segment().get(Memory.BYTE, at + i);
    }
    return HexFormat.of().formatHex(bytes);
  }

  private FrameBurst burst(int... tags) {
    var burst = pool.take();
    var slab = burst.slab();
    var bytes = HexFormat.of().parseHex(FRAME);
    long at = slab.region() + 64;
    for (int tag : tags) {
      for (int i = 0; i < bytes.length; i++) {
        memory.segment().set(Memory.BYTE, at + i, bytes[i]);
      }
      slab.vlan(slab.add(at, bytes.length, 0), tag);
      at += 128;
    }
    ledger.in(tags.length);
    return burst.seal();
  }

  @Test
  void writesTheTagAndLeavesTheFrameAsItWas() {
    var burst = burst(TAG, Frames.NO_VLAN);
    var slab = burst.slab();
    long first = slab.address(burst.slot(0));
    outflow.write(burst, device(true));
    assertEquals(List.of(TAGGED, FRAME), written);
    assertEquals(FRAME, text(first, FRAME.length() / 2), "others may have it, too");
    assertEquals(2, outflow.frames());
    assertEquals((TAGGED.length() + FRAME.length()) / 2, outflow.octets());
    assertEquals(0, ledger.account().unaccounted());
  }

  @Test
  void countsWhatIsNotTakenByItsReason() {
    outflow.write(burst(TAG), device(false));
    outflow.drop(burst(TAG, TAG), DropReason.LINK_DOWN);
    assertEquals(0, outflow.frames());
    assertEquals(1, outflow.refusedFrames());
    assertEquals(1, outflow.dropped(DropReason.CREDIT_EXHAUSTED));
    assertEquals(2, outflow.dropped(DropReason.LINK_DOWN));
    assertEquals(0, ledger.account().unaccounted());
  }
}
