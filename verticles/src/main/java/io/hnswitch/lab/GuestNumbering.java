package io.hnswitch.lab;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code count:} of a guest: number n of {@code load} is {@code load-n}. Addresses count up from
 * the ones given, and so do ports; names of interfaces and namespaces and paths of sockets get
 * {@code -n}, a derived MAC address follows the name.
 */
final class GuestNumbering {

  private GuestNumbering() {}

  /** Why the guest cannot be that many, or empty when it can. */
  static String obstacle(GuestSpec guest, int count) {
    // What fits the last fits all before it: names only get longer, addresses only larger.
    var suffix = "-" + count;
    if (!LabName.isValid(guest.name() + suffix)) {
      return "the name " + guest.name() + suffix + " is too long";
    }
    for (var nic : guest.nics().values()) {
      var reason =
          switch (nic.endpoint()) {
            case EndpointSpec.Tap tap -> obstacle(tap, suffix, count);
            case EndpointSpec.Host host -> obstacle(host.ips(), count);
            case EndpointSpec.Packet packet -> obstacle(packet, suffix);
            case EndpointSpec.Qemu qemu -> obstacle(qemu, count);
            case EndpointSpec.None _, EndpointSpec.Pcap _ -> "";
          };
      if (!reason.isEmpty()) {
        return reason;
      }
      if (!canCount(nic.mac(), count)) {
        return "there are not that many MAC addresses from " + nic.mac();
      }
    }
    return "";
  }

  /** All of them; only for what {@link #obstacle} has nothing against. */
  static List<GuestSpec> expand(GuestSpec guest, int count) {
    var all = new ArrayList<GuestSpec>();
    for (int n = 1; n <= count; n++) {
      var name = guest.name() + "-" + n;
      var nics = new LinkedHashMap<String, NicSpec>();
      for (var nic : guest.nics().values()) {
        var id = new NicId(name, nic.id().nic());
        nics.put(id.nic(), nic.with(id, mac(nic.mac(), n), endpoint(nic.endpoint(), n)));
      }
      all.add(new GuestSpec(name, nics));
    }
    return all;
  }

  private static String obstacle(EndpointSpec.Tap tap, String suffix, int count) {
    if (!(tap.name() + suffix).matches(EndpointSpec.Tap.NAME_SHAPE)) {
      return "the TAP name " + tap.name() + suffix + " is longer than 15 characters";
    }
    if (!tap.netns().isEmpty() && !(tap.netns() + suffix).matches(EndpointSpec.Tap.NETNS_SHAPE)) {
      return "the namespace name " + tap.netns() + suffix + " is too long";
    }
    return canCount(tap.mac(), count)
        ? obstacle(tap.ips(), count)
        : "there are not that many MAC addresses from " + tap.mac();
  }

  private static String obstacle(EndpointSpec.Packet packet, String suffix) {
    if (!(packet.name() + suffix).matches(EndpointSpec.Tap.NAME_SHAPE)) {
      return "the interface name " + packet.name() + suffix + " is longer than 15 characters";
    }
    return !packet.netns().isEmpty()
            && !(packet.netns() + suffix).matches(EndpointSpec.Tap.NETNS_SHAPE)
        ? "the namespace name " + packet.netns() + suffix + " is too long"
        : "";
  }

  private static String obstacle(EndpointSpec.Qemu qemu, int count) {
    for (var place : Stream.of(qemu.local(), qemu.remote()).flatMap(Optional::stream).toList()) {
      if (place.numbered(count).isEmpty()) {
        return "there are not that many sockets from " + place;
      }
    }
    return "";
  }

  private static String obstacle(List<IpPrefix> ips, int count) {
    for (var ip : ips) {
      if (ip.plus(count - 1).isEmpty()) {
        return "the network of " + ip + " has not that many addresses";
      }
    }
    return "";
  }

  private static boolean canCount(MacAddress mac, int count) {
    long last = mac.value() + count - 1;
    // Within the vendor's half: a carry into the prefix would be another vendor, or a group.
    return last >>> 24 == mac.value() >>> 24;
  }

  private static MacAddress mac(MacAddress first, int n) {
    return first.value() == 0 ? first : new MacAddress(first.value() + n - 1);
  }

  private static EndpointSpec endpoint(EndpointSpec first, int n) {
    return switch (first) {
      case EndpointSpec.Tap tap ->
          new EndpointSpec.Tap(
              tap.name() + "-" + n,
              tap.netns().isEmpty() ? "" : tap.netns() + "-" + n,
              ips(tap.ips(), n),
              mac(tap.mac(), n),
              tap.mtu());
      case EndpointSpec.Host host ->
          new EndpointSpec.Host(ips(host.ips(), n), host.answers(), host.gateways());
      case EndpointSpec.Packet packet ->
          new EndpointSpec.Packet(
              packet.name() + "-" + n, packet.netns().isEmpty() ? "" : packet.netns() + "-" + n);
      case EndpointSpec.Qemu qemu ->
          new EndpointSpec.Qemu(
              qemu.way(),
              qemu.local().map(place -> place.numbered(n).orElseThrow()),
              qemu.remote().map(place -> place.numbered(n).orElseThrow()));
      case EndpointSpec.Pcap pcap -> pcap;
      case EndpointSpec.None none -> none;
    };
  }

  private static List<IpPrefix> ips(List<IpPrefix> first, int n) {
    return first.stream().map(ip -> ip.plus(n - 1).orElseThrow()).toList();
  }
}
