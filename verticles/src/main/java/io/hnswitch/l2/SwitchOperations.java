package io.hnswitch.l2;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.PortVlan;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.control.SwitchView;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.metrics.Reading;
import io.hnswitch.metrics.Reading.Traffic;
import io.hnswitch.policy.VlanPolicy;
import io.hnswitch.policy.Vlans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What can be asked of a switch besides connecting ports: checks, does, answers. */
final class SwitchOperations {

  static final Duration AGEING_MIN = Duration.ofMillis(1);
  static final Duration AGEING_MAX = Duration.ofDays(1);

  private final String name;
  private final Fdb fdb;
  private final SwitchPorts ports;
  private final SwitchCounters counters;
  private Duration ageing;

  SwitchOperations(
      String name, Fdb fdb, SwitchPorts ports, SwitchCounters counters, Duration ageing) {
    this.name = name;
    this.fdb = fdb;
    this.ports = ports;
    this.counters = counters;
    this.ageing = ageing;
  }

  Duration ageing() {
    return ageing;
  }

  /** Throws when an ageing time cannot be used. */
  static Duration checkAgeing(Duration ageing) {
    if (ageing.compareTo(AGEING_MIN) < 0 || ageing.compareTo(AGEING_MAX) > 0) {
      throw new IllegalArgumentException("ageing out of range: " + ageing);
    }
    return ageing;
  }

  Outcome steer(SwitchControl.Steer request) {
    var port = ports.named(request.port());
    if (port == null) {
      return noPort(request.port());
    }
    return fdb.steer(request.mac().value(), port.index())
        ? Outcome.DONE
        : Outcome.refused(
            Refusal.NOT_FOUND, "no port of switch " + name + " owns " + request.mac());
  }

  /** Gives a port another own address. */
  Outcome own(SwitchControl.Own request) {
    var port = ports.named(request.port(), PortKind.NIC);
    if (port == null) {
      return noPort(request.port());
    }
    if (request.mac().isGroup()) {
      return Outcome.refused(
          Refusal.INVALID_VALUE, request.mac() + " is a group address: nobody's own");
    }
    long mac = request.mac().value();
    if (!fdb.own(mac, port.index())) {
      return fdb.home(mac) == port.index() ? Outcome.DONE : notOwnable(request.mac());
    }
    if (port.owner() != mac && port.owner() != SwitchPort.NOBODY) {
      fdb.disown(port.owner(), port.index());
    }
    port.owner(mac);
    return Outcome.DONE;
  }

  /** A port gives its own address up. */
  Outcome giveUp(SwitchControl.Yield request) {
    var port = ports.named(request.port(), PortKind.NIC);
    if (port == null) {
      return noPort(request.port());
    }
    return fdb.giveUp(port.owner(), port.index())
        ? Outcome.DONE
        : Outcome.refused(
            Refusal.STATE_CONFLICT,
            "port " + request.port() + " of switch " + name + " has no address to give up now");
  }

  Outcome setFilter(SwitchControl.SetFilter request) {
    var port = ports.named(request.port());
    if (port == null) {
      return noPort(request.port());
    }
    port.filter(request.broadcast(), request.allMulti(), request.promiscuous());
    return Outcome.DONE;
  }

  Outcome setAgeing(SwitchControl.SetAgeing request) {
    try {
      ageing = checkAgeing(request.ageing());
    } catch (IllegalArgumentException e) {
      return Outcome.refused(Refusal.INVALID_VALUE, e.getMessage());
    }
    fdb.ageing(ageing.toNanos());
    return Outcome.DONE;
  }

  Outcome pin(SwitchControl.Pin request) {
    var port = ports.named(request.port());
    if (port == null) {
      return noPort(request.port());
    }
    long mac = request.mac().value();
    if (request.mac().isGroup()) {
      return Outcome.refused(
          Refusal.INVALID_VALUE, request.mac() + " is a group address and cannot be pinned");
    }
    if (fdb.pin(mac, port.index())) {
      return Outcome.DONE;
    }
    int home = fdb.home(mac);
    return home == Fdb.NONE
        ? Outcome.refused(Refusal.STATE_CONFLICT, "switch " + name + " has no room for entries")
        : Outcome.refused(
            Refusal.STATE_CONFLICT,
            request.mac() + " is owned by port " + ports.at(home).name() + " and cannot be pinned");
  }

  Outcome unpin(SwitchControl.Unpin request) {
    return fdb.unpin(request.mac().value())
        ? Outcome.DONE
        : Outcome.refused(Refusal.NOT_FOUND, request.mac() + " is not pinned on switch " + name);
  }

  Outcome flush() {
    fdb.flush();
    return Outcome.DONE;
  }

  /** Why a port cannot be connected, or done when it can or is. */
  Outcome admit(SwitchControl.Connect request) {
    if (ports.isFull()) {
      return Outcome.refused(Refusal.STATE_CONFLICT, "switch " + name + " has no port left");
    }
    if (ports.named(request.port()) != null) {
      return Outcome.refused(
          Refusal.STATE_CONFLICT,
          "switch " + name + " has a port " + request.port() + " that is connected otherwise");
    }
    var owner = request.owner();
    if (owner == null) {
      return Outcome.DONE;
    }
    if (owner.isGroup()) {
      return Outcome.refused(Refusal.INVALID_VALUE, owner + " is a group address: nobody's own");
    }
    int home = fdb.home(owner.value());
    return home == Fdb.NONE
        ? Outcome.DONE
        : Outcome.refused(
            Refusal.STATE_CONFLICT, owner + " is owned by port " + ports.at(home).name());
  }

  /** The answer to a port whose own address cannot be its own. */
  Outcome notOwnable(MacAddress owner) {
    return Outcome.refused(
        Refusal.STATE_CONFLICT, owner + " is pinned on switch " + name + ", or there is no room");
  }

  Outcome noPort(String port) {
    return Outcome.refused(Refusal.NOT_FOUND, "switch " + name + " has no port " + port);
  }

  SwitchView view(long now, SwitchMulticast multicast, List<SwitchView.Mirror> mirrors) {
    var shown = ports.all().stream().map(SwitchOperations::view).toList();
    var counted = counters.view(fdb);
    multicast.countInto(counted);
    return new SwitchView(name, ageing, shown, mirrors, entries(now), counted);
  }

  /** What is counted, without looking at single addresses. */
  Reading.Switch reading() {
    return new Reading.Switch(
        name,
        ports.all().stream().map(SwitchOperations::reading).toList(),
        (long) fdb.learned() + fdb.fixed(),
        fdb.movesTotal());
  }

  private static Reading.Port reading(SwitchPort port) {
    return new Reading.Port(
        port.name(),
        port.kind() == PortKind.UPLINK,
        new Traffic(port.receivedFrames, port.receivedBytes),
        new Traffic(port.outlet().frames(), port.outlet().bytes()));
  }

  private List<SwitchView.Entry> entries(long now) {
    var entries = new ArrayList<SwitchView.Entry>();
    fdb.forEach(
        now,
        (mac, port, origin, age, moves) ->
            entries.add(
                new SwitchView.Entry(
                    new MacAddress(Vlans.mac(mac)),
                    Vlans.idOf(mac),
                    ports.at(port).name(),
                    origin.slug(),
                    Duration.ofNanos(age),
                    moves)));
    entries.sort(Comparator.comparing(SwitchView.Entry::mac));
    return entries;
  }

  private static SwitchView.Port view(SwitchPort port) {
    Map<String, Long> counted = new TreeMap<>();
    counted.put("rx-frames", port.receivedFrames);
    counted.put("rx-bytes", port.receivedBytes);
    counted.put("rx-drops", port.receivedDropped);
    counted.put("tx-frames", port.outlet().frames());
    counted.put("tx-bytes", port.outlet().bytes());
    counted.put("tx-drops", port.outlet().dropped());
    counted.put("tx-shares-out", (long) port.outlet().egress().outstanding());
    return new SwitchView.Port(port.name(), port.kind(), vlan(port), counted);
  }

  private static Optional<PortVlan> vlan(SwitchPort port) {
    if (port.kind() != SwitchControl.PortKind.NIC) {
      return Optional.empty();
    }
    var gate = port.gate();
    return Optional.of(PortVlan.of(gate == null ? VlanPolicy.UNTAGGED : gate.policy().vlan()));
  }
}
