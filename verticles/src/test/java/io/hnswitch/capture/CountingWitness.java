package io.hnswitch.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.DropReason;
import io.hnswitch.ledger.DeviceLedger;

/** Counts what it is told of; a ledger must know the same. */
public final class CountingWitness implements DropWitness {

  private final boolean sent;
  private final long[] told = new long[DropReason.count()];

  /**
   * @param sent what it is told of, of what the device sends or of what it receives
   */
  public CountingWitness(boolean sent) {
    this.sent = sent;
  }

  @Override
  public boolean isWatching() {
    return true;
  }

  @Override
  public void dropped(
      boolean ofSent, int tag, DropReason reason, long frame, int length, int vlan) {
    assertEquals(sent, ofSent);
    assertEquals(true, frame != 0 && length > 0, "a frame");
    told[reason.ordinal()]++;
  }

  /** Checks that it was told of every frame that the ledger counts as dropped. */
  public void assertKnowsAll(DeviceLedger ledger) {
    for (int i = 0; i < told.length; i++) {
      var reason = DropReason.of(i);
      assertEquals(ledger.dropped(reason), told[i], reason::slug);
    }
  }
}
