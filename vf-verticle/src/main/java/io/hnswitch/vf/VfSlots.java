package io.hnswitch.vf;

import io.hnswitch.control.Refusal;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.Arrays;

/** The slots of an adapter: which one a request is about, and why there may be none. */
final class VfSlots {

  private final String adapter;
  private final VfSlotState[] states;

  VfSlots(String adapter, int count) {
    this.adapter = adapter;
    this.states = new VfSlotState[count];
    Arrays.fill(states, VfSlotState.FREE);
  }

  int count() {
    return states.length;
  }

  VfSlotState state(int index) {
    return states[index];
  }

  void state(int index, VfSlotState state) {
    states[index] = state;
  }

  VfId id(int index) {
    return new VfId(adapter, index);
  }

  /** Whether a VF id names a slot of this adapter. */
  boolean has(VfId vf) {
    return vf.adapter().equals(adapter) && vf.index() < states.length;
  }

  /** The slot that a NIC can get. */
  SlotChoice forAttach(NicId nic, MacAddress mac) {
    if (mac.isGroup()) {
      return SlotChoice.none(Refusal.INVALID_VALUE, mac + " is a group address: no NIC's own");
    }
    int free = -1;
    for (int i = states.length - 1; i >= 0; i--) {
      var holder = states[i].holder();
      if (holder.isEmpty()) {
        free = i;
      } else if (holder.get().nic().equals(nic)) {
        boolean leaving = states[i].word().equals("leaving");
        return SlotChoice.none(
            Refusal.STATE_CONFLICT,
            nic + (leaving ? " is giving back " : " has a VF already: ") + id(i));
      } else if (holder.get().mac().equals(mac)) {
        return SlotChoice.none(
            Refusal.STATE_CONFLICT,
            mac + " is the address of " + id(i) + ", which " + holder.get().nic() + " has");
      }
    }
    return free >= 0
        ? new SlotChoice.Slot(free)
        : SlotChoice.none(
            Refusal.NO_VF_FREE, "all " + states.length + " VFs of " + adapter + " are given away");
  }

  /** The slot of the NIC's VF, when it can be asked to leave. */
  SlotChoice forDetach(NicId nic) {
    for (int i = 0; i < states.length; i++) {
      var holder = states[i].holder();
      if (holder.isPresent() && holder.get().nic().equals(nic)) {
        return switch (states[i]) {
          case VfSlotState.Preparing _, VfSlotState.Withdrawing _ ->
              SlotChoice.none(Refusal.STATE_CONFLICT, id(i) + " is just being attached to " + nic);
          case VfSlotState.Free _,
              VfSlotState.Announced _,
              VfSlotState.Offered _,
              VfSlotState.Leaving _,
              VfSlotState.Removing _ ->
              new SlotChoice.Slot(i);
        };
      }
    }
    return SlotChoice.none(Refusal.NOT_FOUND, nic + " has no VF of " + adapter);
  }
}
