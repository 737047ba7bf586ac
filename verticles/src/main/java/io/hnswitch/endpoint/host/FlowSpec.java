package io.hnswitch.endpoint.host;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;

/**
 * What a numbered UDP flow is.
 *
 * @param id its number, carried in every frame; up to 65535 when the frames are {@link #isShort}
 * @param sourceMac the sender
 * @param destinationMac the receiver, or its next hop
 * @param source IP address of the sender
 * @param destination IP address of the receiver, of the same kind
 * @param sourcePort UDP port, 1 to 65535
 * @param destinationPort UDP port, 1 to 65535
 * @param frameBytes bytes of each frame without check sequence; at least 60 with IPv4 and 80 with
 *     IPv6, at most {@value #FRAME_MAX} and what the MTU allows
 * @param mtu bytes of the largest IP packet
 * @param count frames to send; 0 means without end
 * @param rate frames a second; 0 means as fast as they are taken
 */
public record FlowSpec(
    int id,
    MacAddress sourceMac,
    MacAddress destinationMac,
    IpAddress source,
    IpAddress destination,
    int sourcePort,
    int destinationPort,
    int frameBytes,
    int mtu,
    long count,
    long rate) {

  public static final int FRAME_MAX = 65000;

  /** The fastest a flow can be told to be, in frames a second. */
  public static final long RATE_MAX = 1_000_000_000L;

  public FlowSpec {
    if (sourceMac.isGroup() || sourceMac.value() == 0 || destinationMac.value() == 0) {
      throw new IllegalArgumentException("not two stations: " + sourceMac + ", " + destinationMac);
    }
    if (source.isV4() != destination.isV4() || !source.isUnicast() || destination.isUnspecified()) {
      throw new IllegalArgumentException("no flow from " + source + " to " + destination);
    }
    range("source port", sourcePort, 1, 65535);
    range("destination port", destinationPort, 1, 65535);
    range("mtu", mtu, 68, 65535);
    int headers = headerBytes(source.isV4());
    range("frame size", frameBytes, Math.max(60, headers + FlowFrame.SHORT_BYTES), FRAME_MAX);
    range("frame size with this mtu", frameBytes, 60, mtu + Frames.ETHERNET_HEADER);
    boolean small = frameBytes < headers + FlowFrame.LONG_BYTES;
    range("flow id", id & 0xffff_ffffL, 0, small ? 0xffff : 0xffff_ffffL);
    range("count", count, 0, Long.MAX_VALUE);
    range("rate", rate, 0, RATE_MAX);
  }

  private static void range(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " out of range: " + value + ", not " + min + " to " + max);
    }
  }

  private static int headerBytes(boolean v4) {
    return Frames.ETHERNET_HEADER + (v4 ? 20 : 40) + 8;
  }

  /** Where the UDP payload starts. */
  int payloadOffset() {
    return headerBytes(source.isV4());
  }

  /** True when the frames are too small for the full flow header. */
  public boolean isShort() {
    return frameBytes < payloadOffset() + FlowFrame.LONG_BYTES;
  }

  /** True when {@link #count} is a limit. */
  public boolean isBounded() {
    return count > 0;
  }
}
