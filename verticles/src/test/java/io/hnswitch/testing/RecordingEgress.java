package io.hnswitch.testing;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.l2.Egress;
import io.hnswitch.ledger.DeviceLedger;
import java.util.ArrayList;
import java.util.List;

/**
 * An egress that writes down what goes out: {@code #3} for a numbered frame, courses for fences.
 */
public final class RecordingEgress implements Egress {

  private final List<String> records = new ArrayList<>();
  private final List<FrameBurst> kept = new ArrayList<>();
  private final BurstPool shares;
  private final DeviceLedger ledger;
  private boolean keeping;

  /**
   * @param credits share bursts that may be out
   * @param ledger gets to know what went out
   */
  public RecordingEgress(int credits, DeviceLedger ledger) {
    this.shares = BurstPool.shares(credits, Runnable::run, () -> {});
    this.ledger = ledger;
  }

  @Override
  public FrameBurst take() {
    return shares.take();
  }

  @Override
  public void send(FrameBurst burst) {
    ledger.out(burst.size());
    for (int i = 0; i < burst.size(); i++) {
      records.add("#" + burst.slab().sequence(burst.slot(i)));
    }
    if (burst.fence() != null) {
      records.add(burst.fence().course().name());
    }
    if (keeping) {
      kept.add(burst);
    } else {
      burst.release();
    }
  }

  @Override
  public int outstanding() {
    return shares.outstanding();
  }

  /** From now on bursts are kept, so their credits do not return. */
  public void keep() {
    keeping = true;
  }

  /** Releases what was kept. */
  public void release() {
    keeping = false;
    kept.forEach(FrameBurst::release);
    kept.clear();
  }

  /** What went out, in order; forgets it. */
  public List<String> takeRecords() {
    var taken = List.copyOf(records);
    records.clear();
    return taken;
  }
}
