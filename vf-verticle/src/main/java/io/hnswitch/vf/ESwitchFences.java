package io.hnswitch.vf;

import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.l2.Egress;

/**
 * The adapter's part in a switch-over: sets and takes away filters as the {@linkplain Fence.Course
 * courses} say, and passes fences on behind the frames. A fence to a VF that cannot take the
 * address goes back as {@link Fence.Course#STEERED}: the address stays at its synthetic port.
 */
final class ESwitchFences {

  private final String adapter;
  private final ESwitch eswitch;
  private final int vfs;
  private long passed;
  private long stray;

  ESwitchFences(String adapter, ESwitch eswitch, int vfs) {
    this.adapter = adapter;
    this.eswitch = eswitch;
    this.vfs = vfs;
  }

  /** A fence came from the virtual switch, behind its frames. */
  void fromUplink(Fence fence) {
    passed++;
    switch (fence.course()) {
      case TO_VF -> toVf(fence);
      case TO_SYNTHETIC -> {
        if (isFor(fence)) {
          eswitch.steer(fence.vf().index(), false);
          var port = eswitch.port(fence.vf().index());
          if (port.isThere()) {
            send(port.outlet().egress(), fence);
          }
        } else {
          stray++;
        }
      }
      case DRAIN, TO_VF_RETURN, STEERED, MOVED -> stray++;
    }
  }

  private void toVf(Fence fence) {
    // All the guest sent by its channel has passed; from here on the VF gets what is for it.
    if (isFor(fence) && eswitch.port(fence.vf().index()).presence() == VfPort.Presence.UP) {
      eswitch.steer(fence.vf().index(), true);
      sendUp(fence.turn(Fence.Course.TO_VF_RETURN));
    } else {
      stray++;
      sendUp(fence.turn(Fence.Course.STEERED));
    }
  }

  /** A fence came from a VF, behind its frames. */
  void fromVf(int vf, Fence fence) {
    passed++;
    switch (fence.course()) {
      case DRAIN -> {
        if (fence.vf().index() == vf && isFor(fence) && eswitch.port(vf).isThere()) {
          sendUp(fence);
        } else {
          stray++;
        }
      }
      case TO_VF, TO_VF_RETURN, TO_SYNTHETIC, STEERED, MOVED -> stray++;
    }
  }

  /** Whether the fence's VF is one of ours and given to the fence's NIC. */
  private boolean isFor(Fence fence) {
    if (!fence.vf().adapter().equals(adapter) || fence.vf().index() >= vfs) {
      return false;
    }
    var port = eswitch.port(fence.vf().index());
    return fence.nic().equals(port.nic()) && fence.mac().value() == port.mac();
  }

  private void sendUp(Fence fence) {
    send(eswitch.uplink().egress(), fence);
  }

  private static void send(Egress egress, Fence fence) {
    egress.send(FrameBurst.ofFence(fence));
  }

  /** Fences that came. */
  long passed() {
    return passed;
  }

  /** Fences that came the wrong way, or for a VF that is not there. */
  long stray() {
    return stray;
  }
}
