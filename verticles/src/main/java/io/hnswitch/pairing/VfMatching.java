package io.hnswitch.pairing;

import io.hnswitch.control.PairingControl.InterfaceAttached;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which interface is whose VF: the one with hn's MAC address, unless it is of a kind that
 * copies addresses. Knows every hn and every VF there is, so that a VF that attached before its hn,
 * or while its hn still let go of another, is found later. Departures go by identity, never by
 * address.
 */
final class VfMatching {

  /**
   * Drivers whose interfaces look like Ethernet devices and can carry hn's address without being
   * its VF; {@code hn} is hn itself, or another one.
   */
  private static final Set<String> NEVER_A_VF = Set.of("lagg", "vlan", "bridge", "hn");

  private final VfMap map = new VfMap();
  private final Map<NicId, MacAddress> nics = new LinkedHashMap<>();
  private final Map<MacAddress, NicId> owners = new LinkedHashMap<>();
  private final Map<VfId, InterfaceAttached> present = new LinkedHashMap<>();
  private final Map<VfId, Boolean> links = new HashMap<>();

  /** What is to be done about an interface that attached. */
  sealed interface Verdict {

    /** Pair them. */
    record PairWith(NicId nic) implements Verdict {}

    /** This VF is in a pair and has started anew without departing. */
    record Again(NicId nic) implements Verdict {}

    /** Nothing now; perhaps its hn comes, or lets go of another VF. */
    record Later(String reason) implements Verdict {}

    /** Nobody's VF. */
    record NoVf(String reason) implements Verdict {}

    /** It cannot be; others stay as they are. */
    record Refuse(Refusal reason, String detail) implements Verdict {}
  }

  /** An hn is there; why it cannot be, if so. */
  Optional<String> nicAttached(NicId nic, MacAddress mac) {
    var owner = owners.putIfAbsent(mac, nic);
    if (owner != null && !owner.equals(nic)) {
      return Optional.of(nic + " has the MAC address of " + owner + ", " + mac);
    }
    nics.put(nic, mac);
    return Optional.empty();
  }

  /** An hn is gone; its VF, if it stays, waits for the next one with that address. */
  void nicDetached(NicId nic) {
    map.remove(nic);
    var mac = nics.remove(nic);
    if (mac != null) {
      owners.remove(mac);
    }
  }

  /** An interface is there. */
  Verdict interfaceAttached(InterfaceAttached vf) {
    if (NEVER_A_VF.contains(vf.driver())) {
      return new Verdict.NoVf("driver " + vf.driver() + " is never a VF's");
    }
    if (vf.mac().value() == 0 || vf.mac().isGroup()) {
      return new Verdict.NoVf("no address of its own: " + vf.mac());
    }
    var mine = map.nicOf(vf.vf());
    if (mine.isPresent()) {
      present.put(vf.vf(), vf);
      return new Verdict.Again(mine.get());
    }
    var nic = owners.get(vf.mac());
    if (nic == null) {
      present.put(vf.vf(), vf);
      return new Verdict.Later("no hn has the address " + vf.mac());
    }
    var other = map.vfOf(nic);
    if (other.isPresent() && present.containsKey(other.get())) {
      return new Verdict.Refuse(
          Refusal.STATE_CONFLICT, nic + " is paired with " + other.get() + ", not " + vf.vf());
    }
    present.put(vf.vf(), vf);
    return other.isPresent()
        ? new Verdict.Later(nic + " is letting go of " + other.get())
        : new Verdict.PairWith(nic);
  }

  /** An interface leaves; the hn that must let go of it first, if any. */
  Optional<NicId> interfaceDeparting(VfId vf) {
    present.remove(vf);
    links.remove(vf);
    return map.nicOf(vf);
  }

  /** An interface's link changed; the hn it belongs to, if any. */
  Optional<NicId> linkChanged(VfId vf, boolean up) {
    if (present.containsKey(vf)) {
      links.put(vf, up);
    }
    return map.nicOf(vf);
  }

  /** The VF that waits for an hn without one; of several with its address the first. */
  Optional<VfFacts> waitingFor(NicId nic) {
    var mac = nics.get(nic);
    return present.values().stream()
        .filter(vf -> vf.mac().equals(mac) && map.nicOf(vf.vf()).isEmpty())
        .findFirst()
        .map(this::facts);
  }

  private VfFacts facts(InterfaceAttached vf) {
    var facts = VfFacts.attached(vf.vf(), vf.capabilities(), vf.enabled(), vf.tso());
    var link = links.get(vf.vf());
    return link == null ? facts : facts.linked(link);
  }

  /**
   * They are a pair from now on. Other interfaces with the address are forgotten, as if they had
   * come while there was this pair.
   */
  void paired(VfId vf, NicId nic) {
    map.put(vf, nic);
    var mac = nics.get(nic);
    present.values().removeIf(other -> other.mac().equals(mac) && !other.vf().equals(vf));
  }

  /** The hn has let go of its VF. */
  void released(NicId nic) {
    map.remove(nic);
  }

  VfMap map() {
    return map;
  }
}
