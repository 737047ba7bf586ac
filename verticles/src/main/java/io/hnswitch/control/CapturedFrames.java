package io.hnswitch.control;

import io.hnswitch.capture.CapturedFrame;
import java.util.List;

/**
 * Some frames of a capture.
 *
 * @param of the capture as it is now
 * @param missed frames from the one asked for on that were overwritten before they were read
 * @param next number to ask for next
 * @param frames in their order
 */
public record CapturedFrames(CaptureView of, long missed, long next, List<CapturedFrame> frames) {

  public CapturedFrames {
    frames = List.copyOf(frames);
  }
}
