package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.DropReason;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsFrames;
import io.hnswitch.vmbus.GpaDirectFlyweight;
import io.hnswitch.vmbus.PacketFlyweight;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a guest that breaks the rules writes into the ring that the host reads. Numbers are those of
 * the scenarios in section 28 of the wire reference, the messages those of its section 26.
 */
class HostileGuestTest {

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
    stand.put(stand.sendBuffer, Forged.message(TX));
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
    stand.put(stand.sendBuffer + 2559L * 6144, Forged.message(TX));
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
    stand.put(stand.sendBuffer, Forged.with(Forged.message(TX), at, Long.decode(word)));
    inBand(9, 0, 120);
    assertEquals(List.of(), stand.atHost);
    assertEquals(List.of("9 status 2"), stand.strayCompletions);
    assertEquals(0, stand.netvsp.account().unaccounted());
    stand.put(stand.sendBuffer, Forged.message(TX));
    inBand(10, 0, 120);
    assertEquals(1, stand.atHost.size());
  }

  @Test // 90
  void aControlMessageBehindAPacketIsNotLookedAt() {
    stand.put(stand.sendBuffer, Forged.message(TX));
    stand.put(stand.sendBuffer + 120, Hex.bytes("08000000 0c000000 00000500"));
    inBand(9, 0, 132);
    assertEquals(1, stand.atHost.size());
    assertEquals(List.of(), stand.controlAtHost);
  }

  @Test
  void aPieceOfACoalescedPacketIsNoFrame() {
    var message =
        Forged.message(
            """
            01000000 88000000 44000000 3c000000 00000000 00000000 00000000 24000000
            20000000 00000000 00000000 10000000 08000000 0c000000 28000000 10000000
            01000080 0c000000 01030700
            """);
    stand.put(stand.sendBuffer, Forged.with(message, 12, 5));
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
      stand.put(stand.sendBuffer + 60L * i, one);
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
      stand.put(stand.sendBuffer + 60L * i, one);
    }
    inBandUnread(8, 0, 6000);
    inBandUnread(9, 0, 6000);
    stand.put(stand.sendBuffer + 6144, one);
    stand.put(stand.sendBuffer + 6144 + 60, Forged.with(one, 4, Long.decode(length)));
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
      stand.put(stand.sendBuffer + 60L * i, one);
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
    stand.put(stand.sendBuffer, runt);
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
    stand.put(own, head);
    stand.put(own + head.length, Hex.bytes("5ec7e7 5ec7e7 5ec7e7 5ec7e7 5e"));
    stand.put(own + 8192, Hex.bytes("00155d040506 00155d010203 88"));
    pages(9, NvsFrames.DATA, own, head.length, own + 8192, 13);
    assertEquals(1, stand.netvsp.dropped(DropReason.RUNT));
    assertEquals(List.of("netvsp tx runt 0"), stand.captured());
    assertEquals(0, stand.policy.refusals().violations().getFirst().bytes().length);
  }

  @Test
  void memoryOfOthersIsNotRead() {
    long foreign = stand.memory.allocate(4096);
    stand.put(foreign, Forged.message(TX));
    pages(9, NvsFrames.DATA, foreign, 120);
    assertEquals(List.of(), stand.atHost);
    assertEquals(List.of("9 status 2"), stand.strayCompletions);
    assertEquals(1, stand.netvsp.dropped(DropReason.BAD_FCS));
  }

  @Test
  void aFrameInPiecesIsPutTogether() {
    long own = stand.pool.region();
    var message = Forged.message(TX);
    stand.put(own, Arrays.copyOf(message, 60));
    stand.put(own + 5000, Arrays.copyOfRange(message, 60, 90));
    stand.put(own + 9000, Arrays.copyOfRange(message, 90, 120));
    pages(9, NvsFrames.DATA, own, 60, own + 5000, 30, own + 9000, 30);
    assertEquals(1, stand.atHost.size());
    assertEquals(Hex.text(Sample.plain(60, 3).bytes()), Hex.text(stand.atHost.getFirst().bytes()));
    assertEquals(List.of("9 status 1"), stand.strayCompletions);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 43, 50})
  void aHeaderInPiecesIsRefused(int first) {
    long own = stand.pool.region();
    var message = Forged.message(TX);
    stand.put(own, Arrays.copyOf(message, first));
    stand.put(own + 5000, Arrays.copyOfRange(message, first, 120));
    pages(9, NvsFrames.DATA, own, first, own + 5000, 120 - first);
    assertEquals(List.of(), stand.atHost);
    assertEquals(List.of("9 status 2"), stand.strayCompletions);
    assertEquals(0, stand.netvsp.account().unaccounted());
  }

  @Test
  void aFrameLongerThanThereAreIsDropped() {
    long own = stand.pool.region();
    var message = Forged.with(Forged.with(Forged.message(TX), 4, 80_060), 12, 80_000);
    stand.put(own, message);
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
    stand.put(stand.sendBuffer, Forged.message(TX));
    inBand(9, 0, 120);
    assertEquals(List.of(), stand.atHost);
    assertEquals(List.of("9 status 2"), stand.strayCompletions);
  }

  @Test
  void aControlMessageIsTakenWhole() {
    long own = stand.pool.region();
    stand.put(own, Hex.bytes("08000000 0c000000 00000500"));
    pages(9, NvsFrames.CONTROL, own, 12);
    assertEquals(List.of("080000000c00000000000500"), stand.controlAtHost);
    pages(10, NvsFrames.CONTROL, own, 12, own + 5000, 12);
    assertEquals(1, stand.controlAtHost.size());
  }
}
