package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsFrames;
import io.hnswitch.vmbus.GpaDirectFlyweight;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingReader;
import io.hnswitch.vmbus.TransferPagesFlyweight;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a peer that breaks the rules writes into the rings. Numbers are those of the scenarios in
 * section 28 of the wire reference, the messages those of its section 26.
 */
class HostileRingTest {

  private static final String RX =
      """
      01000000 a8000000 64000000 3c000000 00000000 00000000 00000000 24000000
      40000000 00000000 00000000 10000000 00000000 0c000000 28000000 10000000
      06000000 0c000000 e7ff0000 10000000 08000000 0c000000 78c1cc51 10000000
      09000000 0c000000 01020000
      """;
  private static final String TX =
      """
      01000000 78000000 34000000 3c000000 00000000 00000000 00000000 24000000
      10000000 00000000 00000000 10000000 08000000 0c000000 78c1cc51
      """;

  private final ChannelStand stand = new ChannelStand();

  @AfterEach
  void close() {
    stand.close();
  }

  private static byte[] message(String header) {
    var head = Hex.bytes(header);
    var frame = Sample.plain(60, 3).bytes();
    var all = Arrays.copyOf(head, head.length + frame.length);
    System.arraycopy(frame, 0, all, head.length, frame.length);
    return all;
  }

  private void put(long at, byte[] message) {
    MemorySegment.copy(MemorySegment.ofArray(message), 0, stand.bytes, at, message.length);
  }

  private static byte[] with(byte[] message, int at, long word) {
    var changed = message.clone();
    for (int i = 0; i < 4; i++) {
      changed[at + i] = (byte) (word >>> 8 * i);
    }
    return changed;
  }

  /** The host's side of the ring is written by hand. */
  @Nested
  class FromTheHost {

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
      put(stand.receiveBuffer + 2048, message(RX));
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
      var message = with(message(RX), at, Long.decode(word));
      if (at == 20) {
        message = with(message, 16, 36);
      }
      put(stand.receiveBuffer, message);
      packet(1, 168, 0);
      assertEquals(List.of(), stand.atGuest);
      assertEquals(1, stand.guestReceive.malformed());
      assertEquals(1, stand.hn.dropped(DropReason.BAD_FCS));
      assertEquals(List.of("1 1"), acknowledged());
      assertEquals(0, stand.hn.account().unaccounted());
    }

    @Test // 43
    void oneBadRangeSpoilsNoOther() {
      put(stand.receiveBuffer, message(RX));
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
      put(stand.receiveBuffer, message(RX));
      forged(7, 107, ID, count, 168, 0);
      assertEquals(List.of(), stand.atGuest);
      assertEquals(List.of("7 2"), acknowledged());
    }

    @Test // 46, 47
    void anotherBufferOrMessageIsRefusedAndTheSlotComesBack() {
      put(stand.receiveBuffer, message(RX));
      forged(7, 107, 0xface, 1, 168, 0);
      forged(8, 108, ID, 1, 168, 0);
      assertEquals(List.of(), stand.atGuest);
      assertEquals(List.of("7 2", "8 2"), acknowledged());
    }

    @Test // 56: acknowledged when whoever has the frames is done with them
    void aPacketIsAcknowledgedWhenItsLastFrameIsReleased() {
      put(stand.receiveBuffer, message(RX));
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
      var message = with(message(RX), 12, length);
      put(stand.receiveBuffer, message);
      packet(7, 168, 0);
      assertEquals(List.of(), stand.atGuest);
      assertEquals(1, stand.hn.account().droppedTotal());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13})
    void aPieceOfACoalescedPacketIsNoFrame(int length) {
      var message =
          message(
              """
              01000000 88000000 44000000 3c000000 00000000 00000000 00000000 24000000
              20000000 00000000 00000000 10000000 00000000 0c000000 28000000 10000000
              01000080 0c000000 01030700
              """);
      put(stand.receiveBuffer, with(message, 12, length));
      packet(7, 136, 0);
      assertEquals(List.of(), stand.atGuest);
      assertEquals(1, stand.hn.dropped(DropReason.RUNT));
      assertEquals(List.of("hn a:hn0 rx runt " + length), stand.captured());
      assertEquals(List.of("7 1"), acknowledged());
    }

    @Test
    void aFrameLongerThanThereAreIsDropped() {
      var head = with(with(message(RX), 4, 70_000), 12, 69_000);
      put(stand.receiveBuffer, head);
      packet(7, 70_000, 0);
      assertEquals(1, stand.hn.dropped(DropReason.OVERSIZE));
      assertEquals(List.of("hn a:hn0 rx oversize 69004"), stand.captured());
      assertEquals(0, stand.hn.account().unaccounted());
    }

    @Test
    void aControlMessageIsPassedOnInItsPlace() {
      put(stand.receiveBuffer, message(RX));
      put(stand.receiveBuffer + 2048, Hex.bytes("08000000 0c000000 00000500"));
      packet(7, 168, 0, 12, 2048, 5000, 2048);
      assertEquals(List.of("080000000c00000000000500"), stand.controlAtGuest);
      assertEquals(1, stand.atGuest.size());
      assertEquals(1, stand.guestReceive.malformed());
    }
  }

  /** The guest's side of the ring is written by hand. */
  @Nested
  class FromTheGuest {

    private void inBand(long transaction, int section, int size) {
      inBandUnread(transaction, section, size);
      stand.hostReads();
      stand.guestReads();
    }

    private void inBandUnread(long transaction, int section, int size) {
      long at = stand.guest.writer().claim(56);
      long nvs = PacketFlyweight.inBand(stand.bytes, at, 40, 1, transaction);
      NvsFrames.writeRndis(stand.bytes, nvs, NvsFrames.DATA, section, size);
      NvsFrames.pad(stand.bytes, nvs, NvsFrames.RNDIS_BYTES, 40);
      stand.guest.writer().commit();
      stand.guest.publish();
    }

    private void pages(long transaction, int channelType, long... ranges) {
      int count = ranges.length / 2;
      int size = GpaDirectFlyweight.listHeaderBytes(count) + 40;
      long at = stand.guest.writer().claim(size);
      long nvs = GpaDirectFlyweight.list(stand.bytes, at, 40, 1, transaction, count);
      for (int i = 0; i < count; i++) {
        GpaDirectFlyweight.listRange(stand.bytes, at, i, ranges[2 * i], (int) ranges[2 * i + 1]);
      }
      NvsFrames.writeRndis(stand.bytes, nvs, channelType, NvsFrames.NO_SECTION, 0);
      NvsFrames.pad(stand.bytes, nvs, NvsFrames.RNDIS_BYTES, 40);
      stand.guest.writer().commit();
      stand.guest.publish();
      stand.hostReads();
      stand.guestReads();
    }

    @Test // 63
    void theGoldenPacketArrives() {
      put(stand.sendBuffer, message(TX));
      inBand(9, 0, 120);
      assertEquals(1, stand.atHost.size());
      assertEquals(60, stand.atHost.getFirst().bytes().length);
      assertEquals(List.of("9 status 1"), stand.strayCompletions);
    }

    @ParameterizedTest // 88
    @CsvSource({"2560, 8", "2559, 6145", "0, -1", "-2, 8", "1, 0x7fffffff"})
    void aSectionOutsideOfTheSendBufferIsFatal(String section, String size) {
      inBand(9, Integer.decode(section), Integer.decode(size));
      assertTrue(stand.fatal);
      assertEquals(List.of(), stand.atHost);
    }

    @Test // 88
    void theLastSectionIsUsable() {
      put(stand.sendBuffer + 2559L * 6144, message(TX));
      inBand(9, 2559, 120);
      assertEquals(1, stand.atHost.size());
      assertEquals(List.of("9 status 1"), stand.strayCompletions);
    }

    @ParameterizedTest // 89, 91 and the like
    @CsvSource({
      "20, 4",
      "24, 1",
      "36, 1",
      "44, 0",
      "44, 13",
      "44, 12",
      "28, 0",
      "28, 34",
      "32, 0x100",
      "8, 32",
      "12, 0",
      "12, 0xfffffff0",
      "4, 43",
      "4, 121",
      "12, 13",
      "8, 0xffffffff"
    })
    void aMalformedPacketIsRefusedAndTheChannelGoesOn(int at, String word) {
      put(stand.sendBuffer, with(message(TX), at, Long.decode(word)));
      inBand(9, 0, 120);
      assertEquals(List.of(), stand.atHost);
      assertEquals(List.of("9 status 2"), stand.strayCompletions);
      assertEquals(0, stand.netvsp.account().unaccounted());
      put(stand.sendBuffer, message(TX));
      inBand(10, 0, 120);
      assertEquals(1, stand.atHost.size());
    }

    @Test // 90
    void aControlMessageBehindAPacketIsNotLookedAt() {
      put(stand.sendBuffer, message(TX));
      put(stand.sendBuffer + 120, Hex.bytes("08000000 0c000000 00000500"));
      inBand(9, 0, 132);
      assertEquals(1, stand.atHost.size());
      assertEquals(List.of(), stand.controlAtHost);
    }

    @Test
    void aPieceOfACoalescedPacketIsNoFrame() {
      var message =
          message(
              """
              01000000 88000000 44000000 3c000000 00000000 00000000 00000000 24000000
              20000000 00000000 00000000 10000000 08000000 0c000000 28000000 10000000
              01000080 0c000000 01030700
              """);
      put(stand.sendBuffer, with(message, 12, 5));
      inBand(9, 0, 136);
      assertEquals(List.of(), stand.atHost);
      assertEquals(List.of("9 status 2"), stand.strayCompletions);
    }

    @Test
    void moreShortPacketsThanASectionShouldHoldArriveAll() {
      var one =
          Hex.bytes(
              "01000000 3c000000 24000000 0e000000 00000000 00000000 00000000 00000000"
                  + "00000000 00000000 00000000 00155d040506 00155d010203 88b5 0000");
      for (int i = 0; i < 100; i++) {
        put(stand.sendBuffer + 60L * i, one);
      }
      inBandUnread(8, 0, 6000);
      inBandUnread(9, 0, 6000);
      inBand(10, 0, 6000);
      assertEquals(300, stand.atHost.size());
      assertEquals(0, stand.hostReceive.malformedCount());
      assertEquals(List.of(200, 100), stand.burstsAtHost, "no section is split");
    }

    @ParameterizedTest
    @CsvSource({"0", "7", "43", "6001", "0x7fffffff", "0xffffffff"})
    void aSectionWhoseLengthsLieTakesNoMoreThanItHas(String length) {
      var one =
          Hex.bytes(
              "01000000 3c000000 24000000 0e000000 00000000 00000000 00000000 00000000"
                  + "00000000 00000000 00000000 00155d040506 00155d010203 88b5 0000");
      for (int i = 0; i < 100; i++) {
        put(stand.sendBuffer + 60L * i, one);
      }
      inBandUnread(8, 0, 6000);
      inBandUnread(9, 0, 6000);
      put(stand.sendBuffer + 6144, one);
      put(stand.sendBuffer + 6144 + 60, with(one, 4, Long.decode(length)));
      inBand(10, 1, 6000);
      assertEquals(201, stand.atHost.size());
      assertEquals(List.of(201), stand.burstsAtHost);
      assertEquals(1, stand.netvsp.dropped(DropReason.BAD_FCS));
      assertEquals(0, stand.netvsp.account().unaccounted());
    }

    @Test
    void aSectionWithoutEndFillsABurstAndNoMore() {
      var one =
          Hex.bytes(
              "01000000 3c000000 24000000 0e000000 00000000 00000000 00000000 00000000"
                  + "00000000 00000000 00000000 00155d040506 00155d010203 88b5 0000");
      for (int i = 0; i < 1000; i++) {
        put(stand.sendBuffer + 60L * i, one);
      }
      inBand(8, 0, 60_000);
      assertEquals(256, stand.atHost.size());
      assertEquals(0, stand.netvsp.account().unaccounted());
    }

    @Test
    void whatIsShorterThanAnEthernetHeaderIsARunt() {
      var runt =
          Hex.bytes(
              "01000000 39000000 24000000 0d000000 00000000 00000000 00000000 00000000"
                  + "00000000 00000000 00000000 00155d040506 00155d010203 88");
      put(stand.sendBuffer, runt);
      inBand(8, 0, runt.length);
      assertEquals(List.of(), stand.atHost);
      assertEquals(1, stand.netvsp.dropped(DropReason.RUNT));
      assertEquals(13, stand.policy.refusals().violations().getFirst().length());
      assertEquals(List.of("netvsp tx runt 13"), stand.captured());
      assertEquals(0, stand.netvsp.account().unaccounted());
    }

    /** Its bytes are in another piece of the message: what is behind the first is not its. */
    @Test
    void nothingIsShownOfARuntThatIsNotWhereItsMessageIs() {
      var head =
          Hex.bytes(
              "01000000 39000000 24000000 0d000000 00000000 00000000 00000000 00000000"
                  + "00000000 00000000 00000000");
      long own = stand.pool.region();
      put(own, head);
      put(own + head.length, Hex.bytes("5ec7e7 5ec7e7 5ec7e7 5ec7e7 5e"));
      put(own + 8192, Hex.bytes("00155d040506 00155d010203 88"));
      pages(9, NvsFrames.DATA, own, head.length, own + 8192, 13);
      assertEquals(1, stand.netvsp.dropped(DropReason.RUNT));
      assertEquals(List.of("netvsp tx runt 0"), stand.captured());
      assertEquals(0, stand.policy.refusals().violations().getFirst().bytes().length);
    }

    @Test
    void memoryOfOthersIsNotRead() {
      long foreign = stand.memory.allocate(4096);
      put(foreign, message(TX));
      pages(9, NvsFrames.DATA, foreign, 120);
      assertEquals(List.of(), stand.atHost);
      assertEquals(List.of("9 status 2"), stand.strayCompletions);
      assertEquals(1, stand.netvsp.dropped(DropReason.BAD_FCS));
    }

    @Test
    void aFrameInPiecesIsPutTogether() {
      long own = stand.pool.region();
      var message = message(TX);
      put(own, Arrays.copyOf(message, 60));
      put(own + 5000, Arrays.copyOfRange(message, 60, 90));
      put(own + 9000, Arrays.copyOfRange(message, 90, 120));
      pages(9, NvsFrames.DATA, own, 60, own + 5000, 30, own + 9000, 30);
      assertEquals(1, stand.atHost.size());
      assertEquals(
          Hex.text(Sample.plain(60, 3).bytes()), Hex.text(stand.atHost.getFirst().bytes()));
      assertEquals(List.of("9 status 1"), stand.strayCompletions);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 43, 50})
    void aHeaderInPiecesIsRefused(int first) {
      long own = stand.pool.region();
      var message = message(TX);
      put(own, Arrays.copyOf(message, first));
      put(own + 5000, Arrays.copyOfRange(message, first, 120));
      pages(9, NvsFrames.DATA, own, first, own + 5000, 120 - first);
      assertEquals(List.of(), stand.atHost);
      assertEquals(List.of("9 status 2"), stand.strayCompletions);
      assertEquals(0, stand.netvsp.account().unaccounted());
    }

    @Test
    void aFrameLongerThanThereAreIsDropped() {
      long own = stand.pool.region();
      var message = with(with(message(TX), 4, 80_060), 12, 80_000);
      put(own, message);
      var ranges = new long[42];
      ranges[0] = own;
      ranges[1] = 4096;
      for (int i = 1; i < 21; i++) {
        ranges[2 * i] = own + 4096L * i;
        ranges[2 * i + 1] = 4096;
      }
      pages(9, NvsFrames.DATA, ranges);
      assertEquals(List.of(), stand.atHost);
      assertEquals(List.of("9 status 2"), stand.strayCompletions);
    }

    @Test
    void noFrameIsTakenWhileTheSessionIsNotOpen() {
      stand.hostReceive.shut();
      put(stand.sendBuffer, message(TX));
      inBand(9, 0, 120);
      assertEquals(List.of(), stand.atHost);
      assertEquals(List.of("9 status 2"), stand.strayCompletions);
    }

    @Test
    void aControlMessageIsTakenWhole() {
      long own = stand.pool.region();
      put(own, Hex.bytes("08000000 0c000000 00000500"));
      pages(9, NvsFrames.CONTROL, own, 12);
      assertEquals(List.of("080000000c00000000000500"), stand.controlAtHost);
      pages(10, NvsFrames.CONTROL, own, 12, own + 5000, 12);
      assertEquals(1, stand.controlAtHost.size());
    }
  }
}
