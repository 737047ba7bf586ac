package io.hnswitch.wire;

import java.util.Arrays;

/**
 * What one end of a link has sent to the far end, what that has said it has, and what has come from
 * it. Counts go on over connections, so that a frame that was on its way when one broke is counted
 * once: when the two meet again each tells what has come to it, and what has not is lost.
 *
 * <p>Each end has a number, a new one when it begins with nothing. A far end with another number is
 * a new one: it never had what the old one did not acknowledge.
 */
final class WireAccount {

  /** Messages that may be on their way. */
  static final int MESSAGES_MAX = 4096;

  /** The answer of {@link #acknowledged} and {@link #meet} to what cannot be. */
  static final long NONSENSE = -1;

  private static final long NOBODY = 0;

  private final long own;
  private final int bytesMax;

  /** For each message on its way, in a ring: all frames sent up to and with it. */
  private final long[] frameTotals = new long[MESSAGES_MAX];

  private final int[] sizes = new int[MESSAGES_MAX];
  private int oldest;
  private int messages;
  private int bytes;
  private long peer = NOBODY;
  private long sent;
  private long acknowledged;
  private long received;

  /**
   * @param own number of this end
   * @param bytesMax of messages on their way
   */
  WireAccount(long own, int bytesMax) {
    this.own = own;
    this.bytesMax = bytesMax;
  }

  /** What to say when the two meet. */
  Hello.Count count() {
    return new Hello.Count(own, peer, received);
  }

  /** Whether a message may be sent now. */
  boolean hasRoom(int size) {
    return bytes + size <= bytesMax && messages < MESSAGES_MAX;
  }

  /** A message has been sent. */
  void sent(int frames, int size) {
    sent += frames;
    int at = oldest + messages & MESSAGES_MAX - 1;
    frameTotals[at] = sent;
    sizes[at] = size;
    messages++;
    bytes += size;
  }

  /** Frames have come. */
  void received(int frames) {
    received += frames;
  }

  /** All frames that have come from this far end. */
  long received() {
    return received;
  }

  /** Frames that are on their way, or lost without that being known yet. */
  long unacknowledged() {
    return sent - acknowledged;
  }

  /** Bytes of messages that are on their way. */
  int bytes() {
    return bytes;
  }

  /**
   * The far end says how many frames have come to it in all.
   *
   * @return those of them that it had not said before, or {@link #NONSENSE}
   */
  long acknowledged(long total) {
    if (total < acknowledged || total > sent) {
      return NONSENSE;
    }
    long more = total - acknowledged;
    acknowledged = total;
    while (messages > 0 && frameTotals[oldest] <= total) {
      bytes -= sizes[oldest];
      oldest = oldest + 1 & MESSAGES_MAX - 1;
      messages--;
    }
    return more;
  }

  /**
   * The two ends meet by a new connection; what was on its way by an earlier one is not any more.
   *
   * @param far what the far end says
   * @return the frames that had come to it without this end having heard of it, or {@link
   *     #NONSENSE}; all others that were unacknowledged are lost
   */
  long meet(Hello.Count far) {
    long arrived = 0;
    if (far.own() == peer) {
      // One that has not heard of this end yet cannot have anything from it.
      long has = far.peer() == own ? far.received() : 0;
      arrived = acknowledged(has);
      if (arrived == NONSENSE) {
        return NONSENSE;
      }
      sent = acknowledged;
    } else {
      peer = far.own();
      sent = 0;
      acknowledged = 0;
      received = 0;
    }
    oldest = 0;
    messages = 0;
    bytes = 0;
    Arrays.fill(frameTotals, 0);
    return arrived;
  }

  /** Nothing that is on its way will be heard of any more; gives the number of those frames. */
  long abandon() {
    long lost = unacknowledged();
    acknowledged = sent;
    messages = 0;
    bytes = 0;
    return lost;
  }
}
