package io.hnswitch.hn;

import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.NvsFrames;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.GpaDirectFlyweight;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;

/**
 * The control messages one end of a channel has to write, in their order. What finds no room in the
 * ring waits; a peer that does not read leaves at most {@value #WAITING_MAX}.
 */
final class ChannelMessages {

  private static final int WAITING_MAX = 128;
  private static final int CONTROL_SLOT_BYTES = 2048;
  private static final int CONTROL_SLOTS = 8;

  private final MemorySegment bytes;
  private final ChannelEnd end;
  private final long control;
  private final ArrayDeque<Message> waiting = new ArrayDeque<>();
  private int controlSlot;
  private long lost;

  private enum Kind {
    IN_BAND,
    ANSWER_WANTED,
    COMPLETION,
    RNDIS
  }

  private record Message(Kind kind, long transaction, byte[] payload) {}

  /**
   * @param control pages for RNDIS control messages of a guest, {@link #controlBytes}; 0 for a host
   */
  ChannelMessages(Memory memory, ChannelEnd end, long control) {
    this.bytes = memory.segment();
    this.end = end;
    this.control = control;
  }

  static long controlBytes() {
    return (long) CONTROL_SLOTS * CONTROL_SLOT_BYTES;
  }

  /** An in-band message. */
  void inBand(long transaction, byte[] payload, boolean answerWanted) {
    add(new Message(answerWanted ? Kind.ANSWER_WANTED : Kind.IN_BAND, transaction, payload));
  }

  /** A completion. */
  void completion(long transaction, byte[] payload) {
    add(new Message(Kind.COMPLETION, transaction, payload));
  }

  /** A guest's RNDIS control message, referred to by its page. */
  void rndis(long transaction, byte[] message) {
    if (message.length > CONTROL_SLOT_BYTES) {
      throw new IllegalStateException("RNDIS control message too long: " + message.length);
    }
    add(new Message(Kind.RNDIS, transaction, message));
  }

  private void add(Message message) {
    if (waiting.size() == WAITING_MAX) {
      lost++;
      return;
    }
    waiting.add(message);
    pump();
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Messages given up because the peer does not read. */
  long lost() {
    return lost;
  }

  /** Writes what waits, as far as there is room, and lets the peer know. */
  void pump() {
    while (!waiting.isEmpty() && write(waiting.peek())) {
      waiting.poll();
    }
    end.publish();
  }

  private boolean write(Message message) {
    return message.kind == Kind.RNDIS ? writeRndis(message) : writePlain(message);
  }

  private long claim(int size) {
    long at = end.writer().claim(size);
    if (at == RingWriter.NONE) {
      end.publish();
      if (end.writer().awaitSpace(size)) {
        at = end.writer().claim(size);
      }
    }
    return at;
  }

  private boolean writePlain(Message message) {
    int length = message.payload.length;
    long at = claim(PacketFlyweight.BYTES + length);
    if (at == RingWriter.NONE) {
      return false;
    }
    int flags = message.kind == Kind.ANSWER_WANTED ? PacketFlyweight.COMPLETION_REQUESTED : 0;
    long payload =
        message.kind == Kind.COMPLETION
            ? PacketFlyweight.completion(bytes, at, length, message.transaction)
            : PacketFlyweight.inBand(bytes, at, length, flags, message.transaction);
    MemorySegment.copy(message.payload, 0, bytes, ValueLayout.JAVA_BYTE, payload, length);
    end.writer().commit();
    return true;
  }

  private boolean writeRndis(Message message) {
    int nvs = 40;
    long at = claim(GpaDirectFlyweight.listHeaderBytes(1) + nvs);
    if (at == RingWriter.NONE) {
      return false;
    }
    long slot = control + (long) controlSlot * CONTROL_SLOT_BYTES;
    controlSlot = (controlSlot + 1) % CONTROL_SLOTS;
    MemorySegment.copy(
        message.payload, 0, bytes, ValueLayout.JAVA_BYTE, slot, message.payload.length);
    long payload =
        GpaDirectFlyweight.list(
            bytes, at, nvs, PacketFlyweight.COMPLETION_REQUESTED, message.transaction, 1);
    GpaDirectFlyweight.listRange(bytes, at, 0, slot, message.payload.length);
    NvsFrames.writeRndis(bytes, payload, NvsFrames.CONTROL, NvsFrames.NO_SECTION, 0);
    NvsFrames.pad(bytes, payload, NvsFrames.RNDIS_BYTES, nvs);
    end.writer().commit();
    return true;
  }
}
