package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.DropReason;
import io.hnswitch.vmbus.PacketFlyweight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingPathTest {

  private ChannelStand stand = new ChannelStand();
  private final List<Sample> sent = new ArrayList<>();

  @AfterEach
  void close() {
    stand.close();
  }

  private void on(int ringBytes, int sections, int packetsMax, int chunks) {
    stand.close();
    stand = new ChannelStand(ringBytes, sections, packetsMax, chunks);
  }

  private List<Sample> plain(int count, int length) {
    var list = new ArrayList<Sample>();
    for (int i = 0; i < count; i++) {
      list.add(Sample.plain(length, sent.size() + i));
    }
    sent.addAll(list);
    return list;
  }

  private List<Sample> random(Random random, boolean superFrames) {
    var list = new ArrayList<Sample>();
    int budget = 400 << 10;
    int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 255 : 40);
    for (int i = 0; i < count; i++) {
      var one = Sample.random(random, 1514, superFrames, sent.size() + i);
      budget -= one.bytes().length + 32;
      if (budget < 0) {
        break;
      }
      list.add(one);
    }
    sent.addAll(list);
    return list;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void carriesAnyFramesToTheHostInOrder(int seed) {
    var random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      stand.guestSends(random(random, true));
      if (random.nextInt(3) > 0) {
        stand.hostReads();
      }
      if (random.nextInt(3) > 0) {
        stand.guestReads();
      }
      stand.settle();
    }
    Sample.assertArrived(sent, stand.atHost, "seed " + seed);
    stand.assertClean();
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "3, true", "4, true", "5, false", "6, false"})
  void carriesAnyFramesToTheGuestInOrder(int seed, boolean takesChecksums) {
    var random = new Random(seed);
    if (takesChecksums) {
      stand.guestTakes(true);
    }
    for (int i = 0; i < 40; i++) {
      stand.hostSends(random(random, takesChecksums));
      stand.settle();
    }
    Sample.assertArrived(sent, stand.atGuest, "seed " + seed);
    stand.assertClean();
  }

  @Test
  void carriesTheLongestSuperFrameBothWays() {
    stand.guestTakes(true);
    sent.add(Sample.superFrame(false, 65535 - 40, 1448, 0));
    sent.add(Sample.superFrame(true, 65535 - 60, 1428, 1));
    assertEquals(65549, sent.getFirst().bytes().length);
    stand.guestSends(sent);
    stand.hostSends(sent);
    stand.settle();
    Sample.assertArrived(sent, stand.atHost, "at the host");
    Sample.assertArrived(sent, stand.atGuest, "at the guest");
    stand.assertClean();
  }

  @Test
  void aFullBurstOfShortFramesStaysOneBurst() {
    stand.guestSends(plain(256, 64));
    stand.settle();
    assertEquals(List.of(256), stand.burstsAtHost);
    assertEquals(32, stand.guestTransmit.sends());
    stand.assertClean();
  }

  @ParameterizedTest
  @CsvSource({"false, 1448", "true, 1428", "false, 536"})
  void cutsSuperFramesForAGuestThatTakesNone(boolean ipv6, int mss) {
    stand.guestTakes(false);
    int payload = 20 * mss + 17;
    stand.hostSends(List.of(Sample.superFrame(ipv6, payload, mss, 5), Sample.plain(60, 6)));
    stand.settle();
    assertEquals(22, stand.atGuest.size());
    int header = ipv6 ? 74 : 54;
    for (int i = 0; i < 20; i++) {
      assertEquals(header + mss, stand.atGuest.get(i).bytes().length);
      assertFalse(stand.atGuest.get(i).isSuperFrame(), "segment " + i);
      assertEquals(i == 0 ? 1 : 0, stand.atGuest.get(i).stream(), "numbered once");
    }
    assertEquals(header + 17, stand.atGuest.get(20).bytes().length);
    assertEquals(20, stand.netvsp.account().created());
    stand.assertClean();
  }

  @Test
  void copiesNoLongerFramesThanItIsToldTo() {
    stand.guestTransmit.limits(new TransmitLimits(100, -1, -1));
    stand.guestSends(plain(3, 100));
    stand.guestSends(plain(3, 101));
    stand.settle();
    assertEquals(3, stand.guestTransmit.copied());
    assertEquals(6, stand.guestTransmit.packets());
    Sample.assertArrived(sent, stand.atHost, "at the host");
    stand.assertClean();
  }

  @ParameterizedTest
  @CsvSource({"-1, -1, 2", "-1, 4, 3", "-1, 0, 12", "0, -1, 12", "700, -1, 3", "300, -1, 12"})
  void sendsTogetherWhatTheLimitsAllow(int bytes, int packets, int sends) {
    stand.guestTransmit.limits(new TransmitLimits(0, bytes, packets));
    stand.guestSends(plain(12, 60));
    stand.settle();
    assertEquals(12, stand.guestTransmit.copied());
    assertEquals(sends, stand.guestTransmit.sends());
    Sample.assertArrived(sent, stand.atHost, "at the host");
    stand.assertClean();
  }

  @Test // 13, 63
  void refersToFramesWhenNoSectionIsFree() {
    on(ChannelStand.RING, 2, 1, 16);
    stand.keeps = true;
    stand.guestSends(plain(6, 100));
    stand.hostReads();
    assertEquals(2, stand.guestTransmit.copied());
    assertEquals(6, stand.guestTransmit.sends());
    stand.release();
    stand.settle();
    stand.guestSends(plain(1, 100));
    stand.settle();
    assertEquals(3, stand.guestTransmit.copied());
    Sample.assertArrived(sent, stand.atHost, "at the host");
    stand.assertClean();
  }

  @Test // 12
  void worksWithoutASendBuffer() {
    on(ChannelStand.RING, 0, 8, 16);
    stand.guestSends(plain(200, 300));
    stand.settle();
    assertEquals(0, stand.guestTransmit.copied());
    Sample.assertArrived(sent, stand.atHost, "at the host");
    stand.assertClean();
  }

  @Test // 65, 66
  void putsAsManyPacketsInASectionAsTheHostTakes() {
    stand.guestSends(plain(24, 60));
    assertEquals(3, stand.guestTransmit.sends());
    on(ChannelStand.RING, 100, 1, 16);
    stand.guestSends(plain(24, 60));
    assertEquals(24, stand.guestTransmit.sends());
    stand.settle();
    stand.assertClean();
  }

  @Test
  void waitsForDescriptorsAndGoesOnWithoutLoss() {
    on(ChannelStand.RING, 0, 8, 16);
    stand.keeps = true;
    for (int i = 0; i < 6; i++) {
      stand.guestSends(plain(200, 1000));
      stand.hostReads();
      stand.guestReads();
    }
    assertTrue(stand.guestTransmit.isBlocked());
    assertEquals(1200 - 512, stand.hn.account().held());
    stand.release();
    stand.settle();
    Sample.assertArrived(sent, stand.atHost, "at the host");
    stand.assertClean();
  }

  @Test // 69
  void waitsForRoomInTheRingAndGoesOnWithoutLoss() {
    on(4 * 4096, 2560, 8, 16);
    for (int i = 0; i < 10; i++) {
      stand.guestSends(plain(250, 64 + 40 * i));
    }
    assertTrue(stand.guestTransmit.isBlocked());
    assertTrue(stand.guestTransmit.ringFull() > 0);
    assertEquals(0, stand.hn.account().unaccounted());
    int interrupts = stand.guestInterrupts;
    stand.hostReads();
    assertTrue(stand.guestInterrupts > interrupts, "the host says that there is room");
    stand.settle();
    Sample.assertArrived(sent, stand.atHost, "at the host");
    stand.assertClean();
  }

  @Test
  void waitsForTheHostsCreditsAndGoesOnWithoutLoss() {
    stand.keeps = true;
    for (int i = 0; i < 100; i++) {
      stand.guestSends(plain(2, 1400));
      stand.hostReads();
      stand.guestReads();
      if (i % 16 == 15) {
        stand.pool.credits();
      }
      if (stand.pool.credits() == 0) {
        break;
      }
    }
    stand.release();
    stand.settle();
    Sample.assertArrived(sent, stand.atHost, "at the host");
    stand.assertClean();
  }

  @Test
  void waitsForTheReceiveBufferAndGoesOnWithoutLoss() {
    on(ChannelStand.RING, 100, 8, 2);
    stand.keeps = true;
    for (int i = 0; i < 8; i++) {
      stand.hostSends(plain(200, 1500));
      stand.guestReads();
    }
    assertTrue(stand.buffer.isEmpty());
    assertTrue(stand.hostTransmit.isBlocked());
    assertTrue(stand.netvsp.account().held() > 1000);
    assertEquals(0, stand.netvsp.account().unaccounted());
    stand.release();
    stand.settle();
    Sample.assertArrived(sent, stand.atGuest, "at the guest");
    stand.assertClean();
  }

  @Test
  void waitsForRoomInTheRingToTheGuestAndGoesOnWithoutLoss() {
    on(2 * 4096, 100, 8, 16);
    for (int i = 0; i < 8; i++) {
      stand.hostSends(plain(200, 100));
    }
    assertTrue(stand.hostTransmit.isBlocked());
    assertFalse(stand.buffer.isEmpty());
    stand.settle();
    Sample.assertArrived(sent, stand.atGuest, "at the guest");
    stand.assertClean();
  }

  @Test
  void runsAnActionBehindTheFramesBeforeAndInFrontOfThoseAfter() {
    on(ChannelStand.RING, 100, 8, 1);
    var seen = new ArrayList<Long>();
    stand.keeps = true;
    stand.hostSends(plain(200, 1500));
    stand.hostTransmit.behind(() -> seen.add(stand.netvsp.account().out()));
    stand.hostSends(plain(10, 100));
    assertEquals(List.of(), seen);
    stand.guestReads();
    stand.release();
    stand.settle();
    assertEquals(List.of(200L), seen);
    Sample.assertArrived(sent, stand.atGuest, "at the guest");
  }

  @Test
  void givesBackWhatWasNotBegunAndRunsTheActionsInItsPlace() {
    on(ChannelStand.RING, 100, 8, 1);
    stand.hostSends(plain(200, 1500));
    long out = stand.netvsp.account().out();
    assertTrue(out > 0 && out < 200);
    stand.hostTransmit.behind(() -> stand.controlAtHost.add("action"));
    stand.hostSends(plain(10, 100));
    var back = new ArrayList<Sample>();
    stand.hostTransmit.takeBack(
        burst -> {
          for (int i = 0; i < burst.size(); i++) {
            back.add(Sample.of(burst.slab(), stand.bytes, burst.slot(i)));
          }
          stand.controlAtHost.add("burst");
          stand.netvsp.dropped(DropReason.SHUTDOWN, burst.size());
          burst.release();
        });
    assertEquals(List.of("burst", "action", "burst"), stand.controlAtHost);
    assertEquals(sent.subList((int) out, 210), back);
    assertEquals(0, stand.netvsp.account().unaccounted());
    stand.settle();
    stand.assertClean();
  }

  @Test
  void accountsForWhatItGivesUp() {
    on(2 * 4096, 20, 8, 1);
    for (int i = 0; i < 6; i++) {
      stand.guestSends(plain(100, 1500));
      stand.hostSends(plain(100, 1500));
    }
    var ran = new ArrayList<String>();
    stand.hostTransmit.behind(() -> ran.add("action"));
    stand.guestTransmit.drop(DropReason.SHUTDOWN);
    stand.hostTransmit.drop(DropReason.SHUTDOWN);
    assertEquals(List.of("action"), ran);
    stand.settle();
    assertTrue(stand.hn.dropped(DropReason.SHUTDOWN) > 0);
    assertTrue(stand.netvsp.dropped(DropReason.SHUTDOWN) > 0);
    stand.assertClean();
  }

  @Test
  void takesEverythingBackWhenTheChannelIsGone() {
    on(ChannelStand.RING, 4, 8, 16);
    stand.keeps = true;
    stand.guestSends(plain(100, 1500));
    stand.guestTransmit.drop(DropReason.CHANNEL_FULL);
    assertEquals(1, stand.pool.outstanding());
    stand.guestTransmit.close();
    assertEquals(0, stand.pool.outstanding());
    assertTrue(stand.guestTransmit.isIdle());
  }

  @Test
  void tellsWhenTheReceiveBufferIsUnused() {
    stand.keeps = true;
    stand.hostSends(plain(10, 100));
    stand.guestReads();
    stand.hostSends(plain(10, 100));
    stand.guestReads();
    var told = new ArrayList<String>();
    stand.guestReceive.close(() -> told.add("unused"));
    stand.kept.removeFirst().release();
    assertEquals(List.of(), told);
    stand.release();
    assertEquals(List.of("unused"), told);
  }

  @Test // 67, 68
  void freesWhatWasCompletedWhateverTheStatusAndCountsStrangers() {
    stand.guestSends(plain(1, 100));
    long id = idOfTheFirst();
    assertFalse(stand.guestTransmit.completed(id + 1));
    assertFalse(stand.guestTransmit.completed(-1));
    assertFalse(stand.guestTransmit.completed(Long.MIN_VALUE));
    assertTrue(stand.guestTransmit.completed(id));
    assertFalse(stand.guestTransmit.completed(id));
    assertTrue(stand.guestTransmit.isIdle());
  }

  private long idOfTheFirst() {
    assertEquals(1, stand.host.reader().next());
    assertEquals(PacketFlyweight.IN_BAND, stand.host.reader().type());
    return stand.host.reader().transactionId();
  }

  @Test
  void dropsWhatTheGuestDoesNotWantToReceive() {
    stand.hostTransmit.filter(0);
    stand.hostSends(plain(3, 100));
    stand.hostTransmit.filter(0x20);
    stand.hostSends(plain(2, 100));
    stand.settle();
    assertEquals(sent.subList(3, 5), stand.atGuest);
    assertEquals(3, stand.netvsp.account().filtered());
    stand.assertClean();
  }

  @Test
  void dropsFramesThatAreLongerThanTheGuestsMtu() {
    stand.hostSends(plain(1, 1514));
    stand.hostSends(plain(1, 1515));
    stand.hostSends(List.of(tagged(1518)));
    stand.hostSends(List.of(tagged(1519)));
    stand.settle();
    assertEquals(List.of(sent.getFirst(), tagged(1518)), stand.atGuest);
    assertEquals(2, stand.netvsp.dropped(DropReason.OVERSIZE));
    assertEquals(Map.of("oversize", 2L), stand.policy.refusals().counts(false));
    assertEquals(List.of("netvsp rx oversize 1515", "netvsp rx oversize 1519"), stand.captured());
    stand.assertClean();
  }

  private static Sample tagged(int length) {
    var frame = Sample.plain(length, 7);
    frame.bytes()[12] = (byte) 0x81;
    frame.bytes()[13] = 0;
    return frame;
  }

  @Test
  void letsNoFrameInThatIsLongerThanTheGuestsMtu() {
    stand.guestSends(
        List.of(
            Sample.plain(1514, 1),
            Sample.plain(1515, 2),
            tagged(1518),
            tagged(1519),
            Sample.superFrame(false, 4000, 1400, 3)));
    stand.settle();
    assertEquals(
        List.of(Sample.plain(1514, 1), tagged(1518), Sample.superFrame(false, 4000, 1400, 3)),
        stand.atHost);
    assertEquals(2, stand.netvsp.dropped(DropReason.OVERSIZE));
    assertEquals(Map.of("oversize", 2L), stand.policy.refusals().counts(true));
    assertEquals(List.of("netvsp tx oversize 1515", "netvsp tx oversize 1519"), stand.captured());
    var examples = stand.policy.refusals().violations();
    assertEquals(1, examples.size());
    assertEquals(1515, examples.getFirst().length());
    stand.assertClean();
  }

  @Test // 61
  void dropsSuperFramesThatAreNone() {
    var frame = Sample.superFrame(false, 4000, 1400, 0);
    frame.bytes()[23] = 17;
    stand.guestSends(List.of(frame, Sample.plain(60, 1)));
    stand.settle();
    assertEquals(List.of(Sample.plain(60, 1)), stand.atHost);
    assertEquals(1, stand.hn.dropped(DropReason.BAD_FCS));
    assertEquals(List.of("hn a:hn0 tx bad-fcs 4054"), stand.captured());
    stand.assertClean();
  }

  @Test
  void sendsControlMessagesInBetween() {
    stand.hostSends(plain(2, 100));
    assertTrue(stand.hostTransmit.control(new byte[] {8, 0, 0, 0, 12, 0, 0, 0, 0, 0, 5, 0}));
    stand.hostSends(plain(2, 100));
    stand.settle();
    assertEquals(List.of("080000000c00000000000500"), stand.controlAtGuest);
    Sample.assertArrived(sent, stand.atGuest, "at the guest");
    stand.assertClean();
  }

  @Test
  void refusesAControlMessageForNowWhenTheReceiveBufferIsUsedUp() {
    on(ChannelStand.RING, 100, 8, 1);
    stand.keeps = true;
    stand.hostSends(plain(10, 1500));
    stand.guestReads();
    assertFalse(stand.hostTransmit.control(new byte[16]));
    stand.release();
    stand.settle();
    assertTrue(stand.hostTransmit.control(new byte[16]));
  }
}
