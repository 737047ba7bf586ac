package io.hnswitch.capture;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.DropReason;
import io.hnswitch.id.NicId;
import java.util.Optional;

/**
 * One frame as it was captured.
 *
 * @param number counts the frames of a capture, from 0
 * @param micros when, in microseconds since 1970
 * @param nic the NIC whose frame it is
 * @param device who saw it, like {@code hn a:hn0}
 * @param transmitted whether the guest sent it; else it received it, or was to
 * @param path which way it took
 * @param dropped why the device dropped it; empty when it did not
 * @param length bytes of the whole frame
 * @param bytes its beginning, with the 802.1Q tag if it has one; no more than the snap length
 */
public record CapturedFrame(
    long number,
    long micros,
    NicId nic,
    String device,
    boolean transmitted,
    Datapath path,
    Optional<DropReason> dropped,
    int length,
    byte[] bytes) {

  public CapturedFrame {
    bytes = bytes.clone();
  }

  /** A copy. */
  @Override
  public byte[] bytes() {
    return bytes.clone();
  }
}
