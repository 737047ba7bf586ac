package io.hnswitch.launch;

import io.hnswitch.id.NicId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The unit numbers of the hn there are: each new one gets the smallest that is free, and keeps it
 * as long as it lives.
 */
final class HnUnits {

  private final TreeMap<Integer, NicId> units = new TreeMap<>();

  /** A device has come. */
  void attach(NicId nic) {
    if (units.containsValue(nic)) {
      return;
    }
    int unit = 0;
    while (units.containsKey(unit)) {
      unit++;
    }
    units.put(unit, nic);
  }

  /** A device has gone. */
  void detach(NicId nic) {
    units.values().remove(nic);
  }

  Optional<NicId> nic(int unit) {
    return Optional.ofNullable(units.get(unit));
  }

  /** All there are, by number. */
  Map<Integer, NicId> all() {
    return Collections.unmodifiableMap(units);
  }
}
