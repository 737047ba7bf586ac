package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsStatus;
import io.hnswitch.vmbus.RingReader;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

  private final ChannelStand stand = new ChannelStand(2 * Memory.PAGE, 0, 8, 1);
  private final Acknowledgements owed = new Acknowledgements(stand.memory, stand.guest, 32);
  private final FrameSlab slab =
      BurstPool.references(1, Runnable::run, burst -> {}, () -> {}).take().slab();

  @AfterEach
  void close() {
    stand.close();
  }

  /** What the host finds: "id status". */
  private List<String> read() {
    var found = new ArrayList<String>();
    var ring = stand.host.reader();
    while (ring.next() == RingReader.PACKET) {
      int status = stand.bytes.get(Memory.LE32, ring.payload() + 4);
      found.add(ring.transactionId() + " " + status);
      ring.consume();
    }
    stand.host.finish();
    return found;
  }

  @Test
  void areThePacketOfTheReference() {
    owed.owe(0x96, NvsStatus.SUCCESS);
    owed.flush();
    assertEquals(RingReader.PACKET, stand.host.reader().next());
    var packet =
        stand
            .bytes
            .asSlice(stand.host.reader().address(), stand.host.reader().bytes())
            .toArray(ValueLayout.JAVA_BYTE);
    assertEquals(
        Hex.text(
            Hex.bytes(
                """
                0b000200 06000000 96000000 00000000 6c000000 01000000 00000000 00000000
                00000000 00000000 00000000 00000000
                """)),
        Hex.text(packet));
  }

  @Test
  void areWrittenWhenTheSlabIsBack() {
    assertFalse(owed.with(slab, 5));
    assertFalse(owed.with(slab, 6));
    owed.flush();
    assertEquals(List.of(), read());
    assertTrue(owed.back(slab));
    owed.flush();
    assertEquals(List.of("5 1", "6 1"), read());
    assertFalse(owed.back(slab));
  }

  @Test
  void sayWhenASlabCanTakeNoMore() {
    for (int i = 1; i < FrameSlab.CAPACITY; i++) {
      assertFalse(owed.with(slab, i));
    }
    assertTrue(owed.with(slab, FrameSlab.CAPACITY));
  }

  @Test
  void tellOfFailureAtOnce() {
    owed.owe(9, NvsStatus.FAILURE);
    stand.guest.publish();
    assertEquals(List.of("9 2"), read());
    assertFalse(owed.isOwing());
  }

  @Test
  void waitForRoomAndKeepTheirOrder() {
    for (long id = 0; id < 500; id++) {
      owed.owe(id, NvsStatus.SUCCESS);
    }
    var found = new ArrayList<String>();
    int rounds = 0;
    do {
      owed.flush();
      found.addAll(read());
      rounds++;
    } while (owed.isOwing());
    found.addAll(read());
    assertTrue(rounds > 2, "the ring was full");
    assertEquals(LongStream.range(0, 500).mapToObj(id -> id + " 1").toList(), found);
  }

  @Test
  void countWhatAPeerThatBreaksTheProtocolMakesThemForget() {
    for (long id = 0; id < 8192 + 7; id++) {
      owed.owe(id, NvsStatus.SUCCESS);
    }
    assertEquals(7, owed.forgotten());
  }

  @Test
  void writeNothingWhenTheChannelIsGone() {
    owed.with(slab, 5);
    owed.owe(6, NvsStatus.SUCCESS);
    owed.close();
    owed.back(slab);
    owed.owe(7, NvsStatus.FAILURE);
    owed.flush();
    assertEquals(List.of(), read());
  }
}
