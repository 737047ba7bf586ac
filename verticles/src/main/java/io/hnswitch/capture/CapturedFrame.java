package io.hnswitch.capture;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.DropReason;
import java.util.Locale;
import java.util.Optional;

/**
 * One frame as it was captured.
 *
 * @param number counts the frames of a capture, from 0
 * @param micros when, in microseconds since 1970
 * @param place the NIC whose frame it is, or the wire where it was
 * @param device who saw it, like {@code hn a:hn0}
 * @param transmitted whether the guest, or the adapter, sent it; else it received it, or was to
 * @param path which way a NIC's frame took; empty at a wire
 * @param dropped why the device dropped it; empty when it did not
 * @param length bytes of the whole frame
 * @param bytes its beginning, with the 802.1Q tag if it has one; no more than the snap length
 */
public record CapturedFrame(
    long number,
    long micros,
    CapturePlace place,
    String device,
    boolean transmitted,
    Optional<Datapath> path,
    Optional<DropReason> dropped,
    int length,
    byte[] bytes) {

  public CapturedFrame {
    bytes = bytes.clone();
  }

  /** The name of the way that it took, one of the {@linkplain CapturePlace#ways place's}. */
  public String way() {
    return path.map(one -> one.name().toLowerCase(Locale.ROOT)).orElse("wire");
  }

  /** A copy. */
  @Override
  public byte[] bytes() {
    return bytes.clone();
  }
}
