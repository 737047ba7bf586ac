package io.hnswitch.multicast;

import static io.hnswitch.testing.GroupFrames.data;
import static io.hnswitch.testing.GroupFrames.mldQuery;
import static io.hnswitch.testing.GroupFrames.mldV2Report;
import static io.hnswitch.testing.GroupFrames.record;
import static io.hnswitch.testing.GroupFrames.v2Report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.ip.IpAddress;
import io.hnswitch.multicast.Memberships.Membership;
import io.hnswitch.testing.GroupFrames;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guests that go to another switch, and that come from one. */
class SnooperGuestsTest {

  private static final String GROUP = "239.1.2.3";
  private static final String V6 = "ff0e::42";
  private static final long A = 0xa;

  private final SnoopStand stand = new SnoopStand(SnoopStand.policy());

  @AfterEach
  void close() {
    stand.close();
  }

  private static Membership member(String group, boolean all, double seconds) {
    return new Membership(
        0, IpAddress.parse(group), all, Duration.ofMillis((long) (seconds * 1000)));
  }

  @Test
  void saysWhatWasAskedForAtAPort() {
    assertEquals(Memberships.UNKNOWN, stand.snooper.memberships(1, stand.now), "nobody asks");
    stand.asked();
    assertEquals(new Memberships(true, List.of()), stand.snooper.memberships(1, stand.now));
    stand.frame(1, v2Report(A, GROUP));
    stand.frame(2, v2Report(A, "239.9.9.9"));
    stand.elapse(60);
    stand.frame(1, mldV2Report(A, GroupFrames.HOST, record(1, V6, "fd99::1")));
    var known = stand.snooper.memberships(1, stand.now);
    assertTrue(known.complete());
    assertEquals(
        Set.of(member(GROUP, true, 200), member(V6, false, 260)), Set.copyOf(known.members()));
  }

  @Test
  void doesNotClaimToKnowAllMembersWhenOneFoundNoRoom() {
    stand.asked();
    for (int i = 0; i < 5; i++) {
      stand.frame(1, v2Report(A, "239.0.0." + i));
    }
    var known = stand.snooper.memberships(1, stand.now);
    assertEquals(4, known.members().size());
    assertFalse(known.complete());
  }

  @Test
  void givesAGuestThatComesWhatItAskedForElsewhereAndTellsOthers() {
    stand.asked();
    var known = new Memberships(true, List.of(member(GROUP, true, 9), member(V6, false, 5000)));
    stand.snooper.arrived(2, known, stand.now);
    assertEquals(
        "2 joins "
            + GROUP
            + ", 2 joins "
            + V6
            + ", reports igmp2 ["
            + GROUP
            + "], reports mld2 ["
            + V6
            + "]",
        stand.told());
    assertEquals("2 3", stand.frame(0, data(A, GROUP)));
    assertEquals("2 3", stand.frame(0, data(A, V6)));
    assertEquals("3", stand.frame(0, data(A, "239.9.9.9")), "what it has not asked for");
    stand.elapse(9.2);
    assertEquals("3", stand.frame(0, data(A, GROUP)), "its time went on");
    stand.elapse(110);
    stand.frame(3, mldQuery(0xfe, "fe80::fe", "::", 10_000, 125));
    stand.elapse(110);
    stand.frame(3, mldQuery(0xfe, "fe80::fe", "::", 10_000, 125));
    assertEquals("2 3", stand.frame(0, data(A, V6)));
    stand.elapse(40);
    assertEquals("3", stand.frame(0, data(A, V6)), "no longer than if it had asked here");
  }

  @Test
  void asksAGuestOfWhichNotAllIsKnownAndKeepsNothingFromItUntilItHadTimeToAnswer() {
    stand.asked();
    stand.snooper.arrived(2, new Memberships(false, List.of(member(GROUP, true, 100))), stand.now);
    assertEquals(
        "2 joins " + GROUP + ", reports igmp2 [" + GROUP + "], asks igmp at 2, asks mld at 2",
        stand.told());
    assertEquals("2 3", stand.frame(0, data(A, "239.9.9.9")));
    assertEquals("2 3", stand.frame(0, data(A, V6)));
    assertEquals(
        "3 4", stand.frame(1, v2Report(A, "239.9.9.9")), "reports of others are not for it");
    assertFalse(stand.snooper.memberships(2, stand.now).complete(), "it may go on elsewhere");
    stand.elapse(20);
    assertEquals("1 3", stand.frame(0, data(A, "239.9.9.9")));
    assertEquals("2 3", stand.frame(0, data(A, GROUP)));
    assertTrue(stand.snooper.memberships(2, stand.now).complete());
  }

  @Test
  void forgetsThatNotAllIsKnownWithThePort() {
    stand.asked();
    stand.snooper.arrived(2, Memberships.UNKNOWN, stand.now);
    stand.snooper.portGone(2);
    assertEquals("3", stand.frame(0, data(A, GROUP)));
  }

  @Test
  void onlyTellsOthersOfAGuestThatComesWhileItDoesNotLook() {
    stand.configure(MulticastPolicy.OFF);
    stand.snooper.arrived(2, new Memberships(false, List.of(member(V6, true, 100))), stand.now);
    assertEquals("reports mld2 [" + V6 + "]", stand.told());
    stand.configure(SnoopStand.policy());
    stand.asked();
    assertEquals("3", stand.frame(0, data(A, V6)));
  }

  @Test
  void refusesWhatThereIsNoRoomForWhenAGuestComes() {
    stand.asked();
    var many = IntStream.range(0, 5).mapToObj(i -> member("239.0.0." + i, true, 100)).toList();
    stand.snooper.arrived(2, new Memberships(true, many), stand.now);
    assertTrue(stand.told().contains("refused 239.0.0.4"));
    assertEquals("all", stand.frame(0, data(A, "239.0.0.4")), "nothing is kept from it");
  }
}
