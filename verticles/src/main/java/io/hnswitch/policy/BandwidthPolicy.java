package io.hnswitch.policy;

/**
 * What a guest may send and get through its switch port; frames beyond are dropped. A super-frame
 * counts with what its segments will have on the wire. And what it is sure to get of an uplink that
 * many share, in Hyper-V's words its minimum bandwidth by weight.
 *
 * @param outbound bits a second that the guest sends; 0 for any number
 * @param inbound bits a second that the guest gets; 0 for any number
 * @param burst bytes that may pass at once after a pause; 0 for what suits the rate
 * @param weight its share of an uplink, {@link #MIN_WEIGHT} to {@link #MAX_WEIGHT}, beside those of
 *     all others that send at the same time
 */
public record BandwidthPolicy(long outbound, long inbound, long burst, int weight) {

  public static final long MIN_RATE = 100_000;
  public static final long MAX_RATE = 400_000_000_000L;
  public static final long MIN_BURST = 64 << 10;
  public static final long MAX_BURST = 1L << 30;
  public static final int MIN_WEIGHT = 1;
  public static final int MAX_WEIGHT = 100;
  public static final int DEFAULT_WEIGHT = 10;
  public static final BandwidthPolicy NONE = new BandwidthPolicy(0, 0, 0, DEFAULT_WEIGHT);

  /** How long a burst of the usual size takes at its rate. */
  private static final long BURST_PER_SECOND = 20;

  public BandwidthPolicy {
    check(outbound);
    check(inbound);
    if (burst != 0 && (burst < MIN_BURST || burst > MAX_BURST)) {
      throw new IllegalArgumentException("burst out of range: " + burst);
    }
    if (weight < MIN_WEIGHT || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException("weight out of range: " + weight);
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
