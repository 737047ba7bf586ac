package io.hnswitch.lab;

import io.hnswitch.id.NicId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the guests that a {@code count:} would make, and takes back what a lab resolves by itself.
 */
final class CountFold {

  private CountFold() {}

  /**
   * A guest as written.
   *
   * @param count how many of it; 0 for one without a number
   */
  record Counted(GuestSpec guest, int count) {}

  /** The guests with derived MACs, and TAPs that follow their NIC, marked as such again. */
  static Map<String, GuestSpec> unresolve(LabSpec lab) {
    var guests = new LinkedHashMap<String, GuestSpec>();
    for (var guest : lab.guests().values()) {
      var nics = new LinkedHashMap<String, NicSpec>();
      for (var nic : guest.nics().values()) {
        // Addresses of a second attempt stay: another NIC's address made them, and it may leave.
        var derived = nic.mac().equals(DerivedMacs.first(lab.metadata().name(), nic.id()));
        var mac = derived ? NicSpec.DERIVED_MAC : nic.mac();
        nics.put(nic.id().nic(), nic.with(nic.id(), mac, unresolve(nic)));
      }
      guests.put(guest.name(), new GuestSpec(guest.name(), nics));
    }
    return guests;
  }

  static List<Counted> fold(Map<String, GuestSpec> guests) {
    var folded = new ArrayList<Counted>();
    var done = new HashSet<String>();
    for (var guest : guests.values()) {
      if (done.contains(guest.name())) {
        continue;
      }
      var counted = numberOne(guest).flatMap(base -> fold(base, guest, guests));
      folded.add(counted.orElse(new Counted(guest, 0)));
      for (int n = 1; counted.isPresent() && n <= counted.get().count(); n++) {
        done.add(counted.get().guest().name() + "-" + n);
      }
    }
    return folded;
  }

  private static EndpointSpec unresolve(NicSpec nic) {
    return switch (nic.endpoint()) {
      case EndpointSpec.Tap tap ->
          new EndpointSpec.Tap(
              tap.name(),
              tap.netns(),
              tap.ips(),
              tap.mac().equals(nic.mac()) ? NicSpec.SAME_MAC : tap.mac(),
              tap.mtu() == nic.mtu() ? 0 : tap.mtu());
      case EndpointSpec.Host host -> host;
      case EndpointSpec.Packet packet -> packet;
      case EndpointSpec.Qemu qemu -> qemu;
      case EndpointSpec.Pcap pcap -> pcap;
      case EndpointSpec.None none -> none;
    };
  }

  /** {@code load} for {@code load-1}. */
  private static Optional<String> numberOne(GuestSpec guest) {
    return without(guest.name()).filter(LabName::isValid);
  }

  private static Optional<String> without(String name) {
    return name.endsWith("-1")
        ? Optional.of(name.substring(0, name.length() - 2))
        : Optional.empty();
  }

  /** The longest run of numbers from 1 that a count would make exactly so; at least two. */
  private static Optional<Counted> fold(
      String base, GuestSpec first, Map<String, GuestSpec> guests) {
    var template = template(base, first);
    if (template.isEmpty()) {
      return Optional.empty();
    }
    int count = 1;
    while (count < GuestSpec.MAX_COUNT && guests.containsKey(base + "-" + (count + 1))) {
      count++;
    }
    for (; count >= 2; count--) {
      if (GuestNumbering.obstacle(template.get(), count).isEmpty()
          && GuestNumbering.expand(template.get(), count).stream()
              .allMatch(made -> made.equals(guests.get(made.name())))) {
        return Optional.of(new Counted(template.get(), count));
      }
    }
    return Optional.empty();
  }

  /** What a count would have started from, if its names end in -1 as well. */
  private static Optional<GuestSpec> template(String base, GuestSpec first) {
    var nics = new LinkedHashMap<String, NicSpec>();
    for (var nic : first.nics().values()) {
      var endpoint =
          switch (nic.endpoint()) {
            case EndpointSpec.Tap tap -> template(tap);
            case EndpointSpec.Host host -> Optional.<EndpointSpec>of(host);
            case EndpointSpec.Packet packet -> template(packet);
            case EndpointSpec.Qemu qemu -> template(qemu);
            case EndpointSpec.Pcap pcap -> Optional.<EndpointSpec>of(pcap);
            case EndpointSpec.None none -> Optional.<EndpointSpec>of(none);
          };
      if (endpoint.isEmpty()) {
        return Optional.empty();
      }
      var id = new NicId(base, nic.id().nic());
      nics.put(id.nic(), nic.with(id, nic.mac(), endpoint.get()));
    }
    return Optional.of(new GuestSpec(base, nics));
  }

  private static Optional<EndpointSpec> template(EndpointSpec.Tap tap) {
    var name = without(tap.name()).filter(base -> !base.isEmpty());
    var netns =
        tap.netns().isEmpty()
            ? Optional.of("")
            : without(tap.netns()).filter(base -> !base.isEmpty());
    if (name.isEmpty() || netns.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new EndpointSpec.Tap(name.get(), netns.get(), tap.ips(), tap.mac(), tap.mtu()));
  }

  private static Optional<EndpointSpec> template(EndpointSpec.Packet packet) {
    var name = without(packet.name()).filter(base -> !base.isEmpty());
    var netns =
        packet.netns().isEmpty()
            ? Optional.of("")
            : without(packet.netns()).filter(base -> !base.isEmpty());
    return name.flatMap(base -> netns.map(where -> new EndpointSpec.Packet(base, where)));
  }

  private static Optional<EndpointSpec> template(EndpointSpec.Qemu qemu) {
    try {
      return Optional.of(
          new EndpointSpec.Qemu(
              qemu.way(),
              qemu.local().map(CountFold::numberOne),
              qemu.remote().map(CountFold::numberOne)));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // A path that ends otherwise, or is nothing without its number.
    }
  }

  /** What {@link SocketPlace#numbered} makes number one from. */
  private static SocketPlace numberOne(SocketPlace place) {
    return switch (place) {
      case SocketPlace.Unix(var path) ->
          new SocketPlace.Unix(
              without(path).orElseThrow(() -> new IllegalArgumentException("no number: " + path)));
      case SocketPlace.Port port -> port;
    };
  }
}
