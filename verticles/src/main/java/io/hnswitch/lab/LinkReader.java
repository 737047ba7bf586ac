package io.hnswitch.lab;

import io.hnswitch.impair.LinkImpairment;
import io.hnswitch.lab.LabProblem.Code;
import java.util.List;
import java.util.Optional;

/** Reads the links between adapters, those that lead out of the lab, and the cables of NICs. */
final class LinkReader {

  private static final int ENDS = 2;
  private static final String ADDRESS =
      "the address of one host, with a port or without, like 10.9.0.1:4789 or [fd99::1]:4789";

  private final LabDraft draft;
  private final DeviceReader devices;

  LinkReader(LabDraft draft, DeviceReader devices) {
    this.draft = draft;
    this.devices = devices;
  }

  void links(LabValue value) {
    value.named().values().forEach(this::link);
  }

  private void link(String name, LabValue value) {
    var section = value.object(LabObject.LINK);
    var tunnel = section.get("vxlan");
    var device = section.get("packet");
    Optional<? extends OutsideSpec> vxlan = tunnel.flatMap(found -> vxlan(name, found));
    Optional<? extends OutsideSpec> packet = device.flatMap(found -> packet(name, found));
    if (tunnel.isPresent() && device.isPresent()) {
      var second = device.get();
      second.problem(
          Code.CONFLICT,
          section.place().path() + " has vxlan and packet, but can have one only",
          "");
      return;
    }
    var impair = section.get("impair").map(ImpairReader::read).orElse(LinkImpairment.NONE);
    section
        .require("endpoints")
        .ifPresent(
            list -> {
              if (tunnel.isPresent()) {
                oneEnd(name, list, "tunnel", vxlan, impair);
              } else if (device.isPresent()) {
                oneEnd(name, list, "interface", packet, impair);
              } else {
                ends(name, list, impair);
              }
            });
  }

  private void ends(String name, LabValue value, LinkImpairment impair) {
    var ends = value.items(false);
    if (ends.stream().anyMatch(end -> end.has(':'))) {
      cable(name, value, ends, impair);
      return;
    }
    var ids = references(ends);
    if (value.isList() && ids.size() != ENDS) {
      value.bad("must be two adapters, not " + ids.size(), "");
      return;
    }
    if (ids.size() != ENDS || ids.contains(DeviceReader.NOWHERE)) {
      return;
    }
    if (ids.getFirst().equals(ids.getLast())) {
      ends.getLast().bad("must be another adapter than the first", "");
      return;
    }
    add(new LinkSpec(name, ids, Optional.empty(), impair), ends);
  }

  /** Between a NIC and the switch that it is plugged into. */
  private void cable(String name, LabValue value, List<LabValue> ends, LinkImpairment impair) {
    if (ends.size() != ENDS || ends.stream().filter(end -> end.has(':')).count() != 1) {
      value.bad("must be a NIC and its switch", "");
      return;
    }
    var ids =
        ends.stream()
            .map(
                end ->
                    devices.reference(
                        end, end.has(':') ? LabDraft.Target.NIC : LabDraft.Target.SWITCH))
            .toList();
    if (ids.contains(DeviceReader.NOWHERE)) {
      return;
    }
    try {
      add(new LinkSpec(name, ids, Optional.empty(), impair), ends);
    } catch (IllegalArgumentException _) {
      value.bad("must be a NIC and its switch", "");
    }
  }

  private void oneEnd(
      String name,
      LabValue value,
      String other,
      Optional<? extends OutsideSpec> outside,
      LinkImpairment impair) {
    var ends = value.items(false);
    var ids = references(ends);
    if (value.isList() && ids.size() != 1) {
      value.bad("must be one adapter, the other end is the " + other + ", not " + ids.size(), "");
      return;
    }
    if (ids.size() == 1 && !ids.contains(DeviceReader.NOWHERE) && outside.isPresent()) {
      add(new LinkSpec(name, ids, Optional.of(outside.get()), impair), ends);
    }
  }

  private List<String> references(List<LabValue> ends) {
    return ends.stream().map(end -> devices.reference(end, LabDraft.Target.ADAPTER)).toList();
  }

  private void add(LinkSpec link, List<LabValue> ends) {
    draft.linkEnds.put(link.name(), ends);
    draft.links.put(link.name(), link);
  }

  private Optional<InterfaceSpec> packet(String name, LabValue value) {
    var section = value.object(LabObject.PACKET);
    draft.interfacePlaces.put(name, EndpointReader.placeOf(section));
    return EndpointReader.outside(section);
  }

  private Optional<VxlanSpec> vxlan(String name, LabValue value) {
    var section = value.object(LabObject.VXLAN);
    var local = address(section, "local");
    var remote = address(section, "remote");
    var vni = section.require("vni").map(one -> one.integer(0, VxlanSpec.VNI_MAX, -1)).orElse(-1L);
    if (local.isEmpty() || remote.isEmpty()) {
      return Optional.empty();
    }
    var far = section.values().get("remote");
    if (local.get().ip().isV4() != remote.get().ip().isV4()) {
      far.bad("must be of the same family as local, which is " + local.get().ip(), "");
      return Optional.empty();
    }
    if (local.equals(remote)) {
      far.bad("must be another address than local", "");
      return Optional.empty();
    }
    if (vni < 0) {
      return Optional.empty();
    }
    draft.tunnelPlaces.put(name, section.values().get("local"));
    return Optional.of(new VxlanSpec(local.get(), remote.get(), vni.intValue()));
  }

  private static Optional<UdpAddress> address(LabSection section, String key) {
    return section.require(key).flatMap(value -> value.parsed(ADDRESS, UdpAddress::parse));
  }
}
