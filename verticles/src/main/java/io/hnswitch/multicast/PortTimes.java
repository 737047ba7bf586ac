package io.hnswitch.multicast;

import java.util.Arrays;

/** Ports, each until some time. Few of them, so they are looked at one after the other. */
class PortTimes {

  static final int NONE = -1;

  int size;
  int[] ports = new int[2];
  long[] until = new long[2];

  int find(int port) {
    for (int i = 0; i < size; i++) {
      if (ports[i] == port) {
        return i;
      }
    }
    return NONE;
  }

  boolean has(int port, long now) {
    int at = find(port);
    return at != NONE && until[at] > now;
  }

  /** Whether the time of any is not over. */
  boolean isLive(long now) {
    for (int i = 0; i < size; i++) {
      if (until[i] > now) {
        return true;
      }
    }
    return false;
  }

  /** Adds a port that is not there; gives where. */
  int add(int port, long end) {
    if (size == ports.length) {
      grow(2 * size);
    }
    ports[size] = port;
    until[size] = end;
    return size++;
  }

  /** A port counts until then, if not longer. */
  void extend(int port, long end) {
    int at = find(port);
    if (at == NONE) {
      add(port, end);
    } else {
      until[at] = Math.max(until[at], end);
    }
  }

  /** Forgets a port, if it is there. */
  void remove(int port) {
    int at = find(port);
    if (at != NONE) {
      removeAt(at);
    }
  }

  void grow(int to) {
    ports = Arrays.copyOf(ports, to);
    until = Arrays.copyOf(until, to);
  }

  /** Takes an entry away; the last one is in its place then. */
  void removeAt(int at) {
    size--;
    ports[at] = ports[size];
    until[at] = until[size];
  }

  /** Forgets those whose time is over; gives when the next one's is. */
  long expire(long now) {
    long next = Long.MAX_VALUE;
    for (int i = size - 1; i >= 0; i--) {
      if (until[i] <= now) {
        removeAt(i);
      } else {
        next = Math.min(next, until[i]);
      }
    }
    return next;
  }
}
