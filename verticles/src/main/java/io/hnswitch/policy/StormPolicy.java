package io.hnswitch.policy;

/**
 * How many frames a second a guest may send of each kind that goes to many; 0 for any number.
 *
 * @param broadcast to everybody
 * @param multicast to a group
 * @param unknown to an address that the switch does not know
 */
public record StormPolicy(long broadcast, long multicast, long unknown) {

  public static final long MAX = 100_000_000;
  public static final StormPolicy NONE = new StormPolicy(0, 0, 0);

  public StormPolicy {
    if (Math.min(Math.min(broadcast, multicast), unknown) < 0
        || Math.max(Math.max(broadcast, multicast), unknown) > MAX) {
      throw new IllegalArgumentException(
          "storm limit out of range: " + broadcast + ", " + multicast + ", " + unknown);
    }
  }
}
