package io.hnswitch.hn.qdisc;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/**
 * An IPv4 frame to be queued, in words.
 *
 * @param flow its source port, so another flow for every number
 * @param length bytes of the frame
 * @param mss payload of its segments; 0 when it is no super-frame
 * @param tci out-of-band tag, or {@link Frames#NO_VLAN}
 */
record Packet(int flow, int dscp, int length, int mss, int tci) {

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

  /** Puts it into a slab at an address; gives its slot. */
  int add(FrameSlab slab, MemorySegment memory, long at) {
    copy(memory, at, "00155d04050600155d0102030800");
    copy(memory, at + 14, "4500");
    memory.set(Memory.BYTE, at + 15, (byte) (dscp << 2));
    memory.set(Memory.BE16, at + 16, (short) (length - 14));
    copy(memory, at + 18, "0000000040060000" + "0a0000010a000002");
    memory.set(Memory.BYTE, at + 23, (byte) (mss == 0 ? 17 : 6));
    memory.set(Memory.BE16, at + 34, (short) flow);
    memory.set(Memory.BE16, at + 36, (short) 7);
    if (mss == 0) {
      memory.set(Memory.BE16, at + 38, (short) (length - 34));
    } else {
      copy(memory, at + 46, "5018ffff");
    }
    long word = mss == 0 ? 0 : Frames.offload(Frames.TSO4 | Frames.CSUM_PARTIAL, 34, 16, mss);
    int slot = slab.add(at, length, word);
    slab.vlan(slot, tci);
    return slot;
  }

  private static void copy(MemorySegment memory, long at, String hex) {
    var bytes = HexFormat.of().parseHex(hex);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, at, bytes.length);
  }
}
