package io.hnswitch.policy;

import io.hnswitch.frame.Frames;

/** A {@link VlanPolicy} in the form in which it is asked for each frame. */
final class TagRules {

  /** A guest's tag that the port does not take. */
  static final int REFUSED = -2;

  /** A guest's tag that is none. */
  static final int WRONG = -3;

  private static final int PRIORITY = 0xf000;
  private static final int PRIORITY_SHIFT = 13;

  /** The VLANs of frames with a tag; null when none is taken. */
  private final VlanSet allowed;

  /** What a frame without a tag gets, or {@link Frames#NO_VLAN}. */
  private final int own;

  private final boolean keepsPriority;

  /** Of frames that are not for this port although they are in its VLAN. */
  private final int refusedMark;

  TagRules(VlanPolicy policy) {
    switch (policy) {
      case VlanPolicy.Untagged _ -> {
        allowed = null;
        own = Frames.NO_VLAN;
        keepsPriority = false;
        refusedMark = 0;
      }
      case VlanPolicy.Access(var id, var isolated, var keeps) -> {
        allowed = null;
        own = id | (isolated ? Frames.ISOLATED : 0);
        keepsPriority = keeps;
        refusedMark = isolated ? Frames.ISOLATED : 0;
      }
      case VlanPolicy.Trunk(var nativeId, var set, var keeps) -> {
        allowed = set;
        own = nativeId == 0 ? Frames.NO_VLAN : nativeId;
        keepsPriority = keeps;
        refusedMark = 0;
      }
    }
  }

  /** What a guest's tag becomes in the switch, {@link #REFUSED} or {@link #WRONG}. */
  int inside(int tag) {
    int id = tag == Frames.NO_VLAN ? 0 : Vlans.id(tag);
    if (id == 0) {
      return own == Frames.NO_VLAN ? own : own | priority(tag);
    }
    if (id > VlanSet.MAX) {
      return WRONG;
    }
    return allowed != null && allowed.has(id) ? id | priority(tag) : REFUSED;
  }

  private int priority(int tag) {
    return keepsPriority && tag != Frames.NO_VLAN ? tag & PRIORITY : 0;
  }

  /** The tag that frames without one get which come from the guest. */
  int own() {
    return own;
  }

  /** Whether a frame with this tag out of band may go out here at all. */
  boolean isMember(int tag) {
    if (tag == Frames.NO_VLAN) {
      return own == Frames.NO_VLAN;
    }
    int id = Vlans.id(tag);
    boolean isOwn = own != Frames.NO_VLAN && id == Vlans.id(own) && (tag & refusedMark) == 0;
    return isOwn || allowed != null && allowed.has(id);
  }

  /** The tag that the guest sees: {@link Frames#NO_VLAN} for the VLAN that is its own. */
  int shown(int tag) {
    if (tag == Frames.NO_VLAN || allowed != null && Vlans.id(tag) != Vlans.id(own)) {
      return tag == Frames.NO_VLAN ? tag : tag & 0xffff;
    }
    int priority = tag & PRIORITY;
    return keepsPriority && priority >>> PRIORITY_SHIFT != 0 ? priority : Frames.NO_VLAN;
  }
}
