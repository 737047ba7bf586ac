package io.hnswitch.hn;

import io.hnswitch.capture.CapturePoint;
import io.hnswitch.capture.DropWitness;
import io.hnswitch.control.Datapath;
import io.hnswitch.frame.DropReason;
import java.util.function.BooleanSupplier;

/** Shows captures what the queue and the link of an hn drop. */
final class NicDrops implements DropWitness {

  private final CapturePoint point;
  private final String device;
  private final BooleanSupplier sendsByVf;

  /**
   * @param sendsByVf whether hn sends by its VF
   */
  NicDrops(CapturePoint point, String device, BooleanSupplier sendsByVf) {
    this.point = point;
    this.device = device;
    this.sendsByVf = sendsByVf;
  }

  @Override
  public boolean isWatching() {
    return point.isWatched();
  }

  @Override
  public void dropped(boolean sent, int tag, DropReason reason, long frame, int length, int vlan) {
    boolean byVf = sent ? sendsByVf.getAsBoolean() : tag == NicFrames.BY_VF;
    point.dropped(
        frame, length, vlan, sent, byVf ? Datapath.VF : Datapath.SYNTHETIC, reason, device);
  }
}
