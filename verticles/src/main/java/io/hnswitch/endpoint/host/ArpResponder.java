package io.hnswitch.endpoint.host;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.offload.FrameHeaders;
import java.lang.foreign.MemorySegment;

/** Address resolution for IPv4: RFC 826, probes and announcements of RFC 5227. */
final class ArpResponder {

  private static final int BYTES = 28;
  private static final long ETHERNET_IPV4 = 0x0001_0800_0604L;
  private static final int REQUEST = 1;
  private static final int REPLY = 2;

  private final HostLink link;
  private final MemorySegment memory;
  private final OwnAddresses own;
  private final NeighborTable neighbors;
  private final boolean answers;

  ArpResponder(HostLink link, OwnAddresses own, NeighborTable neighbors, boolean answers) {
    this.link = link;
    this.memory = link.memory();
    this.own = own;
    this.neighbors = neighbors;
    this.answers = answers;
  }

  /**
   * @param arp address of the ARP header
   * @param length bytes there
   */
  HostOutcome receive(long arp, int length, long now) {
    if (length < BYTES || memory.get(Memory.BE64, arp) >>> 16 != ETHERNET_IPV4) {
      return HostOutcome.MALFORMED;
    }
    int operation = memory.get(Memory.BE16, arp + 6);
    long senderMac = MacAddress.readRaw(memory, arp + 8);
    int sender = memory.get(Memory.BE32, arp + 14);
    int target = memory.get(Memory.BE32, arp + 24);
    if (operation != REQUEST && operation != REPLY
        || MacAddress.isGroup(senderMac)
        || senderMac == 0
        || !maySend(sender)) {
      return HostOutcome.MALFORMED;
    }
    if (senderMac == link.mac()) {
      return HostOutcome.NOT_FOR_US;
    }
    if (own.find(0, IpAddress.mapped(sender)) >= 0) {
      return HostOutcome.CONFLICT;
    }
    boolean forUs = own.find(0, IpAddress.mapped(target)) >= 0;
    boolean asks = operation == REQUEST && forUs;
    boolean learned = learn(sender, senderMac, asks, now);
    if (asks && answers) {
      return reply(senderMac, sender, target);
    }
    if (learned) {
      return HostOutcome.ARP_LEARNED;
    }
    return forUs ? HostOutcome.NOT_ANSWERED : HostOutcome.NOT_FOR_US;
  }

  /** True for a unicast address and for 0, which a probe has. */
  private static boolean maySend(int sender) {
    return sender >>> 28 != 0xe && sender != -1;
  }

  /** Whoever asks us is learned; others only when we know or look for them already (RFC 826). */
  private boolean learn(int sender, long senderMac, boolean asks, long now) {
    if (sender == 0) {
      return false;
    }
    long low = IpAddress.mapped(sender);
    int place = asks ? neighbors.add(0, low, now) : neighbors.find(0, low);
    if (place < 0) {
      return false;
    }
    neighbors.confirm(place, senderMac, now);
    return true;
  }

  private HostOutcome reply(long toMac, int to, int from) {
    return write(REPLY, toMac, from, toMac, to) ? HostOutcome.ARP_ANSWERED : HostOutcome.NO_ROOM;
  }

  /** Asks who has {@code target}, as our address {@code source}. */
  void request(int source, int target) {
    write(REQUEST, MacAddress.BROADCAST.value(), source, 0, target);
  }

  /** Tells everybody that we have an address: a gratuitous request. */
  void announce(int source) {
    write(REQUEST, MacAddress.BROADCAST.value(), source, 0, source);
  }

  private boolean write(int operation, long destination, int source, long targetMac, int target) {
    long frame = link.begin(HostLink.L3 + BYTES, destination, FrameHeaders.ARP);
    if (frame == 0) {
      return false;
    }
    long arp = frame + HostLink.L3;
    memory.set(Memory.BE64, arp, ETHERNET_IPV4 << 16 | operation);
    MacAddress.writeRaw(memory, arp + 8, link.mac());
    memory.set(Memory.BE32, arp + 14, source);
    MacAddress.writeRaw(memory, arp + 18, targetMac);
    memory.set(Memory.BE32, arp + 24, target);
    link.sendPlain();
    return true;
  }
}
