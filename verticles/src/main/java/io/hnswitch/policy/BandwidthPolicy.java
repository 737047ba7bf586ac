package io.hnswitch.policy;

/**
 * What a guest may send and get through its switch port; frames beyond are dropped. A super-frame
 * counts with what its segments will have on the wire.
 *
 * @param outbound bits a second that the guest sends; 0 for any number
 * @param inbound bits a second that the guest gets; 0 for any number
 * @param burst bytes that may pass at once after a pause; 0 for what suits the rate
 */
public record BandwidthPolicy(long outbound, long inbound, long burst) {

  public static final long MIN_RATE = 100_000;
  public static final long MAX_RATE = 400_000_000_000L;
  public static final long MIN_BURST = 64 << 10;
  public static final long MAX_BURST = 1L << 30;
  public static final BandwidthPolicy NONE = new BandwidthPolicy(0, 0, 0);

  /** How long a burst of the usual size takes at its rate. */
  private static final long BURST_PER_SECOND = 20;

  public BandwidthPolicy {
    check(outbound);
    check(inbound);
    if (burst != 0 && (burst < MIN_BURST || burst > MAX_BURST)) {
      throw new IllegalArgumentException("burst out of range: " + burst);
    }
  }

  private static void check(long rate) {
    if (rate != 0 && (rate < MIN_RATE || rate > MAX_RATE)) {
      throw new IllegalArgumentException("rate out of range: " + rate);
    }
  }

  /** The burst in force for a rate: what it sends in 50 ms, and at least two super-frames. */
  public long burstBytes(long rate) {
    return burst != 0 ? burst : Math.clamp(rate / 8 / BURST_PER_SECOND, 2 * MIN_BURST, MAX_BURST);
  }
}
