package io.hnswitch.qdisc;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.offload.FrameHeaders;
import io.hnswitch.offload.WireBytes;
import java.lang.foreign.MemorySegment;

/**
 * Tells frames apart by the conversation that they are part of; those whose hashes agree share a
 * place. All have equal shares.
 */
final class ByFlow implements Classifier {

  private static final int FLOW_SHIFT = 64 - 10;

  private static final int VLAN = 0x8100;
  private static final int VLAN_SERVICE = 0x88a8;
  private static final int IP = Frames.ETHERNET_HEADER;

  private final MemorySegment bytes;
  private final long seed;
  private final FrameHeaders headers = new FrameHeaders();
  private final WireBytes wire;

  /**
   * @param seed of the hash, so that nobody outside can tell which flows share a place
   */
  ByFlow(Memory memory, long seed) {
    this.bytes = memory.segment();
    this.seed = seed;
    this.wire = new WireBytes(memory);
  }

  @Override
  public int wireBytes(FrameSlab slab, int slot) {
    return wire.of(slab.address(slot), slab.length(slot), slab.offload(slot), slab.vlan(slot));
  }

  /** By VLAN priority if there is a tag, else by DSCP; {@link Band#MIDDLE} for all else. */
  @Override
  public Band band(FrameSlab slab, int slot) {
    long frame = slab.address(slot);
    int length = slab.length(slot);
    int tci = slab.vlan(slot);
    if (tci != Frames.NO_VLAN) {
      return Band.ofVlanPriority(tci >>> 13 & 7);
    }
    if (length < IP + 2) {
      return Band.MIDDLE;
    }
    int next = bytes.get(Memory.BE16, frame + IP) & 0xffff;
    return switch (bytes.get(Memory.BE16, frame + IP - 2) & 0xffff) {
      case VLAN, VLAN_SERVICE -> Band.ofVlanPriority(next >>> 13);
      case FrameHeaders.IPV4 -> next >>> 12 == 4 ? Band.ofDscp(next >>> 2 & 0x3f) : Band.MIDDLE;
      case FrameHeaders.IPV6 -> next >>> 12 == 6 ? Band.ofDscp(next >>> 6 & 0x3f) : Band.MIDDLE;
      default -> Band.MIDDLE;
    };
  }

  /**
   * The number of a frame's flow, from 0: by addresses, protocol and ports of IP; fragments by
   * addresses alone, because only the first one has ports; everything else by MAC addresses and
   * type.
   */
  @Override
  public int flow(FrameSlab slab, int slot) {
    long frame = slab.address(slot);
    int length = slab.length(slot);
    boolean superFrame = ((int) slab.offload(slot) & Frames.TSO) != 0;
    var outcome =
        superFrame
            ? headers.parseSuperFrame(bytes, frame, length)
            : headers.parse(bytes, frame, length);
    if (outcome == FrameHeaders.Outcome.RUNT) {
      return 0;
    }
    long hash = seed;
    if (outcome.isMalformed() || !headers.isIp()) {
      hash = mix(hash, bytes.get(Memory.BE64, frame));
      hash = mix(hash, bytes.get(Memory.BE32, frame + 8));
      return place(mix(hash, bytes.get(Memory.BE16, frame + IP - 2)));
    }
    long ip = frame + headers.l3Offset();
    if (headers.isIpv4()) {
      hash = mix(hash, bytes.get(Memory.BE64, ip + 12));
    } else {
      for (int i = 8; i < 40; i += 8) {
        hash = mix(hash, bytes.get(Memory.BE64, ip + i));
      }
    }
    if (headers.isFragment()) {
      return place(hash);
    }
    hash = mix(hash, headers.protocol());
    boolean hasPorts = headers.l4HeaderLength() != 0;
    return place(hasPorts ? mix(hash, bytes.get(Memory.BE32, frame + headers.l4Offset())) : hash);
  }

  @Override
  public int weight(int flow) {
    return 1;
  }

  private static int place(long hash) {
    return (int) (hash >>> FLOW_SHIFT);
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * 0x9e37_79b9_7f4a_7c15L;
    mixed ^= mixed >>> 32;
    mixed *= 0xd6e8_feb8_6659_fd93L;
    return mixed ^ mixed >>> 32;
  }
}
