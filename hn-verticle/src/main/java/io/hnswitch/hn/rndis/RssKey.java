package io.hnswitch.hn.rndis;

import java.util.HexFormat;

/** The secret of the Toeplitz hash: 40 bytes. */
public record RssKey(Octets octets) {

  public static final int BYTES = 40;

  /** The key of Microsoft's verification suite, which guests use too. */
  public static final RssKey DEFAULT =
      parse("6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa");

  public RssKey {
    if (octets.size() != BYTES) {
      throw new IllegalArgumentException("RSS key bytes: " + octets.size());
    }
  }

  /** Parses 80 hexadecimal digits. */
  public static RssKey parse(String hex) {
    return new RssKey(Octets.of(HexFormat.of().parseHex(hex)));
  }
}
