package io.hnswitch.lab;

import io.hnswitch.id.NicId;
import io.hnswitch.sysctl.Tunable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A lab as declared, with everything resolved: what a NIC inherits is in the NIC, {@code count:} is
 * expanded, every MAC address is there. Two equal specs make the same lab. Maps are in the file's
 * order; their order does not count for equality.
 *
 * @param metadata name, title and labels
 * @param seed what all randomness derives from
 * @param clock what moves time
 * @param tunables those that differ from their default
 * @param switches by name
 * @param adapters by name
 * @param guests by name
 * @param flows by name
 */
public record LabSpec(
    LabMetadata metadata,
    long seed,
    LabClock clock,
    Map<Tunable, Integer> tunables,
    Map<String, SwitchSpec> switches,
    Map<String, AdapterSpec> adapters,
    Map<String, GuestSpec> guests,
    Map<String, FlowSpec> flows) {

  public static final String API_VERSION = "hnswitch/v1";
  public static final String KIND = "Lab";
  public static final long DEFAULT_SEED = 1;

  /** Bounds the work that one file can ask for. */
  public static final int MAX_NICS = 1024;

  public LabSpec {
    tunables = changed(tunables);
    switches = copy(switches);
    adapters = copy(adapters);
    guests = copy(DerivedMacs.resolve(metadata.name(), guests));
    flows = copy(flows);
  }

  /** A lab without anything in it. */
  public static LabSpec empty(String name) {
    return new LabSpec(
        new LabMetadata(name, "", Map.of()),
        DEFAULT_SEED,
        LabClock.REAL,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of());
  }

  /** The value a tunable has in this lab. */
  public int tunable(Tunable tunable) {
    return tunables.getOrDefault(tunable, tunable.initial());
  }

  /** All guests' NICs. */
  public Map<NicId, NicSpec> nics() {
    var nics = new LinkedHashMap<NicId, NicSpec>();
    for (var guest : guests.values()) {
      guest.nics().values().forEach(nic -> nics.put(nic.id(), nic));
    }
    return Collections.unmodifiableMap(nics);
  }

  public Optional<NicSpec> nic(NicId id) {
    var guest = guests.get(id.guest());
    return guest == null ? Optional.empty() : Optional.ofNullable(guest.nics().get(id.nic()));
  }

  private static Map<Tunable, Integer> changed(Map<Tunable, Integer> tunables) {
    var changed = new EnumMap<Tunable, Integer>(Tunable.class);
    tunables.forEach(
        (tunable, value) -> {
          if (value != tunable.initial()) {
            changed.put(tunable, value);
          }
        });
    return Collections.unmodifiableMap(changed);
  }

  private static <T> Map<String, T> copy(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
