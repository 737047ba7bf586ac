package io.hnswitch.vmbus.wire;

/**
 * The handle of memory that a guest shares with the host (GPA descriptor list), chosen by the
 * guest.
 *
 * @param value the 32-bit word as it was sent
 */
public record GpadlId(int value) implements Comparable<GpadlId> {

  /** The first handle that a guest uses. */
  public static final GpadlId FIRST = new GpadlId(0xE1E10);

  /** The handle after this one; 0 is skipped. */
  public GpadlId next() {
    return new GpadlId(value == -1 ? 1 : value + 1);
  }

  @Override
  public int compareTo(GpadlId that) {
    return Integer.compareUnsigned(value, that.value);
  }

  @Override
  public String toString() {
    return "0x" + Integer.toHexString(value);
  }
}
