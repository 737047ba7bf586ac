package io.hnswitch.policy;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A small number for each NIC of a node, found by its address, and its share of what several have
 * to share. Lookups allocate nothing. For the lab's event loop.
 *
 * <p>All whose address is no NIC's, and NICs beyond the first {@value #MAX}, are {@link #OTHERS}: a
 * guest that uses many addresses gains nothing by it.
 */
public final class Senders {

  /** The number of everybody else. */
  public static final int OTHERS = 0;

  /** The largest number. */
  public static final int MAX = 1023;

  private static final int SIZE = 4 * (MAX + 1);
  private static final int HASH_SHIFT = 52;
  private static final long NONE = -1;

  private final long[] macs = new long[SIZE];
  private final int[] numbers = new int[SIZE];
  private final int[] weights = new int[MAX + 1];
  private final long[] owners = new long[MAX + 1];
  private long ownersTotal;
  private final NicId[] names = new NicId[MAX + 1];
  private final Map<NicId, Entry> entries = new LinkedHashMap<>();

  private record Entry(long mac, int number) {}

  Senders() {
    owners[OTHERS] = ++ownersTotal;
    Arrays.fill(macs, NONE);
    Arrays.fill(weights, BandwidthPolicy.DEFAULT_WEIGHT);
  }

  /** The number of the NIC that an address is, or {@link #OTHERS}. */
  public int of(long mac) {
    int at = hash(mac);
    while (macs[at] != mac) {
      if (macs[at] == NONE) {
        return OTHERS;
      }
      at = at + 1 & SIZE - 1;
    }
    return numbers[at];
  }

  /** The share of a number. */
  public int weight(int number) {
    return weights[number];
  }

  /** Another one whenever a number is given away; above 0 while somebody has it. */
  public long owner(int number) {
    return owners[number];
  }

  /** What has a number, for people. */
  public String name(int number) {
    return names[number] == null ? "others" : names[number].toString();
  }

  /** A NIC has this address, and this share. */
  void put(NicId nic, MacAddress mac, int weight) {
    var before = entries.get(nic);
    int number = before == null ? free() : before.number;
    if (number == OTHERS) {
      return;
    }
    if (before == null) {
      owners[number] = ++ownersTotal;
    }
    names[number] = nic;
    weights[number] = weight;
    if (before == null || before.mac != mac.value()) {
      entries.put(nic, new Entry(mac.value(), number));
      rebuild();
    }
  }

  private int free() {
    for (int number = OTHERS + 1; number <= MAX; number++) {
      if (names[number] == null) {
        return number;
      }
    }
    return OTHERS;
  }

  void remove(NicId nic) {
    var gone = entries.remove(nic);
    if (gone != null) {
      names[gone.number] = null;
      owners[gone.number] = 0;
      weights[gone.number] = BandwidthPolicy.DEFAULT_WEIGHT;
      rebuild();
    }
  }

  private void rebuild() {
    Arrays.fill(macs, NONE);
    for (var entry : entries.values()) {
      int at = hash(entry.mac);
      while (macs[at] != NONE) {
        at = at + 1 & SIZE - 1;
      }
      macs[at] = entry.mac;
      numbers[at] = entry.number;
    }
  }

  private static int hash(long mac) {
    return (int) (mac * 0x9e37_79b9_7f4a_7c15L >>> HASH_SHIFT);
  }
}
