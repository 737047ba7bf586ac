package io.hnswitch.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Up to {@value #CAPACITY} frames: where their bytes are and what is known about each, as parallel
 * arrays. The bytes are usually in the slab's own {@linkplain #region() region} of {@link Memory},
 * but a frame may also lie in a shared buffer that stays untouched until the slab is recycled.
 *
 * <p>A slab is filled by the device that made it, then only read. It is counted: every {@link
 * FrameBurst} that lists frames of it holds one reference, and with the last one it goes back to
 * the pool it came from.
 */
public final class FrameSlab {

  /** Frames in a slab at most. */
  public static final int CAPACITY = 256;

  private static final VarHandle REFERENCES;

  static {
    try {
      REFERENCES = MethodHandles.lookup().findVarHandle(FrameSlab.class, "references", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] address = new long[CAPACITY];
  private final int[] length = new int[CAPACITY];
  private final long[] offload = new long[CAPACITY];
  private final int[] vlan = new int[CAPACITY];
  private final int[] hash = new int[CAPACITY];
  private final int[] hashInfo = new int[CAPACITY];
  private final int[] stream = new int[CAPACITY];
  private final int[] sequence = new int[CAPACITY];
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
    int slot = count;
    address[slot] = frameAddress;
    length[slot] = frameLength;
    offload[slot] = offloadWord;
    vlan[slot] = Frames.NO_VLAN;
    hash[slot] = 0;
    hashInfo[slot] = 0;
    stream[slot] = 0;
    sequence[slot] = 0;
    count = slot + 1;
    return slot;
  }

  /** Numbers a frame for the ledger: stream 0 means unnumbered. */
  public void mark(int slot, int streamId, int sequenceNumber) {
    stream[slot] = streamId;
    sequence[slot] = sequenceNumber;
  }

  public void vlan(int slot, int tci) {
    vlan[slot] = tci;
  }

  public void hash(int slot, int value, int info) {
    hash[slot] = value;
    hashInfo[slot] = info;
  }

  public void offload(int slot, long word) {
    offload[slot] = word;
  }

  public void length(int slot, int bytes) {
    length[slot] = bytes;
  }

  /** Address of the frame's first byte (destination MAC) in {@link Memory}. */
  public long address(int slot) {
    return address[slot];
  }

  /** Bytes of the frame without check sequence. */
  public int length(int slot) {
    return length[slot];
  }

  /** The offload word, see {@link Frames}. */
  public long offload(int slot) {
    return offload[slot];
  }

  /** The out-of-band 802.1Q TCI, or {@link Frames#NO_VLAN}. */
  public int vlan(int slot) {
    return vlan[slot];
  }

  /** The RSS hash; meaningful when {@link #hashInfo} is not 0. */
  public int hash(int slot) {
    return hash[slot];
  }

  /** Hash function and type as NDIS writes them; 0 means no hash. */
  public int hashInfo(int slot) {
    return hashInfo[slot];
  }

  /** The ledger stream: one ingress, one destination address; 0 means unnumbered. */
  public int stream(int slot) {
    return stream[slot];
  }

  /** The number within the stream; wraps. */
  public int sequence(int slot) {
    return sequence[slot];
  }

  /** When the frames came in, in nanoseconds of the lab's clock. */
  public long receivedAt() {
    return receivedAt;
  }

  public void receivedAt(long nanos) {
    receivedAt = nanos;
  }
}
