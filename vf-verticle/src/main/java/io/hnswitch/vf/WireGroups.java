package io.hnswitch.vf;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.l2.Inquiry;
import io.hnswitch.multicast.SnoopSlots;
import io.hnswitch.policy.Vlans;

/** Whether a VF's group frames go by the wire too: as the virtual switch would have it. */
final class WireGroups {

  /** Where nobody snoops, groups go everywhere. */
  static final WireGroups EVERYWHERE = new WireGroups(null, "");

  private final SnoopSlots.Slot slot;
  private final String uplink;

  /**
   * @param slot of the virtual switch
   * @param uplink the adapter's name, which its port there has
   */
  WireGroups(SnoopSlots.Slot slot, String uplink) {
    this.slot = slot;
    this.uplink = uplink;
  }

  /**
   * {@link WirePort#UNKNOWN}, for both, or {@link WirePort#PF} when nobody beyond the wire wants
   * it.
   */
  int place(long group, FrameSlab slab, int frame, long now, Inquiry inquiry) {
    var snooper = slot == null ? null : slot.snooper();
    int port = snooper == null ? -1 : slot.uplink(uplink);
    if (port < 0 || group == MacAddress.BROADCAST.value()) {
      return WirePort.UNKNOWN;
    }
    int tag = slab.vlan(frame);
    int vlan = tag == Frames.NO_VLAN ? 0 : Vlans.id(tag);
    // The virtual switch gets the frame too, and learns from it.
    boolean wanted = snooper.look(slab, frame, port, vlan, true, now) || snooper.wants(port, true);
    if (inquiry.isOn() && !wanted) {
      inquiry.tell("multicast", "nobody beyond the wire has asked for it");
    }
    return wanted ? WirePort.UNKNOWN : WirePort.PF;
  }
}
