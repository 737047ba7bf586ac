package io.hnswitch.lab;

import io.hnswitch.lab.LabProblem.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What only shows when objects are compared: references, doubles, and parts that cannot both hold.
 */
final class LabChecks {

  private final LabDraft draft;
  private final LabReport report;
  private final Map<Object, Claim> claims = new HashMap<>();

  /** Who has something that only one may have. */
  private record Claim(String owner, LabPlace place) {}

  /** An address on a switch; the same one may be used on another switch. */
  private record IpOn(String switchName, IpAddress address) {}

  /** A TAP in a namespace: its guest may go to any node. */
  private record TapIn(String netns, String name) {}

  /** An interface in a namespace of a node. */
  private record InterfaceOf(String node, String netns, String name) {}

  LabChecks(LabDraft draft) {
    this.draft = draft;
    this.report = draft.report;
  }

  void run() {
    references();
    for (var entry : draft.origins.entrySet()) {
      var guest = draft.guests.get(entry.getKey().guest());
      if (guest != null && guest.nics().containsKey(entry.getKey().nic())) {
        unique(guest.nics().get(entry.getKey().nic()), entry.getValue());
      }
    }
    draft.links.values().forEach(this::unique);
    draft.guests.values().forEach(guest -> guest.nics().values().forEach(this::vf));
    draft.adapters.values().forEach(this::enoughVfs);
    new PlaceChecks(draft).run();
    new LinkChecks(draft).run();
    var flows = new FlowChecks(draft);
    draft.flows.values().forEach(flows::check);
  }

  /** Whether what is named is there. */
  void references() {
    draft.references.forEach(this::reference);
  }

  /** For messages. */
  static String named(LabDraft.Target target) {
    return switch (target) {
      case SWITCH -> "a switch";
      case ADAPTER -> "an adapter";
      case NIC -> "a NIC";
      case PORT -> "a NIC or an adapter";
    };
  }

  private void reference(LabValue value, LabDraft.Target target) {
    var candidates = candidates(target);
    var id = value.text(named(target)).orElse("");
    if (!candidates.contains(id)) {
      value.problem(
          Code.UNKNOWN_REFERENCE,
          value.place().path()
              + " must be the id of "
              + named(target)
              + ", there is no "
              + Words.quote(id),
          Words.nearest(id, candidates));
    }
  }

  private Collection<String> candidates(LabDraft.Target target) {
    return switch (target) {
      case SWITCH -> draft.switches.keySet();
      case ADAPTER -> draft.adapters.keySet();
      case NIC -> nicIds();
      case PORT -> {
        var ids = nicIds();
        ids.addAll(draft.adapters.keySet());
        yield ids;
      }
    };
  }

  private List<String> nicIds() {
    var ids = new ArrayList<String>();
    draft
        .guests
        .values()
        .forEach(guest -> guest.nics().values().forEach(nic -> ids.add(nic.id().toString())));
    return ids;
  }

  private void unique(NicSpec nic, NicOrigin origin) {
    if (!nic.mac().equals(NicSpec.DERIVED_MAC)) {
      claim(nic, nic.mac(), "MAC address " + nic.mac(), origin.of("mac"), Code.DUPLICATE_MAC);
    }
    var ips =
        switch (nic.endpoint()) {
          case EndpointSpec.Tap tap -> {
            var where = tap.netns().isEmpty() ? "" : " in network namespace " + tap.netns();
            var words = "TAP " + tap.name() + where;
            if (claim(
                nic,
                new TapIn(tap.netns(), tap.name()),
                words,
                origin.endpoint(),
                Code.DUPLICATE_TAP)) {
              claim(
                  nic,
                  new InterfaceOf(place(nic.switchName()), tap.netns(), tap.name()),
                  words,
                  origin.endpoint(),
                  Code.DUPLICATE_TAP);
            }
            yield tap.ips();
          }
          case EndpointSpec.Host host -> host.ips();
          case EndpointSpec.Packet packet -> {
            var where = packet.netns().isEmpty() ? "" : " in network namespace " + packet.netns();
            claim(
                nic,
                new InterfaceOf(place(nic.switchName()), packet.netns(), packet.name()),
                "interface " + packet.name() + where,
                origin.endpoint(),
                Code.CONFLICT);
            yield List.<IpPrefix>of();
          }
          case EndpointSpec.Qemu qemu -> {
            qemu.local()
                .filter(local -> !local.isChosenLater())
                .ifPresent(
                    local ->
                        claim(nic, local, "socket " + local, origin.endpoint(), Code.CONFLICT));
            yield List.<IpPrefix>of();
          }
          case EndpointSpec.None _, EndpointSpec.Pcap _ -> List.<IpPrefix>of();
        };
    for (int i = 0; i < ips.size(); i++) {
      var address = ips.get(i).address();
      claim(
          nic,
          new IpOn(nic.switchName(), address),
          "IP address " + address,
          origin.ips().get(i),
          Code.DUPLICATE_IP);
    }
  }

  private void unique(LinkSpec link) {
    var adapter = draft.adapters.get(link.endpoints().getFirst());
    if (link.packet().isPresent() && adapter != null) {
      var end = link.packet().get();
      claim(
          "link " + link.name(),
          new InterfaceOf(place(adapter.switchName()), end.netns(), end.name()),
          "interface " + end,
          draft.interfacePlaces.get(link.name()),
          Code.CONFLICT);
    }
  }

  /** The node that a switch is on; empty when that is not said. */
  private String place(String switchName) {
    var found = draft.switches.get(switchName);
    return found == null ? "" : found.place();
  }

  private boolean claim(NicSpec nic, Object what, String words, LabPlace place, Code code) {
    return claim(nic.id().toString(), what, words, place, code);
  }

  /** False when another has it already. */
  private boolean claim(String owner, Object what, String words, LabPlace place, Code code) {
    var first = claims.putIfAbsent(what, new Claim(owner, place));
    if (first != null) {
      report.problem(
          place,
          code,
          words
              + " of "
              + owner
              + " is already that of "
              + first.owner()
              + " (line "
              + first.place().line()
              + ")");
    }
    return first == null;
  }

  private void vf(NicSpec nic) {
    var adapter =
        switch (nic.vf()) {
          case VfSpec.None _ -> null;
          case VfSpec.From from -> draft.adapters.get(from.adapter());
        };
    if (adapter == null) {
      return;
    }
    var place = draft.origins.get(nic.id()).of("vf");
    if (draft.switches.containsKey(adapter.switchName())
        && draft.switches.containsKey(nic.switchName())
        && !adapter.switchName().equals(nic.switchName())) {
      report.problem(
          place,
          Code.CONFLICT,
          "adapter "
              + adapter.name()
              + " is the uplink of "
              + adapter.switchName()
              + ", but "
              + nic.id()
              + " is on "
              + nic.switchName());
    }
    if (nic.mtu() > adapter.mtu()) {
      report.warning(
          place,
          Code.CONFLICT,
          "MTU "
              + nic.mtu()
              + " of "
              + nic.id()
              + " is more than the "
              + adapter.mtu()
              + " of adapter "
              + adapter.name()
              + ": its VF will not come up");
    }
  }

  private void enoughVfs(AdapterSpec adapter) {
    long attached =
        draft.guests.values().stream()
            .flatMap(guest -> guest.nics().values().stream())
            .filter(nic -> nic.vf().equals(new VfSpec.From(adapter.name(), true)))
            .count();
    if (attached > adapter.vfs()) {
      report.problem(
          draft.adapterPlaces.get(adapter.name()).place(),
          Code.CONFLICT,
          "adapter "
              + adapter.name()
              + " has "
              + adapter.vfs()
              + " VFs, but "
              + attached
              + " NICs attach one from the start");
    }
  }
}
