package io.hnswitch.pairing;

import static io.hnswitch.pairing.PairingLab.MAC;
import static io.hnswitch.pairing.PairingLab.NIC;
import static io.hnswitch.pairing.PairingLab.VF;
import static io.hnswitch.pairing.PairingLab.WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pairing on a bus in non-transparent mode. */
class DirectPairingVerticleTest {

  private final PairingLab lab = new PairingLab(new PairingSettings(false, WAIT, 3));

  @AfterEach
  void close() {
    lab.close();
  }

  private void direct() {
    lab.nicAt(NIC).vfAt(VF);
    lab.nicAttaches(NIC, MAC, true);
    lab.vfAttaches(VF);
  }

  @Test
  void doesNothingToVfWhenTransparentModeIsOff() {
    direct();
    lab.harness.elapse(WAIT);
    assertEquals(List.of(), lab.asked());
    assertEquals("not-transparent", lab.pair().state());
    assertEquals(Optional.of(VF), lab.pair().vf());
    assertEquals("pf0/vf0:a:hn0", lab.table().vfmap());
    assertEquals(Outcome.DONE, lab.harness.await(lab.departs(true)));
    assertEquals("synthetic", lab.pair().state());
    assertEquals("", lab.table().vfmap());
  }

  // holds: S98
  @Test
  void receivesByVfWhileItIsUpWhenTransparentModeIsOff() {
    direct();
    lab.forget().vfIsUp(true);
    assertEquals(
        List.of("FILTER on", "REDIRECTION on", "DATAPATH on", "RSS on", "LINK on"), lab.asked());
    assertEquals("rxvf", lab.pair().state());
    assertEquals(List.of(Map.of("vf", "pf0/vf0")), lab.news("hnswitch.nic.vf-up"));
    lab.vfIsUp(true);
    assertEquals(List.of(), lab.asked());
    lab.vfIsUp(false);
    assertEquals(
        List.of("FILTER off", "DATAPATH off", "REDIRECTION off", "RSS off", "LINK off"),
        lab.asked());
    assertEquals("not-transparent", lab.pair().state());
    assertEquals(List.of(Map.of("vf", "pf0/vf0")), lab.news("hnswitch.nic.vf-down"));
  }

  // holds: S100
  @Test
  void answersNicDownBeforeItAsksForTheVfsFilterAgain() {
    direct();
    lab.vfIsUp(true).forget().hold(NicControl.RxVf.class);
    assertEquals(Outcome.DONE, lab.harness.await(lab.ask(new PairingControl.NicDown(NIC))));
    assertEquals(List.of("FILTER on"), lab.asked());
  }

  @Test
  void triesToReceiveByVfAgainWhenHnRefuses() {
    direct();
    lab.refuse(NicControl.RxVf.class).vfIsUp(true);
    assertEquals("failed", lab.pair().state());
    lab.harness.elapse(Duration.ofSeconds(1));
    assertEquals("rxvf", lab.pair().state());
  }
}
