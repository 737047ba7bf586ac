package io.hnswitch.lab;

import io.hnswitch.lab.LabChange.Effect;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which other objects notice a change, looking at both labs: who was plugged in, and who will be.
 */
final class LabAffects {

  private final LabSpec before;
  private final LabSpec after;

  LabAffects(LabSpec before, LabSpec after) {
    this.before = before;
    this.after = after;
  }

  /** A setting that recreates devices recreates every NIC. */
  List<String> lab(List<LabChange.Property> changed) {
    boolean recreates = changed.stream().anyMatch(property -> property.effect() != Effect.LIVE);
    return recreates ? nics(_ -> true) : List.of();
  }

  List<String> ofSwitch(String name) {
    var ids = new TreeSet<>(nics(nic -> nic.switchName().equals(name)));
    labs()
        .flatMap(lab -> lab.adapters().values().stream())
        .filter(adapter -> adapter.switchName().equals(name))
        .forEach(adapter -> ids.add(adapter.name()));
    return List.copyOf(ids);
  }

  List<String> ofAdapter(String name) {
    var ids =
        new TreeSet<>(
            nics(nic -> nic.vf() instanceof VfSpec.From from && from.adapter().equals(name)));
    labs()
        .flatMap(lab -> lab.links().values().stream())
        .filter(link -> link.joins(name))
        .forEach(link -> ids.add(link.name()));
    return List.copyOf(ids);
  }

  List<String> ofLink(String name) {
    return labs()
        .flatMap(lab -> lab.links().values().stream())
        .filter(link -> link.name().equals(name))
        .flatMap(link -> link.endpoints().stream())
        .distinct()
        .sorted()
        .toList();
  }

  List<String> ofNic(String id) {
    return labs()
        .flatMap(lab -> lab.flows().values().stream())
        .filter(flow -> flow.from().toString().equals(id) || flow.to().toString().equals(id))
        .map(FlowSpec::name)
        .distinct()
        .sorted()
        .toList();
  }

  private List<String> nics(Predicate<NicSpec> isAffected) {
    return labs()
        .map(LabSpec::nics)
        .map(Map::values)
        .flatMap(nics -> nics.stream())
        .filter(isAffected)
        .map(nic -> nic.id().toString())
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<LabSpec> labs() {
    return Stream.of(before, after);
  }
}
