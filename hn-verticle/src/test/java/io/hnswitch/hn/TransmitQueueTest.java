package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.Datapath;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.offload.OffloadCaps;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue inside hn: with both paths, the timer, and everything that happens around it. */
class TransmitQueueTest {

  private static final int PAYLOAD = 1000;
  private static final int FRAME = PAYLOAD + 42;
  private static final long RATE = 4_000_000;
  private static final long BURST = 8192;

  private final NicLab lab = NicLab.ofTwo();

  @AfterEach
  void close() {
    assertEquals(0, lab.unaccounted());
    lab.close();
  }

  private void queue(QueueSpec spec) {
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetQueue(spec)));
  }

  /** Holds more than the endpoint has credit for, so it pushes back instead of dropping. */
  private void queue(long rate) {
    queue(new QueueSpec.Shaped(rate, BURST, QueueSpec.MAX_LIMIT));
  }

  /** Twice what the queue lets through. */
  private FlowOrder flow() {
    return lab.flow(1, NicLab.A, NicLab.B, 1000, PAYLOAD, 0);
  }

  private long received(FlowOrder flow) {
    return lab.end(flow, NicLab.B).received();
  }

  private long counter(String name) {
    return lab.view(NicLab.A).counters().get(name);
  }

  private long dropped(DropReason reason) {
    return lab.account("hn a:hn0").dropped().getOrDefault(reason, 0L);
  }

  private void stop(FlowOrder flow) {
    lab.endpoint(flow.from(), new EndpointControl.StopFlow(flow.id()), Outcome.class);
    for (int i = 0; i < 100 && lab.inFlight() > 0; i++) {
      lab.elapse(Duration.ofMillis(100));
    }
  }

  private void assertAllArrivedInOrder(FlowOrder flow) {
    stop(flow);
    var end = lab.end(flow, NicLab.B);
    assertEquals(lab.end(flow, NicLab.A).sent(), end.received());
    assertEquals(0, end.reordered());
    assertEquals(0, end.duplicated());
    assertEquals(0, lab.inFlight());
    assertEquals(0, lab.dropped());
  }

  @Test
  void keepsTheRateAndPushesBack() {
    queue(RATE);
    var flow = flow();
    lab.elapse(Duration.ofMillis(200));
    long before = received(flow);
    lab.elapse(Duration.ofSeconds(1));
    assertEquals(RATE, (received(flow) - before) * FRAME * 8, RATE * 0.01);
    assertTrue(counter("queue-middle-backlog") > 0);
    assertEquals(received(flow), counter("queue-middle-sent"));
    assertEquals(0, counter("queue-middle-dropped"));
    assertAllArrivedInOrder(flow);
  }

  // holds: SEED-20
  @Test
  void keepsOrderAndRateAcrossChangesOfPath() {
    lab.harness.deploy(new PlainAdapter(lab.harness.lab(), "sw0", NicLab.A));
    lab.host(NicLab.A, new NetvspControl.VfAssigned(PlainAdapter.VF, 7));
    lab.outcome(NicLab.A, new NicControl.AcceptFrom(PlainAdapter.VF));
    queue(RATE);
    var flow = flow();
    lab.elapse(Duration.ofMillis(200));
    long begin = received(flow);
    long last = begin;
    int steps = 60;
    for (int i = 1; i <= steps; i++) {
      if (i % 10 == 5) {
        boolean toVf = i % 20 == 5;
        var wish =
            toVf
                ? new NicControl.UseVf(PlainAdapter.VF)
                : new NicControl.UseSynthetic(PlainAdapter.VF, true);
        var done = lab.ask(NicLab.A, wish);
        lab.elapse(Duration.ofMillis(20));
        assertEquals(Outcome.DONE, lab.wait(done));
        assertEquals(toVf ? Datapath.VF : Datapath.SYNTHETIC, lab.view(NicLab.A).path());
      } else {
        lab.elapse(Duration.ofMillis(20));
      }
      long now = received(flow);
      assertTrue(
          (now - last) * FRAME <= RATE / 8 * 20 / 1000 + BURST, "step " + i + ": " + (now - last));
      last = now;
    }
    assertEquals(RATE * 1.2, (double) (last - begin) * FRAME * 8, RATE * 0.012);
    assertTrue(counter("opackets-vf") > 200, "half of the time by the VF");
    assertEquals(0, counter("fences-missed"));
    assertAllArrivedInOrder(flow);
  }

  @Test
  void keepsTheRateWhenTheMtuChangesUnderIt() {
    queue(RATE);
    var flow = flow();
    lab.elapse(Duration.ofMillis(100));
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetMtu(9000)));
    lab.elapse(Duration.ofMillis(100));
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetMtu(1500)));
    assertAllArrivedInOrder(flow);
  }

  @Test
  void changesTheRateLive() {
    queue(RATE);
    var flow = flow();
    lab.elapse(Duration.ofMillis(200));
    queue(2 * RATE);
    queue(RATE / 2);
    lab.elapse(Duration.ofMillis(100));
    long before = received(flow);
    lab.elapse(Duration.ofSeconds(1));
    assertEquals(RATE / 2, (received(flow) - before) * FRAME * 8, RATE / 2 * 0.01);
    assertAllArrivedInOrder(flow);
  }

  @Test
  void letsEverythingGoWhenItIsTakenAway() {
    queue(QueueSpec.MIN_RATE);
    var flow = flow();
    lab.elapse(Duration.ofMillis(200));
    assertTrue(counter("queue-middle-backlog") > 0);
    queue(QueueSpec.NONE);
    lab.elapse(Duration.ofSeconds(1));
    assertFalse(lab.view(NicLab.A).counters().containsKey("queue-middle-sent"));
    assertTrue(received(flow) > 1000, "at its own rate, and what was held");
    assertAllArrivedInOrder(flow);
    queue(QueueSpec.NONE);
  }

  @Test
  void dropsWhatAFloodHasTooMuch() {
    queue(new QueueSpec.Shaped(RATE, BURST, 20));
    var flow = lab.flow(1, NicLab.A, NicLab.B, Long.MAX_VALUE, PAYLOAD, 2000);
    lab.elapse(Duration.ofSeconds(1));
    var end = lab.end(flow, NicLab.B);
    assertEquals(2000, end.received() + dropped(DropReason.RATE_EXCEEDED));
    assertEquals(dropped(DropReason.RATE_EXCEEDED), counter("queue-middle-dropped"));
    assertTrue(end.received() >= BURST / FRAME && end.received() < 2000);
    assertEquals(0, end.reordered());
    assertEquals(0, lab.inFlight());
  }

  @Test
  void givesUpWhatItHoldsWhenTheNicGoesDown() {
    queue(QueueSpec.MIN_RATE);
    flow();
    lab.elapse(Duration.ofMillis(200));
    long held = counter("queue-middle-backlog");
    assertTrue(held > 0);
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetUp(false)));
    assertEquals(0, counter("queue-middle-backlog"));
    assertTrue(dropped(DropReason.NIC_DOWN) >= held);
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetUp(true)));
    lab.elapse(Duration.ofMillis(200));
    assertTrue(counter("queue-middle-backlog") > 0, "goes on");
  }

  @Test
  void givesUpWhatItHoldsAndItsTimerWhenTheNicIsTakenAway() {
    queue(QueueSpec.MIN_RATE);
    var flow = flow();
    lab.elapse(Duration.ofMillis(200));
    long held = counter("queue-middle-backlog");
    assertTrue(held > 0);
    lab.endpoint(flow.from(), new EndpointControl.StopFlow(flow.id()), Outcome.class);
    lab.harness.settle();
    int timers = lab.harness.timers().pending();
    long before = lab.dropped();
    lab.undeploy(lab.hnA);
    lab.harness.settle();
    assertEquals(held, lab.dropped() - before);
    assertTrue(lab.harness.timers().pending() < timers, "the queue's timer is gone");
    assertEquals(0, lab.inFlight());
  }

  @Test
  void holdsWhatTheSoftwareOffloadMade() {
    // Checksums in software: the frames are copied to slabs of hn's own, and those wait too.
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetOffloads(OffloadCaps.NONE)));
    queue(RATE);
    var flow = flow();
    lab.elapse(Duration.ofMillis(300));
    assertAllArrivedInOrder(flow);
  }
}
