package io.hnswitch.policy;

import io.hnswitch.capture.Capture;
import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.Captures;
import io.hnswitch.control.Datapath;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.id.NicId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The captures that look on at the ports of their NICs. For the lab's event loop. */
final class PortCaptures implements Captures.Ports {

  private final Captures captures;
  private final PortPolicies ports;
  private final Map<Capture, List<Tap>> open = new HashMap<>();

  PortCaptures(Captures captures, PortPolicies ports) {
    this.captures = captures;
    this.ports = ports;
  }

  /** Shows a capture the frames of one of its NICs. */
  private final class Tap implements FrameTap {

    private final Capture capture;
    private final NicId nic;
    private final int point;
    private final long device;

    Tap(Capture capture, int point, NicId nic) {
      this.capture = capture;
      this.point = point;
      this.nic = nic;
      this.device = captures.number("port " + nic);
    }

    @Override
    public void pass(FrameSlab slab, int slot, boolean sent, Datapath path) {
      captures.see(capture, point, slab, slot, sent, path, device);
    }
  }

  @Override
  public void open(Capture capture) {
    var taps = new ArrayList<Tap>();
    var direction = capture.spec().direction();
    var at = capture.spec().at();
    for (int i = 0; i < at.size(); i++) {
      if (at.get(i) instanceof CapturePlace.Nic(var nic)) {
        var tap = new Tap(capture, i, nic);
        ports.addTap(nic, tap, direction.sent(), direction.got());
        taps.add(tap);
      }
    }
    open.put(capture, taps);
  }

  @Override
  public void close(Capture capture) {
    var taps = open.remove(capture);
    if (taps != null) {
      taps.forEach(tap -> ports.removeTap(tap.nic, tap));
    }
  }
}
