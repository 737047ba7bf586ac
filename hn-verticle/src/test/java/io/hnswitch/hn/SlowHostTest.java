package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.Datapath;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that takes its time to acknowledge a new data path, under a flow. */
class SlowHostTest {

  private final NicLab lab = NicLab.ofTwo();
  private FlowOrder flow;

  @AfterEach
  void close() {
    assertEquals(0, lab.unaccounted());
    lab.close();
  }

  private void start(Duration slowness, long pps) {
    lab.harness.deploy(new PlainAdapter(lab.harness.lab(), "sw0", NicLab.A).slow(slowness));
    lab.host(NicLab.A, new NetvspControl.VfAssigned(PlainAdapter.VF, 7));
    lab.outcome(NicLab.A, new NicControl.AcceptFrom(PlainAdapter.VF));
    flow = lab.flow(1, NicLab.A, NicLab.B, pps, 100, 0);
    lab.elapse(Duration.ofMillis(100));
  }

  private void assertAllArrivedInOrder() {
    lab.endpoint(flow.from(), new EndpointControl.StopFlow(flow.id()), Outcome.class);
    for (int i = 0; i < 100 && lab.inFlight() > 0; i++) {
      lab.elapse(Duration.ofMillis(10));
    }
    var end = lab.end(flow, NicLab.B);
    assertEquals(lab.end(flow, NicLab.A).sent(), end.received());
    assertEquals(0, end.reordered());
    assertEquals(0, end.duplicated());
    assertEquals(0, lab.dropped());
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 700, 3000})
  void keepsEveryFrameInOrder(int millis) {
    start(Duration.ofMillis(millis), 2000);
    var done = lab.ask(NicLab.A, new NicControl.UseVf(PlainAdapter.VF));
    lab.elapse(Duration.ofMillis(millis - 100));
    long during = lab.end(flow, NicLab.B).received();
    assertEquals(Datapath.SYNTHETIC, lab.view(NicLab.A).path());
    lab.elapse(Duration.ofMillis(200));
    assertEquals(Outcome.DONE, lab.wait(done));
    assertEquals(Datapath.VF, lab.view(NicLab.A).path());
    lab.elapse(Duration.ofMillis(100));
    assertTrue(lab.end(flow, NicLab.B).received() > during);
    assertEquals(0, lab.view(NicLab.A).counters().get("fences-missed"));
    assertAllArrivedInOrder();
  }

  // holds: S41, C9
  @Test
  void staysSyntheticWhenTheHostDoesNotAnswerInAMinute() {
    start(Duration.ofSeconds(70), 50);
    var done = lab.ask(NicLab.A, new NicControl.UseVf(PlainAdapter.VF));
    lab.elapse(Duration.ofSeconds(61));
    assertTrue(lab.wait(done) instanceof Outcome.Refused);
    assertEquals(Datapath.SYNTHETIC, lab.view(NicLab.A).path());
    lab.elapse(Duration.ofSeconds(15));
    assertAllArrivedInOrder();
  }
}
