package io.hnswitch.offload;

import io.hnswitch.frame.Frames;

/**
 * What one super-frame may be at most ({@code if_hw_tsomax*}).
 *
 * @param max bytes of the super-frame without its Ethernet header
 * @param segments memory segments it may be made of
 * @param segmentSize bytes of one memory segment
 */
public record TsoLimits(int max, int segments, int segmentSize) {

  /** No limit below what a 64 KiB IP packet needs. */
  public static final TsoLimits UNLIMITED = new TsoLimits(65535, 65535, 65535);

  public TsoLimits {
    if (max < 0 || max > 65535 || segments < 0 || segmentSize < 0) {
      throw new IllegalArgumentException(
          "TSO limits out of range: " + max + ", " + segments + ", " + segmentSize);
    }
  }

  public TsoLimits min(TsoLimits that) {
    return new TsoLimits(
        Math.min(max, that.max),
        Math.min(segments, that.segments),
        Math.min(segmentSize, that.segmentSize));
  }

  /** The largest Ethernet frame the three limits allow, header included. */
  public int frameMax() {
    return (int) Math.min(max + (long) Frames.ETHERNET_HEADER, (long) segments * segmentSize);
  }
}
