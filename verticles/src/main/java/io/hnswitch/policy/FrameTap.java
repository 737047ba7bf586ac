package io.hnswitch.policy;

import io.hnswitch.frame.FrameSlab;

/** Looks at the frames of a port as they pass; must not change them. */
@FunctionalInterface
public interface FrameTap {

  void pass(FrameSlab slab, int slot);
}
