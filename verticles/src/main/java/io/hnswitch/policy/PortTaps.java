package io.hnswitch.policy;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.FrameSlab;
import java.util.ArrayList;
import java.util.List;

/** Who gets copies of a port's frames, and whether the port itself gets copies of others'. */
public final class PortTaps {

  private final List<FrameTap> sentTaps = new ArrayList<>();
  private final List<FrameTap> gotTaps = new ArrayList<>();
  private FrameTap[] sent = {};
  private FrameTap[] got = {};
  private int monitors;

  PortTaps() {}

  /** The guest's frame passes into the switch. */
  public void sent(FrameSlab slab, int slot, Datapath path) {
    for (var tap : sent) {
      tap.pass(slab, slot, true, path);
    }
  }

  /** A frame passes to the guest. */
  public void got(FrameSlab slab, int slot, Datapath path) {
    for (var tap : got) {
      tap.pass(slab, slot, false, path);
    }
  }

  /**
   * Whether the port gets copies. It may send frames of its own address only: a guest that sends
   * copies on would have them copied again.
   */
  public boolean isMonitor() {
    return monitors > 0;
  }

  void add(FrameTap tap, boolean ofSent, boolean ofGot) {
    if (ofSent) {
      sentTaps.add(tap);
    }
    if (ofGot) {
      gotTaps.add(tap);
    }
    changed();
  }

  void remove(FrameTap tap) {
    sentTaps.remove(tap);
    gotTaps.remove(tap);
    changed();
  }

  void monitor(int more) {
    monitors += more;
  }

  boolean isIdle() {
    return sent.length == 0 && got.length == 0 && monitors == 0;
  }

  private void changed() {
    sent = sentTaps.toArray(FrameTap[]::new);
    got = gotTaps.toArray(FrameTap[]::new);
  }
}
