package io.hnswitch.lab;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.multicast.MulticastPolicy;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A declared virtual switch.
 *
 * @param name its id
 * @param aging how long a learned address is kept without being seen
 * @param statics addresses that are pinned to a port: a NIC's id ({@code a:hn0}) or an adapter's
 *     ({@code pf0})
 * @param multicast where groups go
 * @param mirrors by name, at most {@value MirrorSpec#MIRRORS_MAX}
 * @param place the node that it is to run on, with all that is plugged into it; empty for any
 */
public record SwitchSpec(
    String name,
    Duration aging,
    Map<MacAddress, String> statics,
    MulticastPolicy multicast,
    Map<String, MirrorSpec> mirrors,
    String place) {

  public static final Duration DEFAULT_AGING = Duration.ofSeconds(300);
  public static final Duration MIN_AGING = Duration.ofMillis(1);
  public static final Duration MAX_AGING = Duration.ofDays(1);

  public SwitchSpec {
    LabName.require(name);
    if (aging.compareTo(MIN_AGING) < 0 || aging.compareTo(MAX_AGING) > 0) {
      throw new IllegalArgumentException("aging out of range: " + aging);
    }
    if (!place.isEmpty()) {
      LabName.require(place);
    }
    if (mirrors.size() > MirrorSpec.MIRRORS_MAX) {
      throw new IllegalArgumentException("too many mirrors: " + mirrors.size());
    }
    mirrors = Collections.unmodifiableMap(new LinkedHashMap<>(mirrors));
    statics = Collections.unmodifiableMap(new TreeMap<>(statics));
  }

  /** The same, placed at a node. */
  public SwitchSpec at(String node) {
    return new SwitchSpec(name, aging, statics, multicast, mirrors, node);
  }

  /** The same with other mirrors. */
  public SwitchSpec mirroring(Map<String, MirrorSpec> others) {
    return new SwitchSpec(name, aging, statics, multicast, others, place);
  }
}
