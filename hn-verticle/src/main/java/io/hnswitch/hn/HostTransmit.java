package io.hnswitch.hn;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSize;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.NvsFrames;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.rndis.NdisOffloadParameters;
import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.hn.rndis.RndisPacket;
import io.hnswitch.hn.rndis.RndisPacketWriter;
import io.hnswitch.hn.rss.HostHash;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.Segmenter;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.rss.RssHash;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingWriter;
import io.hnswitch.vmbus.TransferPagesFlyweight;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * netvsp's way out: bursts of the switch in, transfer-page packets to the guest out. Each frame is
 * copied once, into the guest's receive buffer, as the modelled host does. A super-frame goes whole
 * to a guest with coalescing on (its segment size in an LSO element), and is cut on the way for any
 * other; a checksum that was left to somebody is finished for a guest that does not take it.
 *
 * <p>When ring or buffer are used up, bursts wait; the switch's credits bound how many.
 */
final class HostTransmit {

  private static final int PACKET_FRAMES = FrameSlab.CAPACITY;
  private static final int MESSAGE_ALIGNMENT = 8;

  private final MemorySegment bytes;
  private final ChannelEnd end;
  private final DeviceLedger ledger;
  private final ReceiveBuffer buffer;
  private final int messageBytes;
  private final int mtu;
  private final PolicySlot policy;
  private final DropWitness witness;
  private final Segmenter segmenter;
  private final HostHash hash;
  private final ArrayDeque<Object> waiting = new ArrayDeque<>();
  private final long[] rangeWords = new long[PACKET_FRAMES];
  private int ranges;
  private int rangeFrames;
  private int chunk = ReceiveBuffer.NONE;
  private int used;
  private int position;
  private final SentFrames sent;
  private boolean segmenting;
  private boolean firstPiece;
  private long pieceHash;
  private long waitingFrames;
  private final HostFilter filter;
  private boolean checksums4;
  private boolean checksums6;
  private boolean coalescing;
  private long packets;
  private long sends;
  private long segments;

  /**
   * @param mtu of the guest, without the Ethernet header
   * @param policy what the guest's port says
   * @param sent keeps how many frames each packet has
   */
  HostTransmit(
      Memory memory,
      ChannelEnd end,
      ReceiveBuffer buffer,
      int messageBytes,
      MacAddress mac,
      int mtu,
      PolicySlot policy,
      SentFrames sent,
      DeviceLedger ledger) {
    this.sent = sent;
    this.bytes = memory.segment();
    this.end = end;
    this.buffer = buffer;
    this.messageBytes = messageBytes;
    this.mtu = mtu;
    this.policy = policy;
    this.ledger = ledger;
    this.witness = new NicDrops(policy.point(), ledger.device(), () -> false);
    this.filter = new HostFilter(bytes, mac, policy);
    this.segmenter = new Segmenter(memory);
    this.hash = new HostHash(bytes);
  }

  /** NDIS_PACKET_TYPE bits that the guest has asked for. */
  void filter(int bits) {
    filter.set(bits);
  }

  /** What the guest has enabled on its side. */
  void offloads(NdisOffloadParameters parameters) {
    checksums4 = receives(parameters.tcp4()) && receives(parameters.udp4());
    checksums6 = receives(parameters.tcp6()) && receives(parameters.udp6());
    coalescing =
        parameters.rsc4() == NdisOffloadParameters.ON
            && parameters.rsc6() == NdisOffloadParameters.ON;
  }

  /** How the guest wants frames hashed that are written from now on. */
  void rss(NdisRssParams parameters) {
    hash.set(parameters);
  }

  private static boolean receives(int value) {
    return value == NdisOffloadParameters.RX || value == NdisOffloadParameters.BOTH;
  }

  /** Takes a burst over. */
  void transmit(FrameBurst burst) {
    waiting.add(burst);
    waitingFrames += burst.size();
    pump();
  }

  /** Runs an action when everything given before has been written to the ring. */
  void behind(Runnable action) {
    waiting.add(action);
    pump();
  }

  /** Sends an RNDIS control message; false when there is no room now: try again later. */
  boolean control(byte[] message) {
    flush();
    if (ranges > 0 || chunk == ReceiveBuffer.NONE && !openChunk()) {
      return false;
    }
    MemorySegment.copy(
        message, 0, bytes, ValueLayout.JAVA_BYTE, buffer.address(chunk) + used, message.length);
    range(message.length, message.length);
    flush();
    end.publish();
    return true;
  }

  long held() {
    return waitingFrames + rangeFrames;
  }

  boolean isBlocked() {
    return !waiting.isEmpty() || ranges > 0;
  }

  /** Writes what waits, as far as there is room, and lets the guest know. */
  void pump() {
    if (flushIfFull()) {
      while (!waiting.isEmpty() && next()) {
        continue;
      }
      flush();
    }
    end.publish();
  }

  /** Off the list first: a burst that is given back may wake who gives us the next one. */
  private boolean next() {
    var work = waiting.peek();
    if (work instanceof FrameBurst burst) {
      if (!write(burst)) {
        return false;
      }
      position = 0;
      waiting.poll();
      burst.release();
      return true;
    }
    if (!flush()) {
      return false;
    }
    waiting.poll();
    ((Runnable) work).run();
    return true;
  }

  private boolean write(FrameBurst burst) {
    var slab = burst.slab();
    int size = burst.size();
    while (position < size) {
      if (!write(slab, burst.slot(position))) {
        return false;
      }
      position++;
      waitingFrames--;
    }
    return true;
  }

  private boolean write(FrameSlab slab, int slot) {
    long frame = slab.address(slot);
    int length = slab.length(slot);
    long offload = slab.offload(slot);
    if (!segmenting) {
      if (!filter.accepts(frame, length)) {
        ledger.filtered(1);
        return true;
      }
      boolean superFrame = (Frames.flags(offload) & Frames.TSO) != 0;
      if (superFrame && !coalescing) {
        int most = Math.min(mtu + 18, PlainSegment.lengthMax(bytes, frame, offload));
        if (segmenter.begin(frame, length, offload, most, !checksums(offload))
            != Segmenter.Outcome.READY) {
          dropped(slab, slot, DropReason.BAD_FCS);
          return true;
        }
        segmenting = true;
        firstPiece = true;
        pieceHash = hash.of(frame, length);
        ledger.created(segmenter.pieces() - 1);
        waitingFrames += segmenter.pieces() - 1;
      } else if (!superFrame && FrameSize.isOversize(bytes, frame, length, mtu)) {
        policy.refusals().toGuest(DropReason.OVERSIZE);
        dropped(slab, slot, DropReason.OVERSIZE);
        return true;
      }
    }
    return segmenting ? segments(slab, slot) : whole(slab, slot, frame, length, offload);
  }

  private void dropped(FrameSlab slab, int slot, DropReason reason) {
    witness.dropped(false, 0, reason, slab, slot);
    ledger.dropped(reason, 1);
  }

  private boolean checksums(long offload) {
    return (Frames.flags(offload) & Frames.TSO6) != 0 ? checksums6 : checksums4;
  }

  private boolean whole(FrameSlab slab, int slot, long frame, int length, long offload) {
    if (!room(length)) {
      return false;
    }
    long at = buffer.address(chunk) + used;
    long finish = finishes(offload, frame, length) ? offload : 0;
    long word = finish != 0 ? Frames.offload(Frames.CSUM_VALID, 0, 0, 0) : offload;
    long hashed = hash.of(frame, length);
    int parts = parts(slab, slot, hashed);
    int header = header(at, slab, slot, frame, length, word, parts, hashed);
    if (header == RndisPacketWriter.UNSAYABLE) {
      if ((Frames.flags(offload) & Frames.TSO) != 0) {
        dropped(slab, slot, DropReason.BAD_FCS);
        return true;
      }
      finish = offload;
      header = header(at, slab, slot, frame, length, 0, parts, hashed);
    }
    FrameCopy.copy(bytes, frame, at + header, length);
    if (finish != 0) {
      Checksum.complete(bytes, at + header, length, finish);
    }
    range(header + length, header + length);
    rangeFrames++;
    packets++;
    return true;
  }

  /** True when a checksum was left to somebody and this guest does not take it. */
  private boolean finishes(long offload, long frame, int length) {
    if (checksums4 && checksums6) {
      return false;
    }
    if ((Frames.flags(offload) & (Frames.CSUM_PARTIAL | Frames.TSO)) != Frames.CSUM_PARTIAL) {
      return false;
    }
    boolean ipv6 = length > 14 && bytes.get(Memory.BE16, frame + 12) == (short) 0x86dd;
    return !(ipv6 ? checksums6 : checksums4);
  }

  private boolean segments(FrameSlab slab, int slot) {
    while (true) {
      if (!room(segmenter.pieceLengthMax())) {
        return false;
      }
      long at = buffer.address(chunk) + used;
      int room = RndisPacket.HEADER_MAX;
      if (!segmenter.next(at + room)) {
        segmenting = false;
        waitingFrames++; // The caller takes the frame itself off.
        return true;
      }
      // The header goes right in front of the segment, wherever the message begins then.
      long frame = segmenter.address();
      int parts = parts(slab, slot, pieceHash) & (firstPiece ? -1 : ~RndisPacketWriter.LEDGER);
      firstPiece = false;
      int length =
          RndisPacketWriter.headerLength(
              RndisPacket.TO_GUEST, parts, segmenter.offload(), shown(slab, slot));
      long start = frame - length;
      header(start, slab, slot, frame, segmenter.length(), segmenter.offload(), parts, pieceHash);
      rangeAt((int) (start - buffer.address(chunk)), length + segmenter.length());
      used += room + segmenter.length();
      used = used + MESSAGE_ALIGNMENT - 1 & -MESSAGE_ALIGNMENT;
      rangeFrames++;
      packets++;
      segments++;
      waitingFrames--;
    }
  }

  private static int parts(FrameSlab slab, int slot, long hashed) {
    return (hashed != RssHash.NONE ? RndisPacketWriter.HASH : 0)
        | (slab.stream(slot) != 0 ? RndisPacketWriter.LEDGER : 0);
  }

  private int header(
      long at,
      FrameSlab slab,
      int slot,
      long frame,
      int length,
      long offload,
      int parts,
      long hashed) {
    return RndisPacketWriter.write(
        bytes,
        at,
        RndisPacket.TO_GUEST,
        length,
        1,
        frame,
        parts,
        offload,
        shown(slab, slot),
        RssHash.value(hashed),
        RssHash.info(hashed),
        slab.stream(slot),
        slab.sequence(slot));
  }

  /** The tag that the guest sees. */
  private int shown(FrameSlab slab, int slot) {
    int tag = slab.vlan(slot);
    if (tag == Frames.NO_VLAN) {
      return tag;
    }
    var gate = policy.gate();
    return gate == null ? tag : gate.shown(tag);
  }

  private boolean room(int length) {
    int most = length + RndisPacket.HEADER_MAX + 16;
    if (chunk != ReceiveBuffer.NONE
        && (ranges == PACKET_FRAMES || used + most > ReceiveBuffer.CHUNK_BYTES)
        && !flush()) {
      return false;
    }
    return chunk != ReceiveBuffer.NONE || openChunk();
  }

  private boolean openChunk() {
    chunk = buffer.take();
    used = 0;
    ranges = 0;
    rangeFrames = 0;
    return chunk != ReceiveBuffer.NONE;
  }

  private void range(int length, int advance) {
    rangeAt(used, length);
    used = used + advance + MESSAGE_ALIGNMENT - 1 & -MESSAGE_ALIGNMENT;
  }

  private void rangeAt(int offset, int length) {
    rangeWords[ranges] = TransferPagesFlyweight.range(length, ReceiveBuffer.offset(chunk) + offset);
    ranges++;
  }

  private boolean flushIfFull() {
    return ranges == 0 || flush();
  }

  /** Sends the packet that was begun; false when the ring has no room for it. */
  private boolean flush() {
    if (ranges == 0) {
      return true;
    }
    int size = TransferPagesFlyweight.headerBytes(ranges) + messageBytes;
    long at = end.writer().claim(size);
    if (at == RingWriter.NONE) {
      end.publish();
      if (!end.writer().awaitSpace(size)) {
        return false;
      }
      at = end.writer().claim(size);
      if (at == RingWriter.NONE) {
        return false;
      }
    }
    long nvs =
        TransferPagesFlyweight.write(
            bytes,
            at,
            messageBytes,
            PacketFlyweight.COMPLETION_REQUESTED,
            ReceiveBuffer.transaction(chunk),
            NvsMessage.RXBUF_ID,
            ranges);
    TransferPagesFlyweight.ranges(bytes, at, rangeWords, ranges);
    NvsFrames.writeRndis(bytes, nvs, NvsFrames.DATA, NvsFrames.NO_SECTION, 0);
    NvsFrames.pad(bytes, nvs, NvsFrames.RNDIS_BYTES, messageBytes);
    end.writer().commit();
    sent.sent(chunk, rangeFrames);
    ledger.out(rangeFrames);
    sends++;
    chunk = ReceiveBuffer.NONE;
    ranges = 0;
    rangeFrames = 0;
    return true;
  }

  /** Gives up everything that waits; actions are run, their order is kept. */
  void drop(DropReason reason) {
    dropFrames(reason);
    while (!waiting.isEmpty()) {
      if (waiting.poll() instanceof Runnable action) {
        action.run();
      }
    }
  }

  private void dropFrames(DropReason reason) {
    for (var work : waiting) {
      if (work instanceof FrameBurst burst) {
        witness.dropped(false, 0, reason, burst, position);
        burst.release();
        position = 0;
      }
    }
    if (waitingFrames + rangeFrames > 0) {
      ledger.dropped(reason, (int) (waitingFrames + rangeFrames));
    }
    waitingFrames = 0;
    rangeFrames = 0;
    ranges = 0;
    position = 0;
    segmenting = false;
  }

  /**
   * Gives back the frames that wait, in their order, and runs the actions between them. What was
   * copied already but found no room in the ring, and the rest of a super-frame that was begun, is
   * dropped.
   */
  void takeBack(Consumer<FrameBurst> to) {
    flush();
    end.publish();
    if (waiting.peek() instanceof FrameBurst begun) {
      int done = position + (segmenting ? 1 : 0);
      int left = begun.size() - done;
      for (int i = 0; i < left; i++) {
        begun.set(i, begun.slot(i + done));
      }
      begun.truncate(left);
    }
    var all = List.copyOf(waiting);
    waiting.clear();
    for (var work : all) {
      if (work instanceof FrameBurst burst) {
        waitingFrames -= burst.size();
        to.accept(burst);
      } else {
        ((Runnable) work).run();
      }
    }
    dropFrames(DropReason.CHANNEL_FULL);
  }

  long packets() {
    return packets;
  }

  long sends() {
    return sends;
  }

  long segments() {
    return segments;
  }
}
