package io.hnswitch.bench;

import io.hnswitch.bus.Addresses;
import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.capture.FrameRing;
import io.hnswitch.capture.TapDirection;
import io.hnswitch.capture.filter.FrameFilter;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.lab.MirrorSpec;
import io.hnswitch.multicast.MulticastPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What looks at the guests' frames beside their ports' policies. */
enum OnLooker {
  NOBODY,
  /** The switch snoops: the frames are for one guest, and are looked at for IGMP and MLD. */
  SNOOPING,
  /** A capture at both guests that keeps whole frames: each is written twice. */
  CAPTURE,
  /** The same, of 96 bytes of each frame. */
  CAPTURE_HEADERS,
  /** The same, with a filter that no frame fits. */
  CAPTURE_FILTER,
  /** A capture at both ports of the switch. */
  CAPTURE_PORTS,
  /** A mirror of what the sender sends, to a third guest. */
  MIRROR;

  private static final int HEADERS = 96;

  /** Begins to look. */
  void begin(BenchLab bench) {
    switch (this) {
      case NOBODY -> {}
      case SNOOPING -> snoop(bench);
      case CAPTURE -> capture(bench, CaptureSpec.Where.NIC, "", FrameRing.SNAP_MAX);
      case CAPTURE_HEADERS -> capture(bench, CaptureSpec.Where.NIC, "", HEADERS);
      case CAPTURE_FILTER ->
          capture(bench, CaptureSpec.Where.NIC, "udp port 53", FrameRing.SNAP_MAX);
      case CAPTURE_PORTS -> capture(bench, CaptureSpec.Where.PORT, "", FrameRing.SNAP_MAX);
      case MIRROR -> mirror(bench);
    }
  }

  private static void capture(BenchLab bench, CaptureSpec.Where where, String filter, int snaplen) {
    var spec =
        new CaptureSpec(
            List.of(new CapturePlace.Nic(Guests.SENDER), new CapturePlace.Nic(Guests.RECEIVER)),
            where,
            TapDirection.BOTH,
            FrameFilter.of(filter),
            snaplen,
            CaptureSpec.DEFAULT_RING,
            0,
            CaptureSpec.LIMIT_MAX,
            CaptureSpec.Auto.START);
    var begun = new CompletableFuture<Void>();
    bench
        .lab()
        .loop()
        .execute(
            () -> {
              try {
                bench.lab().captures().start("bench", spec);
                begun.complete(null);
              } catch (RuntimeException e) {
                begun.completeExceptionally(e);
              }
            });
    begun.join();
  }

  private static void snoop(BenchLab bench) {
    var off = MulticastPolicy.OFF;
    var policy =
        new MulticastPolicy(
            true,
            Optional.empty(),
            off.interval(),
            off.response(),
            off.lastMember(),
            off.robustness(),
            off.fastLeave(),
            off.floods(),
            off.limit(),
            off.routerPorts());
    ask(bench, new SwitchControl.SetMulticast(policy));
  }

  private static void mirror(BenchLab bench) {
    Guests.monitor(bench);
    var spec =
        new MirrorSpec(
            "bench",
            List.of(Guests.SENDER),
            TapDirection.SOURCE,
            Guests.MONITOR,
            FrameFilter.all(),
            FrameRing.SNAP_MAX);
    ask(bench, new SwitchControl.SetMirrors(List.of(spec)));
    bench.onClose(() -> ask(bench, new SwitchControl.SetMirrors(List.of())));
  }

  private static void ask(BenchLab bench, SwitchControl request) {
    BenchLab.await(
        bench
            .lab()
            .bus()
            .request(Addresses.virtualSwitch(Guests.SWITCH), request, Outcome.Done.class));
  }
}
