package io.hnswitch.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A declared guest; one of {@code load-1} to {@code load-4} when the file said {@code count: 4}.
 *
 * @param name its id
 * @param nics by their name within the guest, in the file's order
 */
public record GuestSpec(String name, Map<String, NicSpec> nics) {

  public static final int MAX_COUNT = 256;

  public GuestSpec {
    LabName.require(name);
    nics = Collections.unmodifiableMap(new LinkedHashMap<>(nics));
    for (var entry : nics.entrySet()) {
      var id = entry.getValue().id();
      if (!id.guest().equals(name) || !id.nic().equals(entry.getKey())) {
        throw new IllegalArgumentException("NIC " + id + " in guest " + name);
      }
    }
  }
}
