package io.hnswitch.hn.rss;

import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssTypes;

/**
 * What the host can do for hn, as hn understood it.
 *
 * @param rings receive rings in use; with one, nothing is spread
 * @param function the hash function's bit of a hash info
 * @param types the types the host hashes
 */
public record RssOffer(int rings, int function, RssTypes types) {

  /** No spreading. */
  public static final RssOffer NONE = new RssOffer(1, 0, RssTypes.NONE);

  boolean isSpread() {
    return rings > 1;
  }

  boolean isToeplitz() {
    return (function & RssHash.TOEPLITZ) != 0;
  }
}
