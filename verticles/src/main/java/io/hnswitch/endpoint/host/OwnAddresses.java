package io.hnswitch.endpoint.host;

import io.hnswitch.ip.IpAddress;
import io.hnswitch.ip.IpPrefix;
import io.hnswitch.state.StateTree;
import java.util.List;
import java.util.stream.IntStream;

/** The addresses of a host and how far duplicate address detection has come with each. */
final class OwnAddresses {

  /** How far an address has come (RFC 4862, 5.4). */
  enum State {
    /** In use. */
    PREFERRED,
    /** Asked for and not yet cleared: not in use. */
    TENTATIVE,
    /** Somebody else has it: never in use. */
    DUPLICATE
  }

  private final List<IpPrefix> prefixes;
  private final long[] high;
  private final long[] low;
  private final State[] states;

  OwnAddresses(HostConfig config) {
    prefixes = config.addresses();
    int count = prefixes.size();
    high = new long[count];
    low = new long[count];
    states = new State[count];
    for (int i = 0; i < count; i++) {
      var address = prefixes.get(i).address();
      high[i] = address.high();
      low[i] = address.low();
      boolean waits = config.detectsDuplicates() && !address.isV4();
      states[i] = waits ? State.TENTATIVE : State.PREFERRED;
    }
  }

  int count() {
    return states.length;
  }

  /** How far each address has come. */
  void save(StateTree.Writer into) {
    into.trees(
        "addresses",
        IntStream.range(0, count())
            .mapToObj(
                i ->
                    StateTree.write(
                        one ->
                            one.text("address", prefixes.get(i).toString())
                                .text("state", states[i].name())))
            .toList());
  }

  /** Goes on as another one of the same addresses. */
  void restore(StateTree.Reader from) {
    var saved = from.trees("addresses", HostConfig.ADDRESSES_MAX);
    if (saved.size() != count()) {
      throw from.wrong("addresses", saved.size() + " of them, not " + count());
    }
    for (int i = 0; i < count(); i++) {
      var one = saved.get(i);
      if (!one.text("address").equals(prefixes.get(i).toString())) {
        throw one.wrong("address", "not " + prefixes.get(i));
      }
      try {
        states[i] = State.valueOf(one.text("state"));
      } catch (IllegalArgumentException e) {
        throw one.wrong("state", "no such state");
      }
    }
  }

  /** The index of an address in any state, or -1. */
  int find(long wantedHigh, long wantedLow) {
    for (int i = 0; i < low.length; i++) {
      if (low[i] == wantedLow && high[i] == wantedHigh) {
        return i;
      }
    }
    return -1;
  }

  State state(int index) {
    return states[index];
  }

  void state(int index, State state) {
    states[index] = state;
  }

  IpPrefix prefix(int index) {
    return prefixes.get(index);
  }

  long high(int index) {
    return high[index];
  }

  long low(int index) {
    return low[index];
  }

  boolean isV4(int index) {
    return IpAddress.isV4(high[index], low[index]);
  }

  /** True when an address is directly reachable: in a network of an address in use. */
  boolean isOnLink(long thatHigh, long thatLow) {
    for (int i = 0; i < low.length; i++) {
      if (states[i] == State.PREFERRED && prefixes.get(i).contains(thatHigh, thatLow)) {
        return true;
      }
    }
    return false;
  }

  /** True for {@code 255.255.255.255} and the broadcast address of a network of ours. */
  boolean isBroadcast(long thatHigh, long thatLow) {
    if (thatHigh != 0 || !IpAddress.isV4(thatHigh, thatLow)) {
      return false;
    }
    if ((int) thatLow == -1) {
      return true;
    }
    for (int i = 0; i < low.length; i++) {
      if (prefixes.get(i).isBroadcast(thatHigh, thatLow)) {
        return true;
      }
    }
    return false;
  }

  /** The address in use to ask for a neighbour with: same network, else same kind, else -1. */
  int sourceFor(long thatHigh, long thatLow) {
    int sameKind = -1;
    boolean v4 = IpAddress.isV4(thatHigh, thatLow);
    for (int i = 0; i < low.length; i++) {
      if (states[i] != State.PREFERRED || isV4(i) != v4) {
        continue;
      }
      if (prefixes.get(i).contains(thatHigh, thatLow)) {
        return i;
      }
      sameKind = sameKind < 0 ? i : sameKind;
    }
    return sameKind;
  }
}
