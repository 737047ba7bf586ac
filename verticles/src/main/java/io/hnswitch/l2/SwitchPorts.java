package io.hnswitch.l2;

import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.policy.PolicySlot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ports of a switch, by number for the frame path and by name for everybody else. */
final class SwitchPorts {

  /** Ports of one switch at most. */
  static final int LIMIT = 1024;

  private final Map<String, SwitchPort> byName = new HashMap<>();
  private SwitchPort[] byIndex = new SwitchPort[8];
  private int limit;

  /** The port with a number, or null. */
  SwitchPort at(int index) {
    return byIndex[index];
  }

  /** All numbers are below this. */
  int limit() {
    return limit;
  }

  /** The connected port of a name, or null. */
  SwitchPort named(String name) {
    return byName.get(name);
  }

  /** The connected port of a name and kind, or null. */
  SwitchPort named(String name, PortKind kind) {
    var port = byName.get(name);
    return port == null || port.kind() != kind ? null : port;
  }

  /** The name of the port with an outlet. */
  String nameOf(Outlet outlet) {
    for (int i = 0; i < limit; i++) {
      if (byIndex[i] != null && byIndex[i].outlet() == outlet) {
        return byIndex[i].name();
      }
    }
    throw new IllegalArgumentException("no port has it");
  }

  boolean isFull() {
    return freeIndex() == LIMIT;
  }

  /** Adds a port; its name must be free, and there must be room. */
  SwitchPort add(String name, PortKind kind, long owner, Egress egress, PolicySlot policy) {
    int index = freeIndex();
    if (index == LIMIT || byName.containsKey(name)) {
      throw new IllegalStateException("no room for port " + name);
    }
    if (index == byIndex.length) {
      byIndex = Arrays.copyOf(byIndex, 2 * index);
    }
    var port = new SwitchPort(index, name, kind, owner, egress, policy);
    byIndex[index] = port;
    limit = Math.max(limit, index + 1);
    byName.put(name, port);
    return port;
  }

  private int freeIndex() {
    int index = 0;
    while (index < limit && byIndex[index] != null) {
      index++;
    }
    return index;
  }

  /** From now on nothing goes out by the port; its name is free, its number is not. */
  void disconnect(SwitchPort port) {
    port.disconnect();
    byName.remove(port.name(), port);
  }

  /** The last frame has come in by a disconnected port; its number is free. */
  void forget(SwitchPort port) {
    byIndex[port.index()] = null;
    while (limit > 0 && byIndex[limit - 1] == null) {
      limit--;
    }
  }

  /** The connected ports in the order of their numbers. */
  List<SwitchPort> all() {
    var all = new ArrayList<SwitchPort>();
    for (int i = 0; i < limit; i++) {
      if (byIndex[i] != null && byIndex[i].isConnected()) {
        all.add(byIndex[i]);
      }
    }
    return all;
  }
}
