package io.hnswitch.qdisc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Frames;
import io.hnswitch.lab.QueueSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The real shaper beside the plain one, with random frames, pauses and changes. */
class ShaperRandomTest {

  private static final int[] DSCP = {0, 0, 0, 8, 46};

  @Test
  void doesWhatThePlainShaperDoes() {
    for (int seed = 0; seed < 25; seed++) {
      compare(seed);
    }
  }

  private static long rate(Random random) {
    return 1000 * (long) Math.pow(10, 2 + 4 * random.nextDouble());
  }

  private static long burst(Random random, long rate) {
    return QueueSpec.minBurst(rate) + random.nextInt(100_000);
  }

  private static int limit(Random random) {
    return QueueSpec.MIN_LIMIT + random.nextInt(random.nextBoolean() ? 20 : 300);
  }

  private static void compare(int seed) {
    var random = new Random(seed);
    long rate = rate(random);
    long burst = burst(random, rate);
    int limit = limit(random);
    try (var stand = new ShaperStand(rate, burst, limit)) {
      var plain = new PlainShaper(rate, burst, limit, stand.now);
      int sequence = 0;
      for (int step = 0; step < 200; step++) {
        var text = "seed " + seed + ", step " + step;
        switch (random.nextInt(10)) {
          case 0 -> {
            rate = rate(random);
            burst = burst(random, rate);
            limit = limit(random);
            plain.configure(rate, burst, limit, stand.now);
            plain.pump(stand.now);
            stand.configure(rate, burst, limit);
          }
          case 1, 2, 3 -> {
            // To the moment that the real one names, or to any other.
            long wait = stand.untilNext();
            stand.now +=
                wait != Shaper.NEVER && random.nextBoolean() ? wait : random.nextInt(3_000_000);
            plain.pump(stand.now);
            stand.pump();
          }
          default -> {
            if (stand.pool.credits() > 0) {
              var packets = packets(random);
              plain.accept(frames(stand, packets, step, sequence), stand.now);
              plain.pump(stand.now);
              stand.offer(packets);
              sequence += packets.size();
            }
          }
        }
        assertEquals(
            plain.gone.stream().map(PlainShaper.Frame::sequence).toList(), stand.sequences(), text);
        assertEquals(plain.dropped.size(), stand.ledger.dropped(DropReason.RATE_EXCEEDED), text);
        assertEquals(plain.held(), stand.held(), text);
        plain.gone.clear();
        stand.gone.clear();
      }
      stand.drop(DropReason.SHUTDOWN);
      assertEquals(0, stand.pool.outstanding(), "seed " + seed);
    }
  }

  private static List<Packet> packets(Random random) {
    int flows = 1 + random.nextInt(6);
    int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 12);
    var packets = new ArrayList<Packet>();
    for (int i = 0; i < count; i++) {
      int flow = 1 + random.nextInt(flows);
      int dscp = DSCP[random.nextInt(DSCP.length)];
      boolean large = count < 12 && random.nextInt(8) == 0;
      var packet =
          large
              ? Packet.superFrame(flow, 1 + random.nextInt(65_000), 500 + random.nextInt(1000))
              : Packet.of(flow, 42 + random.nextInt(1472));
      int tci = random.nextInt(5) == 0 ? random.nextInt(65536) : Frames.NO_VLAN;
      packets.add(packet.dscp(dscp).tagged(tci));
    }
    return packets;
  }

  /** The same frames in the plain one's words, read from a slab that is then given back. */
  private static List<PlainShaper.Frame> frames(
      ShaperStand stand, List<Packet> packets, int burst, int sequence) {
    var frames = new ArrayList<PlainShaper.Frame>();
    var copy = stand.peek(packets);
    for (int i = 0; i < copy.size(); i++) {
      frames.add(
          new PlainShaper.Frame(
              burst,
              sequence + i,
              stand.classifier.band(copy.slab(), i),
              stand.classifier.flow(copy.slab(), i),
              stand.classifier.wireBytes(copy.slab(), i)));
    }
    copy.release();
    return frames;
  }
}
