package io.hnswitch.hn;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.NvsFrames;
import io.hnswitch.hn.rndis.LsoHeaders;
import io.hnswitch.hn.rndis.RndisPacket;
import io.hnswitch.hn.rndis.RndisPacketWriter;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.Checksum;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.GpaDirectFlyweight;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingReader;
import io.hnswitch.vmbus.RingWriter;
import io.hnswitch.vmbus.Transactions;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Map;

/**
 * hn's synthetic transmit path: bursts in, RNDIS packet messages in the ring out. Short frames are
 * copied into a section of the send buffer, several to one; long ones stay where they are and are
 * referred to by page numbers, and their burst is kept until the host has completed them.
 *
 * <p>When the ring or the descriptors are used up, what is left waits; the sender's credits bound
 * it.
 */
final class GuestTransmit implements AutoCloseable {

  /** Transmit descriptors of hn(4). */
  static final int DESCRIPTORS = 512;

  private static final int HEADER_BYTES = 256;
  private static final int BURSTS = 1024;
  private static final int NOT_REFERRED = -1;
  private static final int TCP_OFFSET_MAX = 1023;

  private final Memory memory;
  private final MemorySegment bytes;
  private final ChannelEnd end;
  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final long sendBuffer;
  private final SendSections sections;
  private final NvscEffect.Agreement agreement;
  private final int messageBytes;
  private final int transferBytes;
  private final int alignment;
  private final boolean hashes;
  private final long headers;
  private final Transactions transactions = new Transactions(DESCRIPTORS);
  private final int[] sectionOf = new int[DESCRIPTORS];
  private final int[] burstOf = new int[DESCRIPTORS];
  private final int[] framesOf = new int[DESCRIPTORS];
  private final FrameBurst[] referred = new FrameBurst[BURSTS];
  private final int[] references = new int[BURSTS];
  private final ArrayDeque<FrameBurst> waiting = new ArrayDeque<>();
  private int copyBytes;
  private int aggregateBytes;
  private int aggregatePackets;
  private int position;
  private int referredSlot = NOT_REFERRED;
  private long waitingFrames;
  private int section = SendSections.NONE;
  private int sectionUsed;
  private int sectionPackets;
  private long lastMessage;
  private long packets;
  private long sends;
  private long copied;
  private long copiesTried;
  private long descriptorsOut;
  private long ringFull;

  /**
   * @param witness told of what is dropped, as long as it is in no section
   */
  GuestTransmit(
      Memory memory,
      ChannelEnd end,
      NvscEffect.Agreement agreement,
      long sendBuffer,
      DeviceLedger ledger,
      DropWitness witness) {
    this.memory = memory;
    this.bytes = memory.segment();
    this.end = end;
    this.ledger = ledger;
    this.witness = witness;
    this.sendBuffer = sendBuffer;
    this.sections = new SendSections(agreement.sections(), agreement.sectionBytes());
    this.messageBytes = agreement.version().hasRsc() ? 40 : 32;
    this.agreement = agreement;
    this.transferBytes = TransmitLimits.transferMax(agreement);
    this.alignment = TransmitLimits.alignment(agreement);
    this.hashes = agreement.version().hasRss();
    this.headers = memory.allocate((long) DESCRIPTORS * HEADER_BYTES);
    limits(TransmitLimits.AUTOMATIC);
  }

  /** From the next frame on; what is collected already is sent as it is. */
  void limits(TransmitLimits limits) {
    copyBytes = limits.copyMax(agreement);
    aggregateBytes = limits.bytesMax(agreement);
    aggregatePackets = limits.packetsMax(agreement);
  }

  /** The pages that hold RNDIS headers: to be registered as the guest's memory. */
  long headersAddress() {
    return headers;
  }

  static long headersBytes() {
    return (long) DESCRIPTORS * HEADER_BYTES;
  }

  /** Takes a burst over and writes what there is room for. */
  void transmit(FrameBurst burst) {
    waiting.add(burst);
    waitingFrames += burst.size();
    pump();
  }

  /** Frames that wait for room. */
  long held() {
    return waitingFrames + (section == SendSections.NONE ? 0 : sectionPackets);
  }

  /** True when nothing waits and the host has completed everything. */
  boolean isIdle() {
    return !isBlocked() && transactions.active() == 0;
  }

  /** Writes what waits, as far as there is room, and lets the host know. */
  void pump() {
    while (!waiting.isEmpty()) {
      var burst = waiting.peek();
      if (!write(burst)) {
        break;
      }
      waiting.poll();
      position = 0;
      finishBurst(burst);
    }
    flushSection();
    end.publish();
  }

  private void finishBurst(FrameBurst burst) {
    if (referredSlot == NOT_REFERRED) {
      burst.release();
      return;
    }
    int slot = referredSlot;
    referredSlot = NOT_REFERRED;
    if (--references[slot] == 0) {
      referred[slot] = null;
      burst.release();
    }
  }

  private boolean write(FrameBurst burst) {
    var slab = burst.slab();
    int size = burst.size();
    while (position < size) {
      int slot = burst.slot(position);
      if (!write(burst, slab, slot)) {
        return false;
      }
      position++;
      waitingFrames--;
    }
    return true;
  }

  private boolean write(FrameBurst burst, FrameSlab slab, int slot) {
    int length = slab.length(slot);
    long offload = slab.offload(slot);
    long frame = slab.address(slot);
    if (length <= copyBytes
        && length + RndisPacket.HEADER_MAX_TO_HOST + 8 <= transferBytes
        && (Frames.flags(offload) & Frames.TSO) == 0) {
      int copy = copy(slab, slot, frame, length, offload);
      if (copy >= 0) {
        return copy == 1;
      }
    }
    return refer(burst, slab, slot, frame, length, offload);
  }

  /** 1: written; 0: no room now; -1: no section free, refer to it instead. */
  private int copy(FrameSlab slab, int slot, long frame, int length, long offload) {
    int most = length + RndisPacket.HEADER_MAX_TO_HOST + alignment;
    if (section != SendSections.NONE
        && (sectionPackets >= aggregatePackets || sectionUsed + most > aggregateBytes)
        && !flushSection()) {
      return 0;
    }
    copiesTried++;
    if (section == SendSections.NONE) {
      section = sections.take();
      if (section == SendSections.NONE) {
        return -1;
      }
      sectionUsed = 0;
      sectionPackets = 0;
    } else {
      sectionUsed =
          (int) (lastMessage - sectionAddress())
              + RndisPacketWriter.pad(bytes, lastMessage, alignment);
    }
    long at = sectionAddress() + sectionUsed;
    int header = header(at, slab, slot, frame, length, offload);
    FrameCopy.copy(bytes, frame, at + header, length);
    lastMessage = at;
    sectionUsed += header + length;
    sectionPackets++;
    copied++;
    packets++;
    return 1;
  }

  private long sectionAddress() {
    return sendBuffer + (long) section * sections.sectionBytes();
  }

  private int header(long at, FrameSlab slab, int slot, long frame, int length, long offload) {
    int parts = (hashes ? RndisPacketWriter.HASH : 0) | ledgerPart(slab.stream(slot));
    int header =
        RndisPacketWriter.write(
            bytes,
            at,
            RndisPacket.TO_HOST,
            length,
            1,
            frame,
            parts,
            offload,
            slab.vlan(slot),
            slab.hash(slot),
            slab.hashInfo(slot),
            slab.stream(slot),
            slab.sequence(slot));
    if (header != RndisPacketWriter.UNSAYABLE) {
      return header;
    }
    Checksum.complete(bytes, frame, length, offload);
    return RndisPacketWriter.write(
        bytes,
        at,
        RndisPacket.TO_HOST,
        length,
        1,
        frame,
        parts,
        0,
        slab.vlan(slot),
        slab.hash(slot),
        slab.hashInfo(slot),
        slab.stream(slot),
        slab.sequence(slot));
  }

  private static int ledgerPart(int stream) {
    return stream == 0 ? 0 : RndisPacketWriter.LEDGER;
  }

  /** Sends the open section; false when the ring has no room for it. */
  private boolean flushSection() {
    if (section == SendSections.NONE) {
      return true;
    }
    long transaction = transactions.begin();
    if (transaction == Transactions.NONE) {
      descriptorsOut++;
      return false;
    }
    int size = PacketFlyweight.BYTES + messageBytes;
    long at = claim(size);
    if (at == RingWriter.NONE) {
      transactions.complete(transaction);
      return false;
    }
    long nvs =
        PacketFlyweight.inBand(
            bytes, at, messageBytes, PacketFlyweight.COMPLETION_REQUESTED, transaction);
    NvsFrames.writeRndis(bytes, nvs, NvsFrames.DATA, section, sectionUsed);
    NvsFrames.pad(bytes, nvs, NvsFrames.RNDIS_BYTES, messageBytes);
    end.writer().commit();
    int descriptor = transactions.slot(transaction);
    sectionOf[descriptor] = section;
    burstOf[descriptor] = NOT_REFERRED;
    framesOf[descriptor] = sectionPackets;
    ledger.out(sectionPackets);
    section = SendSections.NONE;
    sends++;
    return true;
  }

  private long claim(int size) {
    long at = end.writer().claim(size);
    if (at == RingWriter.NONE) {
      ringFull++;
      end.publish();
      if (end.writer().awaitSpace(size)) {
        at = end.writer().claim(size);
      }
    }
    return at;
  }

  private boolean refer(
      FrameBurst burst, FrameSlab slab, int slot, long frame, int length, long offload) {
    if (!flushSection()) {
      return false;
    }
    long transaction = transactions.begin();
    if (transaction == Transactions.NONE) {
      descriptorsOut++;
      return false;
    }
    int descriptor = transactions.slot(transaction);
    int pages = GpaDirectFlyweight.pages(frame, length);
    int size = GpaDirectFlyweight.listHeaderBytes(1 + pages) + messageBytes;
    long at = claim(size);
    if (at == RingWriter.NONE) {
      transactions.complete(transaction);
      return false;
    }
    if ((Frames.flags(offload) & Frames.TSO) != 0
        && (!isSayable(offload)
            || LsoHeaders.prepare(bytes, frame, length) == LsoHeaders.NOT_TCP)) {
      transactions.complete(transaction);
      witness.dropped(true, 0, DropReason.BAD_FCS, slab, slot);
      ledger.dropped(DropReason.BAD_FCS, 1);
      return true;
    }
    long headerAt = headers + (long) descriptor * HEADER_BYTES;
    int header = header(headerAt, slab, slot, frame, length, offload);
    long nvs =
        GpaDirectFlyweight.list(
            bytes, at, messageBytes, PacketFlyweight.COMPLETION_REQUESTED, transaction, 1 + pages);
    GpaDirectFlyweight.listRange(bytes, at, 0, headerAt, header);
    ranges(at, frame, length, pages);
    NvsFrames.writeRndis(bytes, nvs, NvsFrames.DATA, NvsFrames.NO_SECTION, 0);
    NvsFrames.pad(bytes, nvs, NvsFrames.RNDIS_BYTES, messageBytes);
    end.writer().commit();
    sectionOf[descriptor] = SendSections.NONE;
    burstOf[descriptor] = refer(burst);
    framesOf[descriptor] = 1;
    ledger.out(1);
    packets++;
    sends++;
    return true;
  }

  /** Whether the LSO element has room for the request. */
  private static boolean isSayable(long offload) {
    return Frames.checksumStart(offload) <= TCP_OFFSET_MAX && Frames.segmentSize(offload) > 0;
  }

  private void ranges(long at, long frame, int length, int pages) {
    long from = frame;
    int left = length;
    for (int i = 1; i <= pages; i++) {
      int part = (int) Math.min(left, Memory.PAGE - from % Memory.PAGE);
      GpaDirectFlyweight.listRange(bytes, at, i, from, part);
      from += part;
      left -= part;
    }
  }

  private int refer(FrameBurst burst) {
    if (referredSlot == NOT_REFERRED) {
      int slot = 0;
      while (referred[slot] != null) {
        slot++;
      }
      referred[slot] = burst;
      references[slot] = 1;
      referredSlot = slot;
    }
    references[referredSlot]++;
    return referredSlot;
  }

  /**
   * The host is done with a transaction, whatever it says of it.
   *
   * @return false when there is none of that id
   */
  boolean completed(long transaction) {
    int descriptor = transactions.complete(transaction);
    if (descriptor == Transactions.UNKNOWN) {
      return false;
    }
    give(descriptor);
    return true;
  }

  private void give(int descriptor) {
    if (sectionOf[descriptor] != SendSections.NONE) {
      sections.give(sectionOf[descriptor]);
      return;
    }
    int slot = burstOf[descriptor];
    if (slot != NOT_REFERRED && --references[slot] == 0) {
      var burst = referred[slot];
      referred[slot] = null;
      burst.release();
    }
  }

  /** True when room in the ring or a descriptor is waited for. */
  boolean isBlocked() {
    return !waiting.isEmpty() || section != SendSections.NONE;
  }

  /** Gives up what waits; used when the channel is gone and nothing else carries the frames. */
  void drop(DropReason reason) {
    while (!waiting.isEmpty()) {
      var burst = waiting.poll();
      witness.dropped(true, 0, reason, burst, position);
      ledger.dropped(reason, burst.size() - position);
      position = 0;
      finishBurst(burst);
    }
    waitingFrames = 0;
    if (section != SendSections.NONE) {
      ledger.dropped(reason, sectionPackets);
      sections.give(section);
      section = SendSections.NONE;
    }
  }

  /**
   * Takes the frames back that a host which is gone has left in the ring, and gives them up.
   *
   * @return how many
   */
  int dropUnread(DropReason reason) {
    int frames = 0;
    end.publish();
    try (var left = end.writer().leftover()) {
      while (left.next() == RingReader.PACKET) {
        if (transactions.isActive(left.transactionId())) {
          frames += framesOf[transactions.slot(left.transactionId())];
        }
        left.consume();
      }
    }
    ledger.in(frames);
    ledger.dropped(reason, frames);
    return frames;
  }

  /** The channel is gone: everything the host had of us comes back. */
  @Override
  public void close() {
    for (long id = transactions.orphan(); id != Transactions.NONE; id = transactions.orphan()) {
      give(transactions.slot(id));
    }
    memory.release(headers, headersBytes());
  }

  long packets() {
    return packets;
  }

  long sends() {
    return sends;
  }

  long copied() {
    return copied;
  }

  long ringFull() {
    return ringFull;
  }

  /** Adds what was counted here, by the names below {@code dev.hn.N}. */
  void addTo(Map<String, Long> counters) {
    counters.merge("no_txdescs", descriptorsOut, Long::sum);
    counters.merge("send_failed", ringFull, Long::sum);
    counters.merge("tx_chimney", copied, Long::sum);
    counters.merge("tx_chimney_tried", copiesTried, Long::sum);
    counters.merge("tx.0.packets", packets, Long::sum);
    counters.merge("tx.0.sends", sends, Long::sum);
  }
}
