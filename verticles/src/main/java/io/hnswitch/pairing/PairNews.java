package io.hnswitch.pairing;

import io.hnswitch.bus.Bus;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.PairView;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the world is told of one hn's pairing. */
final class PairNews {

  private static final String PATH_CHANGED = "hnswitch.nic.path-changed";
  private static final String VF_UP = "hnswitch.nic.vf-up";
  private static final String VF_DOWN = "hnswitch.nic.vf-down";
  private static final String STATE_CHANGED = "hnswitch.pair.state-changed";

  private final Bus bus;
  private final NicId nic;

  PairNews(Bus bus, NicId nic) {
    this.bus = bus;
    this.nic = nic;
  }

  /**
   * @param waitMillis of the attach wait before, 0 when there was none
   */
  void pathChanged(VfId vf, PairView.SwitchOver measured, long waitMillis) {
    var data = new HashMap<String, Object>();
    data.put("from", word(measured.from()));
    data.put("to", word(measured.to()));
    data.put("cause", measured.cause());
    data.put("vf", vf.toString());
    data.put("waitMs", waitMillis);
    data.put("switchMs", measured.switchMillis());
    data.put("lost", measured.lost());
    data.put("duplicated", measured.duplicated());
    data.put("reordered", measured.reordered());
    bus.publish(PATH_CHANGED, nic.toString(), data);
  }

  /** {@code HYPERV_NIC_VF}: in non-transparent mode a VF receives beside hn, or does no longer. */
  void receivesByVf(VfId vf, boolean on) {
    bus.publish(on ? VF_UP : VF_DOWN, nic.toString(), Map.of("vf", vf.toString()));
  }

  /**
   * @param failed why it was tried to change the path, when that has failed
   */
  void stateChanged(
      PairingEffect.PublishState changed, Optional<VfId> vf, Optional<SwitchCause> failed) {
    var data = new HashMap<String, Object>();
    data.put("from", changed.from());
    data.put("to", changed.to());
    data.put("reason", changed.reason());
    vf.ifPresent(id -> data.put("vf", id.toString()));
    failed.ifPresent(cause -> data.put("cause", cause.slug()));
    bus.publish(STATE_CHANGED, nic.toString(), data);
  }

  private static String word(Datapath path) {
    return path.name().toLowerCase(Locale.ROOT);
  }
}
