package io.hnswitch.l2;

import io.hnswitch.policy.Vlans;
import java.util.Arrays;

/**
 * The forwarding database: which port an address is at. Keys are raw 48-bit addresses, with the
 * {@linkplain io.hnswitch.policy.Vlans#domain VLAN} above them where it was learned in one; owned
 * and pinned addresses are the same in all. Ports are small numbers, times come from the caller;
 * lookups and learning allocate nothing. An open-addressing table with linear probing, at most half
 * full.
 *
 * <p>Learned entries are at most {@code capacity}; when they are, and none has aged, new addresses
 * are refused and counted, so a flood of invented addresses can neither grow the table nor push out
 * stations that talk. Entries of other origins have room of their own and never age or move.
 */
public final class Fdb {

  /** Learned entries at most, by default. */
  public static final int CAPACITY = 8192;

  /** No entry, no port. */
  public static final int NONE = -1;

  private static final long SWEEP_AGAIN_NANOS = 1_000_000_000L;

  /** Told of every move of a learned address. */
  @FunctionalInterface
  public interface Moves {
    void moved(long mac, int from, int to);
  }

  /** Sees every entry. */
  @FunctionalInterface
  interface Visitor {
    void entry(long mac, int port, FdbOrigin origin, long ageNanos, int moves);
  }

  private final int capacity;
  private final int fixedCapacity;
  private final int mask;
  private final int shift;
  private final Moves listener;
  private final long[] macs;
  private final int[] ports;
  private final int[] homes;
  private final byte[] origins;
  private final long[] seen;
  private final int[] moves;
  private long ageingNanos;
  private long fullSweepAt = Long.MIN_VALUE;
  private boolean sweptFull;
  private int learned;
  private int fixed;
  private int yielded;
  private long learnedTotal;
  private long movesTotal;
  private long agedTotal;
  private long refusedTotal;

  /**
   * @param capacity learned entries at most; as many of the other origins find room too
   * @param ageingNanos how long a learned entry lives without a frame from its address
   */
  public Fdb(int capacity, long ageingNanos, Moves listener) {
    if (capacity < 1 || capacity > 1 << 24) {
      throw new IllegalArgumentException("capacity out of range: " + capacity);
    }
    this.capacity = capacity;
    this.fixedCapacity = capacity;
    this.ageingNanos = ageingNanos;
    this.listener = listener;
    int size = Integer.highestOneBit(Math.max(4 * capacity - 1, 8)) << 1;
    mask = size - 1;
    shift = Long.SIZE - Integer.numberOfTrailingZeros(size);
    macs = new long[size];
    ports = new int[size];
    homes = new int[size];
    origins = new byte[size];
    seen = new long[size];
    moves = new int[size];
    Arrays.fill(macs, NONE);
  }

  void ageing(long nanos) {
    ageingNanos = nanos;
  }

  /** The port of an address, or {@link #NONE}; an aged entry is none. */
  public int port(long mac, long now) {
    int at = find(mac);
    return at == NONE || isAged(at, now) ? NONE : ports[at];
  }

  /** The entry of an address for {@link #portOf} and {@link #homeOf}, or {@link #NONE}. */
  int entry(long mac, long now) {
    int at = find(mac);
    return at == NONE || isAged(at, now) ? NONE : at;
  }

  /** As {@link #entry}, but only one that was not learned. */
  int fixedEntry(long mac) {
    int at = find(mac);
    return at == NONE || origins[at] == FdbOrigin.LEARNED.ordinal() ? NONE : at;
  }

  int portOf(int entry) {
    return ports[entry];
  }

  int homeOf(int entry) {
    return homes[entry];
  }

  /** The port of the NIC that owns an address, wherever it is steered, or {@link #NONE}. */
  int home(long mac) {
    int at = find(mac);
    return at == NONE ? NONE : homes[at];
  }

  /**
   * A frame from an address came in by a port.
   *
   * @return whether lookups may answer otherwise than before
   */
  public boolean learn(long mac, int port, long now) {
    int at = find(mac);
    if (at == NONE) {
      return insertLearned(mac, port, now);
    }
    if (origins[at] != FdbOrigin.LEARNED.ordinal()) {
      return false;
    }
    if (isAged(at, now)) {
      removeAt(at);
      agedTotal++;
      return insertLearned(mac, port, now);
    }
    seen[at] = now;
    if (ports[at] == port) {
      return false;
    }
    int from = ports[at];
    ports[at] = port;
    moves[at]++;
    movesTotal++;
    listener.moved(mac, from, port);
    return true;
  }

  private boolean insertLearned(long mac, int port, long now) {
    if (learned == capacity && !makeRoom(now)) {
      refusedTotal++;
      return false;
    }
    int at = insert(mac);
    ports[at] = port;
    homes[at] = NONE;
    origins[at] = (byte) FdbOrigin.LEARNED.ordinal();
    seen[at] = now;
    moves[at] = 0;
    learned++;
    learnedTotal++;
    return true;
  }

  private boolean makeRoom(long now) {
    if (sweptFull && now - fullSweepAt < SWEEP_AGAIN_NANOS) {
      return false;
    }
    sweptFull = true;
    fullSweepAt = now;
    sweep(now);
    return learned < capacity;
  }

  /**
   * Makes an address a NIC's own, in place of what was learned.
   *
   * @return false when it is owned or pinned already, or there is no room
   */
  boolean own(long mac, int port) {
    return fix(mac, port, port, FdbOrigin.OWNED);
  }

  /** Pins an address to a port, or an already pinned one to another; false as {@link #own}. */
  boolean pin(long mac, int port) {
    int at = find(mac);
    if (at != NONE && origins[at] == FdbOrigin.PINNED.ordinal()) {
      ports[at] = port;
      return true;
    }
    return fix(mac, port, NONE, FdbOrigin.PINNED);
  }

  private boolean fix(long mac, int port, int home, FdbOrigin origin) {
    int at = find(mac);
    if (at != NONE) {
      boolean givenUp = origins[at] == FdbOrigin.YIELDED.ordinal() && homes[at] == home;
      if (origins[at] != FdbOrigin.LEARNED.ordinal() && !givenUp) {
        return false;
      }
      removeAt(at);
    }
    if (fixed == fixedCapacity) {
      return false;
    }
    at = insert(mac);
    ports[at] = port;
    homes[at] = home;
    origins[at] = (byte) origin.ordinal();
    seen[at] = 0;
    moves[at] = 0;
    fixed++;
    return true;
  }

  /**
   * Lets an owned address be taken over; false when the port does not own it or it is steered away.
   */
  boolean giveUp(long mac, int port) {
    int at = find(mac);
    if (at == NONE || homes[at] != port || ports[at] != port) {
      return false;
    }
    if (origins[at] == FdbOrigin.OWNED.ordinal()) {
      origins[at] = (byte) FdbOrigin.YIELDED.ordinal();
      yielded++;
    }
    return true;
  }

  /** Whether {@link #takeOver} could do anything. */
  boolean hasYielded() {
    return yielded > 0;
  }

  /**
   * A frame from an address came in by an uplink: one that was given up is there from now on.
   *
   * @return whether lookups answer otherwise than before
   */
  boolean takeOver(long mac, int port, long now) {
    int at = find(mac);
    if (at == NONE || origins[at] != FdbOrigin.YIELDED.ordinal()) {
      return false;
    }
    int from = ports[at];
    removeAt(at);
    insertLearned(mac, port, now);
    movesTotal++;
    listener.moved(mac, from, port);
    return true;
  }

  /**
   * Takes an owned address from a port, whatever has become of it; false when it has not got it.
   */
  boolean disown(long mac, int port) {
    int at = find(mac);
    if (at == NONE || homes[at] != port) {
      return false;
    }
    removeAt(at);
    return true;
  }

  /** Steers an owned address to a port, or back home; false when nobody owns it. */
  boolean steer(long mac, int port) {
    int at = find(mac);
    if (at == NONE || homes[at] == NONE) {
      return false;
    }
    yielded -= origins[at] == FdbOrigin.YIELDED.ordinal() ? 1 : 0;
    ports[at] = port;
    origins[at] = (byte) (port == homes[at] ? FdbOrigin.OWNED : FdbOrigin.STEERED).ordinal();
    return true;
  }

  /** Takes a pin back; false when there is none. */
  boolean unpin(long mac) {
    int at = find(mac);
    if (at == NONE || origins[at] != FdbOrigin.PINNED.ordinal()) {
      return false;
    }
    removeAt(at);
    return true;
  }

  /** Forgets an address that was learned. */
  public void forget(long mac) {
    int at = find(mac);
    if (at != NONE && origins[at] == FdbOrigin.LEARNED.ordinal()) {
      removeAt(at);
    }
  }

  /** Forgets an address in every VLAN that it was learned in. */
  public void forgetInAll(long mac) {
    for (int at = 0; at <= mask; at++) {
      while (macs[at] != NONE
          && Vlans.mac(macs[at]) == mac
          && origins[at] == FdbOrigin.LEARNED.ordinal()) {
        removeAt(at);
      }
    }
  }

  /** Forgets everything that was learned. */
  void flush() {
    for (int at = 0; at <= mask; at++) {
      while (macs[at] != NONE && origins[at] == FdbOrigin.LEARNED.ordinal()) {
        removeAt(at);
      }
    }
  }

  /** Forgets everything about a port; addresses that are steered to it go home. */
  void flushPort(int port) {
    for (int at = 0; at <= mask; at++) {
      while (macs[at] != NONE && (homes[at] == port || homes[at] == NONE && ports[at] == port)) {
        removeAt(at);
      }
      if (macs[at] != NONE && homes[at] != NONE && ports[at] == port) {
        steer(macs[at], homes[at]);
      }
    }
  }

  /** Removes what has aged. */
  void sweep(long now) {
    for (int at = 0; at <= mask; at++) {
      while (macs[at] != NONE && isAged(at, now)) {
        removeAt(at);
        agedTotal++;
      }
    }
  }

  /** Shows the entries that have not aged, in no order. */
  void forEach(long now, Visitor visitor) {
    for (int at = 0; at <= mask; at++) {
      if (macs[at] != NONE && !isAged(at, now)) {
        var origin = FdbOrigin.of(origins[at]);
        long age = origin == FdbOrigin.LEARNED ? now - seen[at] : 0;
        visitor.entry(macs[at], ports[at], origin, age, moves[at]);
      }
    }
  }

  private boolean isAged(int at, long now) {
    return origins[at] == FdbOrigin.LEARNED.ordinal() && now - seen[at] >= ageingNanos;
  }

  private int find(long mac) {
    int at = hash(mac);
    while (macs[at] != NONE) {
      if (macs[at] == mac) {
        return at;
      }
      at = at + 1 & mask;
    }
    return NONE;
  }

  private int insert(long mac) {
    int at = hash(mac);
    while (macs[at] != NONE) {
      at = at + 1 & mask;
    }
    macs[at] = mac;
    return at;
  }

  private int hash(long mac) {
    return (int) (mac * 0x9e37_79b9_7f4a_7c15L >>> shift);
  }

  /** Removes an entry and closes the gap, so that no later one of its chain is cut off. */
  private void removeAt(int removed) {
    if (origins[removed] == FdbOrigin.LEARNED.ordinal()) {
      learned--;
    } else {
      fixed--;
      yielded -= origins[removed] == FdbOrigin.YIELDED.ordinal() ? 1 : 0;
    }
    int hole = removed;
    int at = removed + 1 & mask;
    while (macs[at] != NONE) {
      int wanted = hash(macs[at]);
      if ((at - wanted & mask) >= (at - hole & mask)) {
        copy(at, hole);
        hole = at;
      }
      at = at + 1 & mask;
    }
    macs[hole] = NONE;
  }

  private void copy(int from, int to) {
    macs[to] = macs[from];
    ports[to] = ports[from];
    homes[to] = homes[from];
    origins[to] = origins[from];
    seen[to] = seen[from];
    moves[to] = moves[from];
  }

  /** Learned entries, aged ones that nobody has asked for included. */
  public int learned() {
    return learned;
  }

  /** Entries of other origins. */
  int fixed() {
    return fixed;
  }

  long learnedTotal() {
    return learnedTotal;
  }

  public long movesTotal() {
    return movesTotal;
  }

  long agedTotal() {
    return agedTotal;
  }

  /** Addresses that were not learned because the table was full, by frame. */
  public long refusedTotal() {
    return refusedTotal;
  }
}
