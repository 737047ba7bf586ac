package io.hnswitch.multicast;

import static io.hnswitch.multicast.SnoopStand.UPLINK;
import static io.hnswitch.testing.GroupFrames.data;
import static io.hnswitch.testing.GroupFrames.leave;
import static io.hnswitch.testing.GroupFrames.mldDone;
import static io.hnswitch.testing.GroupFrames.mldQuery;
import static io.hnswitch.testing.GroupFrames.mldReport;
import static io.hnswitch.testing.GroupFrames.mldV2Report;
import static io.hnswitch.testing.GroupFrames.record;
import static io.hnswitch.testing.GroupFrames.v1Report;
import static io.hnswitch.testing.GroupFrames.v2Query;
import static io.hnswitch.testing.GroupFrames.v2Report;
import static io.hnswitch.testing.GroupFrames.v3Query;
import static io.hnswitch.testing.GroupFrames.v3Report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.ip.IpAddress;
import io.hnswitch.testing.GroupFrames;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4541, case by case. */
class SnooperTest {

  private static final String GROUP = "239.1.2.3";
  private static final String V6 = "ff0e::42";
  private static final long A = 0xa;
  private static final String ROUTER = "10.0.0.254";

  private SnoopStand stand = new SnoopStand(SnoopStand.policy());

  @AfterEach
  void close() {
    stand.close();
  }

  private void with(MulticastPolicy policy) {
    stand.close();
    stand = new SnoopStand(policy);
  }

  private static MulticastPolicy querier(MulticastPolicy like, String address) {
    var querier = new MulticastPolicy.Querier(IpAddress.parse(address), 3, 2);
    return new MulticastPolicy(
        true,
        Optional.of(querier),
        like.interval(),
        like.response(),
        like.lastMember(),
        like.robustness(),
        like.fastLeave(),
        like.floods(),
        like.limit(),
        like.routerPorts());
  }

  private void serve(int... vlans) {
    var all = new BitSet();
    for (int vlan : vlans) {
      all.set(vlan);
    }
    stand.snooper.serve(all, stand.now);
    stand.elapse(0);
  }

  @Test
  void keepsNothingFromAnybodyWhileNobodyAsks() {
    assertEquals("all", stand.frame(0, data(A, GROUP)));
    assertEquals("all", stand.frame(1, v2Report(A, GROUP)));
    assertEquals("all", stand.frame(0, data(A, GROUP)), "nobody asks, so others may be members");
    stand.frame(3, v2Query(0xfe, ROUTER, "0.0.0.0", 100));
    assertEquals("all", stand.frame(0, data(A, GROUP)), "they have ten seconds to answer");
    stand.elapse(9.9);
    assertEquals("all", stand.frame(0, data(A, GROUP)));
    stand.elapse(0.2);
    assertEquals("1 3", stand.frame(0, data(A, GROUP)));
    stand.elapse(255);
    assertEquals("all", stand.frame(0, data(A, GROUP)), "the querier was not heard again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"224.0.0.1", "224.0.0.251", "ff02::1"})
  void neverRestrictsWhatIsNeverAskedFor(String group) {
    stand.asked();
    assertEquals("all", stand.frame(0, data(A, group)));
    stand.frame(1, group.startsWith("f") ? mldReport(A, group) : v2Report(A, group));
    assertEquals("", stand.told());
    assertEquals("all", stand.frame(0, data(A, group)));
  }

  @Test
  void floodsLinkLocalGroupsOfIpv6UntilSomebodyReportsThem() {
    stand.asked();
    assertEquals("all", stand.frame(0, data(A, "ff02::1:ff00:a")));
    stand.frame(1, mldReport(A, "ff02::1:ff00:a"));
    assertEquals("1 3", stand.frame(0, data(A, "ff02::1:ff00:a")));
  }

  @Test
  void sendsWhatNobodyAskedForToRoutersOnly() {
    stand.asked();
    assertEquals("3", stand.frame(0, data(A, GROUP)));
    assertEquals("3", stand.frame(0, data(A, V6)));
    assertEquals(2, stand.count("unregistered-frames"));
    var like = SnoopStand.policy();
    stand.configure(
        new MulticastPolicy(
            true,
            like.querier(),
            like.interval(),
            like.response(),
            like.lastMember(),
            2,
            false,
            true,
            4,
            List.of()));
    assertEquals("all", stand.frame(0, data(A, GROUP)));
  }

  @Test
  void sendsReportsToRoutersAndUplinksOnly() {
    stand.asked();
    assertEquals("3 4", stand.frame(1, v2Report(A, GROUP)));
    assertEquals("3 4", stand.frame(1, v3Report(A, record(4, GROUP))));
    assertEquals("3 4", stand.frame(1, mldV2Report(A, GroupFrames.HOST, record(4, V6))));
    assertEquals("3 4", stand.frame(1, leave(A, GROUP)));
    assertEquals("all", stand.frame(3, v2Query(0xfe, ROUTER, "0.0.0.0", 100)));
  }

  @Test
  void knowsWhoIsBeyondAnUplink() {
    stand.asked();
    stand.frame(UPLINK, v2Report(A, GROUP));
    assertEquals("3 4", stand.frame(0, data(A, GROUP)));
    assertEquals("3", stand.frame(0, data(A, "239.1.2.4")));
    stand.frame(UPLINK, v2Query(0xfd, "10.0.0.3", "0.0.0.0", 100));
    assertEquals("3 4", stand.frame(0, data(A, "239.1.2.4")), "a router is there now");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forgetsWhoDoesNotAnswer(boolean v6) {
    stand.asked();
    var group = v6 ? V6 : GROUP;
    stand.frame(0, v6 ? mldReport(A, group) : v2Report(A, group));
    assertEquals("0 joins " + group, stand.told());
    for (int i = 0; i < 3; i++) {
      stand.elapse(100);
      stand.frame(
          3, v6 ? mldQuery(1, "fe80::fe", "::", 10_000, 125) : v2Query(1, ROUTER, "0.0.0.0", 100));
    }
    assertEquals("0 expired " + group, stand.told(), "after 2 * 125 + 10 seconds");
    assertEquals("3", stand.frame(1, data(A, group)));
  }

  @Test
  void keepsWhoAnswers() {
    stand.asked();
    for (int i = 0; i < 5; i++) {
      stand.frame(3, v2Query(1, ROUTER, "0.0.0.0", 100));
      stand.frame(0, v2Report(A, GROUP));
      stand.elapse(125);
    }
    assertEquals("0 joins " + GROUP, stand.told());
    assertEquals("0 3", stand.frame(1, data(A, GROUP)));
  }

  @Test
  void handlesTheRecordsOfIgmpV3() {
    stand.asked();
    stand.frame(0, v3Report(A, record(4, GROUP), record(4, "239.1.2.4")));
    assertEquals("0 joins 239.1.2.3, 0 joins 239.1.2.4", stand.told());
    stand.frame(1, v3Report(A, record(3, GROUP, "10.0.0.9"), record(1, "239.1.2.4")));
    assertEquals("1 joins 239.1.2.3", stand.told(), "nothing wanted is no membership");
    stand.frame(2, v3Report(A, record(5, GROUP, "10.0.0.9"), record(6, "239.1.2.4", "10.0.0.9")));
    assertEquals("2 joins 239.1.2.3", stand.told(), "blocking is no membership");
    assertEquals("0 1 2", stand.frame(3, data(A, GROUP)));
    var modes =
        stand.snooper.view(stand.now).members().stream().map(SnoopView.Member::all).toList();
    assertEquals(List.of(true, false, false, true), modes);
  }

  @Test
  void waitsForTheQueriersQuestionWhenSomebodyLeaves() {
    stand.asked();
    stand.frame(0, v2Report(A, GROUP));
    stand.frame(1, v2Report(A, GROUP));
    stand.frame(0, leave(A, GROUP));
    assertEquals("0 1 3", stand.frame(2, data(A, GROUP)), "the querier will ask");
    stand.frame(3, v2Query(0xfe, ROUTER, GROUP, 10));
    stand.frame(1, v2Report(A, GROUP));
    stand.told();
    stand.elapse(1.9);
    assertEquals("0 1 3", stand.frame(2, data(A, GROUP)));
    stand.elapse(0.3);
    assertEquals("1 3", stand.frame(2, data(A, GROUP)));
    assertEquals("0 left " + GROUP, stand.told());
  }

  @Test
  void aQuestionThatIsNotForSwitchesLowersNothing() {
    stand.asked();
    stand.frame(0, v3Report(A, record(4, GROUP)));
    stand.frame(3, v3Query(1, ROUTER, GROUP, 10, 8 | 2, 125));
    stand.elapse(5);
    assertEquals("0 3", stand.frame(2, data(A, GROUP)));
  }

  @Test
  void aQuestionAboutSourcesConcernsOnlyWhoWantsSome() {
    stand.asked();
    stand.frame(0, v3Report(A, record(4, GROUP)));
    stand.frame(1, v3Report(A, record(5, GROUP, "10.0.0.9")));
    stand.frame(3, v3Query(1, ROUTER, GROUP, 10, 2, 125, "10.0.0.9"));
    stand.elapse(3);
    assertEquals("0 3", stand.frame(2, data(A, GROUP)));
  }

  @Test
  void asksItselfWhenItIsTheQuerier() {
    with(querier(SnoopStand.policy(), "0.0.0.0"));
    serve(0);
    assertEquals("asks igmp, asks mld", stand.told());
    stand.elapse(32);
    assertEquals("asks igmp, asks mld", stand.told(), "once more soon, as it has only begun");
    stand.elapse(124);
    assertEquals("", stand.told());
    stand.elapse(1);
    assertEquals("asks igmp, asks mld", stand.told());
    stand.frame(0, v3Report(A, record(4, GROUP)));
    stand.frame(1, v3Report(A, record(4, GROUP)));
    assertEquals("0 1", stand.frame(2, data(A, GROUP)));
    stand.told();
    stand.frame(0, v3Report(A, record(3, GROUP)));
    stand.elapse(0.5);
    assertEquals("asks 239.1.2.3 at 0", stand.told());
    stand.elapse(1);
    assertEquals("asks 239.1.2.3 at 0", stand.told());
    stand.elapse(0.6);
    assertEquals("0 left " + GROUP, stand.told());
    assertEquals("1", stand.frame(2, data(A, GROUP)));
  }

  @Test
  void staysWhenAnotherHostOfThePortAnswers() {
    with(querier(SnoopStand.policy(), "0.0.0.0"));
    serve(0);
    stand.elapse(11);
    stand.frame(0, mldReport(A, V6));
    stand.frame(0, mldDone(A, V6));
    stand.elapse(0.5);
    stand.frame(0, mldReport(A, V6));
    stand.told();
    stand.elapse(10);
    assertEquals("", stand.told());
    assertEquals("0", stand.frame(2, data(A, V6)));
  }

  @Test
  void asksWhenTheLastSourcesMayHaveBeenBlocked() {
    with(querier(SnoopStand.policy(), "0.0.0.0"));
    serve(0);
    stand.elapse(11);
    stand.frame(0, v3Report(A, record(5, GROUP, "10.0.0.9", "10.0.0.8")));
    stand.frame(1, v3Report(A, record(4, GROUP)));
    stand.told();
    stand.frame(0, v3Report(A, record(6, GROUP, "10.0.0.9")));
    stand.frame(1, v3Report(A, record(6, GROUP, "10.0.0.9")));
    stand.elapse(0.1);
    assertEquals("asks 239.1.2.3 at 0", stand.told(), "who wants all but some still wants");
    stand.frame(0, v3Report(A, record(1, GROUP, "10.0.0.8")));
    stand.elapse(5);
    assertEquals("0 1", stand.frame(2, data(A, GROUP)));
  }

  @Test
  void doesNotAskWhenPortsLeaveFast() {
    var like = SnoopStand.policy();
    with(
        new MulticastPolicy(
            true,
            Optional.of(MulticastPolicy.Querier.DEFAULT),
            like.interval(),
            like.response(),
            like.lastMember(),
            2,
            true,
            false,
            4,
            List.of()));
    serve(0);
    stand.elapse(11);
    stand.frame(0, v2Report(A, GROUP));
    stand.told();
    stand.frame(0, leave(A, GROUP));
    assertEquals("0 left " + GROUP, stand.told());
    assertEquals("", stand.frame(1, data(A, GROUP)));
    stand.frame(0, v1Report(A, GROUP));
    stand.frame(0, leave(A, GROUP));
    assertEquals("0", stand.frame(1, data(A, GROUP)));
  }

  @Test
  void givesWayToAQuerierWithALowerAddress() {
    with(querier(SnoopStand.policy(), "10.0.0.5"));
    serve(0);
    stand.elapse(40);
    stand.told();
    stand.frame(1, v2Query(1, "10.0.0.9", "0.0.0.0", 100));
    stand.frame(1, v2Query(1, "0.0.0.0", "0.0.0.0", 100));
    assertEquals("", stand.told(), "a higher one, and one that asks for itself only");
    stand.frame(1, v2Query(1, "10.0.0.4", "0.0.0.0", 100));
    stand.frame(1, mldQuery(1, "fe80::4", "::", 10_000, 125));
    assertEquals("querier 10.0.0.4 at 1, querier fe80::4 at 1", stand.told());
    stand.elapse(250);
    assertEquals("", stand.told());
    stand.elapse(10);
    assertEquals("asks igmp, asks mld", stand.told(), "it is silent, so the switch goes on");
  }

  @Test
  void takesNoRouterToBeWhereAQuerierHasNoAddress() {
    stand.frame(1, v2Query(1, "0.0.0.0", "0.0.0.0", 100));
    stand.elapse(11);
    assertEquals("", stand.frame(0, data(A, GROUP)));
    stand.frame(1, GroupFrames.ipv4(1, ROUTER, "224.0.0.13", 1, 103, new byte[0], new byte[8]));
    assertEquals("1", stand.frame(0, data(A, GROUP)), "one that speaks PIM is one");
  }

  @Test
  void adoptsTheTimesOfAQuerierOfVersion3() {
    stand.frame(3, v3Query(1, ROUTER, "0.0.0.0", 10, 3, 10));
    stand.elapse(1.1);
    stand.frame(0, v2Report(A, GROUP));
    stand.told();
    stand.elapse(24);
    stand.frame(3, v3Query(1, ROUTER, "0.0.0.0", 10, 3, 10));
    stand.elapse(15.9);
    // Three times ten seconds and ten to answer.
    assertEquals("0 3", stand.frame(1, data(A, GROUP)));
    stand.elapse(0.2);
    assertEquals("3", stand.frame(1, data(A, GROUP)));
  }

  @Test
  void asksAndKeepsInEachVlan() {
    with(querier(SnoopStand.policy(), "0.0.0.0"));
    serve(10, 20);
    assertEquals("asks igmp in 10, asks mld in 10, asks igmp in 20, asks mld in 20", stand.told());
    stand.elapse(11);
    stand.frame(0, 10, v2Report(A, GROUP));
    assertEquals("0", stand.frame(1, 10, data(A, GROUP)));
    assertEquals("", stand.frame(1, 20, data(A, GROUP)));
    assertEquals("all", stand.frame(1, 30, data(A, GROUP)), "nobody asks there");
  }

  @Test
  void losesNobodyWhenThereIsNoRoom() {
    stand.asked();
    for (int i = 0; i < 4; i++) {
      stand.frame(0, v2Report(A, "239.0.0." + i));
    }
    stand.told();
    stand.frame(1, v2Report(A, "239.0.0.9"));
    assertEquals("refused 239.0.0.9", stand.told());
    assertEquals(1, stand.count("groups-refused"));
    assertEquals("all", stand.frame(2, data(A, "239.0.0.9")));
    assertEquals("0 3", stand.frame(2, data(A, "239.0.0.1")));
  }

  @Test
  void aPortThatIsGoneIsNoMember() {
    stand.asked();
    stand.frame(0, v2Report(A, GROUP));
    stand.frame(1, v2Report(A, GROUP));
    stand.told();
    stand.snooper.portGone(0);
    assertEquals("0 gone " + GROUP, stand.told());
    stand.snooper.portGone(3);
    assertEquals("all", stand.frame(2, data(A, GROUP)), "the querier was there");
  }

  @Test
  void aFixedRouterGetsEverything() {
    with(querier(SnoopStand.policy(), "0.0.0.0"));
    stand.snooper.portAdded(2, true);
    serve(0);
    stand.elapse(11);
    assertEquals("2", stand.frame(0, data(A, GROUP)));
    stand.snooper.portAdded(2, false);
    assertEquals("", stand.frame(0, data(A, GROUP)));
  }

  @Test
  void asksAgainWhenAPortComes() {
    with(querier(SnoopStand.policy(), "0.0.0.0"));
    serve(0);
    stand.elapse(60);
    stand.told();
    stand.snooper.askAgain(stand.now);
    stand.elapse(0);
    assertEquals("asks igmp, asks mld", stand.told());
  }

  @Test
  void learnsNothingWhenSomebodyOnlyAsks() {
    stand.asked();
    stand.only = true;
    stand.frame(0, v2Report(A, GROUP));
    stand.frame(1, v2Query(1, "10.0.0.1", "0.0.0.0", 100));
    stand.only = false;
    assertEquals("", stand.told());
    assertEquals("3", stand.frame(2, data(A, GROUP)));
  }

  @Test
  void allocatesNothingForData() {
    stand.asked();
    stand.frame(1, v2Report(A, GROUP));
    var burst = stand.pool.take();
    var frame = data(A, GROUP);
    long at = burst.slab().region() + 64;
    java.lang.foreign.MemorySegment.copy(
        frame,
        0,
        stand.memory.segment(),
        java.lang.foreign.ValueLayout.JAVA_BYTE,
        at,
        frame.length);
    int slot = burst.slab().add(at, frame.length, 0);
    var bean =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    int wanted = 0;
    for (int round = 0; round < 20; round++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        stand.snooper.look(burst.slab(), slot, 0, 0, false, stand.now);
        wanted += stand.snooper.wants(1, false) ? 1 : 0;
      }
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(200_000, wanted);
    assertTrue(least < 1000, least + " bytes for 10000 frames");
    burst.seal().release();
  }
}
