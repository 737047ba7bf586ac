package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.Media;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VfView;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssTypes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The VF's side of an hn: writes down what hn asks of it and transmits by it, and answers yes, no
 * or not yet.
 */
final class PairedVf extends DeviceVerticle {

  static final VfId ID = new VfId("pf0", 0);
  static final Media MEDIA =
      new Media(Media.AUTOSELECT, "40Gbase-CR4 <full-duplex>", List.of(Media.AUTOSELECT));
  static final String REFUSAL = "pf0/vf0 does not want to";

  final List<VfControl> asked = new ArrayList<>();
  final List<Frame> frames = new ArrayList<>();
  OffloadCaps enabled = OffloadCaps.NONE;
  boolean refuses;
  boolean waits;
  private final Promise<Void> goOn = Promise.promise();

  /** What of a frame is not in its bytes, and its number in its stream. */
  record Frame(int sequence, int length, int vlan, int hash, int hashInfo, long offload) {}

  PairedVf(Lab lab) {
    super(lab, "vf " + ID);
  }

  @Override
  protected Future<?> begin() {
    serve(Addresses.vf(ID), this::on);
    onFrames(Addresses.vfTransmit(ID), this::transmitted);
    return Future.succeededFuture();
  }

  private Future<?> on(VfControl request) {
    asked.add(request);
    var answer = refuses && !(request instanceof VfControl.Describe) ? refused() : answer(request);
    return waits ? goOn.future().map(answer) : Future.succeededFuture(answer);
  }

  private static Outcome refused() {
    return Outcome.refused(Refusal.INVALID_VALUE, REFUSAL);
  }

  private Object answer(VfControl request) {
    return switch (request) {
      case VfControl.Describe _ -> view();
      case VfControl.SetOffloads(var wanted, var _) -> {
        enabled = wanted;
        yield new VfControl.Enabled(enabled);
      }
      case VfControl.GetMedia _ -> MEDIA;
      case VfControl.QueryRssKey _ -> new VfControl.RssKeyIs(RssFunction.NONE, RssKey.NONE);
      case VfControl.QueryRssHash _ -> new VfControl.RssHashIs(RssFunction.NONE, RssTypes.NONE);
      case VfControl.SetFlags _,
          VfControl.SetMtu _,
          VfControl.SetMedia _,
          VfControl.OverrideInput _,
          VfControl.RestoreInput _,
          VfControl.Probe _,
          VfControl.DriverDetach _,
          VfControl.Vanish _ ->
          Outcome.DONE;
    };
  }

  private VfView view() {
    return new VfView(
        ID,
        "up",
        Optional.of(NicLab.A),
        Optional.of(NicLab.A),
        new MacAddress(0x00155d000061L),
        1,
        true,
        true,
        1500,
        enabled,
        enabled,
        TsoLimits.UNLIMITED,
        Map.of());
  }

  private void transmitted(FrameBurst burst) {
    var slab = burst.slab();
    for (int i = 0; i < burst.size(); i++) {
      int slot = burst.slot(i);
      frames.add(
          new Frame(
              slab.sequence(slot),
              slab.length(slot),
              slab.vlan(slot),
              slab.hash(slot),
              slab.hashInfo(slot),
              slab.offload(slot)));
    }
    ledger().delivered(burst.size());
    burst.release();
  }

  /** Answers what waits; from now on at once. */
  void goOn() {
    waits = false;
    goOn.complete();
  }

  List<Integer> sequences() {
    return frames.stream().map(Frame::sequence).toList();
  }

  /** A request to set the flags of a VF that is up. */
  static VfControl flags(boolean allMulti, boolean promiscuous, NicId by) {
    return new VfControl.SetFlags(true, allMulti, promiscuous, by);
  }
}
