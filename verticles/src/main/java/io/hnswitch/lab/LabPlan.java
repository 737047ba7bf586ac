package io.hnswitch.lab;

import io.hnswitch.id.NicId;
import io.hnswitch.lab.LabChange.Action;
import io.hnswitch.lab.LabChange.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What turns one lab into another, in an order that is safe to execute: first flows, VFs and NICs
 * leave (their addresses and TAP names become free) and links (an adapter has one wire), then
 * switches, adapters, links, NICs, VFs and flows are added or changed, and last go adapters and
 * switches, when nothing is plugged into them any more. NICs that a change recreates must all be
 * down before the first one of them is made: they may have exchanged their addresses.
 *
 * @param changes nothing when the labs are equal
 */
public record LabPlan(List<LabChange> changes) {

  public LabPlan {
    changes = List.copyOf(changes);
  }

  /** The difference; from {@link LabSpec#empty} to start a lab, and to it to take one down. */
  public static LabPlan between(LabSpec before, LabSpec after) {
    var affects = new LabAffects(before, after);
    var found = new ArrayList<LabChange>();
    var lab = LabProperties.LAB.difference(before, after);
    if (!lab.isEmpty()) {
      var name = after.metadata().name();
      found.add(new LabChange(Action.CHANGE, Kind.LAB, name, lab, affects.lab(lab)));
    }
    found.addAll(
        compare(
            Kind.SWITCH,
            before.switches(),
            after.switches(),
            LabProperties.SWITCH,
            affects::ofSwitch));
    found.addAll(
        compare(
            Kind.ADAPTER,
            before.adapters(),
            after.adapters(),
            LabProperties.ADAPTER,
            affects::ofAdapter));
    found.addAll(
        compare(Kind.LINK, before.links(), after.links(), LabProperties.LINK, affects::ofLink));
    found.addAll(compare(Kind.NIC, nics(before), nics(after), LabProperties.NIC, affects::ofNic));
    found.addAll(compare(Kind.VF, vfs(before), vfs(after), LabProperties.VF, affects::ofNic));
    found.addAll(
        compare(Kind.FLOW, before.flows(), after.flows(), LabProperties.FLOW, _ -> List.of()));
    found.addAll(
        compare(
            Kind.CAPTURE,
            before.captures(),
            after.captures(),
            LabProperties.CAPTURE,
            _ -> List.of()));
    return new LabPlan(ordered(found));
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  private static <T> List<LabChange> compare(
      Kind kind,
      Map<String, ? extends T> before,
      Map<String, ? extends T> after,
      LabProperties<T> properties,
      Function<String, List<String>> affects) {
    var changes = new ArrayList<LabChange>();
    var ids = new TreeSet<>(before.keySet());
    ids.addAll(after.keySet());
    for (var id : ids) {
      if (!before.containsKey(id)) {
        changes.add(new LabChange(Action.ADD, kind, id, List.of(), List.of()));
      } else if (!after.containsKey(id)) {
        changes.add(new LabChange(Action.REMOVE, kind, id, List.of(), affects.apply(id)));
      } else {
        var changed = properties.difference(before.get(id), after.get(id));
        if (!changed.isEmpty()) {
          changes.add(new LabChange(Action.CHANGE, kind, id, changed, affects.apply(id)));
        }
      }
    }
    return changes;
  }

  /** Stable: within a step, objects stay in the order of their ids. */
  private static List<LabChange> ordered(List<LabChange> changes) {
    var ordered = new ArrayList<>(changes);
    ordered.sort(Comparator.comparingInt(LabPlan::rank));
    return ordered;
  }

  private static int rank(LabChange change) {
    int made = change.kind().ordinal();
    int kinds = Kind.values().length;
    if (change.action() != Action.REMOVE) {
      return kinds + made;
    }
    int taken = kinds - 1 - made;
    return made >= Kind.LINK.ordinal() ? taken : 2 * kinds + taken;
  }

  private static Map<String, NicSpec> nics(LabSpec lab) {
    var nics = new LinkedHashMap<String, NicSpec>();
    lab.nics().forEach((NicId id, NicSpec nic) -> nics.put(id.toString(), nic));
    return nics;
  }

  private static Map<String, VfSpec.From> vfs(LabSpec lab) {
    var vfs = new LinkedHashMap<String, VfSpec.From>();
    for (var nic : lab.nics().values()) {
      switch (nic.vf()) {
        case VfSpec.From from -> vfs.put(nic.id().toString(), from);
        case VfSpec.None _ -> {}
      }
    }
    return vfs;
  }
}
