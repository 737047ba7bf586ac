package io.hnswitch.impair;

import io.hnswitch.frame.FrameSlab;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Frames that wait for their time, the first due first, and of those due at the same time the first
 * that came. Grows when there are more than ever before.
 */
final class WaitingFrames {

  /** Nothing waits. */
  static final int NONE = -1;

  private static final int WORDS = 8;
  private static final int DUE = 0;
  private static final int ORDER = 1;
  private static final int SENT = 2;
  private static final int ADDRESS = 3;
  private static final int LENGTH_VLAN = 4;
  private static final int OFFLOAD = 5;
  private static final int HASH_INFO = 6;
  private static final int STREAM_SEQUENCE = 7;

  private static final int TAG_SHIFT = 24;
  private static final int LENGTH = (1 << TAG_SHIFT) - 1;

  private long[] words = new long[64 * WORDS];
  private int[] heap = new int[64];
  private int[] free = new int[64];
  private int freeCount;
  private int made;
  private int size;
  private long nextOrder;

  int size() {
    return size;
  }

  /**
   * Adds a frame.
   *
   * @param due when it goes
   * @param sent when its last bit has been sent; what is left until it is due is delay
   * @param tag 0 to 127, comes out with the frame
   */
  void add(
      long due,
      long sent,
      int tag,
      long address,
      int length,
      int vlan,
      long offload,
      long hashInfo,
      long streamSequence) {
    int entry = freeCount > 0 ? free[--freeCount] : make();
    int at = entry * WORDS;
    words[at + DUE] = due;
    words[at + ORDER] = nextOrder++;
    words[at + SENT] = sent;
    words[at + ADDRESS] = address;
    words[at + LENGTH_VLAN] = length | tag << TAG_SHIFT | (long) vlan << 32;
    words[at + OFFLOAD] = offload;
    words[at + HASH_INFO] = hashInfo;
    words[at + STREAM_SEQUENCE] = streamSequence;
    heap[size] = entry;
    up(size++);
  }

  private int make() {
    if (made == heap.length) {
      words = Arrays.copyOf(words, 2 * words.length);
      heap = Arrays.copyOf(heap, 2 * made);
      free = Arrays.copyOf(free, 2 * made);
    }
    return made++;
  }

  /** The entry that is due first, or {@link #NONE}. */
  int first() {
    return size == 0 ? NONE : heap[0];
  }

  /** Takes the first entry away; what is asked of it is true until the next is added. */
  void poll() {
    free[freeCount++] = heap[0];
    heap[0] = heap[--size];
    down(0);
  }

  long due(int entry) {
    return words[entry * WORDS + DUE];
  }

  long sent(int entry) {
    return words[entry * WORDS + SENT];
  }

  long address(int entry) {
    return words[entry * WORDS + ADDRESS];
  }

  int length(int entry) {
    return (int) words[entry * WORDS + LENGTH_VLAN] & LENGTH;
  }

  int vlan(int entry) {
    return (int) (words[entry * WORDS + LENGTH_VLAN] >> 32);
  }

  long offload(int entry) {
    return words[entry * WORDS + OFFLOAD];
  }

  int tag(int entry) {
    return (int) words[entry * WORDS + LENGTH_VLAN] >>> TAG_SHIFT;
  }

  /** Lists the frame of an entry in a slab. */
  int addTo(FrameSlab slab, int entry) {
    int at = entry * WORDS;
    long hashInfo = words[at + HASH_INFO];
    long streamSequence = words[at + STREAM_SEQUENCE];
    return slab.add(
        words[at + ADDRESS],
        length(entry),
        words[at + OFFLOAD],
        vlan(entry),
        (int) hashInfo,
        (int) (hashInfo >>> 32),
        (int) streamSequence,
        (int) (streamSequence >>> 32));
  }

  /**
   * Gives every entry a new time.
   *
   * @param each is told each entry in the order in which they came, and calls {@link #reschedule}
   */
  void replan(IntConsumer each) {
    var entries = new Integer[size];
    for (int i = 0; i < size; i++) {
      entries[i] = heap[i];
    }
    Arrays.sort(entries, (a, b) -> Long.compare(order(a), order(b)));
    for (int entry : entries) {
      each.accept(entry);
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      down(i);
    }
  }

  /** Within {@link #replan} only. */
  void reschedule(int entry, long due, long sent) {
    words[entry * WORDS + DUE] = due;
    words[entry * WORDS + SENT] = sent;
  }

  private long order(int entry) {
    return words[entry * WORDS + ORDER];
  }

  private boolean isBefore(int one, int other) {
    long difference = due(one) - due(other);
    return difference < 0 || difference == 0 && order(one) < order(other);
  }

  private void up(int start) {
    int at = start;
    int entry = heap[at];
    while (at > 0 && isBefore(entry, heap[(at - 1) / 2])) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = entry;
  }

  private void down(int start) {
    if (start >= size) {
      return;
    }
    int at = start;
    int entry = heap[at];
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], entry)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = entry;
  }
}
