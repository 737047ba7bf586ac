package io.hnswitch.lab;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * MAC addresses for NICs that have none: Microsoft's prefix 00:15:5d and three bytes of a hash of
 * lab, guest and NIC. An address that is taken makes the next attempt; NICs get theirs in the order
 * of their ids, so neither the file's order nor the machine changes them.
 */
final class DerivedMacs {

  private static final long PREFIX = 0x0015_5d00_0000L;

  private DerivedMacs() {}

  /** The guests with every {@link NicSpec#DERIVED_MAC} and every "same as the NIC" replaced. */
  static Map<String, GuestSpec> resolve(String lab, Map<String, GuestSpec> guests) {
    var taken = new HashSet<MacAddress>();
    var open = new TreeMap<NicId, MacAddress>();
    for (var guest : guests.values()) {
      for (var nic : guest.nics().values()) {
        if (nic.mac().equals(NicSpec.DERIVED_MAC)) {
          open.put(nic.id(), nic.mac());
        } else {
          taken.add(nic.mac());
        }
      }
    }
    open.replaceAll((id, _) -> next(lab, id, taken));
    var resolved = new LinkedHashMap<String, GuestSpec>();
    guests.forEach((name, guest) -> resolved.put(name, resolve(guest, open)));
    return resolved;
  }

  /** The address a NIC gets when nobody else has it. */
  static MacAddress first(String lab, NicId id) {
    return attempt(lab, id, 0);
  }

  private static MacAddress next(String lab, NicId id, Set<MacAddress> taken) {
    for (int attempt = 0; ; attempt++) {
      var mac = attempt(lab, id, attempt);
      if (taken.add(mac)) {
        return mac;
      }
    }
  }

  private static MacAddress attempt(String lab, NicId id, int attempt) {
    var text = lab + "/" + id + (attempt == 0 ? "" : "/" + attempt);
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new MacAddress(
          PREFIX | (hash[0] & 0xffL) << 16 | (hash[1] & 0xffL) << 8 | hash[2] & 0xffL);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static GuestSpec resolve(GuestSpec guest, Map<NicId, MacAddress> derived) {
    var nics = new LinkedHashMap<String, NicSpec>();
    guest
        .nics()
        .forEach(
            (name, nic) -> {
              var mac = derived.getOrDefault(nic.id(), nic.mac());
              nics.put(name, nic.with(nic.id(), mac, resolve(nic, mac)));
            });
    return new GuestSpec(guest.name(), nics);
  }

  private static EndpointSpec resolve(NicSpec nic, MacAddress mac) {
    return switch (nic.endpoint()) {
      case EndpointSpec.Tap tap ->
          new EndpointSpec.Tap(
              tap.name(),
              tap.netns(),
              tap.ips(),
              tap.mac().equals(NicSpec.SAME_MAC) ? mac : tap.mac(),
              tap.mtu() == 0 ? nic.mtu() : tap.mtu());
      case EndpointSpec.Host host -> host;
      case EndpointSpec.Packet packet -> packet;
      case EndpointSpec.Qemu qemu -> qemu;
      case EndpointSpec.Pcap pcap -> pcap;
      case EndpointSpec.None none -> none;
    };
  }
}
