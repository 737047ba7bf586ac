package io.hnswitch.pairing;

import io.hnswitch.control.NetInterface;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The {@code ifindex} of each interface, by name: what it says itself, or the smallest free one. An
 * interface keeps its index until it is given back.
 */
final class InterfaceIndexes {

  private final BitSet taken = new BitSet();
  private final Map<String, Integer> byName = new HashMap<>();

  /**
   * The index of an interface that attached.
   *
   * @return empty when the index it wants belongs to another one, or none is free
   */
  OptionalInt take(NetInterface face) {
    var mine = byName.get(face.name());
    if (mine != null) {
      return OptionalInt.of(mine);
    }
    int index = face.index().orElseGet(() -> taken.nextClearBit(NetInterface.INDEX_MIN));
    if (index > NetInterface.INDEX_MAX || taken.get(index)) {
      return OptionalInt.empty();
    }
    taken.set(index);
    byName.put(face.name(), index);
    return OptionalInt.of(index);
  }

  /** The index of an interface that has one. */
  int of(String name) {
    return byName.get(name);
  }

  /** Whether the interface has this index. */
  boolean has(String name, int index) {
    var mine = byName.get(name);
    return mine != null && mine == index;
  }

  /** The interface is gone. */
  void giveBack(String name) {
    var index = byName.remove(name);
    if (index != null) {
      taken.clear(index);
    }
  }

  /** The interface with this index is gone. */
  void giveBack(int index) {
    byName.values().remove(index);
    taken.clear(index);
  }
}
