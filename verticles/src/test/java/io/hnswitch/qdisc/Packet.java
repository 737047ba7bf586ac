package io.hnswitch.qdisc;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/**
 * An IPv4 frame to be queued, in words.
 *
 * @param flow its source port, so another flow for every number; the end of its source address too
 * @param length bytes of the frame
 * @param mss payload of its segments; 0 when it is no super-frame
 * @param tci out-of-band tag, or {@link Frames#NO_VLAN}
 */
record Packet(int flow, int dscp, int length, int mss, int tci) {

  private static final MemorySegment UDP = header("11");
  private static final MemorySegment TCP = header("06");

  static final int EXPEDITED = 46;
  static final int BACKGROUND = 8;

  /** UDP, best effort. */
  static Packet of(int flow, int length) {
    return new Packet(flow, 0, length, 0, Frames.NO_VLAN);
  }

  /** A TCP super-frame, best effort. */
  static Packet superFrame(int flow, int payload, int mss) {
    return new Packet(flow, 0, 54 + payload, mss, Frames.NO_VLAN);
  }

  Packet dscp(int codepoint) {
    return new Packet(flow, codepoint, length, mss, tci);
  }

  Packet tagged(int tag) {
    return new Packet(flow, dscp, length, mss, tag);
  }

  /** The source address of a flow's frames. */
  static MacAddress source(int flow) {
    return new MacAddress(0x0015_5d01_0000L | flow);
  }

  /** Puts it into a slab at an address; gives its slot. */
  int add(FrameSlab slab, MemorySegment memory, long at) {
    MemorySegment.copy(mss == 0 ? UDP : TCP, 0, memory, at, 54);
    memory.set(Memory.BE16, at + 10, (short) flow);
    memory.set(Memory.BYTE, at + 15, (byte) (dscp << 2));
    memory.set(Memory.BE16, at + 16, (short) (length - 14));
    memory.set(Memory.BE16, at + 34, (short) flow);
    if (mss == 0) {
      memory.set(Memory.BE16, at + 38, (short) (length - 34));
    }
    long word = mss == 0 ? 0 : Frames.offload(Frames.TSO4 | Frames.CSUM_PARTIAL, 34, 16, mss);
    int slot = slab.add(at, length, word);
    slab.vlan(slot, tci);
    return slot;
  }

  private static MemorySegment header(String protocol) {
    var hex =
        "00155d04050600155d0102030800"
            + "45000000000000004011000000000000".replace("11", protocol).substring(0, 24)
            + "0a0000010a000002"
            + "00000007000000000000000050180fff00000000";
    return MemorySegment.ofArray(HexFormat.of().parseHex(hex));
  }
}
