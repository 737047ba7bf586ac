package io.hnswitch.endpoint.host;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.FrameHeaders;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * Sends echo requests back: ICMP, ICMPv6, and UDP port 7. The answer goes to the MAC address the
 * request came from, without IP options and extension headers.
 */
final class EchoResponder {

  static final int UDP_PORT = 7;

  private static final int ICMP_REQUEST = 8;
  private static final int ICMPV6_REQUEST = 128;
  private static final int ICMPV6_REPLY = 129;
  private static final int ECHO_BYTES = 8;

  private final HostLink link;
  private final MemorySegment memory;
  private final boolean icmp;
  private final boolean icmpv6;
  private final boolean udp;

  EchoResponder(HostLink link, Set<HostAnswer> answers) {
    this.link = link;
    this.memory = link.memory();
    icmp = answers.contains(HostAnswer.ICMP_ECHO);
    icmpv6 = answers.contains(HostAnswer.ICMPV6_ECHO);
    udp = answers.contains(HostAnswer.UDP_ECHO);
  }

  /** The frame is whole, for one of our addresses, from a unicast address, with right checksums. */
  HostOutcome receive(long frame, FrameHeaders headers) {
    long l4 = frame + headers.l4Offset();
    int bytes = headers.end() - headers.l4Offset();
    return switch (headers.protocol()) {
      case FrameHeaders.ICMP -> headers.isIpv4() ? icmp(frame, headers, l4, bytes) : ignore();
      case FrameHeaders.ICMPV6 -> headers.isIpv6() ? icmpv6(frame, headers, l4, bytes) : ignore();
      case FrameHeaders.UDP -> udp(frame, headers, l4);
      default -> ignore();
    };
  }

  private static HostOutcome ignore() {
    return HostOutcome.NOT_ANSWERED;
  }

  private HostOutcome icmp(long frame, FrameHeaders headers, long l4, int bytes) {
    if (bytes < ECHO_BYTES) {
      return HostOutcome.MALFORMED;
    }
    if (!icmp || memory.get(Memory.BE16, l4) != (short) (ICMP_REQUEST << 8)) {
      return ignore();
    }
    long reply = begin(frame, headers, bytes);
    if (reply == 0) {
      return HostOutcome.NO_ROOM;
    }
    memory.set(Memory.BE32, reply, 0);
    int sum = Checksum.sum(memory, reply, bytes);
    memory.set(Memory.BE16, reply + 2, (short) Checksum.finish(sum));
    link.send();
    return HostOutcome.ICMP_ECHOED;
  }

  private HostOutcome icmpv6(long frame, FrameHeaders headers, long l4, int bytes) {
    if (bytes < ECHO_BYTES) {
      return HostOutcome.MALFORMED;
    }
    if (!icmpv6 || memory.get(Memory.BE16, l4) != (short) (ICMPV6_REQUEST << 8)) {
      return ignore();
    }
    long reply = begin(frame, headers, bytes);
    if (reply == 0) {
      return HostOutcome.NO_ROOM;
    }
    memory.set(Memory.BE32, reply, ICMPV6_REPLY << 24);
    int sum = sumWithPseudo(reply, false, FrameHeaders.ICMPV6, bytes);
    memory.set(Memory.BE16, reply + 2, (short) Checksum.finish(sum));
    link.send();
    return HostOutcome.ICMPV6_ECHOED;
  }

  private HostOutcome udp(long frame, FrameHeaders headers, long l4) {
    int from = memory.get(Memory.BE16, l4) & 0xffff;
    int to = memory.get(Memory.BE16, l4 + 2) & 0xffff;
    // Two echo ports would play with each other for ever; port 0 means no answer is wanted.
    if (!udp || to != UDP_PORT || from == UDP_PORT || from == 0) {
      return ignore();
    }
    int bytes = headers.l4HeaderLength() + headers.payloadLength();
    long reply = begin(frame, headers, bytes);
    if (reply == 0) {
      return HostOutcome.NO_ROOM;
    }
    memory.set(Memory.BE16, reply, (short) to);
    memory.set(Memory.BE16, reply + 2, (short) from);
    memory.set(Memory.BE16, reply + 6, (short) 0);
    int sum = Checksum.finish(sumWithPseudo(reply, headers.isIpv4(), FrameHeaders.UDP, bytes));
    memory.set(Memory.BE16, reply + 6, (short) (sum == 0 ? 0xffff : sum));
    link.send();
    return HostOutcome.UDP_ECHOED;
  }

  private int sumWithPseudo(long l4, boolean v4, int protocol, int bytes) {
    int pseudo =
        v4
            ? Checksum.pseudoIpv4(memory, l4 - HostLink.IPV4_HEADER, protocol, bytes)
            : Checksum.pseudoIpv6(memory, l4 - HostLink.IPV6_HEADER, protocol, bytes);
    return Checksum.add(Checksum.sum(memory, l4, bytes), pseudo);
  }

  /** Writes headers back to the sender and copies the transport; its address, or 0 without room. */
  private long begin(long frame, FrameHeaders headers, int bytes) {
    long ip = frame + headers.l3Offset();
    long to = MacAddress.readRaw(memory, frame + 6);
    int protocol = headers.protocol();
    long reply;
    int header;
    if (headers.isIpv4()) {
      int service = memory.get(Memory.BYTE, ip + 1);
      int source = memory.get(Memory.BE32, ip + 16);
      int target = memory.get(Memory.BE32, ip + 12);
      reply = link.beginIpv4(to, service, protocol, source, target, bytes);
      header = HostLink.IPV4_HEADER;
    } else {
      int service = memory.get(Memory.BE32, ip) >>> 20;
      reply = link.beginIpv6(to, service, protocol, link.hops(), bytes);
      header = HostLink.IPV6_HEADER;
    }
    if (reply == 0) {
      return 0;
    }
    long replyIp = reply + HostLink.L3;
    if (headers.isIpv6()) {
      MemorySegment.copy(memory, ip + 24, memory, replyIp + 8, 16);
      MemorySegment.copy(memory, ip + 8, memory, replyIp + 24, 16);
    }
    MemorySegment.copy(memory, frame + headers.l4Offset(), memory, replyIp + header, bytes);
    return replyIp + header;
  }
}
