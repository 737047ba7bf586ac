package io.hnswitch.control;

/** Which way an hn's frames take. */
public enum Datapath {
  /** The VMBus channel to the virtual switch; NVS value 0. */
  SYNTHETIC,
  /** The SR-IOV virtual function; NVS value 1. */
  VF
}
