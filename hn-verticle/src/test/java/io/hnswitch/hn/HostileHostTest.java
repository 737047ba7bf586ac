package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsFrames;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingReader;
import io.hnswitch.vmbus.TransferPagesFlyweight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a host that breaks the rules writes into the ring that the guest reads. Numbers are those of
 * the scenarios in section 28 of the wire reference, the messages those of its section 26.
 */
class HostileHostTest {

  private static final String RX =
      """
      01000000 a8000000 64000000 3c000000 00000000 00000000 00000000 24000000
      40000000 00000000 00000000 10000000 00000000 0c000000 28000000 10000000
      06000000 0c000000 e7ff0000 10000000 08000000 0c000000 78c1cc51 10000000
      09000000 0c000000 01020000
      """;

  private final ChannelStand stand = new ChannelStand();

  @AfterEach
  void close() {
    stand.close();
  }

  private static final int ID = 0xcafe;

  private void forged(long transaction, int type, int bufferId, int count, int... ranges) {
    int size = TransferPagesFlyweight.headerBytes(ranges.length / 2) + 40;
    long at = stand.host.writer().claim(size);
    long nvs =
        TransferPagesFlyweight.write(
            stand.bytes, at, 40, 1, transaction, bufferId, ranges.length / 2);
    var words = new long[ranges.length / 2];
    for (int i = 0; i < words.length; i++) {
      words[i] = TransferPagesFlyweight.range(ranges[2 * i], ranges[2 * i + 1]);
    }
    TransferPagesFlyweight.ranges(stand.bytes, at, words, words.length);
    stand.bytes.set(Memory.LE32, at + 20, count);
    NvsFrames.writeRndis(stand.bytes, nvs, NvsFrames.DATA, NvsFrames.NO_SECTION, 0);
    stand.bytes.set(Memory.LE32, nvs, type);
    NvsFrames.pad(stand.bytes, nvs, NvsFrames.RNDIS_BYTES, 40);
    stand.host.writer().commit();
    stand.host.publish();
    stand.guestReads();
  }

  private void packet(long transaction, int... ranges) {
    forged(transaction, 107, ID, ranges.length / 2, ranges);
  }

  /** Acknowledgements as the host finds them: "id status". */
  private List<String> acknowledged() {
    var found = new ArrayList<String>();
    var ring = stand.host.reader();
    while (ring.next() == RingReader.PACKET) {
      assertEquals(PacketFlyweight.COMPLETION, ring.type());
      assertEquals(108, stand.bytes.get(Memory.LE32, ring.payload()));
      found.add(ring.transactionId() + " " + stand.bytes.get(Memory.LE32, ring.payload() + 4));
      ring.consume();
    }
    stand.host.finish();
    return found;
  }

  @Test // 40, 58
  void theGoldenPacketArrives() {
    stand.put(stand.receiveBuffer + 2048, Forged.message(RX));
    packet(1, 168, 2048);
    assertEquals(1, stand.atGuest.size());
    assertEquals(60, stand.atGuest.getFirst().bytes().length);
    assertEquals(7 << 13 | 4094, stand.atGuest.getFirst().vlan());
    assertEquals(List.of("1 1"), acknowledged());
  }

  @ParameterizedTest // 42
  @CsvSource({
    "4, 43", "4, 169", "12, 0xfffffff0", "8, 32", "28, 34", "28, 0", "32, 0x100", "44, 0",
    "44, 13", "52, 20", "44, 12", "8, 60", "20, 4", "12, 0", "8, 0xffffffff", "32, 0xffffffff"
  })
  void aMalformedPacketIsDroppedCountedAndAcknowledged(int at, String word) {
    var message = Forged.with(Forged.message(RX), at, Long.decode(word));
    if (at == 20) {
      message = Forged.with(message, 16, 36);
    }
    stand.put(stand.receiveBuffer, message);
    packet(1, 168, 0);
    assertEquals(List.of(), stand.atGuest);
    assertEquals(1, stand.guestReceive.malformed());
    assertEquals(1, stand.hn.dropped(DropReason.BAD_FCS));
    assertEquals(List.of("1 1"), acknowledged());
    assertEquals(0, stand.hn.account().unaccounted());
  }

  @Test // 43
  void oneBadRangeSpoilsNoOther() {
    stand.put(stand.receiveBuffer, Forged.message(RX));
    packet(7, 168, 0, 168, stand.receiveBytes - 100, 168, 0);
    assertEquals(2, stand.atGuest.size());
    assertEquals(1, stand.guestReceive.malformed());
    assertEquals(List.of("7 1"), acknowledged());
  }

  @ParameterizedTest // 44
  @CsvSource({"0x2000, 0xfffff000", "0xffffffff, 1", "0, 0", "7, 0", "168, 0x7fffffff"})
  void aRangeOutsideOfTheBufferIsNotRead(String length, String offset) {
    packet(7, Long.decode(length).intValue(), Long.decode(offset).intValue());
    assertEquals(List.of(), stand.atGuest);
    assertEquals(1, stand.guestReceive.malformed());
    assertEquals(List.of("7 1"), acknowledged());
  }

  @Test // 45
  void noRangesAreAcknowledged() {
    packet(7);
    assertEquals(List.of("7 1"), acknowledged());
    assertEquals(0, stand.guestReceive.malformed());
  }

  @ParameterizedTest // 45
  @ValueSource(ints = {2, 257, 0x7fffffff, -3, -1})
  void moreRangesThanThereAreAreRefused(int count) {
    stand.put(stand.receiveBuffer, Forged.message(RX));
    forged(7, 107, ID, count, 168, 0);
    assertEquals(List.of(), stand.atGuest);
    assertEquals(List.of("7 2"), acknowledged());
  }

  @Test // 46, 47
  void anotherBufferOrMessageIsRefusedAndTheSlotComesBack() {
    stand.put(stand.receiveBuffer, Forged.message(RX));
    forged(7, 107, 0xface, 1, 168, 0);
    forged(8, 108, ID, 1, 168, 0);
    assertEquals(List.of(), stand.atGuest);
    assertEquals(List.of("7 2", "8 2"), acknowledged());
  }

  @Test // 56: acknowledged when whoever has the frames is done with them
  void aPacketIsAcknowledgedWhenItsLastFrameIsReleased() {
    stand.put(stand.receiveBuffer, Forged.message(RX));
    stand.keeps = true;
    packet(7, 168, 0, 168, 0);
    packet(8, 168, 0);
    assertEquals(List.of(), acknowledged());
    stand.release();
    stand.guestReads();
    assertEquals(List.of("7 1", "8 1"), acknowledged());
  }

  @ParameterizedTest // 57
  @ValueSource(ints = {1, 13})
  void aFrameShorterThanItsHeaderIsDropped(int length) {
    var message = Forged.with(Forged.message(RX), 12, length);
    stand.put(stand.receiveBuffer, message);
    packet(7, 168, 0);
    assertEquals(List.of(), stand.atGuest);
    assertEquals(1, stand.hn.account().droppedTotal());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13})
  void aPieceOfACoalescedPacketIsNoFrame(int length) {
    var message =
        Forged.message(
            """
            01000000 88000000 44000000 3c000000 00000000 00000000 00000000 24000000
            20000000 00000000 00000000 10000000 00000000 0c000000 28000000 10000000
            01000080 0c000000 01030700
            """);
    stand.put(stand.receiveBuffer, Forged.with(message, 12, length));
    packet(7, 136, 0);
    assertEquals(List.of(), stand.atGuest);
    assertEquals(1, stand.hn.dropped(DropReason.RUNT));
    assertEquals(List.of("hn a:hn0 rx runt " + length), stand.captured());
    assertEquals(List.of("7 1"), acknowledged());
  }

  @Test
  void aFrameLongerThanThereAreIsDropped() {
    var head = Forged.with(Forged.with(Forged.message(RX), 4, 70_000), 12, 69_000);
    stand.put(stand.receiveBuffer, head);
    packet(7, 70_000, 0);
    assertEquals(1, stand.hn.dropped(DropReason.OVERSIZE));
    assertEquals(List.of("hn a:hn0 rx oversize 69004"), stand.captured());
    assertEquals(0, stand.hn.account().unaccounted());
  }

  @Test
  void aControlMessageIsPassedOnInItsPlace() {
    stand.put(stand.receiveBuffer, Forged.message(RX));
    stand.put(stand.receiveBuffer + 2048, Hex.bytes("08000000 0c000000 00000500"));
    packet(7, 168, 0, 12, 2048, 5000, 2048);
    assertEquals(List.of("080000000c00000000000500"), stand.controlAtGuest);
    assertEquals(1, stand.atGuest.size());
    assertEquals(1, stand.guestReceive.malformed());
  }
}
