package io.hnswitch.frame;

import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;

/**
 * A mark that travels with the frames, in their order, around a switch-over. It is carried by an
 * otherwise empty {@link FrameBurst} on the addresses that frames take, so whoever meets it knows
 * that every frame sent before it on that way has passed.
 *
 * @param id number chosen by whoever sent it first
 * @param course where it goes
 * @param nic the NIC whose path changes
 * @param vf the VF it changes to or from
 * @param mac the NIC's address, whose frames are steered
 */
public record Fence(long id, Course course, NicId nic, VfId vf, MacAddress mac) {

  /** The ways a fence goes. */
  public enum Course {
    /**
     * hn, VF, eSwitch, uplink, vswitch: behind the last frame the guest sent by the VF. The vswitch
     * tells hn that it has passed.
     */
    DRAIN,
    /**
     * netvsp, vswitch, uplink, eSwitch: behind the last frame the guest sent by its channel. The
     * eSwitch steers the address to the VF and sends it back as {@link #TO_VF_RETURN}.
     */
    TO_VF,
    /**
     * eSwitch, uplink, vswitch, netvsp: the vswitch steers the address to the uplink. What netvsp
     * sends the guest after it is behind the last frame of the synthetic path.
     */
    TO_VF_RETURN,
    /**
     * netvsp, vswitch (which steers the address to netvsp's port and answers {@link #STEERED}),
     * uplink, eSwitch (which takes its filter away), VF, hn: behind the last frame received by the
     * VF.
     */
    TO_SYNTHETIC,
    /** vswitch to netvsp: the address is steered to the synthetic port. */
    STEERED,
    /**
     * vswitch to netvsp: the address, which the port has given up, was heard on an uplink. Nothing
     * for it comes by the port behind this.
     */
    MOVED
  }

  private static final VfId NO_VF = new VfId("none", 0);

  /** The mark for a port whose address has moved to another node; it is about no VF. */
  public static Fence moved(NicId nic, MacAddress mac) {
    return new Fence(0, Course.MOVED, nic, NO_VF, mac);
  }

  /** The same mark on another course. */
  public Fence turn(Course next) {
    return new Fence(id, next, nic, vf, mac);
  }
}
