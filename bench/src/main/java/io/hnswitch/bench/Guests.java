package io.hnswitch.bench;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.NicView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.HnSettings;
import io.hnswitch.hn.HnVerticle;
import io.hnswitch.hn.NetvspSettings;
import io.hnswitch.hn.NetvspVerticle;
import io.hnswitch.id.NicId;
import io.hnswitch.l2.SwitchVerticle;
import io.hnswitch.lab.AdapterSpec;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.pairing.PairingSettings;
import io.hnswitch.pairing.PairingVerticle;
import io.hnswitch.policy.PortPolicy;
import io.hnswitch.vf.AdapterSettings;
import io.hnswitch.vf.AdapterVerticle;
import io.hnswitch.vmbus.VmbusVerticle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Two guests on one virtual switch, everything that is between their endpoints, and a VF for each
 * when that is the path. The endpoints are the caller's.
 */
final class Guests {

  static final NicId SENDER = new NicId("a", "hn0");
  static final NicId MONITOR = new NicId("m", "hn0");
  static final NicId RECEIVER = new NicId("b", "hn0");
  static final MacAddress SENDER_MAC = MacAddress.parse("00:15:5d:00:00:01");
  static final MacAddress MONITOR_MAC = MacAddress.parse("00:15:5d:00:00:03");
  static final MacAddress RECEIVER_MAC = MacAddress.parse("00:15:5d:00:00:02");

  static final String SWITCH = "sw0";

  private static final String ADAPTER = "pf0";
  private static final int MTU = 1500;
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration PATH_CHANGE = Duration.ofSeconds(15);
  private static final OffloadCaps OFFLOADS = AdapterSpec.DEFAULT_OFFLOADS.with(Offload.LINKSTATE);

  private final BenchLab bench;

  private Guests(BenchLab bench) {
    this.bench = bench;
  }

  /**
   * Deploys all and waits until frames can pass on the path.
   *
   * @param endpoint makes the endpoint of a NIC
   */
  static void deploy(BenchLab bench, Datapath path, Function<NicId, VerticleBase> endpoint) {
    var guests = new Guests(bench);
    var lab = bench.lab();
    bench.deploy(new SwitchVerticle(lab, SWITCH, Duration.ofSeconds(300)));
    bench.deploy(new PairingVerticle(lab, new PairingSettings(true, SHORT, 16)));
    bench.deploy(
        new AdapterVerticle(
            lab,
            new AdapterSettings(
                ADAPTER,
                SWITCH,
                AdapterSpec.DEFAULT_VFS,
                OFFLOADS,
                TsoLimits.UNLIMITED,
                SHORT,
                AdapterSpec.DEFAULT_MTU)));
    guests.guest(SENDER, SENDER_MAC, endpoint);
    guests.guest(RECEIVER, RECEIVER_MAC, endpoint);
    if (path == Datapath.VF) {
      guests.attachVf(SENDER, SENDER_MAC);
      guests.attachVf(RECEIVER, RECEIVER_MAC);
    }
  }

  /** Deploys a third guest that counts what it gets. */
  static void monitor(BenchLab bench) {
    new Guests(bench)
        .guest(MONITOR, MONITOR_MAC, nic -> CountingSinkVerticle.endpoint(bench.lab(), nic));
  }

  /** Says what the ports of both do from now on. */
  static void set(BenchLab bench, PortPolicy policy) {
    for (var nic : List.of(SENDER, RECEIVER)) {
      var mac = nic.equals(SENDER) ? SENDER_MAC : RECEIVER_MAC;
      BenchLab.await(
          bench
              .lab()
              .bus()
              .request(
                  Addresses.virtualSwitch(SWITCH),
                  new SwitchControl.SetPolicy(nic, mac, policy),
                  Outcome.Done.class));
    }
  }

  private Lab lab() {
    return bench.lab();
  }

  private void guest(NicId nic, MacAddress mac, Function<NicId, VerticleBase> endpoint) {
    bench.deploy(new VmbusVerticle(lab(), nic.guest()));
    bench.deploy(endpoint.apply(nic));
    var driver =
        bench.start(
            new HnVerticle(lab(), new HnSettings(nic, mac, OFFLOADS, MTU, true, QueueSpec.NONE)));
    bench.deploy(new NetvspVerticle(lab(), new NetvspSettings(nic, mac, SWITCH)));
    bench.onClose(driver); // it came first, to be there for the offer, and says goodbye first
    var ready =
        BenchLab.await(
            lab()
                .bus()
                .request(
                    Addresses.nic(nic),
                    new NicControl.AwaitReady(),
                    Outcome.class,
                    Duration.ofSeconds(20)));
    if (ready instanceof Outcome.Refused refused) {
      throw new IllegalStateException(refused.toString());
    }
    awaitNic(nic, view -> view.running() && view.link(), "running");
  }

  private void attachVf(NicId nic, MacAddress mac) {
    BenchLab.await(adapter(new AdapterControl.AttachVf(nic, mac), AdapterControl.Assigned.class));
    bench.onClose(() -> detachVf(nic));
    awaitNic(nic, view -> view.path() == Datapath.VF, "on its VF");
  }

  private void detachVf(NicId nic) {
    BenchLab.await(
        adapter(new AdapterControl.DetachVf(nic, AdapterControl.How.GRACEFUL), Outcome.Done.class));
  }

  private <R> Future<R> adapter(AdapterControl request, Class<R> answer) {
    return lab().bus().request(Addresses.adapter(ADAPTER), request, answer, PATH_CHANGE);
  }

  private void awaitNic(NicId nic, Function<NicView, Boolean> condition, String what) {
    long end = System.nanoTime() + PATH_CHANGE.toNanos();
    while (!condition.apply(view(bench, nic))) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(nic + " is not " + what + ": " + view(bench, nic));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** What a NIC tells of itself. */
  static NicView view(BenchLab bench, NicId nic) {
    return BenchLab.await(
        bench.lab().bus().request(Addresses.nic(nic), new NicControl.Describe(), NicView.class));
  }
}
