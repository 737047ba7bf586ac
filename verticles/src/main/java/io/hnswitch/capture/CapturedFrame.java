package io.hnswitch.capture;

import io.hnswitch.control.Datapath;

/**
 * One frame as it was captured.
 *
 * @param number counts the frames of a capture, from 0
 * @param micros when, in microseconds since 1970
 * @param transmitted whether the guest sent it; else it received it
 * @param path which way it took
 * @param length bytes of the whole frame
 * @param bytes its beginning, with the 802.1Q tag if it has one; no more than the snap length
 */
public record CapturedFrame(
    long number, long micros, boolean transmitted, Datapath path, int length, byte[] bytes) {

  public CapturedFrame {
    bytes = bytes.clone();
  }

  /** A copy. */
  @Override
  public byte[] bytes() {
    return bytes.clone();
  }
}
