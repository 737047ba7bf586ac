package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import io.vertx.core.json.JsonArray;
import java.util.Optional;

/**
 * What a node starts with.
 *
 * @param spec the lab that it makes
 * @param earlier what an earlier node left; empty when it begins anew
 * @param folder where to keep what becomes of it; nothing is kept without
 * @param config how it was configured, for people; without secrets
 */
record LabStart(
    LabSpec spec, Optional<LabHistory> earlier, Optional<StateFolder> folder, JsonArray config) {

  /** Not configured. */
  LabStart(LabSpec spec, Optional<LabHistory> earlier, Optional<StateFolder> folder) {
    this(spec, earlier, folder, new JsonArray());
  }

  /** Begins anew and keeps nothing. */
  static LabStart of(LabSpec spec) {
    return new LabStart(spec, Optional.empty(), Optional.empty());
  }

  LabStart with(JsonArray configured) {
    return new LabStart(spec, earlier, folder, configured);
  }
}
