package io.hnswitch.sysctl;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The values of all tunables, as the driver has them when it starts.
 *
 * @param changed those that differ from their default
 */
public record Tunables(Map<Tunable, Integer> changed) {

  /** As the driver is shipped. */
  public static final Tunables DEFAULTS = new Tunables(Map.of());

  public Tunables {
    var copy = new EnumMap<Tunable, Integer>(Tunable.class);
    copy.putAll(changed);
    changed = Collections.unmodifiableMap(copy);
  }

  public int get(Tunable tunable) {
    return changed.getOrDefault(tunable, tunable.initial());
  }

  public boolean isTransparent() {
    return get(Tunable.VF_TRANSPARENT) != 0;
  }
}
