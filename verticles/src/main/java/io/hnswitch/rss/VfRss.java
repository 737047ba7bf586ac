package io.hnswitch.rss;

/**
 * How the VFs of an adapter hash what they receive.
 *
 * @param function whether and how
 * @param key the key of each; {@link RssKey#NONE} stands for one that each makes when it is brought
 *     up, out of the lab's seed
 * @param types what is hashed
 * @param report whether each received frame carries the hash; costs time for each frame
 */
public record VfRss(RssFunction function, RssKey key, RssTypes types, boolean report) {

  public static final RssTypes DEFAULT_TYPES =
      RssTypes.of(
          RssType.IPV4,
          RssType.TCP_IPV4,
          RssType.IPV6,
          RssType.TCP_IPV6,
          RssType.UDP_IPV4,
          RssType.UDP_IPV6);

  public static final VfRss DEFAULT =
      new VfRss(RssFunction.TOEPLITZ, RssKey.NONE, DEFAULT_TYPES, false);

  /** True when the key is made at bring-up. */
  public boolean isKeyDerived() {
    return key.equals(RssKey.NONE);
  }

  /** True when the hash can be computed and is wanted on frames. */
  public boolean isReported() {
    return report
        && function == RssFunction.TOEPLITZ
        && (isKeyDerived() || key.size() >= RssKey.BYTES);
  }
}
