package io.hnswitch.multicast;

import java.util.ArrayList;
import java.util.List;

/** The groups of a switch, at most a number of them. */
final class GroupTable {

  private final Group[] buckets = new Group[1024];
  private final int mask = buckets.length - 1;
  private int size;

  int size() {
    return size;
  }

  private int bucket(Zone zone, long high, long low) {
    long mixed = (low ^ high * 31 ^ (long) zone.vlan << 40) * 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed >>> 40) & mask;
  }

  /** The group, or null. */
  Group find(Zone zone, long high, long low) {
    var at = buckets[bucket(zone, high, low)];
    while (at != null && (at.low != low || at.high != high || at.zone != zone)) {
      at = at.next;
    }
    return at;
  }

  Group add(Zone zone, long high, long low) {
    var group = new Group(zone, high, low);
    int bucket = bucket(zone, high, low);
    group.next = buckets[bucket];
    buckets[bucket] = group;
    size++;
    return group;
  }

  void remove(Group gone) {
    int bucket = bucket(gone.zone, gone.high, gone.low);
    size--;
    if (buckets[bucket] == gone) {
      buckets[bucket] = gone.next;
      return;
    }
    var at = buckets[bucket];
    while (at.next != gone) {
      at = at.next;
    }
    at.next = gone.next;
  }

  /** All of them; what is done to one may take it out. */
  List<Group> all() {
    var all = new ArrayList<Group>(size);
    for (var first : buckets) {
      for (var at = first; at != null; at = at.next) {
        all.add(at);
      }
    }
    return all;
  }
}
