package io.hnswitch.qdisc;

import static io.hnswitch.qdisc.HeldFrames.NONE;

/**
 * The frames of one band: a queue for each flow, and the flows in turn by deficit round robin
 * (Shreedhar and Varghese, 1995). In each round a flow may send a quantum of bytes for each unit of
 * its weight, and what it could not use for its first frame it keeps for the next round.
 */
final class FairBand {

  /** Bytes a flow of weight 1 may send in one round: a full frame. */
  static final int QUANTUM = 1514;

  private final HeldFrames held;
  private final Classifier weights;
  private final int[] head = new int[Classifier.FLOWS];
  private final int[] tail = new int[Classifier.FLOWS];
  private final int[] deficit = new int[Classifier.FLOWS];
  private final int[] flowFrames = new int[Classifier.FLOWS];
  private final long[] flowBytes = new long[Classifier.FLOWS];
  private final int[] nextFlow = new int[Classifier.FLOWS];
  private final boolean[] listed = new boolean[Classifier.FLOWS];

  /** The round: a list of flows, some of which may have lost all their frames meanwhile. */
  private int first = NONE;

  private int last = NONE;
  private int frames;
  private long bytes;
  private int framesMax;

  FairBand(HeldFrames held, Classifier weights) {
    this.held = held;
    this.weights = weights;
  }

  /** Bounds: so many frames, and as many bytes as so many full frames have; half for a flow. */
  void limit(int frameCount) {
    framesMax = frameCount;
  }

  int frames() {
    return frames;
  }

  boolean isEmpty() {
    return frames == 0;
  }

  /** Puts an entry behind the others of its flow. */
  void add(int flow, int entry) {
    if (flowFrames[flow]++ == 0) {
      head[flow] = entry;
    } else {
      held.next(tail[flow], entry);
    }
    tail[flow] = entry;
    flowBytes[flow] += held.wire(entry);
    frames++;
    bytes += held.wire(entry);
    if (!listed[flow]) {
      listed[flow] = true;
      deficit[flow] = quantum(flow);
      append(flow);
    }
  }

  private int quantum(int flow) {
    return QUANTUM * weights.weight(flow);
  }

  private void append(int flow) {
    nextFlow[flow] = NONE;
    if (first == NONE) {
      first = flow;
    } else {
      nextFlow[last] = flow;
    }
    last = flow;
  }

  private int takeFirst() {
    int flow = first;
    first = nextFlow[flow];
    if (first == NONE) {
      last = NONE;
    }
    return flow;
  }

  /** The entry whose turn it is; the band must not be empty. Asking again gives the same. */
  int peek() {
    while (true) {
      int flow = first;
      if (flowFrames[flow] == 0) {
        listed[takeFirst()] = false;
      } else if (deficit[flow] >= held.wire(head[flow])) {
        return head[flow];
      } else {
        deficit[flow] += quantum(flow);
        append(takeFirst());
      }
    }
  }

  /** Takes the entry that {@link #peek} gave out of the band; it stays held. */
  int poll() {
    int flow = first;
    int entry = unlink(flow);
    deficit[flow] -= held.wire(entry);
    if (flowFrames[flow] == 0) {
      // Who has nothing to send saves nothing up.
      listed[takeFirst()] = false;
    }
    return entry;
  }

  private int unlink(int flow) {
    int entry = head[flow];
    head[flow] = held.next(entry);
    flowFrames[flow]--;
    flowBytes[flow] -= held.wire(entry);
    frames--;
    bytes -= held.wire(entry);
    return entry;
  }

  /**
   * Takes an entry out that is too much after one of this flow was added: the oldest of the flow
   * when that has more than half of the band, else the oldest of the longest flow.
   *
   * @return the entry, still held, or {@link HeldFrames#NONE} when the band is within its bounds
   */
  int excess(int flow) {
    int flowMax = Math.max(1, framesMax / 2);
    if (flowFrames[flow] > flowMax
        || flowFrames[flow] > 1 && flowBytes[flow] > (long) flowMax * QUANTUM) {
      return unlink(flow);
    }
    return excess();
  }

  /** As {@link #excess(int)}, by the bounds of the band alone. */
  int excess() {
    if (frames > framesMax) {
      return unlink(longest(true));
    }
    if (frames > 1 && bytes > (long) framesMax * QUANTUM) {
      return unlink(longest(false));
    }
    return NONE;
  }

  /** Whether {@link #excess(int)} would find one. */
  boolean isOver(int flow) {
    int flowMax = Math.max(1, framesMax / 2);
    return frames > framesMax
        || bytes > (long) framesMax * QUANTUM
        || flowFrames[flow] > flowMax
        || flowBytes[flow] > (long) flowMax * QUANTUM;
  }

  private int longest(boolean byFrames) {
    int longest = first;
    for (int flow = first; flow != NONE; flow = nextFlow[flow]) {
      boolean longer =
          byFrames ? flowFrames[flow] > flowFrames[longest] : flowBytes[flow] > flowBytes[longest];
      if (longer) {
        longest = flow;
      }
    }
    return longest;
  }

  /** Takes any entry out, for giving all up; {@link HeldFrames#NONE} when there is none. */
  int any() {
    while (first != NONE) {
      if (flowFrames[first] > 0) {
        return unlink(first);
      }
      listed[takeFirst()] = false;
    }
    return NONE;
  }
}
