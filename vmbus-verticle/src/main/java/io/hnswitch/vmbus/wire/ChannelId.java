package io.hnswitch.vmbus.wire;

/**
 * The number of a channel, chosen by the host; 1 to {@value #MAX} are usable, anything else can be
 * on the wire.
 *
 * @param value the 32-bit word as it was sent
 */
public record ChannelId(int value) implements Comparable<ChannelId> {

  /** Largest usable number: event flags are 2048 bits and bit 0 is reserved. */
  public static final int MAX = 2047;

  /** Whether the number can be a channel. */
  public boolean isUsable() {
    return value >= 1 && value <= MAX;
  }

  @Override
  public int compareTo(ChannelId that) {
    return Integer.compareUnsigned(value, that.value);
  }

  @Override
  public String toString() {
    return Integer.toUnsignedString(value);
  }
}
