package io.hnswitch.hn;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.NvsFrames;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.NvsStatus;
import io.hnswitch.hn.rndis.RndisOffload;
import io.hnswitch.hn.rndis.RndisPacket;
import io.hnswitch.hn.rndis.RndisPacketReader;
import io.hnswitch.hn.rss.ReceivedHash;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.rss.RssHash;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.RingReader;
import io.hnswitch.vmbus.TransferPagesFlyweight;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * hn's synthetic receive path: transfer-page packets in, bursts out. Frames stay where the host put
 * them in the receive buffer; the packet is acknowledged when the last of its frames was released,
 * so the host cannot write there before.
 */
final class GuestReceive {

  private static final int BURSTS = 64;
  private static final int CONTROL_BYTES_MAX = 4096;
  private static final int PACKET = 1;

  /** The ring of the primary channel. */
  private static final int PRIMARY = 0;

  private final MemorySegment bytes;
  private final Acknowledgements acknowledgements;
  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final ReceivedHash hash;
  private final long buffer;
  private final long bufferBytes;
  private final Consumer<FrameBurst> receiver;
  private final Consumer<byte[]> control;
  private final Runnable ackable;
  private final BurstPool pool;
  private final RndisPacketReader packet = new RndisPacketReader();
  private FrameBurst filling;
  private Runnable unused = () -> {};
  private long nanos;
  private long packets;
  private long hashed;
  private long superFrames;
  private long ipSums;
  private long tcpSums;
  private long udpSums;
  private long malformed;
  private long errors;

  /**
   * @param witness told of what is dropped
   * @param hash notes the hash of each frame
   * @param receiver gets the bursts, in order
   * @param control gets RNDIS messages that are no packets
   * @param available told when a burst came back after {@link #accept} had to stop
   */
  GuestReceive(
      Memory memory,
      ChannelEnd end,
      int ackBytes,
      long buffer,
      long bufferBytes,
      DeviceLedger ledger,
      DropWitness witness,
      ReceivedHash hash,
      Executor owner,
      Consumer<FrameBurst> receiver,
      Consumer<byte[]> control,
      Runnable available) {
    this.bytes = memory.segment();
    this.acknowledgements = new Acknowledgements(memory, end, ackBytes);
    this.buffer = buffer;
    this.bufferBytes = bufferBytes;
    this.ledger = ledger;
    this.witness = witness;
    this.hash = hash;
    this.receiver = receiver;
    this.control = control;
    this.ackable = available;
    this.pool = BurstPool.references(BURSTS, owner, this::recycled, available);
  }

  /** The time that bursts made from now on carry. */
  void clock(long now) {
    nanos = now;
  }

  /**
   * Takes the transfer-page packet that the ring's reader shows.
   *
   * @return false when no burst is free: stop reading and come back when told
   */
  boolean accept(RingReader ring) {
    long at = ring.address();
    int ranges = TransferPagesFlyweight.ranges(bytes, at, ring.payloadOffset());
    boolean isRndis =
        ring.payloadBytes() >= NvsFrames.RNDIS_BYTES
            && NvsFrames.type(bytes, ring.payload()) == 107;
    if (ranges < 0
        || ranges > FrameSlab.CAPACITY
        || !isRndis
        || TransferPagesFlyweight.bufferId(bytes, at) != NvsMessage.RXBUF_ID) {
      malformed++;
      acknowledgements.owe(ring.transactionId(), NvsStatus.FAILURE);
      return true;
    }
    if (filling != null && filling.slab().count() + ranges > FrameSlab.CAPACITY) {
      deliver();
    }
    if (filling == null) {
      filling = pool.take();
      if (filling == null) {
        return false;
      }
      filling.slab().receivedAt(nanos);
    }
    var slab = filling.slab();
    int before = slab.count();
    long packetsBefore = packets;
    for (int i = 0; i < ranges; i++) {
      long range = TransferPagesFlyweight.range(bytes, at, i);
      range(slab, TransferPagesFlyweight.offset(range), TransferPagesFlyweight.length(range));
    }
    // Once for the whole packet: nobody reads the account before this message has been handled.
    ledger.in((int) (packets - packetsBefore));
    if (slab.count() == before) {
      acknowledgements.owe(ring.transactionId(), NvsStatus.SUCCESS);
    } else if (acknowledgements.with(slab, ring.transactionId())) {
      deliver();
    }
    return true;
  }

  private void refused(DropReason reason) {
    malformed++;
    errors++;
    if (witness.isWatching()) {
      witness.dropped(false, 0, reason, packet.dataAddress(), packet.dataLength(), packet.vlan());
    }
    ledger.dropped(reason, 1);
  }

  private void range(FrameSlab slab, long offset, long length) {
    if (!TransferPagesFlyweight.fits(offset, length, bufferBytes) || length < 8) {
      malformed++;
      return;
    }
    long at = buffer + offset;
    if (bytes.get(Memory.LE32, at) != PACKET) {
      control(at, length);
      return;
    }
    int error = packet.read(bytes, at, (int) length, RndisPacket.TO_GUEST);
    if (error != 0) {
      malformed++;
      errors++;
      ledger.in(1);
      ledger.dropped(DropReason.BAD_FCS, 1);
      return;
    }
    packets++;
    long frame = packet.dataAddress();
    int frameLength = packet.dataLength();
    if (frameLength < Frames.ETHERNET_HEADER || frameLength > Frames.MAX_FRAME) {
      // A piece of a coalesced packet, which we did not ask for, may be short.
      refused(frameLength > Frames.MAX_FRAME ? DropReason.OVERSIZE : DropReason.RUNT);
      return;
    }
    long offload = RndisOffload.received(bytes, frame, frameLength, packet);
    if (offload == RndisOffload.REFUSED) {
      refused(DropReason.BAD_FCS);
      return;
    }
    long shown = hash.of(bytes, frame, frameLength, packet, PRIMARY);
    slab.add(
        frame,
        frameLength,
        offload,
        packet.vlan(),
        RssHash.value(shown),
        RssHash.info(shown),
        packet.stream(),
        packet.sequence());
    count(packet.present());
  }

  private void count(int present) {
    int sums = packet.checksum();
    ipSums += (sums & RndisPacket.RX_IP_GOOD) == 0 ? 0 : 1;
    tcpSums += (sums & RndisPacket.RX_TCP_GOOD) == 0 ? 0 : 1;
    udpSums += (sums & RndisPacket.RX_UDP_GOOD) == 0 ? 0 : 1;
    hashed += (present & RndisPacketReader.HASH) == 0 ? 0 : 1;
    superFrames += (present & RndisPacketReader.LSO) == 0 ? 0 : 1;
  }

  private void control(long at, long length) {
    if (length > CONTROL_BYTES_MAX) {
      malformed++;
      return;
    }
    var message = new byte[(int) length];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, message, 0, message.length);
    control.accept(message);
  }

  /** Sends on what was collected; before anything that must not overtake it. */
  void deliver() {
    var burst = filling;
    if (burst != null) {
      filling = null;
      if (burst.slab().count() == 0) {
        burst.release();
      } else {
        receiver.accept(burst.seal());
      }
    }
  }

  private void recycled(FrameBurst burst) {
    if (acknowledgements.back(burst.slab())) {
      ackable.run();
    }
    if (pool.outstanding() == 1) {
      unused.run(); // This one is the last.
    }
  }

  /** Writes the acknowledgements that are owed, as far as there is room. */
  void acknowledge() {
    acknowledgements.flush();
  }

  /** Bursts that are not yet released by whoever has them. */
  int outstanding() {
    return pool.outstanding();
  }

  long held() {
    return filling == null ? 0 : filling.slab().count();
  }

  int credits() {
    return pool.credits();
  }

  long packets() {
    return packets;
  }

  long malformed() {
    return malformed;
  }

  /** Frames that were none, of those with a packet message. */
  long errors() {
    return errors;
  }

  /**
   * No acknowledgement can be written any more.
   *
   * @param whenUnused told when no frame in the buffer is used by anybody
   */
  void close(Runnable whenUnused) {
    acknowledgements.close();
    if (pool.outstanding() == 0) {
      whenUnused.run();
    } else {
      unused = whenUnused;
    }
  }

  /** Adds what was counted here, by the names below {@code dev.hn.N}. */
  void addTo(Map<String, Long> counters) {
    counters.merge("csum_ip", ipSums, Long::sum);
    counters.merge("csum_tcp", tcpSums, Long::sum);
    counters.merge("csum_udp", udpSums, Long::sum);
    counters.merge("rx.0.packets", packets, Long::sum);
    counters.merge("rx.0.rss_pkts", hashed, Long::sum);
    counters.merge("rx.0.rsc_pkts", superFrames, Long::sum);
  }
}
