package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.rndis.PacketFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

class NicFilterTest {

  private static final MacAddress MDNS = MacAddress.parse("01:00:5e:00:00:fb");
  private static final MacAddress ALL = MacAddress.parse("01:00:5e:00:00:01");
  private static final int PLAIN = PacketFilter.DIRECTED | PacketFilter.BROADCAST;

  private final NicFilter filter = new NicFilter(false);

  @Test
  void wantsItsOwnFramesAndBroadcastsWhenItRuns() {
    assertEquals(PLAIN, filter.wanted(true));
    assertEquals(PacketFilter.NONE, filter.wanted(false));
  }

  @Test
  void wantsAllGroupsForOneThatIsJoined() {
    assertTrue(filter.join(MDNS));
    assertEquals(PLAIN | PacketFilter.ALL_MULTICAST, filter.wanted(true));
    assertTrue(filter.vfAllMulti());
    assertTrue(filter.leave(MDNS));
    assertEquals(PLAIN, filter.wanted(true));
    assertFalse(filter.vfAllMulti());
  }

  @Test
  void keepsAllGroupsWhenItsOwnFlagSaysSo() {
    filter.flags(false, true);
    filter.join(MDNS);
    filter.leave(MDNS);
    assertTrue(filter.vfAllMulti());
  }

  @Test
  void leavesAGroupAsOftenAsItWasJoined() {
    filter.join(MDNS);
    filter.join(ALL);
    filter.join(MDNS);
    assertEquals(List.of(ALL, MDNS), filter.groups());
    assertTrue(filter.leave(MDNS));
    assertEquals(List.of(ALL, MDNS), filter.groups());
    assertTrue(filter.leave(MDNS));
    assertFalse(filter.leave(MDNS));
    assertEquals(List.of(ALL), filter.groups());
  }

  @Test
  void refusesMoreGroupsThanItCanHold() {
    for (int i = 0; i < NicFilter.GROUPS_MAX; i++) {
      assertTrue(filter.join(new MacAddress(0x01005e000000L + i)));
    }
    assertFalse(filter.join(new MacAddress(0x01005e7fffffL)));
    assertTrue(filter.join(new MacAddress(0x01005e000000L)));
  }

  // holds: S100
  @Test
  void receivesForAVfAlsoWhenItDoesNotRun() {
    filter.receivesForVf(true);
    assertEquals(PacketFilter.PROMISCUOUS, filter.wanted(false));
    filter.receivesForVf(false);
    filter.flags(true, false);
    assertEquals(PacketFilter.NONE, filter.wanted(false));
    assertEquals(PacketFilter.PROMISCUOUS, filter.wanted(true));
  }

  @Test
  void tellsTheHostNothingTwiceInASession() {
    assertTrue(filter.tell(PacketFilter.NONE));
    assertFalse(filter.tell(PacketFilter.NONE));
    assertTrue(filter.tell(PLAIN));
    filter.forget();
    assertTrue(filter.tell(PLAIN));
  }
}
