package io.hnswitch.qdisc;

import static io.hnswitch.qdisc.ShaperStand.MILLI;
import static io.hnswitch.qdisc.ShaperStand.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.DropReason;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.policy.BandwidthPolicy;
import io.hnswitch.policy.PortPolicy;
import io.hnswitch.policy.Senders;
import io.hnswitch.policy.StormPolicy;
import io.hnswitch.policy.VlanPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NICs that share a wire. */
class BySenderTest {

  private static final int LONG = 1500;
  private static final int TAG_OF_5 = 5 << 13 | 7;
  private final ShaperStand stand = new ShaperStand(new QueueSpec.Shaped(100_000_000, 0, 0), true);

  @AfterEach
  void close() {
    stand.drop(DropReason.SHUTDOWN);
    stand.giveBack();
    assertEquals(0, stand.pool.outstanding(), "every burst is back");
    stand.close();
  }

  private static NicId nic(int number) {
    return new NicId("g" + number, "hn0");
  }

  /** The NIC whose frames are those of a flow. */
  private void nic(int flow, int weight) {
    var policy =
        new PortPolicy(
            VlanPolicy.UNTAGGED,
            Set.of(),
            StormPolicy.NONE,
            List.of(),
            new BandwidthPolicy(0, 0, 0, weight));
    stand.policies.set(nic(flow), Packet.source(flow), policy, stand.now);
  }

  /** Offers so much of all that there is always more than fits; gives the bytes of each. */
  private Map<Integer, Long> shares(long nanos, Packet... packets) {
    for (long end = stand.now + SECOND / 2; stand.now < end; stand.elapse(MILLI)) {
      stand.offer(packets);
    }
    stand.gone.clear();
    for (long end = stand.now + nanos; stand.now < end; stand.elapse(MILLI)) {
      stand.offer(packets);
    }
    var bytes = new HashMap<Integer, Long>();
    stand.gone.forEach(gone -> bytes.merge(gone.flow(), (long) gone.wire(), Long::sum));
    return bytes;
  }

  private static Packet[] each(int times, Packet... packets) {
    var all = new Packet[times * packets.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = packets[i % packets.length];
    }
    return all;
  }

  @Test
  void haveTheShareOfTheirWeight() {
    nic(1, 30);
    nic(2, 10);
    nic(3, 60);
    var bytes =
        shares(2 * SECOND, each(14, Packet.of(1, LONG), Packet.of(2, LONG), Packet.of(3, LONG)));
    double all = bytes.values().stream().mapToLong(Long::longValue).sum();
    assertEquals(0.3, bytes.get(1) / all, 0.01);
    assertEquals(0.1, bytes.get(2) / all, 0.01);
    assertEquals(0.6, bytes.get(3) / all, 0.01);
    assertEquals(100e6 * 2 / 8, all, 100e6 * 2 / 8 * 0.01, "and the wire is full");
  }

  @Test
  void shareByBytesAndNotByFrames() {
    nic(1, 10);
    nic(2, 10);
    var bytes = shares(2 * SECOND, each(14, Packet.of(1, LONG), Packet.superFrame(2, 14600, 1460)));
    assertEquals(1.0, (double) bytes.get(1) / bytes.get(2), 0.02);
  }

  @Test
  void leaveToOthersWhatTheyDoNotUse() {
    nic(1, 90);
    nic(2, 5);
    nic(3, 5);
    var bytes = shares(2 * SECOND, each(14, Packet.of(2, LONG), Packet.of(3, LONG)));
    assertEquals(1.0, (double) bytes.get(2) / bytes.get(3), 0.02);
    assertEquals(100e6 * 2 / 8, bytes.get(2) + bytes.get(3), 100e6 * 2 / 8 * 0.01);
  }

  @Test
  void areOneTogetherWhenNobodyKnowsThem() {
    nic(1, 10);
    var strangers =
        each(20, Packet.of(1, LONG), Packet.of(7, LONG), Packet.of(8, LONG), Packet.of(9, LONG));
    var bytes = shares(2 * SECOND, strangers);
    long others = bytes.get(7) + bytes.get(8) + bytes.get(9);
    assertEquals(1.0, (double) bytes.get(1) / others, 0.02, "more addresses are no more share");
  }

  @Test
  void goFirstWhenTheTagSaysSoWhateverTheGuestWritesIntoItsPackets() {
    nic(1, 10);
    nic(2, 10);
    nic(3, 10);
    var bytes =
        shares(
            2 * SECOND,
            each(
                14,
                Packet.of(1, LONG).dscp(Packet.EXPEDITED),
                Packet.of(2, LONG),
                Packet.of(3, 60).tagged(TAG_OF_5)));
    assertEquals(1.0, (double) bytes.get(1) / bytes.get(2), 0.02);
    assertEquals(14 * 2000 * 64, bytes.get(3), 14 * 64, "all of it has gone");
  }

  @Test
  void keepTheirOrder() {
    nic(1, 70);
    nic(2, 10);
    shares(SECOND, each(14, Packet.of(1, LONG), Packet.of(2, 200)));
    for (int flow = 1; flow <= 2; flow++) {
      int last = -1;
      for (var gone : stand.gone) {
        if (gone.flow() == flow) {
          assertTrue(gone.sequence() > last, "frame " + gone + " after " + last);
          last = gone.sequence();
        }
      }
    }
  }

  @Test
  void haveAnotherShareAtOnceWhenTheWeightChanges() {
    nic(1, 10);
    nic(2, 10);
    var packets = each(20, Packet.of(1, LONG), Packet.of(2, LONG));
    assertEquals(1.0, ratio(shares(SECOND, packets)), 0.02);
    nic(1, 40);
    assertEquals(4.0, ratio(shares(SECOND, packets)), 0.1);
  }

  private static double ratio(Map<Integer, Long> bytes) {
    return (double) bytes.get(1) / bytes.get(2);
  }

  @Test
  void areCounted() {
    nic(1, 30);
    stand.offer(Packet.of(1, LONG), Packet.of(7, 60));
    assertEquals(
        List.of(new Share("others", 10, 1, 60, 0), new Share("g1:hn0", 30, 1, LONG, 0)),
        stand.shares());
    shares(SECOND, each(20, Packet.of(1, LONG)));
    var own = stand.shares().get(1);
    assertEquals(stand.ledger.dropped(DropReason.RATE_EXCEEDED), own.dropped());
    assertTrue(own.dropped() > 0 && own.bytes() == own.frames() * LONG, own::toString);
    stand.policies.left(nic(1));
    nic(2, 30);
    assertEquals(1, stand.shares().size(), "who has the number now has sent nothing");
  }

  @Test
  void haveNumbersThatAreFreeAgainWhenTheyLeave() {
    var senders = stand.policies.senders();
    for (int i = 1; i <= Senders.MAX + 1; i++) {
      nic(i, 50);
    }
    assertEquals(Senders.MAX, senders.of(Packet.source(Senders.MAX).value()));
    assertEquals(Senders.OTHERS, senders.of(Packet.source(Senders.MAX + 1).value()), "no room");
    stand.policies.set(nic(5), Packet.source(5), PortPolicy.NONE, stand.now);
    assertEquals(BandwidthPolicy.DEFAULT_WEIGHT, senders.weight(5));
    stand.policies.left(nic(5));
    assertEquals(Senders.OTHERS, senders.of(Packet.source(5).value()));
    assertEquals("others", senders.name(5));
    nic(Senders.MAX + 1, 50);
    assertEquals(5, senders.of(Packet.source(Senders.MAX + 1).value()));
    assertEquals(nic(Senders.MAX + 1).toString(), senders.name(5));
  }
}
