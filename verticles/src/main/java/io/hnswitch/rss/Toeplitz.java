package io.hnswitch.rss;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The Toeplitz hash with one key: for each bit of the input, from the highest of byte 0 on, that is
 * set, the 32 bits of the key at that position are added without carry. A table of the sums of
 * every byte at every place makes it one look-up per byte.
 */
public final class Toeplitz {

  /** Bytes of the longest input: two IPv6 addresses and two ports. */
  public static final int INPUT_MAX = 36;

  private final int[] sums = new int[INPUT_MAX * 256];

  /**
   * @throws IllegalArgumentException for a key that is shorter than {@link RssKey#BYTES}; of a
   *     longer one, the first bytes are used
   */
  public Toeplitz(RssKey key) {
    if (key.size() < RssKey.BYTES) {
      throw new IllegalArgumentException("Toeplitz key too short: bytes=" + key.size());
    }
    var bits = new BigInteger(1, Arrays.copyOf(key.toArray(), RssKey.BYTES));
    for (int place = 0; place < INPUT_MAX; place++) {
      for (int bit = 0; bit < 8; bit++) {
        int window = bits.shiftRight(RssKey.BYTES * 8 - 32 - place * 8 - bit).intValue();
        for (int value = 0; value < 256; value++) {
          sums[place * 256 + value] ^= (value & 0x80 >>> bit) != 0 ? window : 0;
        }
      }
    }
  }

  /** The hash of bytes in memory, at most {@link #INPUT_MAX}. */
  public int hash(MemorySegment m, long at, int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash ^= sums[i << 8 | m.get(Memory.BYTE, at + i) & 0xff];
    }
    return hash;
  }

  /** Two IPv4 addresses, source in the upper half. */
  public int ipv4(long addresses) {
    return eight(0, addresses);
  }

  /** Two IPv4 addresses and two ports, source in the upper halves. */
  public int ipv4(long addresses, int ports) {
    return eight(0, addresses) ^ four(8, ports);
  }

  /** Two IPv6 addresses in memory, source first. */
  public int ipv6(MemorySegment m, long at) {
    return eight(0, m.get(Memory.BE64, at))
        ^ eight(8, m.get(Memory.BE64, at + 8))
        ^ eight(16, m.get(Memory.BE64, at + 16))
        ^ eight(24, m.get(Memory.BE64, at + 24));
  }

  /** Two IPv6 addresses in memory and two ports. */
  public int ipv6(MemorySegment m, long at, int ports) {
    return ipv6(m, at) ^ four(32, ports);
  }

  private int eight(int place, long bytes) {
    return four(place, (int) (bytes >>> 32)) ^ four(place + 4, (int) bytes);
  }

  private int four(int place, int bytes) {
    int row = place << 8;
    return sums[row | bytes >>> 24]
        ^ sums[row + 256 | bytes >>> 16 & 0xff]
        ^ sums[row + 512 | bytes >>> 8 & 0xff]
        ^ sums[row + 768 | bytes & 0xff];
  }
}
