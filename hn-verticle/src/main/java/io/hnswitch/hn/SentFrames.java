package io.hnswitch.hn;

import io.hnswitch.frame.DropReason;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingReader;
import java.util.Arrays;

/**
 * How many frames each packet of a channel's ring to the guest has: for the frames that a guest
 * leaves there unread when it closes the channel. Outlives the session, as the ring does.
 */
final class SentFrames {

  private int[] byChunk = new int[0];

  /** A packet goes into the ring; the frames of an earlier one with its chunk have been read. */
  void sent(int chunk, int frames) {
    if (chunk >= byChunk.length) {
      byChunk = Arrays.copyOf(byChunk, Math.max(chunk + 1, 2 * byChunk.length));
    }
    byChunk[chunk] = frames;
  }

  /**
   * The guest reads no more: what stands in the ring has arrived nowhere.
   *
   * @return how many frames
   */
  int dropUnread(ChannelEnd end, DropReason reason, DeviceLedger ledger) {
    int frames = 0;
    end.publish();
    try (var left = end.writer().leftover()) {
      while (left.next() == RingReader.PACKET) {
        if (left.type() == PacketFlyweight.TRANSFER_PAGES) {
          frames += byChunk[(int) (left.transactionId() / ReceiveBuffer.CHUNK_SLOTS)];
        }
        left.consume();
      }
    }
    ledger.in(frames);
    ledger.dropped(reason, frames);
    return frames;
  }
}
