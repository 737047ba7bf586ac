package io.hnswitch.migration;

/** What the source asks the target for, in this order. */
public enum Ask {
  /** Make room: devices that wait for the guest. */
  PREPARE,
  /** Take over what the guest's devices know. */
  TRANSFER,
  /** Let the guest go on. */
  RESUME
}
