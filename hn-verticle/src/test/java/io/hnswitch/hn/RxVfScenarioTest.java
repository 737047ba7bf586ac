package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.RxVfStep;
import io.hnswitch.hn.rndis.PacketFilter;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** hn receives for a VF beside it: the channel's frames are the VF's. */
class RxVfScenarioTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final NicLab lab = NicLab.ofTwo();
  private final VfInterface vf = new VfInterface(lab.harness.lab());

  /** The interface of a VF: takes what hn redirects. */
  private static final class VfInterface extends DeviceVerticle {
    long frames;

    VfInterface(Lab lab) {
      super(lab, "vf " + PlainAdapter.VF);
    }

    @Override
    protected Future<?> begin() {
      onFrames(
          Addresses.vfRedirected(PlainAdapter.VF),
          burst -> {
            frames += burst.size();
            ledger().delivered(burst.size());
            burst.release();
          });
      return DONE;
    }
  }

  @BeforeEach
  void deploy() {
    lab.harness.deploy(vf);
    lab.harness.deploy(new PlainAdapter(lab.harness.lab(), "sw0", NicLab.B));
    lab.host(NicLab.B, new NetvspControl.VfAssigned(PlainAdapter.VF, 7));
  }

  @AfterEach
  void close() {
    assertEquals(0, lab.unaccounted());
    assertEquals(0, lab.inFlight());
    lab.close();
  }

  private void step(RxVfStep step, boolean on) {
    assertEquals(
        Outcome.DONE, lab.outcome(NicLab.B, new NicControl.RxVf(PlainAdapter.VF, step, on)));
  }

  private String sysctl(String name) {
    return lab.harness
        .awaitOnLoop(
            () ->
                lab.harness
                    .bus()
                    .request(
                        Addresses.nic(NicLab.B),
                        new NicControl.ReadSysctls(),
                        NicControl.Sysctls.class))
        .values()
        .get(name);
  }

  private boolean hostFilterIsPromiscuous() {
    return lab.hnB.path().filter() == PacketFilter.PROMISCUOUS;
  }

  // holds: S99
  @Test
  void givesTheVfWhatTheChannelBringsAndCountsItToo() {
    step(RxVfStep.FILTER, true);
    step(RxVfStep.REDIRECTION, true);
    long before = lab.view(NicLab.B).counters().get("ipackets");
    var flow = lab.flow(1, NicLab.A, NicLab.B, 5000, 200, 100);
    lab.elapse(SECOND);
    // Nobody answers for b any more, so that the flow finds no next hop: its questions arrive.
    assertEquals(0, lab.end(flow, NicLab.B).received());
    assertTrue(vf.frames > 0, "nothing was redirected");
    assertEquals(vf.frames, lab.view(NicLab.B).counters().get("ipackets") - before);
    assertEquals(0, lab.view(NicLab.B).counters().get("ipackets-vf"));
    assertEquals("pf0/vf0", sysctl("rxvf"));
    step(RxVfStep.FILTER, false);
    step(RxVfStep.REDIRECTION, false);
    assertEquals("", sysctl("rxvf"));
  }

  // holds: S98
  @Test
  void hasNoLinkAndAnOpenFilterMeanwhile() {
    assertFalse(hostFilterIsPromiscuous());
    for (var step : RxVfStep.values()) {
      step(step, true);
    }
    assertFalse(lab.view(NicLab.B).link());
    assertTrue(hostFilterIsPromiscuous());
    assertEquals("vf", lab.hostView(NicLab.B).path().name().toLowerCase());
    for (var step : RxVfStep.values()) {
      step(step, false);
    }
    lab.elapse(SECOND);
    assertTrue(lab.view(NicLab.B).link());
    assertFalse(hostFilterIsPromiscuous());
    assertEquals("synthetic", lab.hostView(NicLab.B).path().name().toLowerCase());
  }

  // holds: S100
  @Test
  void receivesForTheVfWhileItIsDownItself() {
    step(RxVfStep.FILTER, true);
    step(RxVfStep.REDIRECTION, true);
    lab.outcome(NicLab.B, new NicControl.SetUp(false));
    lab.harness.settle();
    assertTrue(hostFilterIsPromiscuous());
    lab.flow(1, NicLab.A, NicLab.B, 5000, 200, 100);
    lab.elapse(SECOND);
    assertTrue(vf.frames > 0, "nothing was redirected");
    step(RxVfStep.FILTER, false);
    lab.harness.settle();
    assertEquals(PacketFilter.NONE, lab.hnB.path().filter());
  }
}
