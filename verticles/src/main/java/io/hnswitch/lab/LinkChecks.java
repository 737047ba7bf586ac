package io.hnswitch.lab;

import io.hnswitch.id.NicId;
import io.hnswitch.lab.LabProblem.Code;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether links can be there together: an adapter has one wire, a node has each UDP address once,
 * and as no switch speaks a spanning tree, links must not join what is joined already.
 */
final class LinkChecks {

  private final LabDraft draft;
  private final Map<String, LabValue> wires = new HashMap<>();

  /** Where a NIC is named. */
  private final Map<NicId, LabValue> cables = new HashMap<>();

  /** Where tunnels begin: the node and the address there. */
  private final Map<List<Object>, LabValue> tunnels = new HashMap<>();

  /** For a switch, another one of those that it is joined with. */
  private final Map<String, String> joined = new HashMap<>();

  LinkChecks(LabDraft draft) {
    this.draft = draft;
  }

  void run() {
    draft.links.values().forEach(this::check);
  }

  private void check(LinkSpec link) {
    if (!link.isWire()) {
      cable(link);
      return;
    }
    boolean free = true;
    for (var end : draft.linkEnds.get(link.name())) {
      free &= isFree(end);
    }
    if (link.outside().isPresent()) {
      link.vxlan().ifPresent(vxlan -> tunnel(link, vxlan));
      return;
    }
    var first = draft.adapters.get(link.endpoints().getFirst());
    var last = draft.adapters.get(link.endpoints().getLast());
    if (free && first != null && last != null) {
      join(link, first.switchName(), last.switchName());
    }
  }

  private void tunnel(LinkSpec link, VxlanSpec vxlan) {
    var adapter = draft.adapters.get(link.endpoints().getFirst());
    var place = adapter == null ? null : draft.switches.get(adapter.switchName());
    if (place == null) {
      return;
    }
    var local = draft.tunnelPlaces.get(link.name());
    var before = tunnels.putIfAbsent(List.of(place.place(), vxlan.local()), local);
    if (before != null) {
      local.problem(
          Code.CONFLICT,
          local.place().path()
              + ": "
              + vxlan.local()
              + " is that of another tunnel already (line "
              + before.place().line()
              + ")",
          "");
    }
  }

  /** A NIC has one cable, and that goes to its switch. */
  private void cable(LinkSpec link) {
    var id = link.nic().orElseThrow();
    var ends = draft.linkEnds.get(link.name());
    var at = ends.get(link.isForwardFrom(id.toString()) ? 0 : 1);
    var before = cables.putIfAbsent(id, at);
    if (before != null) {
      at.problem(
          Code.CONFLICT,
          at.place().path()
              + ": "
              + id
              + " is in a link already (line "
              + before.place().line()
              + ")",
          "");
    }
    var guest = draft.guests.get(id.guest());
    var nic = guest == null ? null : guest.nics().get(id.nic());
    var other = link.peer(id.toString());
    if (nic != null
        && draft.switches.containsKey(other)
        && draft.switches.containsKey(nic.switchName())
        && !nic.switchName().equals(other)) {
      var end = ends.get(link.isForwardFrom(other) ? 0 : 1);
      end.problem(
          Code.CONFLICT,
          end.place().path() + ": " + id + " is plugged into " + nic.switchName(),
          nic.switchName());
    }
  }

  private boolean isFree(LabValue end) {
    var adapter = end.text("").orElseThrow();
    var before = wires.putIfAbsent(adapter, end);
    if (before == null) {
      return true;
    }
    end.problem(
        Code.CONFLICT,
        end.place().path()
            + ": the one wire of adapter "
            + adapter
            + " is in a link already (line "
            + before.place().line()
            + ")",
        "");
    return false;
  }

  private void join(LinkSpec link, String first, String last) {
    var one = root(first);
    var other = root(last);
    if (!one.equals(other)) {
      joined.put(one, other);
      return;
    }
    var place = draft.linkEnds.get(link.name()).getFirst().keyPlace();
    draft.report.problem(
        place,
        Code.CONFLICT,
        "link "
            + link.name()
            + " makes a loop: "
            + (first.equals(last)
                ? "both its ends are uplinks of " + first
                : first + " and " + last + " are joined without it"));
  }

  private String root(String name) {
    var at = name;
    while (joined.containsKey(at)) {
      at = joined.get(at);
    }
    return at;
  }
}
