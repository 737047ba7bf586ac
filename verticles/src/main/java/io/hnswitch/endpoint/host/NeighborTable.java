package io.hnswitch.endpoint.host;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.state.StateTree;
import java.util.stream.IntStream;

/**
 * Which MAC address an IP address has; bounded, in flat arrays. An address can stand in one of
 * {@value #WAYS} places; when all are taken, the one least recently confirmed makes room, so a
 * flood of made-up neighbours costs memory never and a known neighbour only its place.
 */
final class NeighborTable {

  /** No MAC address known. */
  static final long UNKNOWN = -1;

  static final int WAYS = 8;

  private final int sets;
  private final boolean[] used;
  private final long[] high;
  private final long[] low;
  private final long[] mac;
  private final long[] confirmedAt;
  private final long[] askedAt;
  private final int[] asked;
  private int size;

  /**
   * @param capacity entries, rounded up to a power of two of at least {@value #WAYS}
   */
  NeighborTable(int capacity) {
    int places = Math.max(WAYS, Integer.highestOneBit(Math.max(1, capacity - 1)) * 2);
    sets = places / WAYS;
    used = new boolean[places];
    high = new long[places];
    low = new long[places];
    mac = new long[places];
    confirmedAt = new long[places];
    askedAt = new long[places];
    asked = new int[places];
  }

  int capacity() {
    return used.length;
  }

  int size() {
    return size;
  }

  void save(StateTree.Writer into, SavedTime time) {
    into.trees(
        "neighbors",
        IntStream.range(0, used.length)
            .filter(place -> used[place])
            .mapToObj(
                place ->
                    StateTree.write(
                        one ->
                            one.number("high", high[place])
                                .number("low", low[place])
                                .number("mac", mac[place])
                                .number("confirmed", time.age(confirmedAt[place]))
                                .number("asked", asked[place])
                                .number("lastAsked", time.age(askedAt[place]))))
            .toList());
  }

  void restore(StateTree.Reader from, SavedTime time) {
    for (var one : from.trees("neighbors", used.length)) {
      int place =
          add(
              one.number("high", Long.MIN_VALUE, Long.MAX_VALUE),
              one.number("low", Long.MIN_VALUE, Long.MAX_VALUE),
              time.now());
      mac[place] = one.number("mac", UNKNOWN, MacAddress.BROADCAST.value());
      confirmedAt[place] = time.at(one.number("confirmed", 0, SavedTime.AGE_MAX));
      asked[place] = one.integer("asked", 0, Integer.MAX_VALUE);
      askedAt[place] = time.at(one.number("lastAsked", 0, SavedTime.AGE_MAX));
    }
  }

  /** The place of an address, or -1. */
  int find(long wantedHigh, long wantedLow) {
    int first = first(wantedHigh, wantedLow);
    for (int i = first; i < first + WAYS; i++) {
      if (used[i] && low[i] == wantedLow && high[i] == wantedHigh) {
        return i;
      }
    }
    return -1;
  }

  /** The place of an address, made when there is none; nothing is known of a new one. */
  int add(long newHigh, long newLow, long now) {
    int place = find(newHigh, newLow);
    if (place >= 0) {
      return place;
    }
    int first = first(newHigh, newLow);
    place = first;
    for (int i = first; i < first + WAYS && used[place]; i++) {
      if (!used[i] || confirmedAt[i] - confirmedAt[place] < 0) {
        place = i;
      }
    }
    size += used[place] ? 0 : 1;
    used[place] = true;
    high[place] = newHigh;
    low[place] = newLow;
    mac[place] = UNKNOWN;
    confirmedAt[place] = now;
    askedAt[place] = now;
    asked[place] = 0;
    return place;
  }

  /** Notes that a neighbour was heard of. */
  void confirm(int place, long newMac, long now) {
    mac[place] = newMac;
    confirmedAt[place] = now;
    asked[place] = 0;
  }

  /** Notes that a request was sent. */
  void ask(int place, long now) {
    askedAt[place] = now;
    asked[place]++;
  }

  void remove(int place) {
    size -= used[place] ? 1 : 0;
    used[place] = false;
  }

  boolean isUsed(int place) {
    return used[place];
  }

  long high(int place) {
    return high[place];
  }

  long low(int place) {
    return low[place];
  }

  /** The MAC address, or {@link #UNKNOWN}. */
  long mac(int place) {
    return mac[place];
  }

  /** Nanoseconds since the neighbour was last heard of, or since it was asked for first. */
  long age(int place, long now) {
    return now - confirmedAt[place];
  }

  /** Requests since the neighbour was last heard of. */
  int asked(int place) {
    return asked[place];
  }

  /** Nanoseconds since the last request. */
  long sinceAsked(int place, long now) {
    return now - askedAt[place];
  }

  private int first(long keyHigh, long keyLow) {
    long hash = (keyHigh * 0x9e3779b97f4a7c15L ^ keyLow) * 0xbf58476d1ce4e5b9L;
    return (int) ((hash >>> 32) % sets) * WAYS;
  }
}
