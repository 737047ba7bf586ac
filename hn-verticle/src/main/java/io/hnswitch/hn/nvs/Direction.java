package io.hnswitch.hn.nvs;

/** Which way a message travels on a network channel. */
public enum Direction {
  /** From the NIC (hn) to the host's switch port (netvsp). */
  GUEST_TO_HOST,
  /** From the host's switch port (netvsp) to the NIC (hn). */
  HOST_TO_GUEST
}
