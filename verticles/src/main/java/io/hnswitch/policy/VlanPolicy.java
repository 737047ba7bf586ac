package io.hnswitch.policy;

/** How a switch port takes part in VLANs; the modes have the names that Hyper-V's ports have. */
public sealed interface VlanPolicy {

  VlanPolicy UNTAGGED = new Untagged();

  /** Frames without a tag only; a priority tag is taken off. What a port does that nobody set. */
  record Untagged() implements VlanPolicy {}

  /**
   * The guest knows nothing of its VLAN: its frames have no tag, and get none.
   *
   * @param id of the VLAN
   * @param isolated nothing goes between this port and another isolated one
   * @param keepsPriority whether a priority that the guest gives (VLAN id 0) stays in the tag, and
   *     is shown to it; else it is zeroed
   */
  record Access(int id, boolean isolated, boolean keepsPriority) implements VlanPolicy {
    public Access {
      VlanPolicy.check(id);
    }
  }

  /**
   * The guest tags its frames itself.
   *
   * @param nativeId the VLAN of frames without a tag; 0 when they are in none
   * @param allowed the VLANs of frames with one
   * @param keepsPriority as in {@link Access}
   */
  record Trunk(int nativeId, VlanSet allowed, boolean keepsPriority) implements VlanPolicy {
    public Trunk {
      if (nativeId != 0) {
        VlanPolicy.check(nativeId);
      }
    }
  }

  private static void check(int id) {
    if (id < VlanSet.MIN || id > VlanSet.MAX) {
      throw new IllegalArgumentException("no VLAN id: " + id);
    }
  }
}
