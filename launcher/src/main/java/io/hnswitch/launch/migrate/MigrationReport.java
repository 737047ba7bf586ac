package io.hnswitch.launch.migrate;

import io.hnswitch.migration.MigrationId;
import io.hnswitch.migration.Side;
import java.time.Duration;

/**
 * How a migration went, as the source saw it.
 *
 * @param side whose the guest is
 * @param why it stayed; empty when it did not
 * @param dark from when the guest's endpoints stopped until it was known that they go on; zero when
 *     they did not stop
 */
public record MigrationReport(
    MigrationId id, String guest, String target, Side side, String why, Duration dark) {

  public boolean isMoved() {
    return side == Side.TARGET;
  }
}
