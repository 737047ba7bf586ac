package io.hnswitch.wire.vxlan;

import io.hnswitch.frame.Frames;
import io.hnswitch.lab.NicSpec;
import java.lang.foreign.MemorySegment;

/**
 * Decides which datagrams are taken. Nothing of a datagram is believed before it is looked at: the
 * source first, then the length, the header, and the length of the frame.
 */
final class VxlanGate {

  private static final int TAGS = 2 * 4;

  /** The longest frame that is taken: the largest MTU, with two tags. */
  static final int FRAME_MAX = NicSpec.MAX_MTU + Frames.ETHERNET_HEADER + TAGS;

  private final MemorySegment memory;
  private final VxlanFlyweight header;
  private final long remote;
  private final int vni;

  /**
   * @param remote where the socket address of the remote is
   */
  VxlanGate(MemorySegment memory, long remote, int vni) {
    this.memory = memory;
    this.header = new VxlanFlyweight(memory);
    this.remote = remote;
    this.vni = vni;
  }

  /**
   * Decides about a datagram.
   *
   * @param from where the socket address of its sender is
   * @param at where it is
   * @param length how long it was, which may be more than there was room for
   */
  VxlanVerdict judge(long from, long at, int length) {
    if (!SocketAddressFlyweight.sameHost(memory, from, remote)) {
      return VxlanVerdict.STRANGER;
    }
    if (length < VxlanFlyweight.BYTES) {
      return VxlanVerdict.TOO_SHORT;
    }
    header.wrap(at, length);
    if (!header.isValid()) {
      return VxlanVerdict.NO_VNI;
    }
    if (header.vni() != vni) {
      return VxlanVerdict.OTHER_VNI;
    }
    int frame = length - VxlanFlyweight.BYTES;
    if (frame < Frames.ETHERNET_HEADER) {
      return VxlanVerdict.INNER_RUNT;
    }
    return frame > FRAME_MAX ? VxlanVerdict.INNER_OVERSIZE : VxlanVerdict.TAKEN;
  }
}
