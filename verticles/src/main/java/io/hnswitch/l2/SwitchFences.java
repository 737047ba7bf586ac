package io.hnswitch.l2;

import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import java.util.function.Consumer;

/**
 * The switch's part in a switch-over: passes fences on behind the frames, and steers addresses when
 * one of the {@linkplain Fence.Course courses} says so. A fence that cannot go on is answered to
 * the NIC's port as {@link Fence.Course#STEERED}: the address is at its synthetic port.
 */
final class SwitchFences {

  private final Fdb fdb;
  private final SwitchPorts ports;
  private final SwitchCounters counters;
  private final Consumer<Fence> drained;

  /**
   * @param drained told of {@link Fence.Course#DRAIN} fences, so that their NIC hears of it
   */
  SwitchFences(Fdb fdb, SwitchPorts ports, SwitchCounters counters, Consumer<Fence> drained) {
    this.fdb = fdb;
    this.ports = ports;
    this.counters = counters;
    this.drained = drained;
  }

  /** A fence came in by a port, behind its frames. */
  void passed(SwitchPort from, Fence fence) {
    counters.fences++;
    var nicPort = nicPort(fence);
    boolean fromNic = from.kind() == PortKind.NIC;
    switch (fence.course()) {
      case TO_VF -> {
        if (fromNic) {
          toVf(from, nicPort, fence);
        } else {
          counters.strayFences++;
        }
      }
      case TO_SYNTHETIC -> {
        if (fromNic) {
          toSynthetic(from, nicPort, fence);
        } else {
          counters.strayFences++;
        }
      }
      case TO_VF_RETURN -> {
        if (!fromNic && nicPort != null && from.isConnected()) {
          fdb.steer(fence.mac().value(), from.index());
          send(nicPort, fence);
        } else {
          counters.strayFences++;
        }
      }
      case STEERED -> {
        // The adapter could not take the address: it stays, or is again, at the NIC's port.
        if (!fromNic && nicPort != null) {
          fdb.steer(fence.mac().value(), nicPort.index());
          send(nicPort, fence);
        } else {
          counters.strayFences++;
        }
      }
      case MOVED -> counters.strayFences++; // The switch alone makes them.
      case DRAIN -> {
        if (fromNic) {
          counters.strayFences++;
        } else {
          drained.accept(fence);
        }
      }
    }
  }

  private void toVf(SwitchPort from, SwitchPort nicPort, Fence fence) {
    var uplink = uplink(fence);
    if (from == nicPort && uplink != null) {
      send(uplink, fence);
    } else {
      counters.strayFences++;
      send(from, fence.turn(Fence.Course.STEERED));
    }
  }

  private void toSynthetic(SwitchPort from, SwitchPort nicPort, Fence fence) {
    if (from != nicPort) {
      counters.strayFences++;
      send(from, fence.turn(Fence.Course.STEERED));
      return;
    }
    fdb.steer(fence.mac().value(), from.index());
    send(from, fence.turn(Fence.Course.STEERED));
    var uplink = uplink(fence);
    if (uplink != null) {
      send(uplink, fence);
    }
  }

  /** The port of the fence's NIC, when the fence's address is that port's own. */
  private SwitchPort nicPort(Fence fence) {
    var port = ports.named(fence.nic().toString(), PortKind.NIC);
    return port != null && port.owner() == fence.mac().value() ? port : null;
  }

  private SwitchPort uplink(Fence fence) {
    return ports.named(fence.vf().adapter(), PortKind.UPLINK);
  }

  private static void send(SwitchPort port, Fence fence) {
    if (port.isConnected()) {
      port.outlet().egress().send(FrameBurst.ofFence(fence));
    }
  }
}
