package io.hnswitch.vf;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;

/** Which slot a request is about, or why none. */
sealed interface SlotChoice {

  /** This one. */
  record Slot(int index) implements SlotChoice {}

  /** None. */
  record None(Outcome.Refused refused) implements SlotChoice {}

  static SlotChoice none(Refusal reason, String detail) {
    return new None(new Outcome.Refused(reason, detail));
  }
}
