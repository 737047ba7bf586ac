package io.hnswitch.sim;

import java.time.Duration;

/** Decides what becomes of a control message: how faults and broken rules are made. */
@FunctionalInterface
interface Tampering {

  Tampering NONE = (address, message) -> Fate.DELIVERED;

  Fate fate(String address, Object message);

  /** This one, where it has something to say, else another. */
  default Tampering or(Tampering other) {
    return (address, message) -> {
      var fate = fate(address, message);
      return fate == Fate.DELIVERED ? other.fate(address, message) : fate;
    };
  }

  /** What becomes of a message. */
  sealed interface Fate {

    Fate DELIVERED = new Delivered();

    record Delivered() implements Fate {}

    /** The sender gets this answer, the receiver nothing. */
    record Answered(Object answer) implements Fate {}

    /** The sender gets this answer at once, the receiver the message later. */
    record AnsweredBeforeDelivery(Object answer, Duration late) implements Fate {}
  }
}
