package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import java.util.Optional;

/**
 * What a node starts with.
 *
 * @param spec the lab that it makes
 * @param earlier what an earlier node left; empty when it begins anew
 * @param folder where to keep what becomes of it; nothing is kept without
 */
record LabStart(LabSpec spec, Optional<LabHistory> earlier, Optional<StateFolder> folder) {

  /** Begins anew and keeps nothing. */
  static LabStart of(LabSpec spec) {
    return new LabStart(spec, Optional.empty(), Optional.empty());
  }
}
