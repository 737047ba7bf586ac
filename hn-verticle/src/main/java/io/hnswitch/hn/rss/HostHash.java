package io.hnswitch.hn.rss;

import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.Toeplitz;
import java.lang.foreign.MemorySegment;

/**
 * The hash that a host computes of each frame for a guest, with the key the guest has set; nothing,
 * at no cost, while RSS is off. The host is of version 10: it hashes UDP over IPv4 too, as TCP.
 */
public final class HostHash {

  private static final boolean UDP_AS_TCP = true;

  private final MemorySegment bytes;
  private Toeplitz toeplitz;
  private RssKey key = RssKey.NONE;
  private int types;

  public HostHash(MemorySegment bytes) {
    this.bytes = bytes;
  }

  /** Takes over a setting that {@link HostRss} has accepted; counts from the next frame on. */
  public void set(NdisRssParams parameters) {
    if (parameters.isDisable()) {
      types = 0;
      return;
    }
    if (!parameters.key().equals(key)) {
      toeplitz = new Toeplitz(parameters.key());
      key = parameters.key();
    }
    types = parameters.hashInfo() & ~RssHash.FUNCTIONS;
  }

  /** Hash and hash info of a frame, as {@link RssHash} packs them; {@link RssHash#NONE}: none. */
  public long of(long frame, int length) {
    return types == 0
        ? RssHash.NONE
        : RssHash.of(toeplitz, bytes, frame, length, types, UDP_AS_TCP);
  }
}
