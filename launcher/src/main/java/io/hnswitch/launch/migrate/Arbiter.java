package io.hnswitch.launch.migrate;

import io.hnswitch.migration.MigrationId;
import io.hnswitch.migration.Side;
import io.vertx.core.Future;

/**
 * Says whose a guest is when two nodes could believe that it is theirs. One question is asked of
 * it, and it has one answer for each migration, for ever.
 */
public interface Arbiter {

  /**
   * Whose the guest is from now on: that of whoever asked first, in one atomic step.
   *
   * @param wish the side that asks
   * @return the same for everybody who ever asks; a failure says that nothing is known, not that
   *     nothing was decided, and the question is asked again
   */
  Future<Side> decide(MigrationId id, String guest, Side wish);
}
