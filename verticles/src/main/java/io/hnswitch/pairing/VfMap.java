package io.hnswitch.pairing;

import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which VF belongs to which hn: at most one each way. */
final class VfMap {

  private final Map<VfId, NicId> nics = new TreeMap<>();
  private final Map<NicId, VfId> vfs = new HashMap<>();

  Optional<NicId> nicOf(VfId vf) {
    return Optional.ofNullable(nics.get(vf));
  }

  Optional<VfId> vfOf(NicId nic) {
    return Optional.ofNullable(vfs.get(nic));
  }

  /**
   * Enters a pair.
   *
   * @throws IllegalStateException when one of both is in a pair already
   */
  void put(VfId vf, NicId nic) {
    if (nics.containsKey(vf) || vfs.containsKey(nic)) {
      throw new IllegalStateException(
          "pair exists: " + vf + " with " + nics.get(vf) + ", " + nic + " with " + vfs.get(nic));
    }
    nics.put(vf, nic);
    vfs.put(nic, vf);
  }

  /** Takes the pair of an hn out, if there is one. */
  void remove(NicId nic) {
    var vf = vfs.remove(nic);
    if (vf != null) {
      nics.remove(vf);
    }
  }

  /** All pairs in the order of the VFs. */
  Map<VfId, NicId> pairs() {
    return new TreeMap<>(nics);
  }
}
