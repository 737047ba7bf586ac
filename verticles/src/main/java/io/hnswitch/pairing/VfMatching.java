package io.hnswitch.pairing;

import io.hnswitch.control.NetInterface;
import io.hnswitch.control.PairingControl.InterfaceAttached;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfTable;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which interface is whose VF: the one with hn's MAC address, unless it is of a kind that
 * copies addresses. Knows every hn and every VF there is, so that a VF that attached before its hn,
 * or while its hn could not take one, is found later. Departures go by identity, never by address.
 */
final class VfMatching {

  /**
   * Drivers whose interfaces were created as Ethernet devices and can carry hn's address without
   * being its VF.
   */
  private static final Set<String> NEVER_A_VF = Set.of("lagg", "vlan", "bridge");

  private final boolean transparent;
  private final VfMap map = new VfMap();
  private final InterfaceIndexes indexes = new InterfaceIndexes();
  private final Map<NicId, Nic> nics = new LinkedHashMap<>();
  private final Map<MacAddress, NicId> owners = new LinkedHashMap<>();
  private final Map<VfId, InterfaceAttached> present = new LinkedHashMap<>();
  private final Map<VfId, Boolean> links = new HashMap<>();
  private final Map<VfId, Boolean> ups = new HashMap<>();

  /**
   * @param attached whether its synthetic part is attached
   */
  private record Nic(MacAddress mac, boolean attached) {}

  /** What is to be done about an interface that attached. */
  sealed interface Verdict {

    /** Pair them. */
    record PairWith(NicId nic) implements Verdict {}

    /** This VF is in a pair and has started anew without departing. */
    record Again(NicId nic) implements Verdict {}

    /** Nothing now; perhaps its hn comes, or can take it later. */
    record Later(String reason) implements Verdict {}

    /** Nobody's VF. */
    record NoVf(String reason) implements Verdict {}

    /** It cannot be; others stay as they are. */
    record Refuse(Refusal reason, String detail) implements Verdict {}
  }

  /**
   * What waits for an hn.
   *
   * @param notes about those that hn cannot have, a sentence each
   */
  record Candidates(Optional<VfFacts> vf, List<String> notes) {
    Candidates {
      notes = List.copyOf(notes);
    }
  }

  /**
   * @param transparent whether VFs are paired in transparent mode
   */
  VfMatching(boolean transparent) {
    this.transparent = transparent;
  }

  /** An hn is there; why it cannot be, if so. */
  Optional<String> nicAttached(NicId nic, MacAddress mac) {
    var owner = owners.putIfAbsent(mac, nic);
    if (owner != null && !owner.equals(nic)) {
      return Optional.of(nic + " has the MAC address of " + owner + ", " + mac);
    }
    nics.put(nic, new Nic(mac, true));
    return Optional.empty();
  }

  /** An hn's synthetic part is attached or not; one that is not takes no new VF. */
  void synthetic(NicId nic, boolean attached) {
    nics.computeIfPresent(nic, (id, known) -> new Nic(known.mac, attached));
  }

  /** An hn is gone; its VF, if it stays, waits for the next one with that address. */
  void nicDetached(NicId nic) {
    released(nic);
    var known = nics.remove(nic);
    if (known != null) {
      owners.remove(known.mac);
    }
  }

  /** An interface is there. The tests are in hn(4)'s order, those added to it at their places. */
  Verdict interfaceAttached(InterfaceAttached attached) {
    var face = attached.face();
    if (indexes.take(face).isEmpty()) {
      return new Verdict.Refuse(
          Refusal.INVALID_VALUE, face.name() + ": no free ifindex for it: " + face.index());
    }
    if (nics.keySet().stream().anyMatch(nic -> nic.toString().equals(face.name()))) {
      return new Verdict.NoVf("it is an hn itself");
    }
    if (face.allocatedAs() != NetInterface.Allocation.ETHERNET) {
      return new Verdict.NoVf("it was not created as an Ethernet interface");
    }
    if (NEVER_A_VF.contains(face.driver())) {
      return new Verdict.NoVf("driver " + face.driver() + " is never a VF's");
    }
    if (face.device().isEmpty()) {
      return new Verdict.NoVf("no device is behind it");
    }
    if (face.mac().isEmpty()) {
      return new Verdict.NoVf("it has no link-level address");
    }
    var mac = face.mac().get();
    if (mac.value() == 0 || mac.isGroup()) {
      return new Verdict.NoVf("no address of its own: " + mac);
    }
    return match(attached, face.device().get(), mac);
  }

  private Verdict match(InterfaceAttached attached, VfId vf, MacAddress mac) {
    var mine = map.nicOf(vf);
    if (mine.isPresent()) {
      entered(vf, attached);
      return new Verdict.Again(mine.get());
    }
    var nic = owners.get(mac);
    if (nic == null) {
      entered(vf, attached);
      return new Verdict.Later("no hn has the address " + mac);
    }
    if (cannotBeOverridden(attached)) {
      return new Verdict.Refuse(Refusal.NOT_SUPPORTED, oldStart(attached, nic));
    }
    var other = map.vfOf(nic);
    if (other.isPresent() && present.containsKey(other.get())) {
      return new Verdict.Refuse(
          Refusal.STATE_CONFLICT, nic + " is paired with " + other.get() + ", not " + vf);
    }
    entered(vf, attached);
    if (other.isPresent()) {
      return new Verdict.Later(nic + " is letting go of " + other.get());
    }
    return nics.get(nic).attached
        ? new Verdict.PairWith(nic)
        : new Verdict.Later(nic + "'s synthetic part is not attached");
  }

  /** A driver that has just made its interface has it down, whatever another said before. */
  private void entered(VfId vf, InterfaceAttached attached) {
    present.put(vf, attached);
    links.remove(vf);
    ups.remove(vf);
  }

  /** OACTIVE of the old transmit method cannot be mirrored at hn. */
  private boolean cannotBeOverridden(InterfaceAttached attached) {
    return transparent && attached.face().startTransmit();
  }

  private static String oldStart(InterfaceAttached attached, NicId nic) {
    return attached.face().name()
        + " cannot be paired with "
        + nic
        + " in transparent mode: it transmits by the old start method";
  }

  /** An interface leaves; the hn that must let go of it first, if any. */
  Optional<NicId> interfaceDeparting(String name) {
    var vf = present.keySet().stream().filter(id -> nameOf(id).equals(name)).findFirst();
    vf.ifPresent(
        id -> {
          present.remove(id);
          links.remove(id);
          ups.remove(id);
        });
    var entry =
        map.table().entries().stream().filter(pair -> indexes.has(name, pair.index())).findFirst();
    if (entry.isEmpty()) {
      indexes.giveBack(name);
    }
    return entry.map(VfTable.Entry::nic);
  }

  private String nameOf(VfId vf) {
    return present.get(vf).face().name();
  }

  /** An interface's link changed; the hn it belongs to, if any. */
  Optional<NicId> linkChanged(VfId vf, boolean up) {
    if (present.containsKey(vf)) {
      links.put(vf, up);
    }
    return map.nicOf(vf);
  }

  /** An interface came up or went down; the hn it belongs to, if any. */
  Optional<NicId> upChanged(VfId vf, boolean up) {
    if (present.containsKey(vf)) {
      ups.put(vf, up);
    }
    return map.nicOf(vf);
  }

  /** The VF that waits for an hn that can take one; of several with its address the first. */
  Candidates waitingFor(NicId nic) {
    var known = nics.get(nic);
    if (known == null || !known.attached || map.vfOf(nic).isPresent()) {
      return new Candidates(Optional.empty(), List.of());
    }
    var notes = new ArrayList<String>();
    for (var vf : present.entrySet()) {
      if (!vf.getValue().face().mac().equals(Optional.of(known.mac))
          || map.nicOf(vf.getKey()).isPresent()) {
        continue;
      }
      if (!cannotBeOverridden(vf.getValue())) {
        return new Candidates(Optional.of(facts(vf.getKey(), vf.getValue())), notes);
      }
      notes.add(oldStart(vf.getValue(), nic));
    }
    return new Candidates(Optional.empty(), notes);
  }

  private VfFacts facts(VfId vf, InterfaceAttached attached) {
    var facts =
        VfFacts.attached(vf, attached.capabilities(), attached.enabled(), attached.tso())
            .goingUp(ups.getOrDefault(vf, false));
    var link = links.get(vf);
    return link == null ? facts : facts.linked(link);
  }

  /**
   * They are a pair from now on. Other interfaces with the address are forgotten, as if they had
   * come while there was this pair.
   */
  void paired(VfId vf, NicId nic) {
    map.put(indexes.of(nameOf(vf)), vf, nic);
    var mac = Optional.of(nics.get(nic).mac);
    present
        .entrySet()
        .removeIf(other -> other.getValue().face().mac().equals(mac) && !other.getKey().equals(vf));
  }

  /** The hn has let go of its VF; one that has departed meanwhile gives its index back. */
  void released(NicId nic) {
    map.remove(nic)
        .filter(entry -> !present.containsKey(entry.vf()))
        .ifPresent(entry -> indexes.giveBack(entry.index()));
  }

  VfMap map() {
    return map;
  }
}
