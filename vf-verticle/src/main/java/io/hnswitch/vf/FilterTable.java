package io.hnswitch.vf;

import java.util.Arrays;

/**
 * Which VF an address is filtered to: an open-addressing table, rebuilt whenever a filter comes or
 * goes, which is rare. Lookups allocate nothing.
 */
final class FilterTable {

  private static final int SIZE = 256;

  private final long[] macs = new long[SIZE];
  private final VfPort[] targets = new VfPort[SIZE];

  FilterTable() {
    Arrays.fill(macs, VfPort.NOBODY);
  }

  /** The VF of an address, or null. */
  VfPort find(long mac) {
    int at = hash(mac);
    while (macs[at] != mac) {
      if (macs[at] == VfPort.NOBODY) {
        return null;
      }
      at = at + 1 & SIZE - 1;
    }
    return targets[at];
  }

  /** Takes the filters of all VFs; at most 64 of them, so a quarter of the table. */
  void rebuild(VfPort[] ports) {
    Arrays.fill(macs, VfPort.NOBODY);
    Arrays.fill(targets, null);
    for (var port : ports) {
      if (port.isSteered()) {
        int at = hash(port.mac());
        while (macs[at] != VfPort.NOBODY) {
          at = at + 1 & SIZE - 1;
        }
        macs[at] = port.mac();
        targets[at] = port;
      }
    }
  }

  private static int hash(long mac) {
    return (int) (mac * 0x9e37_79b9_7f4a_7c15L >>> 56);
  }
}
