package io.hnswitch.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Up to {@value #CAPACITY} frames: where their bytes are and what is known about each. The bytes
 * are usually in the slab's own {@linkplain #region() region} of {@link Memory}, but a frame may
 * also lie in a shared buffer that stays untouched until the slab is recycled.
 *
 * <p>A slab is filled by the device that made it, then only read. It is counted: every {@link
 * FrameBurst} that lists frames of it holds one reference, and with the last one it goes back to
 * the pool it came from.
 */
public final class FrameSlab {

  /** Frames in a slab at most. */
  public static final int CAPACITY = 256;

  /** Words of a frame in {@link #places}; the second holds the length, and the VLAN above. */
  private static final int PLACE_WORDS = 2;

  private static final int ADDRESS = 0;
  private static final int LENGTH_VLAN = 1;

  /** Words of a frame in {@link #words}; hash and stream are in the lower halves. */
  private static final int WORDS = 3;

  private static final int OFFLOAD = 0;
  private static final int HASH_INFO = 1;
  private static final int STREAM_SEQUENCE = 2;

  private static final VarHandle REFERENCES;

  static {
    try {
      REFERENCES = MethodHandles.lookup().findVarHandle(FrameSlab.class, "references", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // What is used together stands together: a device that looks at most of it needs two arrays and
  // two lines of the cache, where one for each field would need eight; one that only forwards has
  // the places close to each other.
  private final long[] places = new long[CAPACITY * PLACE_WORDS];
  private final long[] words = new long[CAPACITY * WORDS];

  private final long region;
  private final int regionBytes;
  private FrameBurst home;
  private int count;
  private long receivedAt;

  @SuppressWarnings("unused") // through REFERENCES
  private volatile int references;

  FrameSlab(long region, int regionBytes) {
    this.region = region;
    this.regionBytes = regionBytes;
  }

  void home(FrameBurst burst) {
    home = burst;
  }

  FrameBurst home() {
    return home;
  }

  void open() {
    count = 0;
    REFERENCES.setRelease(this, 1);
  }

  void retain() {
    REFERENCES.getAndAdd(this, 1);
  }

  boolean releaseLast() {
    int before = (int) REFERENCES.getAndAdd(this, -1);
    if (before <= 0) {
      throw new IllegalStateException("slab released more often than retained");
    }
    return before == 1;
  }

  /** First address of the slab's own bytes; 0 when it has none. */
  public long region() {
    return region;
  }

  /** Size of the slab's own bytes. */
  public int regionBytes() {
    return regionBytes;
  }

  /** Frames in the slab. */
  public int count() {
    return count;
  }

  public boolean isFull() {
    return count == CAPACITY;
  }

  /**
   * Adds a frame without VLAN tag, hash or ledger number.
   *
   * @param offloadWord what is left to do on it, see {@link Frames}
   * @return its slot
   * @throws ArrayIndexOutOfBoundsException when the slab is full
   */
  public int add(long frameAddress, int frameLength, long offloadWord) {
    return add(frameAddress, frameLength, offloadWord, Frames.NO_VLAN, 0, 0, 0, 0);
  }

  /**
   * Adds a frame with all that is known about it.
   *
   * @param offloadWord what is left to do on it, see {@link Frames}
   * @param tci as {@link #vlan(int)}
   * @param hashValue as {@link #hash(int)}
   * @param info as {@link #hashInfo(int)}
   * @param streamId as {@link #stream(int)}
   * @param sequenceNumber as {@link #sequence(int)}
   * @return its slot
   * @throws ArrayIndexOutOfBoundsException when the slab is full
   */
  public int add(
      long frameAddress,
      int frameLength,
      long offloadWord,
      int tci,
      int hashValue,
      int info,
      int streamId,
      int sequenceNumber) {
    int slot = count;
    int place = slot * PLACE_WORDS;
    places[place + ADDRESS] = frameAddress;
    places[place + LENGTH_VLAN] = pair(frameLength, tci);
    int at = slot * WORDS;
    words[at + OFFLOAD] = offloadWord;
    words[at + HASH_INFO] = pair(hashValue, info);
    words[at + STREAM_SEQUENCE] = pair(streamId, sequenceNumber);
    count = slot + 1;
    return slot;
  }

  private static long pair(int low, int high) {
    return low & 0xffff_ffffL | (long) high << 32;
  }

  /** Numbers a frame for the ledger: stream 0 means unnumbered. */
  public void mark(int slot, int streamId, int sequenceNumber) {
    words[slot * WORDS + STREAM_SEQUENCE] = pair(streamId, sequenceNumber);
  }

  public void vlan(int slot, int tci) {
    places[slot * PLACE_WORDS + LENGTH_VLAN] = pair(length(slot), tci);
  }

  public void hash(int slot, int value, int info) {
    words[slot * WORDS + HASH_INFO] = pair(value, info);
  }

  public void offload(int slot, long word) {
    words[slot * WORDS + OFFLOAD] = word;
  }

  public void length(int slot, int bytes) {
    places[slot * PLACE_WORDS + LENGTH_VLAN] = pair(bytes, vlan(slot));
  }

  /** Address of the frame's first byte (destination MAC) in {@link Memory}. */
  public long address(int slot) {
    return places[slot * PLACE_WORDS + ADDRESS];
  }

  /** Bytes of the frame without check sequence. */
  public int length(int slot) {
    return (int) places[slot * PLACE_WORDS + LENGTH_VLAN];
  }

  /** {@link #length} in the lower half and {@link #vlan} in the upper one, with one read. */
  public long lengthAndVlan(int slot) {
    return places[slot * PLACE_WORDS + LENGTH_VLAN];
  }

  /** The offload word, see {@link Frames}. */
  public long offload(int slot) {
    return words[slot * WORDS + OFFLOAD];
  }

  /**
   * The out-of-band 802.1Q TCI, perhaps with {@link Frames#ISOLATED}; or {@link Frames#NO_VLAN}.
   */
  public int vlan(int slot) {
    return (int) (places[slot * PLACE_WORDS + LENGTH_VLAN] >>> 32);
  }

  /** The RSS hash; meaningful when {@link #hashInfo} is not 0. */
  public int hash(int slot) {
    return (int) words[slot * WORDS + HASH_INFO];
  }

  /** Hash function and type as NDIS writes them; 0 means no hash. */
  public int hashInfo(int slot) {
    return (int) (words[slot * WORDS + HASH_INFO] >>> 32);
  }

  /** The ledger stream: one ingress, one destination address; 0 means unnumbered. */
  public int stream(int slot) {
    return (int) words[slot * WORDS + STREAM_SEQUENCE];
  }

  /** The number within the stream; wraps. */
  public int sequence(int slot) {
    return (int) (words[slot * WORDS + STREAM_SEQUENCE] >>> 32);
  }

  /** When the frames came in, in nanoseconds of the lab's clock. */
  public long receivedAt() {
    return receivedAt;
  }

  public void receivedAt(long nanos) {
    receivedAt = nanos;
  }
}
