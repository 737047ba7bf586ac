package io.hnswitch.endpoint.host;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.FrameHeaders;
import io.hnswitch.state.StateTree;
import java.lang.foreign.MemorySegment;

/** Writes Ethernet and IP headers of frames a host sends. */
final class HostLink {

  static final int L3 = Frames.ETHERNET_HEADER;
  static final int IPV4_HEADER = 20;
  static final int IPV6_HEADER = 40;

  /** Shortest Ethernet frame without its check sequence; shorter ones are filled up with zeros. */
  static final int FRAME_MIN = 60;

  private static final int HOPS = 64;
  private static final long SENT_WHOLE = Frames.offload(Frames.CSUM_VALID, 0, 0, 0);

  private final MemorySegment memory;
  private final FrameSink sink;
  private final long mac;
  private int identification;
  private int length;
  private long sent;
  private long noRoom;

  HostLink(Memory memory, FrameSink sink, MacAddress mac) {
    this.memory = memory.segment();
    this.sink = sink;
    this.mac = mac.value();
  }

  MemorySegment memory() {
    return memory;
  }

  long mac() {
    return mac;
  }

  /** Frames sent. */
  long sent() {
    return sent;
  }

  /** Frames that found no room. */
  long noRoom() {
    return noRoom;
  }

  void save(StateTree.Writer into) {
    into.number("identification", identification & 0xffff)
        .number("sent", sent)
        .number("noRoom", noRoom);
  }

  void restore(StateTree.Reader from) {
    identification = from.integer("identification", 0, 0xffff);
    sent = from.count("sent");
    noRoom = from.count("noRoom");
  }

  /** Claims a frame and writes its Ethernet header; 0 when there is no room. */
  long begin(int bytes, long destination, int etherType) {
    length = Math.max(bytes, FRAME_MIN);
    long frame = sink.claim(length);
    if (frame == 0) {
      noRoom++;
      return 0;
    }
    MacAddress.writeRaw(memory, frame, destination);
    MacAddress.writeRaw(memory, frame + 6, mac);
    memory.set(Memory.BE16, frame + 12, (short) etherType);
    for (int at = bytes; at < FRAME_MIN; at++) {
      memory.set(Memory.BYTE, frame + at, (byte) 0);
    }
    return frame;
  }

  /** Sends the frame that was begun; its checksums are complete. */
  void send() {
    sent++;
    sink.commit(length, SENT_WHOLE);
  }

  /** As {@link #send()}, for a frame without checksums, like ARP. */
  void sendPlain() {
    sent++;
    sink.commit(length, 0);
  }

  /** Claims a frame and writes Ethernet and IPv4 headers around {@code bytes} of transport. */
  long beginIpv4(long destination, int service, int protocol, int source, int target, int bytes) {
    long frame = begin(L3 + IPV4_HEADER + bytes, destination, FrameHeaders.IPV4);
    if (frame != 0) {
      long ip = frame + L3;
      memory.set(Memory.BE16, ip, (short) (0x4500 | service & 0xff));
      memory.set(Memory.BE16, ip + 2, (short) (IPV4_HEADER + bytes));
      memory.set(Memory.BE16, ip + 4, (short) identification++);
      memory.set(Memory.BE16, ip + 6, (short) 0);
      memory.set(Memory.BE16, ip + 8, (short) (HOPS << 8 | protocol));
      memory.set(Memory.BE32, ip + 12, source);
      memory.set(Memory.BE32, ip + 16, target);
      int sum = Checksum.ipv4Header(memory, ip, IPV4_HEADER);
      memory.set(Memory.BE16, ip + 10, (short) sum);
    }
    return frame;
  }

  /** Claims a frame and writes Ethernet and IPv6 headers; {@link #address} writes the addresses. */
  long beginIpv6(long destination, int service, int protocol, int hops, int bytes) {
    long frame = begin(L3 + IPV6_HEADER + bytes, destination, FrameHeaders.IPV6);
    if (frame != 0) {
      long ip = frame + L3;
      memory.set(Memory.BE32, ip, 0x6000_0000 | (service & 0xff) << 20);
      memory.set(Memory.BE16, ip + 4, (short) bytes);
      memory.set(Memory.BE16, ip + 6, (short) (protocol << 8 | hops));
    }
    return frame;
  }

  int hops() {
    return HOPS;
  }

  void address(long at, long high, long low) {
    memory.set(Memory.BE64, at, high);
    memory.set(Memory.BE64, at + 8, low);
  }
}
