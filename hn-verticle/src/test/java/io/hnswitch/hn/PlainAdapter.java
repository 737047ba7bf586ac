package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.vertx.core.Future;
import java.time.Duration;

/** An adapter with one VF that is always up: frames and fences go through between hn and switch. */
final class PlainAdapter extends DeviceVerticle {

  static final VfId VF = new VfId("pf0", 0);

  private final String switchName;
  private final NicId nic;
  private volatile Duration slowness = Duration.ZERO;
  private Bus.FrameSender toSwitch;
  private Bus.FrameSender toNic;

  PlainAdapter(Lab lab, String switchName, NicId nic) {
    super(lab, "adapter " + VF.adapter());
    this.switchName = switchName;
    this.nic = nic;
  }

  /** How long it takes to steer an address to the VF: so long the host does not answer. */
  PlainAdapter slow(Duration time) {
    slowness = time;
    return this;
  }

  @Override
  protected Future<?> begin() {
    var fromSwitch = Addresses.adapterFromSwitch(VF.adapter());
    toSwitch = sender(Addresses.switchPort(switchName, VF.adapter()));
    toNic = sender(Addresses.nicVfReceive(nic));
    onFrames(Addresses.vfTransmit(VF), toSwitch::send);
    onFrames(fromSwitch, this::down);
    var connect =
        new SwitchControl.Connect(
            VF.adapter(),
            SwitchControl.PortKind.UPLINK,
            MacAddress.parse("00:15:5d:ff:00:00"),
            fromSwitch.value());
    return bus().request(Addresses.virtualSwitch(switchName), connect, Outcome.Done.class);
  }

  private void down(FrameBurst burst) {
    var fence = burst.fence();
    if (fence != null && fence.course() == Fence.Course.TO_VF) {
      var back = fence.turn(Fence.Course.TO_VF_RETURN);
      if (slowness.isZero()) {
        toSwitch.send(FrameBurst.ofFence(back));
      } else {
        timers().after(slowness, () -> toSwitch.send(FrameBurst.ofFence(back)));
      }
    } else {
      toNic.send(burst);
    }
  }
}
