package io.hnswitch.hn;

import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.RingReader;
import java.util.concurrent.Executor;

/**
 * Reads the ring of one end of a channel, and then lets that end do what else it has to: until the
 * ring is empty, no burst is free, or others should have their turn. The peer's interrupts are
 * masked meanwhile.
 */
final class RingPump {

  private static final int PACKETS_A_TURN = 512;

  /** The end that reads. */
  interface Owner {

    /** What it reads from and writes to; null when there is nothing. */
    ChannelEnd end();

    /** Whether it reads on; one that has found its peer to break the protocol does not. */
    boolean isReading();

    /** Reading begins. */
    void begin();

    /** Takes a packet; false when no burst is free: the pool calls, and it is offered again. */
    boolean packet(RingReader ring);

    /** Passes on what was read so far. */
    void deliver();

    /** The ring makes no sense; nothing more can be read. */
    void corrupt(String fault);

    /** What there is to do besides reading. */
    void afterReading();
  }

  private final Executor executor;
  private final Owner owner;
  private boolean pumping;
  private boolean again;

  /**
   * @param executor runs the next turn
   */
  RingPump(Executor executor, Owner owner) {
    this.executor = executor;
    this.owner = owner;
  }

  /**
   * Reads and works; when called from within, once more at the end of what is under way.
   *
   * @return false when it was called from within, or when there is nothing to read from
   */
  boolean pump() {
    if (owner.end() == null) {
      return false;
    }
    if (pumping) {
      again = true;
      return false;
    }
    pumping = true;
    try {
      do {
        again = false;
        read();
        if (owner.end() != null) {
          owner.afterReading();
        }
      } while (again && owner.end() != null);
    } finally {
      pumping = false;
    }
    return true;
  }

  private void read() {
    var ring = owner.end().reader();
    owner.begin();
    ring.mask();
    int left = PACKETS_A_TURN;
    while (owner.isReading()) {
      int found = left == 0 ? RingReader.EMPTY : ring.next();
      if (found == RingReader.PACKET) {
        if (!owner.packet(ring)) {
          deliver();
          return; // Stays masked.
        }
        if (owner.end() != null) {
          ring.consume();
        }
        left--;
      } else if (found == RingReader.CORRUPT) {
        owner.deliver();
        owner.corrupt("the ring is corrupt: " + ring.fault());
        return;
      } else {
        deliver();
        if (left == 0) {
          executor.execute(this::pump); // Others have their turn; stays masked.
          return;
        }
        if (!owner.isReading() || !ring.unmask()) {
          return;
        }
        ring.mask();
      }
    }
    deliver(); // What came before the reason to stop was taken.
  }

  private void deliver() {
    owner.deliver();
    if (owner.end() != null) {
      owner.end().finish();
    }
  }
}
