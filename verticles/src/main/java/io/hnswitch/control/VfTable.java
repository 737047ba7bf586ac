package io.hnswitch.control;

import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The VFs that are attached to an hn, paired and used or still waiting.
 *
 * @param entries in ascending {@code ifindex} of the VF
 */
public record VfTable(List<Entry> entries) {

  /** A VF and its hn. */
  public record Entry(int index, VfId vf, NicId nic) {}

  public VfTable {
    entries = List.copyOf(entries);
  }

  /** {@code hw.hn.vflist}: the VFs, separated by one space. */
  public String vflist() {
    return entries.stream().map(entry -> entry.vf().toString()).collect(Collectors.joining(" "));
  }

  /** {@code hw.hn.vfmap}: {@code <vf>:<hn>} for each, separated by one space. */
  public String vfmap() {
    return entries.stream()
        .map(entry -> entry.vf() + ":" + entry.nic())
        .collect(Collectors.joining(" "));
  }
}
