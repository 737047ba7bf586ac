package io.hnswitch.l2;

import io.hnswitch.frame.FrameBurst;

/** The way out of a forwarding device to one neighbour. */
public interface Egress {

  /** A share burst to fill, or null when all credits of this neighbour are out. */
  FrameBurst take();

  /** Hands a burst over; it belongs to the neighbour from now on. */
  void send(FrameBurst burst);

  /** Share bursts that are out. */
  int outstanding();
}
