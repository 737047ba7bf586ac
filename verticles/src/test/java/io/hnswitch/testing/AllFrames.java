package io.hnswitch.testing;

import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.capture.TapDirection;
import io.hnswitch.capture.filter.FrameFilter;
import java.util.List;

/** Captures of all frames that pass or are dropped somewhere. */
public final class AllFrames {

  private AllFrames() {}

  /**
   * One that looks at what a NIC sends and gets, or at what goes by a wire.
   *
   * @param snap bytes kept of a frame
   * @param ring bytes kept of all
   */
  public static CaptureSpec at(int snap, int ring, CapturePlace... places) {
    return new CaptureSpec(
        List.of(places),
        CaptureSpec.Where.NIC,
        TapDirection.BOTH,
        FrameFilter.all(),
        snap,
        ring,
        0,
        CaptureSpec.DEFAULT_LIMIT,
        CaptureSpec.Auto.START);
  }
}
