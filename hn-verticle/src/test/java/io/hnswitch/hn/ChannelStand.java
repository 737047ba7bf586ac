package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.capture.Captures;
import io.hnswitch.capture.FrameRing;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.NdisOffload;
import io.hnswitch.hn.rndis.NdisOffloadParameters;
import io.hnswitch.hn.rndis.PacketFilter;
import io.hnswitch.hn.rss.ReceivedHash;
import io.hnswitch.hn.rss.RssAgreement;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.policy.PortPolicies;
import io.hnswitch.testing.ManualTimers;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.GuestMemory;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.Ring;
import io.hnswitch.vmbus.RingReader;
import io.hnswitch.vmbus.RingWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The frame paths of both ends over real rings, without a session and without Vert.x. */
final class ChannelStand implements AutoCloseable {

  static final int RING = 128 * Memory.PAGE;

  final Memory memory = Memory.reserve(64 << 20);
  final MemorySegment bytes = memory.segment();
  final GuestMemory guestMemory = new GuestMemory();

  /** Where the guest's ring to the host is; the other one is behind it. */
  final long rings;

  final ChannelEnd guest;
  final ChannelEnd host;
  final long sendBuffer;
  final long receiveBuffer;
  final int receiveBytes;
  final ReceiveBuffer buffer;
  final GuestTransmit guestTransmit;
  final HostReceive hostReceive;
  final HostTransmit hostTransmit;
  final GuestReceive guestReceive;
  final DeviceLedger hn;
  final DeviceLedger netvsp;
  final BurstPool pool;

  final List<Sample> atHost = new ArrayList<>();
  final List<Sample> atGuest = new ArrayList<>();

  /** Frames in each burst that came to the host. */
  final List<Integer> burstsAtHost = new ArrayList<>();

  final List<FrameBurst> kept = new ArrayList<>();
  final List<String> controlAtHost = new ArrayList<>();
  final List<String> controlAtGuest = new ArrayList<>();

  /** Completions the guest got for transactions it does not know: id and status. */
  final List<String> strayCompletions = new ArrayList<>();

  /** Of the guest: what it may show of the hashes that come. */
  final RssAgreement rss = new RssAgreement();

  private final Captures captures = new Captures(memory);

  /** Of the guest's port. */
  final PolicySlot policy = new PortPolicies(memory, captures).of(NicLab.A);

  boolean vfActive;
  boolean keeps;
  boolean fatal;
  int hostInterrupts;
  int guestInterrupts;
  private long fill;
  private FrameBurst filling;

  ChannelStand() {
    this(RING, 2560, 8, 16);
  }

  /**
   * @param ringBytes of each ring
   * @param sections of the send buffer
   * @param packetsMax packets in a section
   * @param chunks of the receive buffer
   */
  ChannelStand(int ringBytes, int sections, int packetsMax, int chunks) {
    rings = memory.allocateZeroed(2L * ringBytes);
    var up = Ring.format(memory, rings, ringBytes);
    var down = Ring.format(memory, rings + ringBytes, ringBytes);
    guest = new ChannelEnd(new RingReader(down), new RingWriter(up), () -> hostInterrupts++);
    host = new ChannelEnd(new RingReader(up), new RingWriter(down), () -> guestInterrupts++);
    sendBuffer = memory.allocate(Math.max(1, sections) * 6144L);
    receiveBytes = chunks * ReceiveBuffer.CHUNK_BYTES;
    receiveBuffer = memory.allocate(receiveBytes);
    pool = BurstPool.slabs(memory, 32, 512 << 10, Runnable::run, () -> {});
    guestMemory.add(pool.region(), pool.regionBytes());
    hn = new DeviceLedger("hn", () -> this.hnHeld());
    netvsp = new DeviceLedger("netvsp", () -> this.netvspHeld());
    var agreement =
        new NvscEffect.Agreement(
            NvsVersion.V6_1,
            1500,
            new MacAddress(Sample.HN),
            NdisOffload.offered(),
            sections == 0 ? 0 : 6144,
            sections,
            0xefff_ffffL,
            packetsMax,
            8);
    captures.clock(new ManualTimers());
    captures.start("c1", BpfTapsTest.spec(FrameRing.SNAP_MAX, FrameRing.BYTES_MIN, NicLab.A));
    var drops = new NicDrops(captures.point(NicLab.A), "hn a:hn0", () -> false);
    guestTransmit = new GuestTransmit(memory, guest, agreement, sendBuffer, hn, drops);
    guestMemory.add(guestTransmit.headersAddress(), GuestTransmit.headersBytes());
    hostReceive =
        new HostReceive(
            memory,
            host,
            guestMemory,
            40,
            netvsp,
            policy,
            Runnable::run,
            burst -> take(burst, atHost, netvsp),
            message -> controlAtHost.add(HexFormat.of().formatHex(message)),
            () -> {});
    if (sections > 0) {
      hostReceive.sendBuffer(sendBuffer, sections * 6144L);
    }
    hostReceive.open(1500);
    buffer = new ReceiveBuffer(receiveBuffer, receiveBytes);
    hostTransmit =
        new HostTransmit(
            memory,
            host,
            buffer,
            40,
            new MacAddress(Sample.PEER),
            1500,
            policy,
            new SentFrames(),
            netvsp);
    hostTransmit.filter(PacketFilter.choose(false, true, true));
    guestReceive =
        new GuestReceive(
            memory,
            guest,
            40,
            receiveBuffer,
            receiveBytes,
            hn,
            drops,
            new ReceivedHash(rss, () -> vfActive),
            Runnable::run,
            burst -> take(burst, atGuest, hn),
            message -> controlAtGuest.add(HexFormat.of().formatHex(message)),
            () -> {});
  }

  private long hnHeld() {
    return guestTransmit.held() + guestReceive.held();
  }

  private long netvspHeld() {
    return hostReceive.held() + hostTransmit.held();
  }

  private void take(FrameBurst burst, List<Sample> to, DeviceLedger ledger) {
    for (int i = 0; i < burst.size(); i++) {
      to.add(Sample.of(burst.slab(), bytes, burst.slot(i)));
    }
    if (to == atHost) {
      burstsAtHost.add(burst.size());
    }
    ledger.out(burst.size());
    if (keeps) {
      kept.add(burst);
    } else {
      burst.release();
    }
  }

  /** Everything that was kept is given back. */
  void release() {
    keeps = false;
    kept.forEach(FrameBurst::release);
    kept.clear();
  }

  /** What the guest says it can take. */
  void guestTakes(boolean coalescing) {
    var offer = NdisOffload.offered();
    var all =
        new NdisOffload(
            3,
            offer.ipv4Tx(),
            offer.ipv4Rx(),
            offer.ipv6Tx(),
            offer.ipv6Rx(),
            offer.lso4(),
            offer.lso6(),
            true,
            true);
    hostTransmit.offloads(
        NdisOffloadParameters.choose(all, NvsVersion.NDIS_6_30, 1500, coalescing));
  }

  /** A burst of frames, or as many of them as fit; the rest is for the next. */
  FrameBurst burst(List<Sample> samples) {
    filling = pool.take();
    if (filling == null) {
      throw new AssertionError("all bursts are out");
    }
    fill = filling.slab().region() + 64;
    for (var sample : samples) {
      fill = sample.add(filling.slab(), bytes, fill);
    }
    return filling.seal();
  }

  void guestSends(List<Sample> samples) {
    hn.in(samples.size());
    guestTransmit.transmit(burst(samples));
  }

  void hostSends(List<Sample> samples) {
    netvsp.in(samples.size());
    hostTransmit.transmit(burst(samples));
  }

  /** The host reads its ring, as netvsp does. */
  void hostReads() {
    var ring = host.reader();
    while (!fatal && ring.next() == RingReader.PACKET) {
      if (!hostTakes(ring)) {
        break;
      }
      ring.consume();
    }
    hostReceive.deliver();
    host.finish();
    hostReceive.complete();
    hostTransmit.pump();
  }

  private boolean hostTakes(RingReader ring) {
    if (ring.type() == PacketFlyweight.COMPLETION) {
      fatal = !buffer.acknowledged(ring.transactionId());
      return true;
    }
    return switch (hostReceive.accept(ring)) {
      case YES -> true;
      case NO_CREDIT -> false;
      case FATAL -> fatal = true;
    };
  }

  /** The guest reads its ring, as hn does. */
  void guestReads() {
    var ring = guest.reader();
    while (ring.next() == RingReader.PACKET) {
      if (ring.type() == PacketFlyweight.TRANSFER_PAGES) {
        if (!guestReceive.accept(ring)) {
          break;
        }
      } else if (!guestTransmit.completed(ring.transactionId())) {
        strayCompletions.add(
            ring.transactionId() + " status " + bytes.get(Memory.LE32, ring.payload() + 4));
      }
      ring.consume();
    }
    guestReceive.deliver();
    guest.finish();
    guestTransmit.pump();
    guestReceive.acknowledge();
  }

  /** Both read until nothing changes any more. */
  void settle() {
    int quiet = 0;
    for (int i = 0; i < 2000 && quiet < 3; i++) {
      long before = guest.writer().writable() * 31L + host.writer().writable() + atHost.size();
      hostReads();
      guestReads();
      long after = guest.writer().writable() * 31L + host.writer().writable() + atHost.size();
      boolean waits = guestTransmit.isBlocked() || hostTransmit.isBlocked();
      quiet = before == after && !waits ? quiet + 1 : 0;
    }
  }

  /** What a capture has seen: who, which way, what became of it, and how long it is. */
  List<String> captured() {
    return captures.find("c1").orElseThrow().read(0, 100, FrameRing.BYTES_MIN).stream()
        .map(
            frame ->
                frame.device()
                    + (frame.transmitted() ? " tx " : " rx ")
                    + frame.dropped().map(DropReason::slug).orElse("passed")
                    + " "
                    + frame.length())
        .toList();
  }

  /** Nothing is held, nothing is missing, and every resource is back. */
  void assertClean() {
    assertEquals(0, hn.account().unaccounted(), "hn's account");
    assertEquals(0, netvsp.account().unaccounted(), "netvsp's account");
    assertEquals(0, hn.account().held(), "held by hn");
    assertEquals(0, netvsp.account().held(), "held by netvsp");
    assertEquals(0, pool.outstanding(), "bursts that are out");
    assertEquals(0, guestReceive.outstanding(), "received bursts that are out");
    assertEquals(true, guestTransmit.isIdle(), "transactions and sections are back");
    assertEquals(true, buffer.isIdle(), "chunks are back");
  }

  /** Writes a message by hand. */
  void put(long at, byte[] message) {
    MemorySegment.copy(MemorySegment.ofArray(message), 0, bytes, at, message.length);
  }

  @Override
  public void close() {
    memory.close();
  }
}
