package io.hnswitch.sim;

import io.hnswitch.frame.FrameBurst;

/** Sees everything that crosses the bus. */
interface Watch {

  /** A control message is about to be handled. */
  void delivering(String address, Object message);

  /** A request has been answered, on the loop of who asked. */
  void answered(SimLoop asker, String address, Object message, Object answer);

  /** A burst is handed to the bus by a device. */
  void handed(SimLoop from, String address, FrameBurst burst);
}
