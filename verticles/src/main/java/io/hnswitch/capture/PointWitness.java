package io.hnswitch.capture;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;

/**
 * One device that has frames of a {@link CapturePoint} in hand and does not know which path they
 * take: it is the one that the NIC is on, and a wire has none. While no capture looks on, each call
 * looks at one field.
 */
public final class PointWitness implements DropWitness {

  private final CapturePoint point;
  private final String device;

  PointWitness(CapturePoint point, String device) {
    this.point = point;
    this.device = device;
  }

  @Override
  public boolean isWatching() {
    return point.isWatched();
  }

  /**
   * Frames that go on.
   *
   * @param sent whether the NIC's guest, or the adapter, sends them
   */
  public void passed(FrameBurst burst, boolean sent) {
    point.passed(burst, sent, point.path(), device);
  }

  @Override
  public void dropped(boolean sent, int tag, DropReason reason, long frame, int length, int vlan) {
    point.dropped(frame, length, vlan, sent, point.path(), reason, device);
  }
}
