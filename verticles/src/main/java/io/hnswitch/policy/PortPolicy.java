package io.hnswitch.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a switch port does with the frames of the NIC behind it, whichever path they take: the
 * virtual switch applies it to what goes by the VMBus channel, the adapter's embedded switch to
 * what goes by the VF.
 *
 * @param vlan which VLANs the NIC is in
 * @param guards what the guest may not send
 * @param storm how much of what goes to many it may send
 * @param acl the access list; what no rule fits is allowed
 * @param bandwidth how much passes at all
 */
public record PortPolicy(
    VlanPolicy vlan,
    Set<Guard> guards,
    StormPolicy storm,
    List<AclRule> acl,
    BandwidthPolicy bandwidth) {

  /** Rules of an access list at most. */
  public static final int ACL_MAX = 2000;

  /** What a port does that nobody set: no tags, everything else. */
  public static final PortPolicy NONE =
      new PortPolicy(
          VlanPolicy.UNTAGGED, Set.of(), StormPolicy.NONE, List.of(), BandwidthPolicy.NONE);

  public PortPolicy {
    guards = Set.copyOf(guards);
    acl = List.copyOf(acl);
    if (acl.size() > ACL_MAX) {
      throw new IllegalArgumentException("more than " + ACL_MAX + " rules: " + acl.size());
    }
  }

  /** The guards in their order. */
  public List<Guard> guardList() {
    var ordered = EnumSet.noneOf(Guard.class);
    ordered.addAll(guards);
    return List.copyOf(ordered);
  }
}
