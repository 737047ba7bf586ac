package io.hnswitch.pairing;

import java.util.ArrayList;
import java.util.List;

/** What a machine decided: the next state and, in order, what is to be done. */
record Step(PairingState next, List<PairingEffect> effects) {

  Step {
    effects = List.copyOf(effects);
  }

  static Step to(PairingState next, PairingEffect... effects) {
    return new Step(next, List.of(effects));
  }

  /** The same with something to be done before everything else. */
  Step after(PairingEffect first) {
    var all = new ArrayList<PairingEffect>(effects.size() + 1);
    all.add(first);
    all.addAll(effects);
    return new Step(next, all);
  }

  /** The same with something to be done after everything else. */
  Step before(PairingEffect last) {
    var all = new ArrayList<>(effects);
    all.add(last);
    return new Step(next, all);
  }
}
