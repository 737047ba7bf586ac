package io.hnswitch.launch;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.NicView;
import io.hnswitch.control.PairView;
import io.hnswitch.control.PairingControl;
import io.hnswitch.frame.FrameSize;
import io.hnswitch.frame.Frames;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.policy.Vlans;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where an explained frame leaves one NIC and enters others: state, link, path and size. */
final class ExplainedDoors {

  /** The MTU that the host of a smaller one knows. */
  private static final int HOST_MTU_MIN = 1500;

  private final Bus bus;
  private final LabState state;
  private final LinkLayers links;

  ExplainedDoors(Bus bus, LabState state, LinkLayers links) {
    this.bus = bus;
    this.state = state;
    this.links = links;
  }

  private Future<NicView> nic(NicId nic) {
    return bus.request(Addresses.nic(nic), new NicControl.Describe(), NicView.class);
  }

  /** The NIC that the frame has left; nothing when it was dropped there. */
  Future<Optional<NicView>> leave(NicSpec nic, ExplainedJourney journey) {
    return nic(nic.id())
        .compose(view -> why(nic.id()).map(why -> leaves(nic.id(), view, why, journey)));
  }

  /** Why the NIC is on its path, as pairing says it. */
  private Future<String> why(NicId nic) {
    return bus.request(
            Addresses.pairing(), new PairingControl.Describe(), PairingControl.Pairs.class)
        .map(
            all ->
                all.pairs().stream()
                    .filter(pair -> pair.nic().equals(nic))
                    .map(PairView::reason)
                    .findFirst()
                    .orElse("pairing does not know it"));
  }

  private Optional<NicView> leaves(NicId nic, NicView view, String why, ExplainedJourney journey) {
    var where = "nic " + nic;
    if (!view.running()) {
      journey.step(where, "state", "down");
      journey.end("dropped", where, "nic-down");
      return Optional.empty();
    }
    if (!passesCable(nic, true, journey)) {
      return Optional.empty();
    }
    boolean byVf = view.path() == Datapath.VF && view.vf().isPresent();
    var path = byVf ? "by its VF " + view.vf().get() : "synthetic, by its VMBus channel";
    journey.step(where, "path", path + ": " + why);
    return fits(nic, view, byVf, journey) ? Optional.of(view) : Optional.empty();
  }

  /** What becomes of the frame at a NIC that a switch sends it to. */
  Future<Void> enter(NicId nic, String how, int tag, ExplainedJourney journey) {
    return nic(nic)
        .map(
            view -> {
              enters(nic, view, how, tag, journey);
              return null;
            });
  }

  private void enters(NicId nic, NicView view, String how, int tag, ExplainedJourney journey) {
    boolean byVf = how.startsWith("by its VF");
    if (!fits(nic, view, byVf, journey) || !passesCable(nic, false, journey)) {
      return;
    }
    var where = "nic " + nic;
    if (!view.running()) {
      journey.step(where, "state", "down");
      journey.end("dropped", where, "nic-down");
      return;
    }
    var vlan = tag == Frames.NO_VLAN ? "" : ", in VLAN " + Vlans.id(tag);
    journey.end("delivered", where, how + vlan);
  }

  /** As netvsp and VFs decide; an explained frame is never a super-frame. */
  private static boolean fits(NicId nic, NicView view, boolean byVf, ExplainedJourney journey) {
    int mtu = byVf ? view.mtu() : Math.max(view.mtu(), HOST_MTU_MIN);
    var frame = MemorySegment.ofArray(journey.bytes);
    if (!FrameSize.isOversize(frame, 0, journey.bytes.length, mtu)) {
      return true;
    }
    var where = "port " + nic;
    journey.step(where, "size", journey.bytes.length + " bytes are too long for MTU " + mtu);
    journey.end("dropped", where, "oversize");
    return false;
  }

  private boolean passesCable(NicId nic, boolean sent, ExplainedJourney journey) {
    var cable =
        state.spec().links().values().stream()
            .filter(link -> link.nic().filter(nic::equals).isPresent())
            .findFirst();
    return cable.isEmpty()
        || passes(cable.get().name(), cable.get().isForwardFrom(nic.toString()) == sent, journey);
  }

  /**
   * Says what a link does to the frame.
   *
   * @param from the end that it comes from
   * @return whether the link is up
   */
  boolean passes(String link, String from, ExplainedJourney journey) {
    LinkSpec spec = state.spec().links().get(link);
    return spec == null || passes(link, spec.isForwardFrom(from), journey);
  }

  private boolean passes(String link, boolean forward, ExplainedJourney journey) {
    var all = links.effective(link);
    var where = "link " + link;
    if (!all.getBoolean("up")) {
      journey.step(where, "state", "down");
      journey.end("dropped", where, "link-down");
      return false;
    }
    var way = forward ? "forward" : "reverse";
    var done = all.getJsonObject(way);
    if (!done.isEmpty()) {
      journey.step(where, "impairment", way + ": " + words(done));
    }
    return true;
  }

  private static String words(JsonObject impairment) {
    return impairment.stream()
        .map(one -> one.getKey() + " " + text(one.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String text(Object value) {
    return value instanceof JsonObject several ? "(" + words(several) + ")" : value.toString();
  }
}
