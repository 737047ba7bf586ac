package io.hnswitch.lab;

import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.id.NicId;
import io.hnswitch.sysctl.Tunable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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
 * @param links by name; an end may be an adapter of another node, in what is a {@link #share}. The
 *     cable of a NIC goes with it, and to its switch
 * @param guests by name
 * @param flows by name
 * @param captures by name; one at a NIC or an adapter that is not in the lab is not in it either
 */
public record LabSpec(
    LabMetadata metadata,
    long seed,
    LabClock clock,
    Map<Tunable, Integer> tunables,
    Map<String, SwitchSpec> switches,
    Map<String, AdapterSpec> adapters,
    Map<String, LinkSpec> links,
    Map<String, GuestSpec> guests,
    Map<String, FlowSpec> flows,
    Map<String, CaptureSpec> captures) {

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
    links = copy(fitting(links, guests));
    flows = copy(flows);
    captures = copy(seen(captures, guests, adapters));
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

  public LabSpec withTunables(Map<Tunable, Integer> changed) {
    return new LabSpec(
        metadata, seed, clock, changed, switches, adapters, links, guests, flows, captures);
  }

  public LabSpec withSwitches(Map<String, SwitchSpec> changed) {
    return new LabSpec(
        metadata, seed, clock, tunables, changed, adapters, links, guests, flows, captures);
  }

  public LabSpec withAdapters(Map<String, AdapterSpec> changed) {
    return new LabSpec(
        metadata, seed, clock, tunables, switches, changed, links, guests, flows, captures);
  }

  public LabSpec withLinks(Map<String, LinkSpec> changed) {
    return new LabSpec(
        metadata, seed, clock, tunables, switches, adapters, changed, guests, flows, captures);
  }

  public LabSpec withGuests(Map<String, GuestSpec> changed) {
    return new LabSpec(
        metadata, seed, clock, tunables, switches, adapters, links, changed, flows, captures);
  }

  public LabSpec withFlows(Map<String, FlowSpec> changed) {
    return new LabSpec(
        metadata, seed, clock, tunables, switches, adapters, links, guests, changed, captures);
  }

  public LabSpec withCaptures(Map<String, CaptureSpec> changed) {
    return new LabSpec(
        metadata, seed, clock, tunables, switches, adapters, links, guests, flows, changed);
  }

  /** The node that a switch is placed at; empty when there is none. */
  public String placeOfSwitch(String name) {
    var found = switches.get(name);
    return found == null ? "" : found.place();
  }

  /** An adapter is where its switch is. */
  public String placeOfAdapter(String name) {
    var found = adapters.get(name);
    return found == null ? "" : placeOfSwitch(found.switchName());
  }

  /** A guest is where the switch of its NICs is; a guest without NICs is nowhere. */
  public String placeOfGuest(String name) {
    var found = guests.get(name);
    return found == null
        ? ""
        : found.nics().values().stream()
            .findFirst()
            .map(nic -> placeOfSwitch(nic.switchName()))
            .orElse("");
  }

  /** The node that an end of a link is at. */
  public String placeOfEnd(String end) {
    if (LinkSpec.isNic(end)) {
      return placeOfGuest(NicId.parse(end).guest());
    }
    return adapters.containsKey(end) ? placeOfAdapter(end) : placeOfSwitch(end);
  }

  /** The same lab with every switch that has no place placed at a node. */
  public LabSpec placed(String node) {
    var placed = new LinkedHashMap<>(switches);
    placed.replaceAll((name, one) -> one.place().isEmpty() ? one.at(node) : one);
    return withSwitches(placed);
  }

  /**
   * What one node has of a lab: the switches that are placed at it, with their adapters and guests,
   * the links with an end there, and the flows whose sender is there. MAC addresses are those of
   * the whole lab. The far end of a link, and the receiver of a flow, may be missing.
   */
  public LabSpec share(String node) {
    return new LabSpec(
        metadata,
        seed,
        clock,
        tunables,
        only(switches, one -> one.place().equals(node)),
        only(adapters, one -> placeOfAdapter(one.name()).equals(node)),
        only(links, one -> one.endpoints().stream().map(this::placeOfEnd).anyMatch(node::equals)),
        only(guests, one -> placeOfGuest(one.name()).equals(node)),
        only(flows, one -> placeOfGuest(one.from().guest()).equals(node)),
        captures);
  }

  private static <T> Map<String, T> only(Map<String, T> all, Predicate<T> wanted) {
    var some = new LinkedHashMap<>(all);
    some.values().removeIf(wanted.negate());
    return some;
  }

  private static Map<String, LinkSpec> fitting(
      Map<String, LinkSpec> links, Map<String, GuestSpec> guests) {
    var fitting = new LinkedHashMap<String, LinkSpec>();
    for (var link : links.values()) {
      var id = link.nic();
      if (id.isEmpty()) {
        fitting.put(link.name(), link);
        continue;
      }
      var guest = guests.get(id.get().guest());
      var nic = guest == null ? null : guest.nics().get(id.get().nic());
      if (nic != null) {
        fitting.put(link.name(), link.joins(nic.switchName()) ? link : link.at(nic.switchName()));
      }
    }
    return fitting;
  }

  private static Map<String, CaptureSpec> seen(
      Map<String, CaptureSpec> captures,
      Map<String, GuestSpec> guests,
      Map<String, AdapterSpec> adapters) {
    return only(
        captures,
        one ->
            one.at().stream()
                .allMatch(
                    at ->
                        switch (at) {
                          case CapturePlace.Nic(var nic) ->
                              guests.containsKey(nic.guest())
                                  && guests.get(nic.guest()).nics().containsKey(nic.nic());
                          case CapturePlace.Wire(var adapter) -> adapters.containsKey(adapter);
                        }));
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
