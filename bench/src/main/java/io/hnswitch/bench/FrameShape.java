package io.hnswitch.bench;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.FrameHeaders;
import io.hnswitch.offload.TsoLimits;
import java.lang.foreign.MemorySegment;

/**
 * The one frame that a {@link BurstSourceVerticle} sends over and over: TCP over IPv4, its checksum
 * left to the NIC, and a super-frame to be cut when it is longer than the MTU allows. That is what
 * a guest's stack hands down when hn's offloads are on.
 *
 * @param bytes of the frame without check sequence
 */
record FrameShape(int bytes) {

  /** Bytes of the headers, and as many as every frame is given anew. */
  static final int HEAD = 64;

  private static final int MTU_FRAME = 1514;
  private static final int HEADERS = 54;
  private static final int SEGMENT = 1460;

  /** The protocol of its packet. */
  static final int TCP = 6;

  FrameShape {
    if (bytes < HEAD || bytes > Frames.MAX_FRAME) {
      throw new IllegalArgumentException("frame length out of range: " + bytes);
    }
  }

  /** As long as this, but no longer than hn takes in one piece. */
  FrameShape within(TsoLimits limits) {
    return isSuper()
        ? new FrameShape((int) Math.min(bytes, limits.max() + (long) Frames.ETHERNET_HEADER))
        : this;
  }

  /** True for a TCP super-frame. */
  boolean isSuper() {
    return bytes > MTU_FRAME;
  }

  /** The offload word of the frame. */
  long offload() {
    int flags = Frames.CSUM_PARTIAL | (isSuper() ? Frames.TSO4 : 0);
    return Frames.offload(flags, 34, Checksum.TCP_FIELD, isSuper() ? SEGMENT : 0);
  }

  /** Writes the whole frame, for the payload's sake. */
  void write(MemorySegment memory, long at, MacAddress from, MacAddress to) {
    memory.asSlice(at, bytes).fill((byte) 0x5a);
    MacAddress.writeRaw(memory, at, to.value());
    MacAddress.writeRaw(memory, at + 6, from.value());
    memory.set(Memory.BE16, at + 12, (short) FrameHeaders.IPV4);
    long ip = at + Frames.ETHERNET_HEADER;
    memory.set(Memory.BE32, ip, 0x4500_0000 | bytes - Frames.ETHERNET_HEADER);
    memory.set(Memory.BE32, ip + 4, 0x0000_4000);
    memory.set(Memory.BE32, ip + 8, 64 << 24 | TCP << 16);
    memory.set(Memory.BE32, ip + 12, 0x0a00_0001);
    memory.set(Memory.BE32, ip + 16, 0x0a00_0002);
    memory.set(Memory.BE16, ip + 10, (short) Checksum.ipv4Header(memory, ip, 20));
    long tcp = ip + 20;
    memory.set(Memory.BE32, tcp, 40000 << 16 | 5201);
    memory.set(Memory.BE64, tcp + 4, 0);
    memory.set(Memory.BE32, tcp + 12, 0x5010_ffff);
    int pseudo = Checksum.pseudoIpv4(memory, ip, TCP, bytes - HEADERS + 20);
    memory.set(Memory.BE32, tcp + 16, pseudo << 16);
  }
}
