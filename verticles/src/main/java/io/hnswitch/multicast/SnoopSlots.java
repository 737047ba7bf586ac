package io.hnswitch.multicast;

import java.util.HashMap;
import java.util.Map;

/** The snoopers of a node's switches, for whoever forwards frames beside them. */
public final class SnoopSlots {

  private final Map<String, Slot> slots = new HashMap<>();

  /** Where the snooper of a switch is, while it has one. */
  public static final class Slot {

    private Snooper snooper;
    private final Map<String, Integer> uplinks = new HashMap<>();

    private Slot() {}

    /** Null while the switch does not snoop. */
    public void set(Snooper next) {
      snooper = next;
    }

    /** The snooper, or null while the switch does not snoop. */
    public Snooper snooper() {
      return snooper;
    }

    /** An uplink has this number at the switch. */
    public void uplink(String name, int port) {
      uplinks.put(name, port);
    }

    public void uplinkGone(String name) {
      uplinks.remove(name);
    }

    /** The number of an uplink, or -1 while it is not connected. */
    public int uplink(String name) {
      return uplinks.getOrDefault(name, -1);
    }
  }

  /** Where the snooper of a switch is, or will be. */
  public Slot of(String virtualSwitch) {
    return slots.computeIfAbsent(virtualSwitch, none -> new Slot());
  }
}
