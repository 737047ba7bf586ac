package io.hnswitch.hn;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSize;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.NvsFrames;
import io.hnswitch.hn.nvs.NvsStatus;
import io.hnswitch.hn.rndis.RndisError;
import io.hnswitch.hn.rndis.RndisOffload;
import io.hnswitch.hn.rndis.RndisPacket;
import io.hnswitch.hn.rndis.RndisPacketReader;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.GpaRanges;
import io.hnswitch.vmbus.GuestMemory;
import io.hnswitch.vmbus.PacketCheck;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * netvsp's way in: RNDIS packet messages of the guest in, bursts out to the switch. Frames stay in
 * the guest's memory; the transaction is completed when the last of its frames was released.
 */
final class HostReceive implements AutoCloseable {

  private static final int BURSTS = 64;
  private static final int PIECES_MAX = 33;
  private static final int CONTROL_BYTES_MAX = 100 << 10;
  private static final int PACKET = 1;
  private static final int RUNT = RndisError.P16_RUNT.ordinal();

  /** Bytes of the shortest message that has a frame. */
  private static final int MESSAGE_BYTES_MIN = RndisPacket.HEADER + Frames.ETHERNET_HEADER;

  private final MemorySegment bytes;
  private final PolicySlot policy;
  private final Acknowledgements acknowledgements;
  private final Bounces bounces;
  private final DeviceLedger ledger;
  private final Consumer<FrameBurst> receiver;
  private final Consumer<byte[]> control;
  private final Runnable ackable;
  private final GpaRanges ranges;
  private final BurstPool pool;
  private final RndisPacketReader packet = new RndisPacketReader();
  private long sendBuffer;
  private long sendBufferBytes;
  private FrameBurst filling;
  private boolean open;
  private int mtu;
  private long nanos;
  private long packets;
  private long malformed;

  /**
   * @param ackBytes bytes of the completion of a packet
   * @param policy of the guest's port, told of frames too short and too long
   * @param receiver gets bursts of frames
   * @param control gets RNDIS control messages
   * @param available is run when a burst or a completion is free again
   */
  HostReceive(
      Memory memory,
      ChannelEnd end,
      GuestMemory guest,
      int ackBytes,
      DeviceLedger ledger,
      PolicySlot policy,
      Executor owner,
      Consumer<FrameBurst> receiver,
      Consumer<byte[]> control,
      Runnable available) {
    this.bytes = memory.segment();
    this.acknowledgements = new Acknowledgements(memory, end, ackBytes);
    this.bounces = new Bounces(memory);
    this.ledger = ledger;
    this.policy = policy;
    this.receiver = receiver;
    this.control = control;
    this.ackable = available;
    this.ranges = new GpaRanges(guest, PIECES_MAX);
    this.pool = BurstPool.references(BURSTS, owner, this::recycled, available);
  }

  void clock(long now) {
    nanos = now;
  }

  /** The guest's send buffer; without it, section numbers are refused. */
  void sendBuffer(long address, long size) {
    sendBuffer = address;
    sendBufferBytes = size;
  }

  /**
   * From now on frames may come.
   *
   * @param accepted the MTU that the session agreed on, bytes without the Ethernet header; longer
   *     frames are dropped
   */
  void open(int accepted) {
    open = true;
    mtu = accepted;
  }

  /** The session is no longer in a state in which frames may come. */
  void shut() {
    open = false;
  }

  /** How a packet was taken. */
  enum Taken {
    YES,
    /** No burst is free: stop reading and come back when told. */
    NO_CREDIT,
    /** The guest names memory that is not its own: the channel cannot go on. */
    FATAL
  }

  /** Takes the NVS 107 packet that the ring's reader shows, in-band or GPA direct. */
  Taken accept(RingReader ring) {
    boolean refers = ring.type() == PacketFlyweight.GPA_DIRECT;
    long at = 0;
    long size = 0;
    if (!refers) {
      long section = NvsFrames.section(bytes, ring.payload());
      if (sendBuffer == 0
          || !NvsFrames.sectionFits(section, VspSession.SECTION_BYTES, sendBufferBytes)) {
        return Taken.FATAL;
      }
      at = sendBuffer + NvsFrames.sectionIndex(section) * VspSession.SECTION_BYTES;
      size = NvsFrames.sectionSize(section);
    }
    if (filling != null) {
      int room = FrameSlab.CAPACITY - filling.slab().count();
      // A section is never split: its transaction ends with the one burst that has its frames.
      boolean mayNotFit = !refers && room < size / MESSAGE_BYTES_MIN;
      if (room == 0 || mayNotFit && messagesBeyond(room, at, size)) {
        deliver();
      }
    }
    if (filling == null) {
      filling = pool.take();
      if (filling == null) {
        return Taken.NO_CREDIT;
      }
      filling.slab().receivedAt(nanos);
    }
    boolean wanted = (ring.flags() & PacketFlyweight.COMPLETION_REQUESTED) != 0;
    int before = filling.slab().count();
    long packetsBefore = packets;
    boolean good = refers ? referred(ring) : messages(at, size);
    // Once for the whole packet: nobody reads the account before this message has been handled.
    ledger.in((int) (packets - packetsBefore));
    if (wanted) {
      settle(ring.transactionId(), before, good);
    }
    return Taken.YES;
  }

  /**
   * Whether a section may have more messages than that; only their lengths are looked at, and again
   * when they are read: a guest that changes them meanwhile loses what there is no room for.
   */
  private boolean messagesBeyond(int room, long start, long size) {
    long at = start;
    long left = size;
    for (int i = 0; i < room; i++) {
      if (left < 8) {
        return false;
      }
      long length = bytes.get(Memory.LE32, at + 4) & 0xffff_ffffL;
      if (length < RndisPacket.HEADER || length >= left) {
        return false; // The last one, or one that will be refused and end the section.
      }
      at += length;
      left -= length;
    }
    return true;
  }

  private void settle(long transaction, int before, boolean good) {
    if (filling != null && filling.slab().count() > before) {
      // Also when a later message of the packet was refused: the good ones are in use.
      if (acknowledgements.with(filling.slab(), transaction)) {
        deliver();
      }
    } else {
      acknowledgements.owe(transaction, good ? NvsStatus.SUCCESS : NvsStatus.FAILURE);
    }
  }

  /** All messages of a section; false when one was refused, then the rest was not looked at. */
  private boolean messages(long start, long size) {
    long at = start;
    long left = size;
    while (left > 0) {
      if (left < 8) {
        return malformed();
      }
      if (bytes.get(Memory.LE32, at) != PACKET) {
        return at == start && control(at, left);
      }
      if (filling.slab().isFull()) {
        // The guest says that its section goes on beyond its end, or has changed the lengths since
        // they were counted: there was room for what they said.
        return malformed();
      }
      int error = packet.read(bytes, at, (int) left, RndisPacket.TO_HOST);
      if (error == RUNT) {
        return runt(packet.dataAddress(), packet.dataLength());
      }
      if (error != 0 || !add(packet.dataAddress(), packet.dataLength())) {
        return lost();
      }
      int length = packet.messageLength();
      at += length;
      left -= length;
    }
    return true;
  }

  private boolean referred(RingReader ring) {
    boolean isData = NvsFrames.channelType(bytes, ring.payload()) == NvsFrames.DATA;
    if (ranges.parse(bytes, ring.address(), ring.payloadOffset()) != PacketCheck.OK) {
      return isData ? lost() : malformed();
    }
    long at = ranges.address(0);
    int first = ranges.length(0);
    int total = ranges.totalBytes();
    if (first < 8) {
      return isData ? lost() : malformed();
    }
    if (bytes.get(Memory.LE32, at) != PACKET) {
      return first == total && control(at, total);
    }
    int error = packet.read(bytes, at, first, total, RndisPacket.TO_HOST);
    if (error == RUNT) {
      // What lies in another piece is not behind this one.
      boolean here = packet.dataOffset() + packet.dataLength() <= first;
      return runt(packet.dataAddress(), here ? packet.dataLength() : 0);
    }
    if (error != 0) {
      return lost();
    }
    int offset = packet.dataOffset();
    int length = packet.dataLength();
    if (offset + length <= first) {
      return add(at + offset, length) || lost();
    }
    if (offset == first && ranges.pieces() > 1 && length <= ranges.length(1)) {
      return add(ranges.address(1), length) || lost();
    }
    if (length > Frames.MAX_FRAME) {
      return lost();
    }
    long whole = bounces.gather(ranges, offset, length, filling.slab());
    if (whole == Bounces.NONE) {
      ledger.in(1);
      ledger.dropped(DropReason.CHANNEL_FULL, 1);
      return true;
    }
    return add(whole, length) || lost();
  }

  private boolean add(long frame, int length) {
    // A piece of a coalesced packet may be short, but only a host sends such pieces.
    boolean isFrame = length >= Frames.ETHERNET_HEADER && length <= Frames.MAX_FRAME;
    if (!isFrame || !open) {
      return false;
    }
    long offload = RndisOffload.transmitted(bytes, frame, length, packet);
    if (offload == RndisOffload.REFUSED) {
      return false;
    }
    packets++;
    if ((Frames.flags(offload) & Frames.TSO) == 0
        && FrameSize.isOversize(bytes, frame, length, mtu)) {
      // The message was in order, and its frame is not for the switch.
      refuse(DropReason.OVERSIZE, frame, length, packet.vlan());
      return true;
    }
    filling
        .slab()
        .add(
            frame,
            length,
            offload,
            packet.vlan(),
            packet.hash(),
            0,
            packet.stream(),
            packet.sequence());
    return true;
  }

  private boolean runt(long frame, int length) {
    ledger.in(1);
    refuse(DropReason.RUNT, frame, length, Frames.NO_VLAN);
    return malformed();
  }

  private void refuse(DropReason reason, long frame, int length, int vlan) {
    ledger.dropped(reason, 1);
    policy.refusals().fromGuest(reason, frame, length, nanos);
    policy.point().dropped(frame, length, vlan, true, Datapath.SYNTHETIC, reason, ledger.device());
  }

  private boolean lost() {
    ledger.in(1);
    ledger.dropped(DropReason.BAD_FCS, 1);
    return malformed();
  }

  private boolean malformed() {
    malformed++;
    return false;
  }

  private boolean control(long at, long length) {
    if (length > CONTROL_BYTES_MAX) {
      return malformed();
    }
    var message = new byte[(int) length];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, message, 0, message.length);
    control.accept(message);
    return true;
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
    bounces.back(burst.slab());
    if (acknowledgements.back(burst.slab())) {
      ackable.run();
    }
  }

  /** Writes the completions that are owed, as far as there is room. */
  void complete() {
    acknowledgements.flush();
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

  long malformedCount() {
    return malformed;
  }

  @Override
  public void close() {
    acknowledgements.close();
    bounces.close();
    sendBuffer = 0;
  }
}
