package io.hnswitch.endpoint.qemu;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.PlainFrames;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Sends frames to a peer. What its socket has no room for waits, up to a bound; what is more than
 * that is dropped as at any full queue. While there is no peer everything is dropped.
 */
public final class FrameOutlet implements PlainFrames.Sink, AutoCloseable {

  private final MemorySegment bytes;
  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final boolean stream;
  private final IntConsumer onTrouble;
  private final PlainFrames plain;
  private final Backlog backlog;
  private Wire wire;
  private DropReason withoutPeer = DropReason.LINK_DOWN;
  private boolean taken;
  private long waited;
  private long overflowed;
  private long sentFrames;
  private long unplugged;

  /**
   * @param witness told of what is dropped
   * @param stream whether frames stand behind their length
   * @param onTrouble told the error number with which the peer is gone, at most once for a peer
   */
  public FrameOutlet(
      Memory memory,
      DeviceLedger ledger,
      DropWitness witness,
      boolean stream,
      IntConsumer onTrouble) {
    this.bytes = memory.segment();
    this.ledger = ledger;
    this.witness = witness;
    this.stream = stream;
    this.onTrouble = onTrouble;
    this.plain = new PlainFrames(memory, ledger, this);
    this.backlog = new Backlog(memory);
  }

  /** There is a peer. */
  public void begin(Wire next) {
    wire = next;
  }

  /** The peer is gone, and what waited for it is lost. */
  public void end() {
    wire = null;
    int lost = backlog.clear();
    unplugged += lost;
    ledger.dropped(withoutPeer, lost);
  }

  /** As {@link #end}, and nobody comes any more. */
  public void shutDown() {
    withoutPeer = DropReason.SHUTDOWN;
    end();
  }

  /** Frames that wait for room. */
  public int waiting() {
    return backlog.frames();
  }

  /**
   * Sends a frame.
   *
   * @return whether all that was made of it was sent, or waits for room
   */
  public boolean send(FrameSlab slab, int slot) {
    taken = true;
    plain.pass(slab, slot);
    return taken;
  }

  @Override
  public void plain(long address, int length) {
    if (wire == null) {
      unplugged++;
      drop(withoutPeer, address, length);
    } else if (!backlog.isEmpty()) {
      await(address, length);
    } else if (stream) {
      sendBytes(address, length);
    } else {
      sendDatagram(address, length);
    }
  }

  @Override
  public void damaged(FrameSlab slab, int slot) {
    witness.dropped(false, 0, DropReason.BAD_FCS, slab, slot);
    taken = false;
    ledger.dropped(DropReason.BAD_FCS, 1);
  }

  private void sendBytes(long address, int length) {
    long from = address - StreamInlet.HEADER;
    int size = StreamInlet.HEADER + length;
    bytes.set(Memory.BE32, from, length);
    int sent = wire.send(from, size);
    if (sent == size) {
      delivered(1);
    } else if (sent == Wire.AGAIN || sent == 0) {
      await(address, length);
    } else if (sent > 0) {
      waited++;
      backlog.addRest(from + sent, size - sent);
    } else {
      lost(sent, address, length);
    }
  }

  private void delivered(int frames) {
    sentFrames += frames;
    ledger.delivered(frames);
  }

  private void sendDatagram(long address, int length) {
    int sent = wire.send(address, length);
    if (sent >= 0) {
      delivered(1);
    } else if (sent == Wire.AGAIN) {
      await(address, length);
    } else if (sent == Wire.TOO_LONG) {
      drop(DropReason.OVERSIZE, address, length);
    } else if (sent == Wire.NO_BUFFERS) {
      overflowed++;
      drop(DropReason.CREDIT_EXHAUSTED, address, length);
    } else {
      lost(sent, address, length);
    }
  }

  private void await(long address, int length) {
    if (backlog.add(address, length)) {
      waited++;
    } else {
      overflowed++;
      drop(DropReason.CREDIT_EXHAUSTED, address, length);
    }
  }

  private void lost(int error, long address, int length) {
    unplugged++;
    drop(DropReason.LINK_DOWN, address, length);
    trouble(error);
  }

  private void trouble(int error) {
    end();
    onTrouble.accept(-error);
  }

  private void drop(DropReason reason, long address, int length) {
    taken = false;
    if (witness.isWatching()) {
      witness.dropped(false, 0, reason, address, length, Frames.NO_VLAN);
    }
    ledger.dropped(reason, 1);
  }

  /** There is room again: sends what waited, as far as it goes. */
  public void flush() {
    if (wire == null) {
      return;
    }
    if (stream) {
      int error = backlog.flushStream(wire);
      delivered(backlog.flushed());
      if (error < 0) {
        trouble(error);
      }
      return;
    }
    while (wire != null && !backlog.isEmpty()) {
      int sent = wire.send(backlog.first(), backlog.firstLength());
      if (sent == Wire.AGAIN) {
        return;
      }
      if (sent >= 0) {
        backlog.dropFirst();
        delivered(1);
      } else if (sent == Wire.TOO_LONG || sent == Wire.NO_BUFFERS) {
        drop(
            sent == Wire.TOO_LONG ? DropReason.OVERSIZE : DropReason.CREDIT_EXHAUSTED,
            backlog.first(),
            backlog.firstLength());
        backlog.dropFirst();
      } else {
        trouble(sent);
      }
    }
  }

  /** What people want to know of it. */
  public void count(Map<String, Long> into) {
    into.put("sent", sentFrames);
    into.put("segments", plain.cut());
    into.put("checksums", plain.checksums());
    into.put("waited", waited);
    into.put("overflowed", overflowed);
    into.put("unplugged", unplugged);
  }

  @Override
  public void close() {
    backlog.close();
    plain.close();
  }
}
