package io.hnswitch.pairing;

import io.hnswitch.control.VfTable;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which VF belongs to which hn, by the VF's {@code ifindex}: at most one each way. */
final class VfMap {

  private final TreeMap<Integer, VfTable.Entry> entries = new TreeMap<>();
  private final Map<VfId, VfTable.Entry> byVf = new HashMap<>();
  private final Map<NicId, VfTable.Entry> byNic = new HashMap<>();

  Optional<NicId> nicOf(VfId vf) {
    return Optional.ofNullable(byVf.get(vf)).map(VfTable.Entry::nic);
  }

  Optional<VfId> vfOf(NicId nic) {
    return Optional.ofNullable(byNic.get(nic)).map(VfTable.Entry::vf);
  }

  /**
   * Enters a pair.
   *
   * @throws IllegalStateException when one of both is in a pair already, or the index is taken
   */
  void put(int index, VfId vf, NicId nic) {
    var entry = new VfTable.Entry(index, vf, nic);
    if (byVf.containsKey(vf) || byNic.containsKey(nic) || entries.containsKey(index)) {
      throw new IllegalStateException("no place for " + entry + " in " + entries.values());
    }
    entries.put(index, entry);
    byVf.put(vf, entry);
    byNic.put(nic, entry);
  }

  /** Takes the pair of an hn out, if there is one. */
  Optional<VfTable.Entry> remove(NicId nic) {
    var entry = byNic.remove(nic);
    if (entry != null) {
      entries.remove(entry.index());
      byVf.remove(entry.vf());
    }
    return Optional.ofNullable(entry);
  }

  /** All pairs. */
  VfTable table() {
    return new VfTable(List.copyOf(entries.values()));
  }
}
