package io.hnswitch.launch;

import io.hnswitch.api.Request;

/**
 * Why the lab became what it is.
 *
 * @param operation name in the catalogue, or {@link #RUN}
 * @param by who asked for it; empty when that is not known
 */
record Cause(String operation, String by) {

  /** The operation of a lab that a node starts with. */
  static final String RUN = "run";

  /** A request asked for it. */
  static Cause of(Request request) {
    return new Cause(request.operation().name(), request.caller().name());
  }

  /** A node starts. */
  static final Cause START = new Cause(RUN, "");

  /** A guest has come from another node, or left for one. */
  static final Cause MIGRATION = new Cause("guest.migrate", "");
}
