package io.hnswitch.hn;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.migration.MigrationMark;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/** Makes the frames that a port sends on account of a migration, each in a burst of its own. */
final class PortMarks implements AutoCloseable {

  private static final int BURSTS = 4;
  private static final int ROOM = 64;

  private final Memory memory;
  private final DeviceLedger ledger;
  private final MacAddress guest;
  private final BurstPool pool;

  PortMarks(Memory memory, Executor owner, DeviceLedger ledger, MacAddress guest) {
    this.memory = memory;
    this.ledger = ledger;
    this.guest = guest;
    this.pool = BurstPool.slabs(memory, BURSTS, Memory.PAGE, owner, () -> {});
  }

  FrameBurst goodbye(MigrationId id) {
    return frame(at -> MigrationMark.goodbye(memory.segment(), at, id, guest));
  }

  FrameBurst announcement() {
    return frame(at -> MigrationMark.announcement(memory.segment(), at, guest));
  }

  private FrameBurst frame(LongConsumer write) {
    var burst = pool.take();
    if (burst == null) {
      throw new IllegalStateException("a migration has more than " + BURSTS + " marks out");
    }
    long at = burst.slab().region() + ROOM;
    write.accept(at);
    burst.slab().add(at, MigrationMark.BYTES, 0);
    ledger.entered(1);
    return burst.seal();
  }

  @Override
  public void close() {
    pool.close();
  }
}
