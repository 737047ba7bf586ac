package io.hnswitch.l2;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.ledger.DeviceLedger;
import java.util.Arrays;

/**
 * Deals the frames of one burst out to neighbours. No payload moves and nothing is allocated: the
 * neighbour that gets the first frame gets the very burst, its list shortened in place; each
 * further one gets a share of the same slab. A neighbour without credit loses its frames of this
 * burst, and nobody else does.
 *
 * <p>Per burst: {@link #begin}, {@link #give} for each frame and receiver in the order of the list,
 * {@link #end}.
 */
public final class BurstDealer {

  private final DeviceLedger ledger;
  private final Datapath path;
  private FrameBurst burst;
  private FrameSlab slab;
  private Outlet first;
  private int kept;
  private Outlet[] others = new Outlet[8];
  private int otherCount;

  /**
   * @param path by which a guest gets what is dealt out
   */
  public BurstDealer(DeviceLedger ledger, Datapath path) {
    this.path = path;
    this.ledger = ledger;
  }

  /** Takes a burst over. */
  public void begin(FrameBurst dealt) {
    burst = dealt;
    slab = dealt.slab();
    first = null;
    kept = 0;
  }

  /**
   * Gives a frame to a neighbour. The slot must have been read from the burst's list before, and so
   * must all earlier ones: the list is rewritten from its start.
   */
  public void give(int slot, int length, Outlet to) {
    if (to == first) {
      burst.set(kept++, slot);
      to.bytes += length;
    } else {
      giveFurther(slot, length, to);
    }
  }

  private void giveFurther(int slot, int length, Outlet to) {
    if (first == null) {
      first = to;
      burst.set(kept++, slot);
      to.bytes += length;
      return;
    }
    if (to.filling == null) {
      if (!to.exhausted) {
        open(to);
      }
      if (to.exhausted) {
        to.dropped++;
        ledger.dropped(DropReason.CREDIT_EXHAUSTED, 1);
        to.point()
            .dropped(
                slab, slot, to.isOutward(), path, DropReason.CREDIT_EXHAUSTED, ledger.device());
        return;
      }
    }
    to.filling.add(slot);
    to.bytes += length;
  }

  private void open(Outlet to) {
    if (otherCount == others.length) {
      others = Arrays.copyOf(others, 2 * otherCount);
    }
    others[otherCount++] = to;
    to.filling = to.egress().take();
    to.exhausted = to.filling == null;
    if (to.filling != null) {
      to.filling.attach(slab);
    }
  }

  /** Sends what was dealt; a burst of which nothing was given is released. */
  public void end() {
    for (int i = 0; i < otherCount; i++) {
      var to = others[i];
      others[i] = null;
      to.exhausted = false;
      if (to.filling != null) {
        var share = to.filling;
        to.filling = null;
        to.frames += share.size();
        to.egress().send(share);
      }
    }
    otherCount = 0;
    var whole = burst;
    burst = null;
    slab = null;
    if (first == null) {
      whole.release();
    } else {
      whole.truncate(kept);
      first.frames += kept;
      first.egress().send(whole);
      first = null;
    }
  }
}
