package io.hnswitch.endpoint.host;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.FrameHeaders;
import io.hnswitch.state.StateTree;
import java.lang.foreign.MemorySegment;

/**
 * A small host: answers ARP, NDP, ICMP and UDP echoes for its addresses and finds next hops. It
 * keeps no connections, puts no fragments together and sends no ICMP errors.
 *
 * <p>Frames are read in place and answers written where the {@link FrameSink} says; in steady state
 * nothing is allocated. Times are nanoseconds of one monotonic clock. One instance serves one
 * thread.
 */
public final class HostStack {

  /** The next hop is being asked for; try again later. */
  public static final long PENDING = -1;

  /** The next hop did not answer; it is asked again after a pause. */
  public static final long UNREACHABLE = -2;

  /** No network of ours has the address, and there is no gateway of its kind. */
  public static final long NO_ROUTE = -3;

  /** Neighbours a host remembers. */
  public static final int NEIGHBORS_MAX = 1024;

  /** How long a tentative address waits for an objection (RFC 4861, RetransTimer). */
  public static final long DUPLICATE_WAIT_NANOS = 1_000_000_000L;

  private final MemorySegment memory;
  private final HostLink link;
  private final OwnAddresses own;
  private final NeighborTable neighbors = new NeighborTable(NEIGHBORS_MAX);
  private final ArpResponder arp;
  private final NdpResponder ndp;
  private final EchoResponder echo;
  private final NextHops hops;
  private final FrameHeaders headers = new FrameHeaders();
  private final long[] counts = new long[HostOutcome.values().length];
  private boolean probing;
  private long probedAt;

  public HostStack(Memory memory, HostConfig config, FrameSink sink) {
    this.memory = memory.segment();
    link = new HostLink(memory, sink, config.mac());
    own = new OwnAddresses(config);
    var answers = config.answers();
    arp = new ArpResponder(link, own, neighbors, answers.contains(HostAnswer.ARP));
    ndp = new NdpResponder(link, own, neighbors, answers.contains(HostAnswer.NDP));
    echo = new EchoResponder(link, answers);
    hops = new NextHops(config, own, neighbors, arp, ndp);
  }

  /**
   * Starts using the addresses: probes for the tentative ones, announces the others. Call again
   * when the link came back.
   */
  public void start(long now) {
    for (int i = 0; i < own.count(); i++) {
      switch (own.state(i)) {
        case PREFERRED -> announce(i);
        case TENTATIVE -> {
          ndp.probe(i);
          probing = true;
          probedAt = now;
        }
        case DUPLICATE -> {}
      }
    }
  }

  private void announce(int index) {
    if (own.isV4(index)) {
      arp.announce((int) own.low(index));
    } else {
      ndp.announce(index);
    }
  }

  /** Lets time pass: tentative addresses become usable, requests are repeated, neighbours age. */
  public void tick(long now) {
    if (probing && now - probedAt >= DUPLICATE_WAIT_NANOS) {
      probing = false;
      for (int i = 0; i < own.count(); i++) {
        if (own.state(i) == OwnAddresses.State.TENTATIVE) {
          own.state(i, OwnAddresses.State.PREFERRED);
          ndp.announce(i);
        }
      }
    }
    hops.tick(now);
  }

  /**
   * Takes a received frame and answers it, if that is due.
   *
   * @param frame its address; it is only read
   * @param length its bytes; none behind are looked at
   * @param offload its offload word: with {@link Frames#CSUM_VALID} or {@link Frames#CSUM_PARTIAL}
   *     the transport checksum is not verified
   */
  public HostOutcome receive(long frame, int length, long offload, long now) {
    var outcome = judge(frame, length, offload, now);
    counts[outcome.ordinal()]++;
    return outcome;
  }

  private HostOutcome judge(long frame, int length, long offload, long now) {
    if (headers.parse(memory, frame, length).isMalformed()) {
      return HostOutcome.MALFORMED;
    }
    long to = MacAddress.readRaw(memory, frame);
    long from = MacAddress.readRaw(memory, frame + 6);
    if (MacAddress.isGroup(from)) {
      return HostOutcome.MALFORMED;
    }
    boolean forUs = to == link.mac() || MacAddress.isGroup(to);
    if (!forUs || from == link.mac() || headers.tags() > 0) {
      return HostOutcome.NOT_FOR_US;
    }
    return switch (headers.etherType()) {
      case FrameHeaders.ARP ->
          arp.receive(frame + headers.l3Offset(), length - headers.l3Offset(), now);
      case FrameHeaders.IPV4, FrameHeaders.IPV6 -> judgeIp(frame, offload, now);
      default -> HostOutcome.NOT_ANSWERED;
    };
  }

  private HostOutcome judgeIp(long frame, long offload, long now) {
    if (headers.isIpv4() && !Checksum.verifyIpv4Header(memory, frame, headers)) {
      return HostOutcome.BAD_CHECKSUM;
    }
    boolean discovery = isDiscovery(frame);
    if (!discovery) {
      var refusal = judgeAddresses(frame);
      if (refusal != HostOutcome.NOT_ANSWERED) {
        return refusal;
      }
    }
    if (headers.isFragment()) {
      return HostOutcome.FRAGMENT;
    }
    if (headers.isRouted()) {
      return HostOutcome.NOT_ANSWERED;
    }
    int known = Frames.CSUM_VALID | Frames.CSUM_PARTIAL;
    if ((Frames.flags(offload) & known) == 0
        && Checksum.verifyTransport(memory, frame, headers) == Checksum.Verdict.BAD_TRANSPORT) {
      return HostOutcome.BAD_CHECKSUM;
    }
    return discovery ? ndp.receive(frame, headers, now) : echo.receive(frame, headers);
  }

  private boolean isDiscovery(long frame) {
    if (!headers.isIpv6()
        || headers.protocol() != FrameHeaders.ICMPV6
        || headers.isFragment()
        || headers.payloadLength() < 1) {
      return false;
    }
    int type = memory.get(Memory.BYTE, frame + headers.l4Offset()) & 0xff;
    return type == NdpResponder.SOLICITATION || type == NdpResponder.ADVERTISEMENT;
  }

  /** {@link HostOutcome#NOT_ANSWERED} when source and destination would allow an answer. */
  private HostOutcome judgeAddresses(long frame) {
    long ip = frame + headers.l3Offset();
    long fromHigh = headers.isIpv4() ? 0 : memory.get(Memory.BE64, ip + 8);
    long fromLow =
        headers.isIpv4()
            ? IpAddress.mapped(memory.get(Memory.BE32, ip + 12))
            : memory.get(Memory.BE64, ip + 16);
    long toHigh = headers.isIpv4() ? 0 : memory.get(Memory.BE64, ip + 24);
    long toLow =
        headers.isIpv4()
            ? IpAddress.mapped(memory.get(Memory.BE32, ip + 16))
            : memory.get(Memory.BE64, ip + 32);
    boolean noStation =
        fromHigh == 0 && (fromLow == 0 || fromLow == IpAddress.V4_PREFIX)
            || IpAddress.isMulticast(fromHigh, fromLow)
            || own.isBroadcast(fromHigh, fromLow);
    int index = own.find(toHigh, toLow);
    if (index < 0 || MacAddress.isGroup(MacAddress.readRaw(memory, frame))) {
      return HostOutcome.NOT_FOR_US;
    }
    if (noStation) {
      return HostOutcome.MALFORMED;
    }
    return switch (own.state(index)) {
      case PREFERRED ->
          own.find(fromHigh, fromLow) >= 0 ? HostOutcome.CONFLICT : HostOutcome.NOT_ANSWERED;
      case TENTATIVE -> HostOutcome.TENTATIVE;
      case DUPLICATE -> HostOutcome.NOT_FOR_US;
    };
  }

  /**
   * The MAC address to send a packet for {@code destination} to, as {@link MacAddress#value()};
   * {@link #PENDING} while it is asked for (requests leave through the sink, at most one a second),
   * {@link #UNREACHABLE} or {@link #NO_ROUTE}.
   */
  public long resolve(IpAddress destination, long now) {
    return hops.resolve(destination, now);
  }

  /** What it knows of others and of itself, for whoever goes on in its place. */
  public void save(StateTree.Writer into, SavedTime time) {
    own.save(into);
    neighbors.save(into, time);
    into.tree("link", link::save)
        .truth("probing", probing)
        .number("probed", probing ? time.age(probedAt) : 0)
        .tree(
            "outcomes",
            all -> {
              for (var outcome : HostOutcome.values()) {
                all.number(outcome.slug(), counts[outcome.ordinal()]);
              }
            });
  }

  /** Goes on as another one of the same configuration; only before the first frame. */
  public void restore(StateTree.Reader from, SavedTime time) {
    own.restore(from);
    neighbors.restore(from, time);
    link.restore(from.tree("link"));
    probing = from.truth("probing");
    probedAt = time.at(from.number("probed", 0, SavedTime.AGE_MAX));
    var outcomes = from.counts("outcomes");
    for (var outcome : HostOutcome.values()) {
      counts[outcome.ordinal()] = outcomes.getOrDefault(outcome.slug(), 0L);
    }
  }

  /** Frames that had an outcome. */
  public long count(HostOutcome outcome) {
    return counts[outcome.ordinal()];
  }

  /** Frames sent: answers, requests, announcements. */
  public long sent() {
    return link.sent();
  }

  /** Frames that were to be sent and found no room. */
  public long noRoom() {
    return link.noRoom();
  }

  /** Neighbours known or asked for. */
  public int neighbors() {
    return neighbors.size();
  }

  /** True when an address of the host is in use: configured, and not tentative or a duplicate. */
  public boolean isInUse(IpAddress address) {
    int index = own.find(address.high(), address.low());
    return index >= 0 && own.state(index) == OwnAddresses.State.PREFERRED;
  }
}
