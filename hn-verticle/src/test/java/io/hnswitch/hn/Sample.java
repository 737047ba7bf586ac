package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.offload.Checksum;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A frame with what it carries besides its bytes. Two are equal when a receiver could not tell them
 * apart, so a checksum that is partial is finished for the comparison.
 */
record Sample(byte[] bytes, long offload, int vlan, int stream, int sequence) {

  static final long HN = 0x00155d010203L;
  static final long PEER = 0x00155d040506L;

  /** Bytes that are no IP, from {@link #HN} to {@link #PEER}. */
  static Sample plain(int length, int sequence) {
    var bytes = new byte[length];
    var head = HexFormat.of().parseHex("00155d04050600155d01020388b5");
    for (int i = 0; i < length; i++) {
      bytes[i] = i < head.length ? head[i] : (byte) (i * 31 + sequence);
    }
    return new Sample(bytes, 0, Frames.NO_VLAN, 1, sequence);
  }

  /** TCP or UDP with a partial checksum. */
  static Sample partial(boolean ipv6, boolean tcp, int payload, int sequence) {
    return ip(ipv6, tcp, payload, 0, sequence);
  }

  /** A TCP super-frame. */
  static Sample superFrame(boolean ipv6, int payload, int mss, int sequence) {
    return ip(ipv6, true, payload, mss, sequence);
  }

  private static Sample ip(boolean ipv6, boolean tcp, int payload, int mss, int sequence) {
    int ip = ipv6 ? 40 : 20;
    int transport = tcp ? 20 : 8;
    int l4 = 14 + ip;
    var m = MemorySegment.ofArray(new byte[l4 + transport + payload]);
    int length = (int) m.byteSize();
    copy(m, 0, ipv6 ? "00155d04050600155d01020386dd" : "00155d04050600155d0102030800");
    int protocol = tcp ? 6 : 17;
    long addresses;
    if (ipv6) {
      copy(m, 14, "60000000");
      m.set(Memory.BE16, 18, (short) (length - 54));
      m.set(ValueLayout.JAVA_BYTE, 20, (byte) protocol);
      m.set(ValueLayout.JAVA_BYTE, 21, (byte) 64);
      copy(m, 22, "20010db800000000000000000000000120010db8000000000000000000000002");
      addresses = sum(m, 22, 32);
    } else {
      copy(m, 14, "4500");
      m.set(Memory.BE16, 16, (short) (length - 14));
      m.set(Memory.BE16, 18, (short) (sequence * 50));
      copy(m, 20, "40004006");
      m.set(ValueLayout.JAVA_BYTE, 23, (byte) protocol);
      copy(m, 26, "0a0000010a000002");
      addresses = sum(m, 26, 8);
      m.set(Memory.BE16, 24, (short) ~fold(sum(m, 14, 20)));
    }
    copy(m, l4, "c0001f90");
    if (tcp) {
      m.set(Memory.BE32, l4 + 4, sequence);
      copy(m, l4 + 12, "5018ffff");
    } else {
      m.set(Memory.BE16, l4 + 4, (short) (length - l4));
    }
    for (int i = l4 + transport; i < length; i++) {
      m.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 7 + sequence));
    }
    int field = tcp ? 16 : 6;
    m.set(Memory.BE16, l4 + field, (short) fold(addresses + protocol + (length - l4)));
    int flags = Frames.CSUM_PARTIAL | (mss == 0 ? 0 : ipv6 ? Frames.TSO6 : Frames.TSO4);
    return new Sample(
        m.toArray(ValueLayout.JAVA_BYTE),
        Frames.offload(flags, l4, field, mss),
        Frames.NO_VLAN,
        1,
        sequence);
  }

  private static void copy(MemorySegment m, int at, String hex) {
    MemorySegment.copy(
        MemorySegment.ofArray(HexFormat.of().parseHex(hex)), 0, m, at, hex.length() / 2);
  }

  private static long sum(MemorySegment m, int at, int length) {
    long sum = 0;
    for (int i = 0; i < length; i += 2) {
      sum += m.get(Memory.BE16, at + i) & 0xffff;
    }
    return sum;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded > 0xffff) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) folded;
  }

  /** Fails at the first difference, with a text that can be read. */
  static void assertArrived(List<Sample> sent, List<Sample> arrived, String text) {
    for (int i = 0; i < Math.min(sent.size(), arrived.size()); i++) {
      assertEquals(sent.get(i), arrived.get(i), text);
    }
    assertEquals(sent.size(), arrived.size(), text + ": number of frames");
  }

  /** Any frame; super-frames only when they are wanted. */
  static Sample random(Random random, int lengthMax, boolean superFrames, int sequence) {
    boolean ipv6 = random.nextBoolean();
    var sample =
        switch (random.nextInt(superFrames ? 5 : 4)) {
          case 0 -> plain(14 + random.nextInt(64), sequence);
          case 1 -> plain(14 + random.nextInt(lengthMax - 13), sequence);
          case 2 -> partial(ipv6, random.nextBoolean(), random.nextInt(lengthMax - 73), sequence);
          case 3 -> partial(ipv6, random.nextBoolean(), random.nextInt(100), sequence);
          default -> {
            int most = 65535 - (ipv6 ? 60 : 40);
            int payload = random.nextInt(8) == 0 ? most : 2000 + random.nextInt(most - 2000);
            yield superFrame(ipv6, payload, 1200 + random.nextInt(241), sequence);
          }
        };
    int vlan = random.nextInt(4) == 0 ? random.nextInt(65536) : Frames.NO_VLAN;
    int stream = random.nextInt(3);
    return new Sample(sample.bytes, sample.offload, vlan, stream, stream == 0 ? 0 : sequence);
  }

  /** Puts it into a slab at an address, and says where the next may be. */
  long add(FrameSlab slab, MemorySegment memory, long at) {
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, at, bytes.length);
    int slot = slab.add(at, bytes.length, offload);
    slab.vlan(slot, vlan);
    slab.mark(slot, stream, sequence);
    return at + bytes.length + Frames.HEADROOM + 7 & -8;
  }

  static Sample of(FrameSlab slab, MemorySegment memory, int slot) {
    return new Sample(
        memory.asSlice(slab.address(slot), slab.length(slot)).toArray(ValueLayout.JAVA_BYTE),
        slab.offload(slot),
        slab.vlan(slot),
        slab.stream(slot),
        slab.sequence(slot));
  }

  boolean isSuperFrame() {
    return (Frames.flags(offload) & Frames.TSO) != 0;
  }

  private Sample finished() {
    if (isSuperFrame() || (Frames.flags(offload) & Frames.CSUM_PARTIAL) == 0) {
      return this;
    }
    try (var arena = Arena.ofConfined()) {
      var copy = arena.allocate(bytes.length + 8L);
      MemorySegment.copy(MemorySegment.ofArray(bytes), 0, copy, 0, bytes.length);
      Checksum.complete(copy, 0, bytes.length, offload);
      var all = copy.asSlice(0, bytes.length).toArray(ValueLayout.JAVA_BYTE);
      return new Sample(all, 0, vlan, stream, sequence);
    }
  }

  @Override
  public boolean equals(Object that) {
    return that instanceof Sample other
        && Arrays.equals(finished().bytes, other.finished().bytes)
        && isSuperFrame() == other.isSuperFrame()
        && (!isSuperFrame() || offload == other.offload)
        && vlan == other.vlan
        && stream == other.stream
        && sequence == other.sequence;
  }

  @Override
  public int hashCode() {
    return 31 * bytes.length + sequence;
  }

  @Override
  public String toString() {
    return "#"
        + sequence
        + " of stream "
        + stream
        + ", "
        + bytes.length
        + " bytes, offload "
        + Long.toHexString(offload)
        + ", vlan "
        + vlan
        + ", "
        + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 80));
  }
}
