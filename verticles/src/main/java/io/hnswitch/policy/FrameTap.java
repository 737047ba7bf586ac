package io.hnswitch.policy;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.FrameSlab;

/** Looks at the frames of a port as they pass; must not change them. */
@FunctionalInterface
public interface FrameTap {

  /**
   * A frame passes.
   *
   * @param sent whether the port's guest sends it, not gets it
   * @param path of the frame between the guest and the switch
   */
  void pass(FrameSlab slab, int slot, boolean sent, Datapath path);
}
